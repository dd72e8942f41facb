"""The whole package's sheets, and all that was recorded and ruled while they were made."""

from __future__ import annotations

from typing import Any

from common.canonical import digest

MINUTES: dict[str, Any] = {
    "contest": {"slug": "cup", "title": "Cúp Rô-bốt"},
    "discrepancies": [
        {
            "action": "discuss",
            "attempt": 1,
            "difference": "0.5",
            "entry": "A1",
            "marks": {"J1": "4"},
            "reasons": [{"by": "Trần Thị Bình", "reason": "Đã thống nhất"}],
            "state": "discussed",
            "third": None,
            "value": "4",
        }
    ],
    "judges": [{"code": "J1", "full_name": "Nguyễn Văn Ánh", "panel": None, "role": "judge"}],
    "locked_at": "2026-10-03T01:00:00Z",
    "locked_by": "Trần Thị Bình",
    "number": 1,
    "organization": "Phường 1",
    "overrides": [
        {
            "after": "4",
            "approved_by": None,
            "before": None,
            "entry": "A1",
            "proposed_by": None,
            "reason": "Chấm nhầm",
        }
    ],
    "reason": "",
    "results": [
        {
            "division": "junior",
            "entry": "A1",
            "sheets_expected": 1,
            "sheets_submitted": 1,
            "state": "submitted",
            "value": "4",
        }
    ],
    "round": {"code": "run", "title": "Chạy"},
    "schema": 1,
    "sheets": [
        {
            "attempt": 1,
            "attempt_state": "done",
            "entry": "A1",
            "judge": "J1",
            "kind": "scored",
            "points": "4",
            "revision": 1,
            "sha256": "0" * 64,
            "state": "submitted",
        }
    ],
}

JUDGING: dict[str, Any] = {
    "sheets": [
        {
            "entry": "A1",
            "round": "show",
            "judge": "J1",
            "values": {"idea": "7.5", "style": "fine"},
            "comments": {"": "Tốt", "idea": "Rõ"},
            "revisions": [
                {"state": "draft", "values": {"idea": 7}, "recorded_at": "2026-10-02T01:00:00Z"},
                {
                    "values": {"idea": "7.5", "style": "fine"},
                    "comments": {"": "Tốt", "idea": "Rõ"},
                    "device": "tablet-3",
                    "recorded_at": "2026-10-02T01:05:00.250000Z",
                },
            ],
        },
        {
            "entry": "A1",
            "round": "show",
            "judge": "J2",
            "form_version": 1,
            "values": {"idea": 9, "style": "plain"},
        },
        {"entry": "A2", "round": "show", "judge": "J1", "state": "draft", "values": {"idea": 3}},
        {
            "entry": "MAU-01",
            "round": "trial",
            "judge": "J1",
            "values": {"idea": 5, "style": "plain"},
        },
    ],
    "form_changes": [
        {
            "round": "show",
            "before": 1,
            "after": 2,
            "reason": "Sửa tên phiếu",
            "effect": {"sheets": [{"entry": "A1", "judge": "J1", "outcome": "moved"}]},
            "recorded_at": "2026-10-01T01:00:00Z",
        }
    ],
    "locks": [
        {
            "round": "run",
            "locked": True,
            "recorded_at": "2026-10-03T01:00:00Z",
            "minutes": {
                "code": "A5PN-VEWY-MSWF",
                "document": MINUTES,
                "document_sha256": digest(MINUTES),
                "file_sha256": "0" * 64,
                "recorded_at": "2026-10-03T01:00:01Z",
            },
        }
    ],
    "discrepancies": [
        {
            "entry": "A1",
            "round": "show",
            "result": "judges",
            "events": [
                {
                    "state": "third_marking",
                    "action": "third_marking",
                    "difference": "0.5",
                    "marks": {"J1": "10.5", "J2": "10"},
                    "third": "J3",
                    "recorded_at": "2026-10-02T02:00:00Z",
                },
                {
                    "state": "discussed",
                    "action": "discuss",
                    "difference": "0.5",
                    "marks": {"J1": "10.5", "J2": "10"},
                    "value": "31/3",
                    "reason": "Đã thống nhất",
                    "recorded_at": "2026-10-02T02:10:00Z",
                },
            ],
        }
    ],
    "overrides": [
        {
            "entry": "A1",
            "round": "show",
            "before": "10.25",
            "after": "11",
            "ranks": [{"after": 1, "before": 1, "entry": "A1"}],
            "events": [
                {
                    "state": "proposed",
                    "reason": "Chấm nhầm mẫu",
                    "recorded_at": "2026-10-02T04:00:00Z",
                },
                {"state": "effective", "recorded_at": "2026-10-02T04:10:00Z"},
            ],
        }
    ],
    "recusals": [
        {
            "judge": "J2",
            "entry": "B1",
            "round": "show",
            "kind": "mentor",
            "reason": "Thầy cũ",
            "recorded_at": "2026-10-01T02:00:00Z",
        }
    ],
    "seat_changes": [
        {
            "judge": "J3",
            "active": False,
            "reason": "Bận",
            "recorded_at": "2026-10-01T03:00:00Z",
        }
    ],
    "lifted_conflicts": [
        {
            "judge": "J1",
            "entry": "A2",
            "kind": "same_school",
            "note": "THCS Số 1",
            "reason": "Đã chuyển trường",
            "recorded_at": "2026-10-01T04:00:00Z",
        }
    ],
    "looks": [
        {
            "entry": "A1",
            "round": "show",
            "judge": "J1",
            "revision": 2,
            "seen_at": "2026-10-02T01:30:00Z",
        }
    ],
    "held_comments": [
        {
            "entry": "A1",
            "round": "show",
            "judge": "J1",
            "item": "idea",
            "held": True,
            "reason": "Quá ngắn",
            "recorded_at": "2026-10-04T01:00:00Z",
        }
    ],
    "releases": [
        {
            "round": "show",
            "division": "junior",
            "released": True,
            "recorded_at": "2026-10-04T02:00:00Z",
            "comments": [
                {"entry": "A1", "judge": "J1", "form_version": 1, "voice": 1, "words": "Tốt"}
            ],
        }
    ],
    "papers": [
        {
            "entry": "A1",
            "round": "show",
            "judge": "J1",
            "code": "B5PN-VEWY-MSWF",
            "form_version": 1,
            "state": "entered",
            "revision": 3,
            "transcripts": [
                {
                    "position": place,
                    "values": {"idea": "7.5", "style": "fine"},
                    "recorded_at": f"2026-10-02T01:0{place}:00Z",
                }
                for place in (1, 2)
            ],
            "rulings": [
                {
                    "kind": "agreed",
                    "values": {"idea": "7.5", "style": "fine"},
                    "revision": 2,
                    "recorded_at": "2026-10-02T01:03:00Z",
                }
            ],
        }
    ],
}
