"""What can go wrong with sheets, attempts and rounds, in words that say what to do."""

from common.errors import DomainError


class SheetStale(DomainError):
    code = "sheet-stale"
    status = 412
    text = {
        "vi": "Phiếu này đã được lưu từ thiết bị khác (bản {revision}); hãy so sánh hai bản rồi chọn.",
        "en": "This sheet was saved from another device (revision {revision}); compare both and choose.",
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


class AttemptRemarked(DomainError):
    code = "attempt-remarked"
    status = 409
    text = {
        "vi": "Lượt này chỉ để chấm lại theo đơn phúc khảo và không tính điểm; hãy kết luận đơn phúc khảo.",
        "en": "This attempt is for marking anew after an appeal and never counts; conclude the appeal.",
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


class RoundNotScored(DomainError):
    code = "round-not-scored"
    status = 409
    text = {
        "vi": "Quy chế tính điểm chưa có vòng {round}.",
        "en": "The scoring policy has no round {round}.",
    }
