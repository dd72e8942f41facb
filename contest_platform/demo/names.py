"""Invented people: names in the rich spelling of Vietnamese, classes and ages by level of school."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Final

from submissions.services import ParticipantData

_SURNAMES: Final = (
    *("Nguyễn",) * 6, *("Trần",) * 3, *("Lê",) * 3, *("Phạm",) * 2, "Hoàng", "Huỳnh", "Phan",
    "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Trịnh", "Đoàn", "Lương",
    "Tạ", "Quách", "Nông", "Giàng", "Lò", "Thạch", "Tôn Nữ", "Hà",
)  # fmt: skip
_GIVEN: Final = (
    "Ngọc Ánh", "Thuỳ Dương", "Quỳnh Như", "Bảo Trân", "Khánh Huyền", "Phương Uyên",
    "Thảo Nguyên", "Mỹ Duyên", "Diễm Quỳnh", "Tường Vy", "Hồng Nhung", "Yến Nhi", "Tuệ Mẫn",
    "Cẩm Tú", "Hải Đường", "Ái Linh", "Kiều Oanh", "Bích Ngọc", "Hiểu Khuê", "Trúc Quỳnh",
    "Minh Khuê", "Đức Thịnh", "Quốc Huy", "Gia Bảo", "Tấn Phước", "Hữu Nghĩa", "Trường Giang",
    "Đình Khoa", "Nhật Quang", "Hoàng Vĩ", "Thế Duyệt", "Phúc Khang", "Chí Dũng", "Đăng Khôi",
    "Việt Hưởng", "Xuân Trường", "Khải Nguyên", "Tuấn Kiệt", "Vĩnh Thuỵ", "Thiện Nhân",
)  # fmt: skip
_TEACHERS: Final = (
    "Nguyễn Thị Mỹ Hạnh", "Đỗ Quang Thắng", "Trần Thị Diệu Thuý", "Lường Văn Ổn",
    "Võ Hoàng Yến", "Bùi Thị Nguyệt", "Phan Đăng Lưu", "Huỳnh Thị Cẩm Hường",
)  # fmt: skip
_JUDGES: Final = (
    "TS. Tạ Quang Bửu Lộc", "ThS. Đoàn Thị Hồng Gấm", "Nguyễn Ứng Hoè", "Lưu Thị Tuyết Mỹ",
    "Hồ Sỹ Đàm", "Phùng Thị Khuyên", "Cao Xuân Tự", "Lâm Thị Phượng Vỹ",
)  # fmt: skip

_GRADES: Final = {"primary": (3, 5), "lower": (6, 9), "upper": (10, 12)}


class People:
    """Draws people without repeating a name inside one contest."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._used: set[str] = set()

    def name(self) -> str:
        while True:
            name = f"{self._random.choice(_SURNAMES)} {self._random.choice(_GIVEN)}"
            if name not in self._used:
                self._used.add(name)
                return name

    def student(
        self, level: str, year: int, *, name: str = "", username: str = ""
    ) -> ParticipantData:
        """A pupil of a level in the school year that begins in `year`.

        One with a user name has the same class and birthday in every contest.
        """
        random = Random(username) if username else self._random
        grade = random.randint(*_GRADES[level])
        born = date(year - grade - 5, random.randint(1, 12), random.randint(1, 28))
        room = f"{grade}{random.choice('ABCD')}{random.randint(1, 6)}"
        return ParticipantData(name or self.name(), username, birth_date=born, class_name=room)

    def teacher(self) -> str:
        return self._random.choice(_TEACHERS)


def judge_names(count: int) -> list[str]:
    """Judges without a sign-in."""
    return list(_JUDGES[:count])
