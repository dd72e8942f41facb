"""Why the server refuses a request before any view sees it, in both languages."""

from common.errors import DomainError


class BodyTooLarge(DomainError):
    """The code is that of a body that a view refuses (`common.problems`)."""

    code = "too-large"
    status = 413
    text = {
        "vi": "Nội dung gửi lên quá lớn: địa chỉ này nhận tối đa {limit_mb} MB; hãy gửi ít hơn.",
        "en": "The body is too large: this address takes at most {limit_mb} MB; send less.",
    }


class BodyTooSlow(DomainError):
    code = "too-slow"
    status = 408
    text = {
        "vi": "Nội dung gửi lên đến quá chậm; hãy kiểm tra mạng rồi gửi lại.",
        "en": "The body came in too slowly; check the network and send it again.",
    }


class BodyIncomplete(DomainError):
    code = "incomplete"
    status = 400
    text = {
        "vi": "Nội dung gửi lên bị đứt giữa chừng; hãy gửi lại.",
        "en": "The body ended in the middle; send it again.",
    }


class Busy(DomainError):
    """Comes with Retry-After."""

    code = "busy"
    status = 503
    text = {
        "vi": "Máy chủ đang nhận quá nhiều tệp cùng lúc; hãy đợi một lát rồi thử lại.",
        "en": "The server is busy with too many files at once; wait a moment and try again.",
    }

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "10"})
