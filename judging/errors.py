"""What can go wrong in judging, in words that say what to do. Never decides anything."""

from common.errors import DomainError


class SheetStale(DomainError):
    code = "sheet-stale"
    status = 412
    text = {
        "vi": "Phiếu này đã được lưu từ thiết bị khác (bản {revision}); hãy so sánh hai bản rồi chọn.",
        "en": "This sheet was saved from another device (revision {revision}); compare both and choose.",
    }


class OperationReused(DomainError):
    code = "operation-reused"
    status = 409
    text = {
        "vi": "Mã thao tác này đã dùng cho nội dung khác; hãy gửi với mã mới.",
        "en": "This idempotency key was used for other content; send with a new key.",
    }


class SheetLocked(DomainError):
    code = "sheet-locked"
    status = 409
    text = {
        "vi": "Phiếu đã khoá; hãy đề nghị trưởng ban giám khảo mở lại.",
        "en": "The sheet is locked; ask the head judge to reopen it.",
    }


class SheetVoid(DomainError):
    code = "sheet-void"
    status = 409
    text = {
        "vi": "Phiếu đã bị huỷ; hãy đề nghị trưởng ban giám khảo mở lại.",
        "en": "The sheet is void; ask the head judge to reopen it.",
    }


class JudgingClosed(DomainError):
    code = "judging-closed"
    status = 409
    text = {
        "vi": "Hiện không trong thời gian chấm của cuộc thi; hãy hỏi trưởng ban giám khảo.",
        "en": "The contest is not open for judging now; ask the head judge.",
    }


class SheetInvalid(DomainError):
    code = "sheet-invalid"
    status = 422
    text = {
        "vi": "Phiếu chưa đúng; hãy sửa các tiêu chí được nêu.",
        "en": "The sheet is not right; correct the items that are named.",
    }


class ReasonRequired(DomainError):
    code = "reason-required"
    status = 422
    text = {"vi": "Hãy ghi lý do.", "en": "Give a reason."}


class RoundLocked(DomainError):
    code = "round-locked"
    status = 409
    text = {
        "vi": "Vòng {round} đã khoá; trưởng ban giám khảo phải mở khoá trước.",
        "en": "Round {round} is locked; the head judge must unlock it first.",
    }


class RoundNotLocked(DomainError):
    code = "round-not-locked"
    status = 409
    text = {"vi": "Vòng {round} chưa khoá.", "en": "Round {round} is not locked."}


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
        "vi": "Xung đột lợi ích này do ban tổ chức ghi; chỉ ban tổ chức mới bỏ được.",
        "en": "The organiser recorded this conflict; only the organiser can remove it.",
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


class AttemptsExhausted(DomainError):
    code = "attempts-exhausted"
    status = 409
    text = {
        "vi": "Vòng này chỉ có {limit} lượt cho mỗi bài.",
        "en": "This round allows {limit} attempts an entry.",
    }


class AttemptValueInvalid(DomainError):
    code = "attempt-value-invalid"
    status = 422
    text = {
        "vi": "Giá trị của lượt thi phải là số hoặc chữ.",
        "en": "An attempt's values must be numbers or texts.",
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


class DiscrepancyClosed(DomainError):
    code = "discrepancy-closed"
    status = 409
    text = {
        "vi": "Độ lệch này đã được xử lý xong hoặc không còn; hãy tải lại trang.",
        "en": "This discrepancy is settled or gone; load the page again.",
    }


class DiscrepanciesOpen(DomainError):
    code = "discrepancies-open"
    status = 409
    text = {
        "vi": "Vòng {round} còn {count} bài lệch điểm chưa xử lý ({entries}); hãy xử lý trước khi khoá.",
        "en": "Round {round} has {count} unsettled discrepancies ({entries}); settle them before locking.",
    }


class ThirdRequired(DomainError):
    code = "third-required"
    status = 409
    text = {
        "vi": "Độ lệch này phải chấm lần ba; hãy chỉ định giám khảo thứ ba.",
        "en": "This discrepancy needs a third marking; appoint a third marker.",
    }


class ThirdNotAsked(DomainError):
    code = "third-not-asked"
    status = 409
    text = {
        "vi": "Quy chế không yêu cầu chấm lần ba cho độ lệch này.",
        "en": "The policy asks for no third marking here.",
    }


class ThirdIsMarker(DomainError):
    code = "third-is-marker"
    status = 409
    text = {
        "vi": "{judge} đã chấm bài này; hãy chọn người khác chấm lần ba.",
        "en": "{judge} is one of the first markers; choose another judge.",
    }


class ThirdNotCounted(DomainError):
    code = "third-not-counted"
    status = 409
    text = {
        "vi": "{judge} chấm tập sự nên điểm không được tính; hãy chọn giám khảo khác.",
        "en": "{judge} is a trainee, whose scores do not count; choose another judge.",
    }


class ValueRequired(DomainError):
    code = "value-required"
    status = 422
    text = {
        "vi": "Hãy ghi điểm mà trưởng ban giám khảo quyết định.",
        "en": "Give the value that the head judge decided.",
    }


class ValueOutOfRange(DomainError):
    code = "value-out-of-range"
    status = 422
    text = {
        "vi": "Điểm phải từ 0 đến {maximum}.",
        "en": "The value must be from 0 to {maximum}.",
    }


class OverrideLive(DomainError):
    code = "override-live"
    status = 409
    text = {
        "vi": "Bài {entry} ở vòng {round} đã có một điều chỉnh đang chờ duyệt hoặc có hiệu lực; hãy xử lý nó trước.",
        "en": "Entry {entry} has a proposed or effective override in round {round}; end that one first.",
    }


class OverrideClosed(DomainError):
    code = "override-closed"
    status = 409
    text = {
        "vi": "Điều chỉnh này đã được xử lý; hãy tải lại trang.",
        "en": "This override was dealt with meanwhile; load the page again.",
    }


class OverrideStale(DomainError):
    code = "override-stale"
    status = 409
    text = {
        "vi": "Điểm của bài {entry} đã đổi sau khi đề nghị; hãy từ chối và đề nghị lại.",
        "en": "The result of entry {entry} changed since the proposal; reject it and propose again.",
    }


class SecondPersonRequired(DomainError):
    code = "second-person-required"
    status = 403
    text = {
        "vi": "Người duyệt phải khác người đề nghị; hãy nhờ người khác duyệt.",
        "en": "Whoever proposed cannot approve; ask another person.",
    }


class RoundNotScored(DomainError):
    code = "round-not-scored"
    status = 409
    text = {
        "vi": "Quy chế tính điểm chưa có vòng {round}.",
        "en": "The scoring policy has no round {round}.",
    }


class MinutesNotReady(DomainError):
    code = "minutes-not-ready"
    status = 409
    text = {
        "vi": "Biên bản đang được tạo; hãy thử lại sau ít phút.",
        "en": "The minutes are being made; try again in a few minutes.",
    }


class MinutesUnknown(DomainError):
    code = "minutes-unknown"
    status = 404
    text = {
        "vi": "Không có biên bản nào mang mã này; hãy kiểm tra lại từng ký tự.",
        "en": "No minutes carry this code; check every letter.",
    }
