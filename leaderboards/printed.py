"""What the printed pages of results share: the words that stand on several, titles and times.

Their common look is the template `leaderboards/print/results.html`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
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


def words_in(words: Mapping[str, Text], language: str) -> dict[str, str]:
    """The words by their names, for a page in one language."""
    return {name: text[language] for name, text in words.items()}


def title_of(thing: Mapping[str, Any], language: str) -> str:
    """The title in the language, in Vietnamese where there is no other."""
    return str((language == "en" and thing.get("title_en")) or thing["title"])


def time_of(moment: str) -> str:
    return local_time(datetime.fromisoformat(moment))
