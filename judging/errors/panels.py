"""What can go wrong with seats, panels, conflicts and assignments."""

from common.errors import DomainError


class OtherContest(DomainError):
    code = "other-contest"
    status = 422
    text = {
        "vi": "Giám khảo, bài dự thi và vòng phải thuộc cùng một cuộc thi.",
        "en": "Judge, entry and round must belong to one contest.",
    }


class JudgeCannotScore(DomainError):
    code = "judge-cannot-score"
    status = 409
    text = {
        "vi": "{judge} không chấm điểm (quan sát viên hoặc đã ngừng); hãy chọn giám khảo khác.",
        "en": "{judge} does not score (observer or inactive); choose another judge.",
    }


class JudgeConflicted(DomainError):
    code = "judge-conflicted"
    status = 409
    text = {
        "vi": "{judge} có xung đột lợi ích với bài {entry}; hãy chọn giám khảo khác.",
        "en": "{judge} has a conflict of interest with entry {entry}; choose another judge.",
    }


class EntryHidden(DomainError):
    code = "entry-hidden"
    status = 403
    text = {
        "vi": "Cuộc thi chấm ẩn danh, nên chỉ ban tổ chức và trưởng ban giám khảo gọi tên bài;"
        " nếu bạn có quan hệ với thí sinh, hãy khai tên người hoặc trường.",
        "en": "The contest is judged blind, so only its organisers and head judges name entries;"
        " if you are close to an entrant, declare the person or the school.",
    }


class DeclarationEmpty(DomainError):
    code = "declaration-empty"
    status = 422
    text = {
        "vi": "Hãy chọn một trường, hoặc ghi họ tên một người hay tên một đội.",
        "en": "Choose a school, or write the full name of a person or of a team.",
    }


class DeclarationApplied(DomainError):
    code = "declaration-applied"
    status = 409
    text = {
        "vi": "Lời khai này đã được áp dụng.",
        "en": "This declaration was applied already.",
    }


class EntryNotJudged(DomainError):
    code = "entry-not-judged"
    status = 409
    text = {
        "vi": "Bài {entry} chưa nộp, đã rút hoặc bị loại nên không phân công chấm.",
        "en": "Entry {entry} is not submitted, withdrawn or disqualified, so nobody is assigned.",
    }


class AlreadyAssigned(DomainError):
    code = "already-assigned"
    status = 409
    text = {
        "vi": "{judge} đã được phân công chấm bài {entry} ở vòng này.",
        "en": "{judge} is already assigned to entry {entry} in this round.",
    }


class AssignmentUsed(DomainError):
    code = "assignment-used"
    status = 409
    text = {
        "vi": "Giám khảo đã nhập điểm; hãy huỷ phiếu thay vì bỏ phân công.",
        "en": "Scores were entered; void the sheet instead of removing the assignment.",
    }


class ConflictPinned(DomainError):
    code = "conflict-pinned"
    status = 403
    text = {
        "vi": "Xung đột lợi ích này do ban tổ chức ghi; chỉ ban tổ chức mới bỏ được, có ghi lý do.",
        "en": "The organiser recorded this conflict; only the organiser can lift it, with a reason.",
    }


class ConflictOver(DomainError):
    code = "conflict-over"
    status = 409
    text = {
        "vi": "Xung đột lợi ích này đã được xử lý; hãy tải lại trang.",
        "en": "This conflict of interest was dealt with already; reload the page.",
    }


class ConflictYours(DomainError):
    code = "conflict-yours"
    status = 403
    text = {
        "vi": "Không ai tự quyết định về xung đột lợi ích của mình; hãy nhờ trưởng ban giám khảo hoặc ban tổ chức khác.",
        "en": "Nobody decides on a conflict of interest of their own; ask another head judge or organiser.",
    }


class TakeBackTwice(DomainError):
    code = "take-back-twice"
    status = 409
    text = {
        "vi": "Đề nghị rút lại đã được gửi; hãy chờ trưởng ban giám khảo trả lời.",
        "en": "You asked to take it back already; wait for the head judge's answer.",
    }


class CodeTaken(DomainError):
    code = "code-taken"
    status = 409
    text = {
        "vi": "Mã {taken} đã có trong cuộc thi; hãy chọn mã khác.",
        "en": "The code {taken} is used in this contest; choose another.",
    }


class SeatTaken(DomainError):
    code = "seat-taken"
    status = 409
    text = {
        "vi": "{person} đã là giám khảo của cuộc thi này.",
        "en": "{person} is already a judge of this contest.",
    }


class PanelInUse(DomainError):
    code = "panel-in-use"
    status = 409
    text = {
        "vi": "Hội đồng còn giám khảo; hãy chuyển họ đi trước.",
        "en": "The panel still has judges; move them first.",
    }


class UserUnknown(DomainError):
    code = "user-unknown"
    status = 422
    text = {
        "vi": "Không có tài khoản {username}.",
        "en": "There is no account {username}.",
    }


class JudgeWithoutUser(DomainError):
    code = "judge-without-user"
    status = 409
    text = {
        "vi": "Giám khảo này chưa có tài khoản; hãy gắn tài khoản trước.",
        "en": "This judge has no account yet; link one first.",
    }


class JudgeMissing(DomainError):
    code = "judge-missing"
    status = 422
    text = {
        "vi": "Hãy cho biết tài khoản hoặc họ tên của giám khảo.",
        "en": "Give the judge's account or full name.",
    }


class CardBeyondContest(DomainError):
    code = "card-beyond-contest"
    status = 403
    text = {
        "vi": "{person} có mật khẩu riêng hoặc có quyền ở nơi khác nên không nhận thẻ ở đây; "
        "hãy để người đó tự đăng nhập, hoặc nhờ quản trị hệ thống cấp thẻ.",
        "en": "{person} has a password or rights elsewhere, so no card is given out here; let them "
        "sign in by themselves, or ask the system's staff for a card.",
    }
