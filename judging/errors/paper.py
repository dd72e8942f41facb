"""What can go wrong with paper sheets, feedback to entrants and a change of form."""

from common.errors import DomainError


class PaperUnknown(DomainError):
    code = "paper-unknown"
    status = 404
    text = {
        "vi": "Không có phiếu giấy nào mang mã này trong cuộc thi của bạn; hãy quét hoặc gõ lại mã in trên phiếu.",
        "en": "No paper sheet of your contests has this code; scan or type the code on the sheet again.",
    }


class PaperTooMany(DomainError):
    code = "paper-too-many"
    status = 409
    text = {
        "vi": "{count} phiếu là quá nhiều cho một tệp (tối đa {most}); hãy in từng hội đồng hoặc từng giám khảo.",
        "en": "{count} sheets are too many for one file (at most {most}); print by panel or by judge.",
    }


class PaperNothing(DomainError):
    code = "paper-nothing"
    status = 409
    text = {
        "vi": "Không còn phiếu nào chưa nộp để in; hãy phân công giám khảo trước, hoặc chọn giám khảo khác.",
        "en": "No sheet is left to print; assign judges first, or choose another judge.",
    }


class PaperOutdated(DomainError):
    code = "paper-outdated"
    status = 409
    text = {
        "vi": "Phiếu giấy này in theo phiên bản cũ của phiếu chấm; hãy in lại và nhờ giám khảo chép sang phiếu mới.",
        "en": "This sheet was printed from an earlier version of the form; print it anew and let the judge copy it.",
    }


class PaperStateWrong(DomainError):
    code = "paper-state-wrong"
    status = 409
    text = {
        "vi": "Phiếu giấy này không ở bước đó nữa; hãy tải lại trang.",
        "en": "This paper sheet is no longer at that step; load the page again.",
    }


class PaperTypedAlready(DomainError):
    code = "paper-typed-already"
    status = 409
    text = {
        "vi": "Bạn đã nhập phiếu này rồi; lần nhập thứ hai phải do người khác làm.",
        "en": "You typed this sheet in already; another person does it the second time.",
    }


class PaperTypistBarred(DomainError):
    code = "paper-typist-barred"
    status = 403
    text = {
        "vi": "Bạn là giám khảo của phiếu này, là người của bài dự thi, hoặc đã xử lý phiếu này; hãy nhờ người khác nhập.",
        "en": "You are this sheet's judge, belong to the entry, or ruled on this sheet; let another person type it in.",
    }


class PaperTypistUnknown(DomainError):
    code = "paper-typist-unknown"
    status = 409
    text = {
        "vi": "Bản nhập này đến từ gói cuộc thi nên không rõ ai đã nhập; hãy cho nhập lại.",
        "en": "These transcripts came in a package, so nobody knows who typed them; have it typed in anew.",
    }


class PaperThirdPerson(DomainError):
    code = "paper-third-person"
    status = 403
    text = {
        "vi": "Bạn là một trong hai người đã nhập phiếu này; người quyết định phải là người thứ ba.",
        "en": "You are one of the two who typed this sheet in; a third person decides.",
    }


class PaperValuesRequired(DomainError):
    code = "paper-values-required"
    status = 422
    text = {
        "vi": "Hãy cho biết trên phiếu giấy ghi gì ở từng chỗ hai bản khác nhau.",
        "en": "Say what the paper says wherever the two transcripts differ.",
    }


class CommentMissing(DomainError):
    code = "comment-missing"
    status = 404
    text = {
        "vi": "Phiếu này không có nhận xét đó; hãy tải lại trang.",
        "en": "This sheet has no such comment; load the page again.",
    }


class CommentPrivate(DomainError):
    code = "comment-private"
    status = 409
    text = {
        "vi": "Nhận xét này chỉ dành cho ban giám khảo, không bao giờ gửi thí sinh; không cần giữ lại.",
        "en": "This comment is for the judges alone and never goes to entrants; there is nothing to hold back.",
    }


class FeedbackNothing(DomainError):
    code = "feedback-nothing"
    status = 409
    text = {
        "vi": "Chưa có nhận xét nào để công bố trong các bảng đã chọn.",
        "en": "There is no comment to release in the chosen divisions.",
    }


class FormEffectStale(DomainError):
    code = "form-effect-stale"
    status = 409
    text = {
        "vi": "Đã có phiếu thay đổi từ lúc xem trước; hãy xem lại ảnh hưởng rồi quyết định.",
        "en": "Sheets changed since the preview; look at the effect again and decide.",
    }
