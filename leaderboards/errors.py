"""What can go wrong with decisions and publications, in words that say what to do."""

from common.errors import DomainError


class PolicyMissing(DomainError):
    code = "policy-missing"
    status = 409
    text = {
        "vi": "Cuộc thi chưa có cách tính kết quả; hãy thiết lập trước.",
        "en": "The contest has no scoring policy yet; set one up first.",
    }


class PolicyUnusable(DomainError):
    code = "policy-unusable"
    status = 409
    text = {
        "vi": "Cách tính kết quả không dùng được với phiếu chấm hiện tại; hãy sửa.",
        "en": "The scoring policy cannot be used with the present forms; correct it.",
    }


class RoundUnknown(DomainError):
    code = "round-unknown"
    status = 422
    text = {
        "vi": "Cuộc thi không có vòng {round} trong cách tính kết quả.",
        "en": "The contest's scoring policy has no round {round}.",
    }


class DecisionInvalid(DomainError):
    code = "decision-invalid"
    status = 422
    text = {
        "vi": "Quyết định chưa đúng; hãy sửa chỗ được nêu.",
        "en": "The decision is not right; correct the place that is named.",
    }


class ReasonRequired(DomainError):
    code = "reason-required"
    status = 422
    text = {"vi": "Hãy ghi lý do.", "en": "Give a reason."}


class AwardInvalid(DomainError):
    code = "award-invalid"
    status = 422
    text = {
        "vi": "Giải thưởng chưa đúng; hãy sửa chỗ được nêu.",
        "en": "An award is not right; correct the place that is named.",
    }


class SamePerson(DomainError):
    code = "same-person"
    status = 403
    text = {
        "vi": "Người duyệt phải khác người đề nghị công bố; hãy nhờ người khác duyệt.",
        "en": "Whoever proposed cannot approve; ask another person.",
    }


class NotProposed(DomainError):
    code = "not-proposed"
    status = 409
    text = {
        "vi": "Bản công bố này đã được duyệt hoặc từ chối.",
        "en": "This publication was approved or rejected already.",
    }


class ProposalObsolete(DomainError):
    code = "proposal-obsolete"
    status = 409
    text = {
        "vi": "Bản số {number} không duyệt được nữa vì bản số {newer} đã được duyệt; nếu vẫn cần đổi kết quả, hãy đề nghị công bố lại.",
        "en": "Publication {number} can no longer be approved, because publication {newer} was; to change the results still, propose again.",
    }


class InputsChanged(DomainError):
    code = "inputs-changed"
    status = 409
    text = {
        "vi": "Điểm hoặc bài dự thi đã thay đổi từ khi đề nghị; hãy đề nghị công bố lại.",
        "en": "Scores or entries have changed since the proposal; propose again.",
    }


class FilterHidden(DomainError):
    code = "filter-hidden"
    status = 403
    text = {
        "vi": "Cuộc thi chỉ công khai mã bài, nên không xem riêng từng đơn vị được.",
        "en": "The contest shows codes only, so the board cannot be cut to one school or place.",
    }


class SeverityRefused(DomainError):
    code = "severity-refused"
    status = 422
    text = {
        "vi": "Vòng {rounds}: không hiệu chỉnh được độ nghiêm khắc như cách tính điểm nêu, nên điểm "
        "thô đang được dùng. Hãy bổ sung phiếu để giám khảo có bài chấm chung, hoặc ghi lý do công "
        "bố theo điểm thô.",
        "en": "Round {rounds}: the severity model that the policy names cannot be used, so raw "
        "points stand. Add sheets so that judges share entries, or give a reason for publishing "
        "raw points.",
    }


class CeremonyRunning(DomainError):
    code = "ceremony-running"
    status = 409
    text = {
        "vi": "Lễ công bố đang diễn ra; hãy kết thúc lễ trước.",
        "en": "The ceremony is running; finish it first.",
    }


class CeremonyNotReady(DomainError):
    code = "ceremony-not-ready"
    status = 409
    text = {
        "vi": "Kết quả chưa được duyệt nên mới chỉ diễn tập được; hãy nhờ người thứ hai duyệt rồi bắt đầu lễ.",
        "en": "The results are not approved, so this can only be rehearsed; have a second person approve them, then start.",
    }


class CeremonyTooEarly(DomainError):
    code = "ceremony-too-early"
    status = 409
    text = {
        "vi": "Kết quả còn được giữ kín đến {until}; lễ bắt đầu được từ lúc đó.",
        "en": "The results are kept back until {until}; the ceremony can start from then on.",
    }


class CeremonyOver(DomainError):
    code = "ceremony-over"
    status = 409
    text = {
        "vi": "Lễ công bố đã kết thúc và kết quả đã công khai.",
        "en": "The ceremony is over and the results are public.",
    }


class StepUnknown(DomainError):
    code = "step-unknown"
    status = 422
    text = {
        "vi": "Lễ công bố chỉ có các bước từ 0 đến {last}.",
        "en": "The ceremony has the steps 0 to {last} only.",
    }


class FreezeInvalid(DomainError):
    code = "freeze-invalid"
    status = 422
    text = {
        "vi": "Vòng {round} không thuộc cuộc thi này hoặc lặp lại.",
        "en": "Round {round} is not one of this contest, or stands there twice.",
    }


class AppealsClosed(DomainError):
    code = "appeals-closed"
    status = 409
    text = {
        "vi": "Cuộc thi không trong thời gian nhận phúc khảo.",
        "en": "The contest does not take appeals at this time.",
    }


class AppealTwice(DomainError):
    code = "appeal-twice"
    status = 409
    text = {
        "vi": "Bài {entry} đã có đơn phúc khảo vòng này; hãy xem đơn đó.",
        "en": "Entry {entry} has an appeal on this round already; look at that one.",
    }


class AppealInvalid(DomainError):
    code = "appeal-invalid"
    status = 422
    text = {
        "vi": "Đơn phúc khảo chưa đúng; hãy sửa chỗ được nêu.",
        "en": "The appeal is not right; correct the place that is named.",
    }


class AppealMoved(DomainError):
    code = "appeal-moved"
    status = 409
    text = {
        "vi": "Đơn phúc khảo không còn ở bước này; hãy tải lại.",
        "en": "The appeal is past this step; reload it.",
    }


class RemarkerUnfit(DomainError):
    code = "remarker-unfit"
    status = 409
    text = {
        "vi": "Giám khảo {judge} đã chấm bài này, có xung đột lợi ích hoặc không được chấm; hãy chọn người khác.",
        "en": "Judge {judge} marked this entry before, has a conflict, or does not score; choose another.",
    }


class RemarkMissing(DomainError):
    code = "remark-missing"
    status = 409
    text = {
        "vi": "Giám khảo phúc khảo chưa nộp phiếu; hãy đợi phiếu rồi kết luận.",
        "en": "The judge has not submitted the new sheet; wait for it, then conclude.",
    }
