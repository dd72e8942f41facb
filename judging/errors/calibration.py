"""What can go wrong with calibration rounds, in words that say what to do."""

from common.errors import DomainError


class CalibrationUsed(DomainError):
    code = "calibration-used"
    status = 409
    text = {
        "vi": "Đã có giám khảo chấm thử nên không xoá được vòng này; hãy để lại làm tư liệu.",
        "en": "Judges have scored in this calibration round, so it stays; keep it on record.",
    }


class SampleMissing(DomainError):
    code = "sample-missing"
    status = 422
    text = {
        "vi": "Hãy thêm ít nhất một bài mẫu để chấm thử.",
        "en": "Add at least one sample entry to calibrate on.",
    }


class SpreadHidden(DomainError):
    code = "spread-hidden"
    status = 403
    text = {
        "vi": "Kết quả chấm thử chỉ xem được sau khi bạn gửi hết phiếu chấm thử và trưởng ban mở.",
        "en": "The spread can be seen once you have sent all your calibration sheets and the head "
        "judge has opened it.",
    }
