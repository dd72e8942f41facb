"""What can go wrong with panels' places, seats given up, and lists of conflicts."""

from common.errors import DomainError


class PanelSlotInvalid(DomainError):
    code = "panel-slot-invalid"
    status = 422
    text = {
        "vi": "Hãy ghi cả giờ bắt đầu và giờ kết thúc, kết thúc sau bắt đầu; hoặc để trống cả hai.",
        "en": "Give both the start and the end, the end after the start; or leave both empty.",
    }


class RoomTaken(DomainError):
    code = "room-taken"
    status = 409
    text = {
        "vi": "Phòng {room} đã có {panel} ngồi cùng giờ; hãy đổi phòng hoặc đổi giờ.",
        "en": "{panel} sits in room {room} at that time; choose another room or time.",
    }


class AllocationTooLarge(DomainError):
    code = "allocation-too-large"
    status = 422
    text = {
        "vi": "{entries} bài với {judges} giám khảo là quá lớn để phân công một lần; "
        "hãy chia thành nhiều vòng hoặc nhiều cuộc thi.",
        "en": "{entries} entries with {judges} judges are too many for one allocation; "
        "split them into several rounds or contests.",
    }


class SeatReleased(DomainError):
    code = "seat-released"
    status = 409
    text = {
        "vi": "{judge} đã thôi chấm rồi; không còn gì để chuyển.",
        "en": "{judge} has left already; there is nothing more to hand over.",
    }


class SeatActive(DomainError):
    code = "seat-active"
    status = 409
    text = {
        "vi": "{judge} vẫn đang chấm.",
        "en": "{judge} is judging already.",
    }


class ConflictListInvalid(DomainError):
    code = "conflict-list-invalid"
    status = 422
    text = {
        "vi": "Danh sách có dòng sai nên chưa ghi dòng nào; hãy sửa các dòng được nêu rồi gửi lại.",
        "en": "The list has faulty rows, so none was recorded; correct the named rows and send again.",
    }
