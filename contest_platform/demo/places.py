"""The tree of the demo's organizations: nation, cities, wards and schools, all invented.

As after the reform of July 2025: wards stand directly below cities, there are no districts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from contests.models import Organization
from contests.services import create_organization

NATION: Final = ("demo-vn", "Ban Tổ chức Tuần lễ học tập suốt đời toàn quốc", "National Committee")

# (code, name, English name, wards: (code, name, schools: (level, code, name)))
_CITIES: Final = (
    (
        "demo-song-ngan",
        "Thành phố Sông Ngân",
        "Sông Ngân City",
        (
            (
                "demo-hoa-sua",
                "Phường Hoa Sữa",
                (
                    ("primary", "demo-th-hoa-sua", "Trường Tiểu học Hoa Sữa"),
                    ("lower", "demo-thcs-le-quy-don", "Trường THCS Lê Quý Đôn"),
                    ("upper", "demo-thpt-song-ngan", "Trường THPT Chuyên Sông Ngân"),
                ),
            ),
            (
                "demo-ngoc-lan",
                "Phường Ngọc Lan",
                (
                    ("primary", "demo-th-vo-thi-sau", "Trường Tiểu học Võ Thị Sáu"),
                    ("lower", "demo-thcs-ngoc-lan", "Trường THCS Ngọc Lan"),
                    ("upper", "demo-thpt-nguyen-hue", "Trường THPT Nguyễn Huệ"),
                ),
            ),
            (
                "demo-dong-xanh",
                "Xã Đồng Xanh",
                (
                    ("primary", "demo-th-dong-xanh", "Trường Tiểu học Đồng Xanh"),
                    ("lower", "demo-thcs-dong-xanh", "Trường THCS Đồng Xanh"),
                ),
            ),
        ),
    ),
    (
        "demo-thuy-duong",
        "Tỉnh Thuỳ Dương",
        "Thuỳ Dương Province",
        (
            (
                "demo-bien-ngoc",
                "Phường Biển Ngọc",
                (
                    ("primary", "demo-th-kim-dong", "Trường Tiểu học Kim Đồng"),
                    ("lower", "demo-thcs-tran-dai-nghia", "Trường THCS Trần Đại Nghĩa"),
                    ("upper", "demo-thpt-bien-ngoc", "Trường THPT Biển Ngọc"),
                ),
            ),
            (
                "demo-suoi-hoa",
                "Xã Suối Hoa",
                (
                    ("primary", "demo-th-suoi-hoa", "Trường PTDTBT Tiểu học Suối Hoa"),
                    ("lower", "demo-thcs-suoi-hoa", "Trường PTDTBT THCS Suối Hoa"),
                    ("upper", "demo-ptdtnt", "Trường PTDTNT THPT Thuỳ Dương"),
                ),
            ),
        ),
    ),
)

LEVELS: Final = {"A": "primary", "B": "lower", "C": "upper"}
"""The level of school that enters in a division."""


class Places:
    """The organizations by code, and the schools of each level."""

    def __init__(self, by_code: Mapping[str, Organization]) -> None:
        self.nation = by_code[NATION[0]]
        self.cities = [by_code[city[0]] for city in _CITIES]
        self.wards = [by_code[ward[0]] for city in _CITIES for ward in city[3]]
        self.schools: dict[str, list[Organization]] = {level: [] for level in LEVELS.values()}
        for city in _CITIES:
            for ward in city[3]:
                for level, code, _ in ward[2]:
                    self.schools[level].append(by_code[code])


def make_places() -> Places:
    """The tree; what is there stays as it is."""
    found = {each.code: each for each in Organization.objects.filter(code__startswith="demo-")}

    def place(
        code: str, kind: str, name: str, parent: Organization | None, name_en: str = ""
    ) -> Organization:
        if code not in found:
            found[code] = create_organization(
                code=code, kind=kind, name=name, name_en=name_en, parent=parent
            )
        return found[code]

    kinds = Organization.Kind
    nation = place(NATION[0], kinds.NATION, NATION[1], None, NATION[2])
    for code, name, name_en, wards in _CITIES:
        city = place(code, kinds.CITY, name, nation, name_en)
        for ward_code, ward_name, schools in wards:
            ward = place(ward_code, kinds.WARD, ward_name, city)
            for _, school_code, school_name in schools:
                place(school_code, kinds.SCHOOL, school_name, ward)
    return Places(found)
