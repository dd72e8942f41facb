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
        "thanks": dict.fromkeys(
            ("giay_khen", "giay_chung_nhan", "modern", "playful", "english"), "THƯ CẢM ƠN"
        )
        | {"verb": "Trân trọng gửi"},
        "address": {
            "participant": "[Học sinh lớp {class}, ][{school}]",
            "team": "[Gồm các em {members}][, {school}]",
            "school": "",
            "mentor": "[{school}]",
            "judge": "[{role}][, {school}]",
        },
        "achievement": {
            "participant": {
                "prize": "Đã đạt {award}[, {division}][, với đề tài “{title}”][ (đội {team})][ tại {contest}]",
                "merit": "Đã có thành tích xuất sắc[ với đề tài “{title}”][ (đội {team})][, {division}][ tại {contest}]",
                "participation": "Đã tham gia {contest}[, {division}][, với đề tài “{title}”][ (đội {team})]",
            },
            "team": {
                "prize": "Đã đạt {award}[, {division}][, với đề tài “{title}”][ tại {contest}]",
                "merit": "Đã có thành tích xuất sắc[ với đề tài “{title}”][, {division}][ tại {contest}]",
                "participation": "Đã tham gia {contest}[, {division}][, với đề tài “{title}”]",
            },
            "school": {
                "prize": "Đã có học sinh đạt {awards}[ tại {contest}]",
                "merit": "Đã có thành tích xuất sắc trong công tác tổ chức và động viên học sinh tham gia {contest}[, đạt {awards}]",
                "participation": "Đã tích cực tham gia {contest}[ với {entries} bài dự thi]",
            },
            "mentor": {
                "prize": "Đã tận tình hướng dẫn học sinh đạt {awards}[, với đề tài “{title}”][ tại {contest}]",
                "merit": "Đã có đóng góp xuất sắc trong việc hướng dẫn học sinh[ tại {contest}]",
                "participation": "Đã tận tình hướng dẫn học sinh tham gia {contest}[, với đề tài “{title}”]",
            },
            "judge": dict.fromkeys(
                ("prize", "merit", "participation"),
                "Đã tham gia công tác chấm thi, đóng góp vào thành công của {contest}",
            ),
        },
        "roles": {"judge": "Giám khảo", "head": "Trưởng ban giám khảo", "referee": "Trọng tài"},
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
        "thanks": dict.fromkeys(
            ("giay_khen", "giay_chung_nhan", "modern", "playful", "english"),
            "CERTIFICATE OF APPRECIATION",
        ),
        "address": {
            "participant": "[Class {class}, ][{school}]",
            "team": "[{members}][ – {school}]",
            "school": "",
            "mentor": "[{school}]",
            "judge": "[{role}][, {school}]",
        },
        "achievement": {
            "participant": {
                "prize": "for winning {award}[, {division}][, with the project “{title}”][ (team {team})][ at {contest}]",
                "merit": "for outstanding work[, {division}][, with the project “{title}”][ (team {team})][ at {contest}]",
                "participation": "for taking part in {contest}[, {division}][, with the project “{title}”][ (team {team})]",
            },
            "team": {
                "prize": "for winning {award}[, {division}][, with the project “{title}”][ at {contest}]",
                "merit": "for outstanding work[, {division}][, with the project “{title}”][ at {contest}]",
                "participation": "for taking part in {contest}[, {division}][, with the project “{title}”]",
            },
            "school": {
                "prize": "whose students won {awards}[ at {contest}]",
                "merit": "for outstanding work in preparing students for {contest}[, who won {awards}]",
                "participation": "for taking part in {contest}[ with entries numbering {entries}]",
            },
            "mentor": {
                "prize": "for mentoring students who won {awards}[, with the project “{title}”][ at {contest}]",
                "merit": "for outstanding mentoring of students[ at {contest}]",
                "participation": "for mentoring students at {contest}[, with the project “{title}”]",
            },
            "judge": dict.fromkeys(
                ("prize", "merit", "participation"), "for judging with care at {contest}"
            ),
        },
        "roles": {"judge": "Judge", "head": "Head judge", "referee": "Referee"},
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
