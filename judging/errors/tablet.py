"""What can go wrong with looking at the others' scores."""

from common.errors import DomainError


class PeersHidden(DomainError):
    code = "peers-hidden"
    status = 403
    text = {
        "vi": "Cuộc thi này không cho giám khảo xem điểm của nhau.",
        "en": "In this contest judges do not see each other's scores.",
    }


class PeersBeforeSubmit(DomainError):
    code = "peers-before-submit"
    status = 409
    text = {
        "vi": "Chỉ xem được điểm của giám khảo khác sau khi bạn đã chấm và nộp phiếu này.",
        "en": "You see the other judges' scores only after you scored and submitted this sheet.",
    }


class PeersUnseen(DomainError):
    code = "peers-unseen"
    status = 409
    text = {
        "vi": "Bạn chưa mở điểm của giám khảo khác ở lượt thi này; mở rồi thì không tự sửa phiếu được nữa.",
        "en": "You have not opened the other judges' scores here; once opened, you cannot change your sheet yourself.",
    }


class SheetAfterPeers(DomainError):
    code = "sheet-after-peers"
    status = 409
    text = {
        "vi": "Bạn đã xem điểm của giám khảo khác nên không tự sửa phiếu được nữa; hãy đề nghị trưởng ban giám khảo mở lại.",
        "en": "You have seen the other judges' scores, so you cannot change this sheet; ask the head judge to reopen it.",
    }
