"""Invented words for previews: the shortest and the longest that happen."""

from __future__ import annotations

_SHORT = {
    "award": "Giải Ba",
    "awards": "Giải Ba",
    "division": "Bảng A",
    "title": "Robot",
    "members": "Lê A, Tạ Y",
    "class": "5A",
    "school": "Trường TH Lê Lợi",
    "role": "Giám khảo",
    "entries": "1",
}
_LONG = {
    "award": "Giải Khuyến khích",
    "awards": "1 Giải Đặc biệt, 2 Giải Nhất, 3 Giải Nhì, 5 Giải Ba, 12 Giải Khuyến khích",
    "role": "Trưởng ban giám khảo",
    "entries": "128",
    "division": "Bảng D2 – Sản phẩm sáng tạo dành cho học sinh trung học phổ thông",
    "title": (
        "Nghiên cứu, thiết kế và chế tạo hệ thống cảnh báo sớm lũ quét và sạt lở đất dựa trên "
        "mạng cảm biến không dây kết hợp trí tuệ nhân tạo cho các xã vùng cao biên giới, nhằm bảo "
        "vệ tính mạng và tài sản của người dân trong mùa mưa bão, đồng thời thích ứng với biến "
        "đổi khí hậu và nước biển dâng"
    ),
    "team": "Những người bạn của rừng xanh",
    "members": (
        "Công Tằng Tôn Nữ Nguyễn Phúc Thục Quyên, Huyền Tôn Nữ Đặng Quỳnh Hương, "
        "Nguyễn Hoàng Bảo Khánh Nguyên"
    ),
    "class": "11 Chuyên Tin 2",
    "school": (
        "Trường Phổ thông Dân tộc Bán trú Tiểu học và Trung học cơ sở Nguyễn Bỉnh Khiêm, "
        "xã Mường Xén, tỉnh Nghệ An"
    ),
}
NAMES = {
    "participant": ("Lê A", "Công Tằng Tôn Nữ Nguyễn Phúc Thục Quyên Ánh Nguyệt"),
    "team": ("Đội 1", "Đội Những người bạn của rừng xanh và biển cả"),
    "school": (_SHORT["school"], _LONG["school"]),
    "mentor": ("Tạ Y", "Công Huyền Tôn Nữ Nguyễn Đặng Hoàng Phương Thảo"),
    "judge": ("Tạ Y", "Công Huyền Tôn Nữ Nguyễn Đặng Hoàng Phương Thảo"),
}
"""By `per`: the shortest and the longest name."""
_ENGLISH = (
    {
        "award": "Third Prize",
        "awards": "Third Prize",
        "division": "Division A",
        "role": "Judge",
        "school": "Le Loi Primary School",
    },
    {
        "award": "Consolation Prize",
        "awards": "1 Special Prize, 2 First Prizes, 3 Second Prizes, 5 Third Prizes",
        "role": "Head judge",
        "division": "Division D2 – Creative products of upper secondary students",
        "title": (
            "Design and construction of an early warning system for flash floods and landslides "
            "built on wireless sensor networks and artificial intelligence for highland border "
            "communes, to protect people and their homes in the storm season and to adapt to "
            "climate change and rising seas"
        ),
        "team": "Friends of the Green Forest",
        "class": "11 Informatics 2",
        "school": (
            "Nguyen Binh Khiem Semi-boarding Primary and Lower Secondary School for Ethnic "
            "Minorities, Muong Xen Commune, Nghe An Province"
        ),
    },
)


_OF_JUDGES = frozenset({"role", "school"})  # who have no entry


def values(language: str, per: str, *, longest: bool) -> dict[str, str]:
    """What each placeholder of such a certificate stands for, but for the contest's own.

    Those that certificates.contents leaves empty for all such certificates are left out.
    """
    words = dict(_LONG if longest else _SHORT)
    if language == "en":
        words |= _ENGLISH[longest]
    if per == "judge":
        return {name: words[name] for name in _OF_JUDGES}
    del words["role"]
    if per not in ("participant", "team"):
        del words["class"]
    return words
