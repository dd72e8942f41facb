"""What can go wrong in moderation: discrepancies, overrides, minutes."""

from common.errors import DomainError


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


class ProposerUnknown(DomainError):
    code = "proposer-unknown"
    status = 409
    text = {
        "vi": "Đề nghị này đến từ gói cuộc thi nên không rõ ai đã đề nghị; hãy từ chối rồi đề nghị lại.",
        "en": "The proposal came in a package, so nobody knows who made it; reject it and propose anew.",
    }


class MinutesNotReady(DomainError):
    code = "minutes-not-ready"
    status = 409
    text = {
        "vi": "Biên bản đang được tạo; hãy thử lại sau ít phút.",
        "en": "The minutes are being made; try again in a few minutes.",
    }


class MinutesPrinted(DomainError):
    code = "minutes-printed"
    status = 409
    text = {
        "vi": "Biên bản này đã có bản PDF; hãy tải về.",
        "en": "The PDF of these minutes is there already; download it.",
    }


class MinutesUnknown(DomainError):
    code = "minutes-unknown"
    status = 404
    text = {
        "vi": "Không có biên bản nào mang mã này; hãy kiểm tra lại từng ký tự.",
        "en": "No minutes carry this code; check every letter.",
    }
