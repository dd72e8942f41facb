"""The whole package's decisions, boards, publications and appeals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

# What the product froze of this contest, and the script that it wrote.
_FROZEN = json.loads((Path(__file__).parent / "whole_frozen.json").read_text(encoding="utf-8"))

RESULTS: dict[str, Any] = {
    "decisions": [
        {
            "division": "junior",
            "kind": "draw",
            "data": {"order": ["A2", "A1"]},
            "reason": "Bốc thăm",
        }
    ],
    "boards": [
        {"top": 10, "freeze_at": "2026-10-02T03:30:00Z"},
        {"round": "run", "hidden": True},
    ],
    "publications": [
        {
            "state": "published",
            "policy": 2,
            "payload": _FROZEN["payload"],
            "note": "Kết quả chính thức",
            "approved_at": "2026-10-05T02:00:00Z",
            "embargo_until": "2026-10-05T03:00:00Z",
            "published_at": "2026-10-05T03:00:00Z",
            "ceremony": {
                "state": "running",
                "step": 1,
                "revision": 4,
                "script": _FROZEN["script"],
                "notes": "Mời cô hiệu trưởng",
                "started_at": "2026-10-05T03:00:00Z",
            },
            "awards": [{"entry": "A1", "code": "nhat", "title": "Giải Nhất", "rank": 1}],
        }
    ],
    "appeal_window": {"opens_at": "2026-10-05T03:00:00Z", "days": 3},
    "appeals": [
        {
            "entry": "A1",
            "round": "show",
            "publication": 1,
            "items": ["idea"],
            "judge": "J3",
            "override": 1,
            "before": "10.25",
            "after": "11",
            "amended": 1,
            "events": [
                {"state": state, "reason": reason, "recorded_at": f"2026-10-06T0{hour}:00:00Z"}
                for hour, (state, reason) in enumerate(
                    [
                        ("filed", "Chấm thấp"),
                        ("accepted", "Chấm lại"),
                        ("deciding", "Theo phiếu mới"),
                        ("changed", "Theo phiếu mới"),
                    ],
                    1,
                )
            ],
        }
    ],
}
