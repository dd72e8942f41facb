"""What can go wrong in the contests app, in the words that people see."""

from __future__ import annotations

from common.errors import DomainError


class FormInvalid(DomainError):
    code = "form-invalid"
    status = 422
    text = {
        "vi": "Phiếu chấm chưa dùng được; hãy sửa các chỗ được nêu.",
        "en": "The scoring form cannot be used yet; correct the places that are named.",
    }


class PolicyInvalid(DomainError):
    code = "policy-invalid"
    status = 422
    text = {
        "vi": "Cách tính kết quả chưa dùng được; hãy sửa các chỗ được nêu.",
        "en": "The scoring policy cannot be used yet; correct the places that are named.",
    }


class PresetUnknown(DomainError):
    code = "preset-unknown"
    status = 422
    text = {
        "vi": "Không có mẫu cuộc thi “{kind}”; hãy chọn một mẫu trong danh sách.",
        "en": "There is no preset “{kind}”; choose one from the list.",
    }


class SlugTaken(DomainError):
    code = "slug-taken"
    status = 409
    text = {
        "vi": "Địa chỉ “{slug}” đã có cuộc thi khác dùng; hãy chọn địa chỉ khác.",
        "en": "The address “{slug}” is used by another contest; choose another one.",
    }


class WindowsInvalid(DomainError):
    code = "windows-invalid"
    status = 422
    text = {
        "vi": "Các mốc thời gian không theo thứ tự; hãy sửa mốc được nêu.",
        "en": "The dates are out of order; correct the one that is named.",
    }


class BlindTooLate(DomainError):
    code = "blind-too-late"
    status = 409
    text = {
        "vi": "Giám khảo đã được phân công và đã thấy tên bài; chấm ẩn danh phải bật trước khi"
        " phân công. Hãy thu hồi phân công, cho vòng thi dùng bản phiếu chấm mới rồi bật lại.",
        "en": "Judges were assigned and have seen the names; blind judging is switched on before"
        " that. Take the assignments back, give the round a new version of its form, try again.",
    }


class TeamSizeInvalid(DomainError):
    code = "team-size-invalid"
    status = 422
    text = {
        "vi": "Số thành viên tối thiểu phải từ 1 và không lớn hơn số tối đa.",
        "en": "The smallest team has at least 1 member and no more than the largest.",
    }


class ContestArchived(DomainError):
    code = "contest-archived"
    status = 409
    text = {
        "vi": "Cuộc thi đã được lưu trữ và chỉ còn để xem; hãy mở lại nếu cần sửa.",
        "en": "The contest is archived and read-only; reopen it to make changes.",
    }


class CodeTaken(DomainError):
    code = "code-taken"
    status = 409
    text = {
        "vi": "Mã “{code}” đã có trong cuộc thi này; hãy chọn mã khác.",
        "en": "The code “{code}” already exists in this contest; choose another one.",
    }


class InUse(DomainError):
    code = "in-use"
    status = 409
    text = {
        "vi": "“{title}” đã được dùng nên không thể xoá.",
        "en": "“{title}” is in use and cannot be deleted.",
    }


class RoundLocked(DomainError):
    code = "round-locked"
    status = 409
    text = {
        "vi": "Vòng “{title}” đã khoá điểm; hãy nhờ trưởng ban giám khảo mở khoá trước.",
        "en": "The round “{title}” is locked; ask the head judge to unlock it first.",
    }


class FormInUse(DomainError):
    code = "form-in-use"
    status = 409
    text = {
        "vi": "Vòng “{title}” đã có phiếu chấm: ở đây chỉ được đổi chữ trên phiếu. Muốn đổi cách tính "
        "điểm, hãy xem trước ảnh hưởng rồi chuyển phiên bản ở mục Thể lệ.",
        "en": "The round “{title}” has scoresheets: here only the texts of its form may change. To "
        "change the scoring, look at the effect and change the version under Rules.",
    }


class OtherContest(DomainError):
    code = "other-contest"
    status = 422
    text = {
        "vi": "Phiếu chấm thuộc cuộc thi khác; hãy chọn phiếu của cuộc thi này.",
        "en": "The form belongs to another contest; choose a form of this one.",
    }


class MayNotCreateFor(DomainError):
    code = "may-not-create-for"
    status = 403
    text = {
        "vi": "Bạn chưa được tạo cuộc thi thay mặt “{organization}”; hãy nhờ quản trị viên cấp quyền ở mục “Quyền thay mặt đơn vị”.",
        "en": "You may not create contests in the name of “{organization}”; ask an administrator for the grant, under “Who speaks for organizations”.",
    }


class MayNotCertifyFor(DomainError):
    code = "may-not-certify-for"
    status = 403
    text = {
        "vi": "Bạn chưa được cấp giấy thay mặt “{organization}”; hãy nhờ quản trị viên cấp quyền ở mục “Quyền thay mặt đơn vị”.",
        "en": "You may not issue certificates in the name of “{organization}”; ask an administrator for the grant, under “Who speaks for organizations”.",
    }


class OrganizationFixed(DomainError):
    code = "organization-fixed"
    status = 409
    text = {
        "vi": "Kết quả đã được công bố dưới tên “{organization}”, nên cuộc thi không chuyển sang đơn vị khác được nữa; hãy giữ nguyên đơn vị này.",
        "en": "Results were published in the name of “{organization}”, so the contest can no longer move to another organization; leave this one.",
    }


class LastManager(DomainError):
    code = "last-manager"
    status = 409
    text = {
        "vi": "Đây là người quản lý cuối cùng của cuộc thi; hãy giao quyền cho người khác trước.",
        "en": "This is the contest's last manager; give the right to somebody else first.",
    }


class UserUnknown(DomainError):
    code = "user-unknown"
    status = 422
    text = {
        "vi": "Không có tài khoản “{username}”; hãy kiểm tra tên đăng nhập.",
        "en": "There is no account “{username}”; check the user name.",
    }


class SeverityTooLate(DomainError):
    code = "severity-too-late"
    status = 409
    text = {
        "vi": "Vòng {round} đã có phiếu được chấm, nên không thêm hay đổi mô hình hiệu chỉnh độ "
        "nghiêm khắc được nữa; hãy để nguyên mục này và xem so sánh ở trang “Công bằng”.",
        "en": "Round {round} has scored sheets already, so a severity model can no longer be "
        "added or changed; leave that part as it was and compare on the page “Fairness”.",
    }


class HistoryTooLong(DomainError):
    code = "history-too-long"
    status = 422
    text = {
        "vi": "Có hơn {most} dòng; hãy chọn khoảng thời gian ngắn hơn, một người hoặc một loại "
        "rồi tải lại.",
        "en": "There are more than {most} lines; choose a shorter period, one person or one kind, "
        "and download again.",
    }
