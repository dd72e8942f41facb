"""What can go wrong with invitations and requests about an entry's people; decides nothing."""

from __future__ import annotations

from common.errors import DomainError


class PeopleFixed(DomainError):
    code = "people-fixed"
    status = 409
    text = {
        "vi": "Đã phân công giám khảo nên chỉ ban tổ chức đổi được thí sinh, người hướng dẫn và trường; hãy gửi yêu cầu sửa ở trang bài dự thi.",
        "en": "Judges have been assigned, so only the organiser changes participants, mentors and school; send a request on the entry's page.",
    }


class InvitationsMany(DomainError):
    code = "invitations-many"
    status = 429
    text = {
        "vi": "Mỗi người gửi nhiều nhất {a_day} lời mời một ngày, mỗi bài chờ nhiều nhất {open} lời; hãy rút bớt lời mời hoặc đợi đến mai.",
        "en": "A person sends at most {a_day} invitations a day, and at most {open} of an entry may wait; withdraw some or wait until tomorrow.",
    }


class InvitationDeclined(DomainError):
    code = "invitation-declined"
    status = 409
    text = {
        "vi": "“{username}” đã từ chối lời mời vào bài này; hãy ghi tên mà không ghi tên đăng nhập, hoặc mời người khác.",
        "en": "“{username}” declined to join this entry; write the name without the user name, or invite somebody else.",
    }


class InvitationOver(DomainError):
    code = "invitation-over"
    status = 409
    text = {
        "vi": "Lời mời này đã được trả lời, đã rút hoặc hết hạn; hãy tải lại trang.",
        "en": "This invitation was answered, withdrawn or has ended; reload the page.",
    }


class InvitationMember(DomainError):
    code = "invitation-member"
    status = 409
    text = {
        "vi": "Tài khoản này đã có trong bài dự thi; không cần nhận lời nữa.",
        "en": "This account is in the entry already; there is nothing to accept.",
    }


class RequestEmpty(DomainError):
    code = "request-empty"
    status = 422
    text = {
        "vi": "Yêu cầu không đổi gì; hãy sửa thí sinh, người hướng dẫn hoặc trường rồi gửi.",
        "en": "The request changes nothing; change participants, mentors or school, then send it.",
    }


class RequestOpen(DomainError):
    code = "request-open"
    status = 409
    text = {
        "vi": "Bài này đang có một yêu cầu chờ ban tổ chức; hãy đợi trả lời hoặc rút yêu cầu đó trước.",
        "en": "A request of this entry waits for the organiser; await the answer or withdraw it first.",
    }


class RequestOver(DomainError):
    code = "request-over"
    status = 409
    text = {
        "vi": "Yêu cầu này đã được trả lời hoặc đã rút; hãy tải lại trang.",
        "en": "This request was answered or withdrawn; reload the page.",
    }


class RequestsMany(DomainError):
    code = "requests-many"
    status = 429
    text = {
        "vi": "Mỗi bài gửi nhiều nhất {a_day} yêu cầu một ngày; hãy đợi đến mai.",
        "en": "An entry sends at most {a_day} requests a day; wait until tomorrow.",
    }


class RequestStale(DomainError):
    code = "request-stale"
    status = 409
    text = {
        "vi": "Người trong bài đã thay đổi từ khi gửi yêu cầu; hãy từ chối để họ gửi lại theo bản hiện tại.",
        "en": "The entry's people changed since this was asked; decline it, so that it is asked anew.",
    }
