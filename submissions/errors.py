"""What can go wrong with entries and works, in the words that people see."""

from __future__ import annotations

from common.errors import DomainError


class EntriesClosed(DomainError):
    code = "entries-closed"
    status = 409
    text = {
        "vi": "Cuộc thi hiện không nhận đăng ký và sửa bài; hãy gửi ban tổ chức yêu cầu sửa ở trang bài dự thi nếu cần.",
        "en": "The contest does not take entries or changes now; if need be, send the organiser a request on the entry's page.",
    }


class SubmissionsClosed(DomainError):
    code = "submissions-closed"
    status = 409
    text = {
        "vi": "Đã hết hạn nộp bài theo giờ máy chủ ({now}); hãy liên hệ ban tổ chức nếu cần.",
        "en": "Work is not taken at this time by the server's clock ({now}); ask the organiser if need be.",
    }


class EntryState(DomainError):
    code = "entry-state"
    status = 409
    text = {
        "vi": "Bài dự thi {code} đang ở trạng thái không cho phép việc này.",
        "en": "Entry {code} is in a state that does not allow this.",
    }


class ReasonMissing(DomainError):
    code = "reason-missing"
    status = 422
    text = {"vi": "Hãy ghi lý do.", "en": "Give the reason."}


class DivisionForeign(DomainError):
    code = "division-foreign"
    status = 422
    text = {
        "vi": "Bảng này không thuộc cuộc thi; hãy chọn một bảng của cuộc thi.",
        "en": "This division is not the contest's; choose one of its divisions.",
    }


class TitleMissing(DomainError):
    code = "title-missing"
    status = 422
    text = {"vi": "Hãy đặt tên cho bài dự thi.", "en": "Give the entry a title."}


class TeamTooLarge(DomainError):
    code = "team-too-large"
    status = 422
    text = {
        "vi": "Mỗi bài dự thi có nhiều nhất {maximum} thí sinh; hãy bớt {excess} người.",
        "en": "An entry has at most {maximum} participants; remove {excess}.",
    }


class TeamTooSmall(DomainError):
    code = "team-too-small"
    status = 422
    text = {
        "vi": "Mỗi bài dự thi cần ít nhất {minimum} thí sinh; hãy thêm {lack} người.",
        "en": "An entry needs at least {minimum} participants; add {lack}.",
    }


class TeamNameMissing(DomainError):
    code = "team-name-missing"
    status = 422
    text = {
        "vi": "Bài có nhiều thí sinh cần tên đội; hãy đặt tên đội.",
        "en": "An entry of several participants needs a team name; give one.",
    }


class TeamNameTaken(DomainError):
    code = "team-name-taken"
    status = 409
    text = {
        "vi": "Tên đội “{name}” đã có trong cuộc thi; hãy chọn tên khác.",
        "en": "The team name “{name}” is taken in this contest; choose another one.",
    }


class ParticipantTwice(DomainError):
    code = "participant-twice"
    status = 422
    text = {
        "vi": "Tài khoản “{username}” được ghi hai lần; hãy bỏ bớt một dòng.",
        "en": "The account “{username}” is listed twice; remove one line.",
    }


class PersonUnknown(DomainError):
    code = "person-unknown"
    status = 422
    text = {
        "vi": "Dòng này mang id không phải của người trong bài dự thi, hoặc đã dùng ở dòng khác; hãy tải lại trang.",
        "en": "This line has an id that is nobody's in the entry, or another line's; reload the page.",
    }


class PersonCertified(DomainError):
    code = "person-certified"
    status = 409
    text = {
        "vi": "{name} giữ giấy chứng nhận {certificates} còn hiệu lực nên không thể bỏ khỏi bài dự thi; hãy thu hồi giấy trước.",
        "en": "{name} holds the valid certificate {certificates} and cannot leave the entry; revoke it first.",
    }


class SchoolMissing(DomainError):
    code = "school-missing"
    status = 422
    text = {
        "vi": "Cuộc thi giới hạn số bài mỗi trường; hãy chọn trường.",
        "en": "The contest limits the entries of a school; choose the school.",
    }


class SchoolFull(DomainError):
    code = "school-full"
    status = 409
    text = {
        "vi": "{school} đã có đủ {limit} bài dự thi; hãy rút một bài trước hoặc liên hệ ban tổ chức.",
        "en": "{school} has its {limit} entries already; withdraw one first or ask the organiser.",
    }


class SubmissionEmpty(DomainError):
    code = "submission-empty"
    status = 422
    text = {
        "vi": "Bài nộp chưa có gì; hãy thêm tệp, đường dẫn hoặc lời thuyết minh.",
        "en": "There is nothing in this submission; add a file, a link or a note.",
    }


class AttachmentUnknown(DomainError):
    code = "attachment-unknown"
    status = 422
    text = {
        "vi": "Có tệp không thuộc bài dự thi này hoặc đã bị từ chối; hãy bỏ tệp đó.",
        "en": "A file is not this entry's, or was refused; leave it out.",
    }


class AttachmentBound(DomainError):
    code = "attachment-bound"
    status = 409
    text = {
        "vi": "Tệp đã nằm trong một bài nộp nên không thể xoá; hãy nộp bản mới không có tệp này.",
        "en": "The file is part of a submission and stays; send a new version without it.",
    }


class AttachmentProcessing(DomainError):
    code = "attachment-processing"
    status = 409
    text = {
        "vi": "Tệp đang được xử lý; hãy thử lại sau vài giây.",
        "en": "The file is being prepared; try again in a few seconds.",
    }


class TooManyFiles(DomainError):
    code = "too-many-files"
    status = 409
    text = {
        "vi": "Mỗi bài nộp có nhiều nhất {limit} tệp; hãy xoá bớt hoặc gộp vào một tệp nén.",
        "en": "A submission has at most {limit} files; delete some or put them into one archive.",
    }


class UploadRefused(DomainError):
    """Base of the reasons why a file is not taken; nothing of it is stored."""

    code = "upload-refused"
    status = 422
    text = {"vi": "Không nhận được tệp “{name}”.", "en": "The file “{name}” is not accepted."}


class UploadEmpty(UploadRefused):
    code = "upload-empty"
    text = {
        "vi": "Tệp “{name}” rỗng; hãy kiểm tra rồi gửi lại.",
        "en": "The file “{name}” is empty; check it and send it again.",
    }


class UploadTooLarge(UploadRefused):
    code = "upload-too-large"
    status = 413
    text = {
        "vi": "Tệp “{name}” lớn hơn {limit_mb} MB; hãy giảm dung lượng hoặc dùng đường dẫn.",
        "en": "The file “{name}” is larger than {limit_mb} MB; make it smaller or use a link.",
    }


class QuotaExceeded(UploadRefused):
    """Base: there is no room for the file within a quota."""

    status = 413


class EntryQuotaExceeded(QuotaExceeded):
    code = "entry-quota"
    text = {
        "vi": "Bài dự thi đã dùng {used_mb} trong {allowed_mb} MB, không đủ chỗ cho “{name}” ({size_mb} MB); hãy bỏ tệp chưa nộp, giảm dung lượng hoặc dùng liên kết.",
        "en": "The entry uses {used_mb} of {allowed_mb} MB; there is no room for “{name}” ({size_mb} MB). Remove files that are not submitted, make it smaller or use a link.",
    }


class PersonQuotaExceeded(QuotaExceeded):
    code = "person-quota"
    text = {
        "vi": "Bạn đã tải lên {used_mb} trong {allowed_mb} MB, không đủ chỗ cho “{name}” ({size_mb} MB); hãy bỏ tệp chưa nộp hoặc dùng liên kết.",
        "en": "You have uploaded {used_mb} of {allowed_mb} MB; there is no room for “{name}” ({size_mb} MB). Remove files that are not submitted or use a link.",
    }


class ContestQuotaExceeded(QuotaExceeded):
    code = "contest-quota"
    text = {
        "vi": "Cuộc thi đã dùng {used_mb} trong {allowed_mb} MB, không đủ chỗ cho “{name}” ({size_mb} MB); hãy dùng liên kết và báo ban tổ chức.",
        "en": "The contest uses {used_mb} of {allowed_mb} MB; there is no room for “{name}” ({size_mb} MB). Use a link and inform the organiser.",
    }


QUOTAS = {
    "entry": EntryQuotaExceeded,
    "person": PersonQuotaExceeded,
    "contest": ContestQuotaExceeded,
}


class UploadTypeForbidden(UploadRefused):
    code = "upload-type-forbidden"
    text = {
        "vi": "Cuộc thi không nhận tệp “.{extension}”; hãy dùng một trong các loại: {allowed}.",
        "en": "The contest does not take “.{extension}” files; use one of: {allowed}.",
    }


class UploadTypeMismatch(UploadRefused):
    code = "upload-type-mismatch"
    text = {
        "vi": "Nội dung của “{name}” không phải là tệp .{extension}; hãy lưu lại tệp đúng định dạng rồi gửi.",
        "en": "The content of “{name}” is not that of a .{extension} file; save it in that format and send it again.",
    }


class UploadUnreadable(UploadRefused):
    code = "upload-unreadable"
    text = {
        "vi": "Tệp “{name}” bị hỏng hoặc thiếu; hãy mở thử, lưu lại rồi gửi.",
        "en": "The file “{name}” is damaged or cut short; open it, save it again and send it.",
    }


class UploadTooCostly(UploadRefused):
    code = "upload-too-costly"
    text = {
        "vi": "Không kiểm tra được tệp “{name}” vì cần quá nhiều bộ nhớ hoặc thời gian; hãy lưu lại cho gọn rồi gửi.",
        "en": "Checking the file “{name}” takes too much memory or time; save it in a simpler form and send it again.",
    }


class UploadEncrypted(UploadRefused):
    code = "upload-encrypted"
    text = {
        "vi": "Tệp “{name}” có mật khẩu; hãy bỏ mật khẩu rồi gửi lại.",
        "en": "The file “{name}” has a password; remove it and send the file again.",
    }


class PictureTooLarge(UploadRefused):
    code = "picture-too-large"
    text = {
        "vi": "Ảnh “{name}” có hơn {limit} triệu điểm ảnh; hãy thu nhỏ ảnh rồi gửi lại.",
        "en": "The picture “{name}” has over {limit} million pixels; make it smaller and send it again.",
    }


class ArchiveTooLarge(UploadRefused):
    code = "archive-too-large"
    text = {
        "vi": "Tệp nén “{name}” có quá nhiều tệp hoặc giải nén ra quá lớn; hãy chia nhỏ hoặc bỏ bớt.",
        "en": "The archive “{name}” holds too many files or unpacks to too much; make it smaller.",
    }


class ArchiveUnsafe(UploadRefused):
    code = "archive-unsafe"
    text = {
        "vi": "Tệp nén “{name}” có mục không an toàn (“{member}”); hãy nén lại chỉ với các tệp thường.",
        "en": "The archive “{name}” holds an unsafe member (“{member}”); pack plain files only.",
    }


class ArchiveNested(UploadRefused):
    code = "archive-nested"
    text = {
        "vi": "Tệp nén “{name}” chứa tệp nén khác (“{member}”); hãy nén các tệp trực tiếp.",
        "en": "The archive “{name}” holds another archive (“{member}”); pack its files directly.",
    }


class PaperDate(DomainError):
    code = "paper-date"
    status = 422
    text = {
        "vi": "Ngày ký không thể sau hôm nay; hãy ghi ngày trên giấy đồng ý.",
        "en": "The paper cannot be signed after today; enter the date that it bears.",
    }


class PaperOlder(DomainError):
    code = "paper-older"
    status = 409
    text = {
        "vi": "{name} đã rút lại đồng ý sau ngày ký trên giấy này; hãy bỏ chọn, hoặc xin chữ ký mới.",
        "en": "{name} withdrew the consent after this paper was signed; leave the row out, or have a new paper signed.",
    }


class ConsentUnwilling(DomainError):
    code = "consent-unwilling"
    status = 409
    text = {
        "vi": "{name} đã tự rút lại đồng ý bằng tài khoản của mình; chỉ người đó đồng ý lại được, ở trang Tài khoản. Hãy bỏ chọn.",
        "en": "{name} withdrew the consent by the own account; only they can give it again, on their account page. Leave the row out.",
    }


class NotNamedAnywhere(DomainError):
    code = "not-named-anywhere"
    status = 409
    text = {
        "vi": "Bạn chưa đồng ý nêu tên, nên không có gì để rút lại.",
        "en": "You have not consented to be named, so there is nothing to withdraw.",
    }
