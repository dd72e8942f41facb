"""What the printed pages of results share: their look, and the words that stand on several."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any

from common.dates import local_time
from common.language import Text

WORDS: Mapping[str, Text] = {
    "official": {
        "vi": "Kết quả chính thức, công bố lần {number} lúc {time}",
        "en": "Official results, publication {number} of {time}",
    },
    "live": {
        "vi": "Kết quả tạm thời lúc {time}, còn có thể thay đổi",
        "en": "Preliminary as of {time}, may still change",
    },
    "frozen": {"vi": "Bảng đóng băng lúc {time}", "en": "Board frozen at {time}"},
    "rank": {"vi": "Hạng", "en": "Rank"},
    "points": {"vi": "Điểm", "en": "Points"},
    "award": {"vi": "Giải", "en": "Prize"},
    "page": {"vi": "Trang", "en": "Page"},
}

_STYLE = """
@page{size:A4;@bottom-right{content:"%s " counter(page) "/" counter(pages);
font:7.5pt "Certificate Sans";color:#5a6472}}
body{font:9.5pt/1.42 "Certificate Sans";color:#16202e;margin:0}
.soft{color:#5a6472}.small{font-size:8pt}
table{border-collapse:collapse;width:100%%;font-size:9pt}
th,td{border-bottom:.4pt solid #b3bcc8;padding:1mm 1.5mm;text-align:left;vertical-align:top}
thead{display:table-header-group}thead th{border-bottom:.8pt solid #7d8898}tr{break-inside:avoid}
.n{text-align:right;font-variant-numeric:tabular-nums}
"""


def head(title: str, language: str, style: str) -> str:
    """The page down to its open body; `style` is added to that of all pages."""
    shared = _STYLE % WORDS["page"][language]
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{shared}{style}</style></head><body>"
    )


def title_of(thing: Mapping[str, Any], language: str) -> str:
    """The title in the language, in Vietnamese where there is no other."""
    return str((language == "en" and thing.get("title_en")) or thing["title"])


def time_of(moment: str) -> str:
    return local_time(datetime.fromisoformat(moment))
