"""The standing words of certificates in each language, and how dates are written.

The form of the Vietnamese ones follows the layout of state certificates of merit (motto in two
lines, days below 10 and months 1 and 2 with a leading zero).
"""

from __future__ import annotations

from datetime import date
from typing import Any

LANGUAGES = ("vi", "en")

TEXTS: dict[str, dict[str, Any]] = {
    "vi": {
        "motto": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        "issuer": ("BAN TỔ CHỨC",),
        "verb": "Tặng",
        "titles": {
            "giay_khen": "GIẤY KHEN",
            "giay_chung_nhan": "GIẤY CHỨNG NHẬN",
            "modern": "GIẤY CHỨNG NHẬN",
            "playful": "GIẤY CHỨNG NHẬN",
            "english": "GIẤY CHỨNG NHẬN",
        },
        "address": {
            "participant": "[Học sinh lớp {class}, ][{school}]",
            "team": "[Gồm các em {members}][, {school}]",
        },
        "achievement": {
            "participant": "Đã đạt {award}[, {division}][, với đề tài “{title}”][ (đội {team})][ tại {contest}]",
            "team": "Đã đạt {award}[, {division}][, với đề tài “{title}”][ tại {contest}]",
        },
        "signer": {"prefix": "TM. BAN TỔ CHỨC", "title": "TRƯỞNG BAN", "name": ""},
        "decision": "Quyết định số: {number}",
        "decision_on": " ngày {date}",
        "register": "Vào sổ số: {number}",
        "scan": "Quét mã để kiểm tra",
        "code": "Mã",
    },
    "en": {
        "motto": (),
        "issuer": ("THE ORGANISING COMMITTEE",),
        "verb": "presents this",
        "titles": {
            "giay_khen": "CERTIFICATE OF MERIT",
            "giay_chung_nhan": "CERTIFICATE OF ACHIEVEMENT",
            "modern": "CERTIFICATE OF ACHIEVEMENT",
            "playful": "CERTIFICATE OF ACHIEVEMENT",
            "english": "CERTIFICATE OF ACHIEVEMENT",
        },
        "address": {
            "participant": "[Class {class}, ][{school}]",
            "team": "[{members}][ – {school}]",
        },
        "achievement": {
            "participant": "for winning {award}[, {division}][, with the project “{title}”][ (team {team})][ at {contest}]",
            "team": "for winning {award}[, {division}][, with the project “{title}”][ at {contest}]",
        },
        "signer": {"prefix": "On behalf of the Organising Committee", "title": "Chair", "name": ""},
        "decision": "Decision No. {number}",
        "decision_on": " of {date}",
        "register": "Register No. {number}",
        "scan": "Scan to verify",
        "code": "Code",
    },
}

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def long_date(day: date, language: str) -> str:
    """ "05 tháng 02 năm 2026" or "5 February 2026"."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d} tháng {month} năm {day.year}"


def place_and_date(place: str, day: date, language: str) -> str:
    """ "Nghệ An, ngày 15 tháng 6 năm 2026"; the place may be missing."""
    written = long_date(day, language)
    if language == "en":
        return f"{place}, {written}" if place else written
    return f"{place}, ngày {written}" if place else f"Ngày {written}"


def decision_line(number: str, day: date | None, language: str) -> str:
    """ "Quyết định số: 128/QĐ-BTC ngày 15 tháng 6 năm 2026"."""
    words = TEXTS[language]
    line = str(words["decision"]).format(number=number)
    return line + (words["decision_on"].format(date=long_date(day, language)) if day else "")
