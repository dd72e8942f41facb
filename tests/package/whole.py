"""A small contest package that uses every member, and the smallest that is allowed."""

from __future__ import annotations

import copy
from typing import Any

from common.canonical import digest

FORM: dict[str, Any] = {
    "schema": 1,
    "items": [
        {
            "id": "idea",
            "kind": "number",
            "label": {"vi": "Ý tưởng", "en": "Idea"},
            "min": 0,
            "max": 10,
            "step": "0.5",
        },
        {
            "id": "style",
            "kind": "choice",
            "label": {"vi": "Trình bày", "en": "Style"},
            "options": [
                {"id": "plain", "label": {"vi": "Thường"}, "points": 1},
                {"id": "fine", "label": {"vi": "Đẹp"}, "points": 3},
            ],
        },
    ],
}
RUN: dict[str, Any] = {
    "schema": 1,
    "items": [
        {"id": "goals", "kind": "count", "label": {"vi": "Mục tiêu"}, "max": 9, "source": "import"}
    ],
}

_WHOLE: dict[str, Any] = {
    "format": "contest-package",
    "version": 1,
    "organizations": [
        {"code": "ward-1", "kind": "ward", "name": "Phường 1"},
        {"code": "school-1", "kind": "school", "name": "Trường THCS Số 1", "parent": "ward-1"},
    ],
    "campaign": {
        "slug": "week-2026",
        "title": "Tuần lễ học tập",
        "organization": "ward-1",
        "starts_on": "2026-10-01",
        "ends_on": "2026-10-07",
    },
    "contest": {
        "slug": "cup",
        "kind": "robotics",
        "title": "Cúp Rô-bốt",
        "title_en": "Robot Cup",
        "organization": "ward-1",
        "entries_open_at": "2026-09-01T00:00:00Z",
        "entries_close_at": "2026-09-20T10:00:00Z",
        "team_max": 3,
        "display_rule": "code",
        "blind": True,
        "upload_rule": {"max_files": 2, "types": ["pdf"]},
    },
    "divisions": [
        {"code": "junior", "title": "Bảng THCS", "title_en": "Junior"},
        {"code": "senior", "title": "Bảng THPT"},
    ],
    "forms": [
        {"code": "idea", "title": "Phiếu ý tưởng", "versions": [{**FORM, "title": "Cũ"}, FORM]},
        {"code": "run", "title": "Phiếu chạy", "versions": [RUN]},
    ],
    "rounds": [
        {
            "code": "show",
            "title": "Thuyết trình",
            "form": "idea",
            "form_version": 2,
            "judges_per_entry": 2,
        },
        {
            "code": "run",
            "title": "Chạy",
            "form": "run",
            "form_version": 1,
            "attempts_max": 2,
            "locked_at": "2026-10-03T01:00:00Z",
        },
        {
            "code": "trial",
            "title": "Chấm thử",
            "form": "idea",
            "form_version": 2,
            "calibration": True,
        },
    ],
    "policies": [
        {"definition": {"schema": 1, "rounds": {"show": {}, "run": {}}}},
        {
            "definition": {
                "schema": 1,
                "rounds": {
                    "show": {"weight": "1/3"},
                    "run": {"attempt": {"expression": {"var": "goals"}}, "missing": "skip"},
                },
            },
            "reason": "Giảm trọng số thuyết trình",
            "recorded_at": "2026-09-30T01:00:00Z",
        },
    ],
    "panels": [
        {"code": "p1", "name": "Hội đồng 1", "division": "junior", "room": "A1"},
        {
            "code": "p2",
            "name": "Hội đồng 2",
            "topic": "Robot",
            "room": "A2",
            "starts_at": "2026-10-02T01:00:00Z",
            "ends_at": "2026-10-02T04:30:00Z",
        },
    ],
    "judges": [
        {"code": "J1", "full_name": "Nguyễn Văn Ánh", "panel": "p1", "organization": "school-1"},
        {"code": "J2", "full_name": "Trần Thị Bình", "role": "head"},
        {"code": "J3", "role": "observer", "active": False},
    ],
    "entries": [
        {
            "code": "A1",
            "title": "Xe dò đường",
            "topic": "Robot",
            "division": "junior",
            "organization": "school-1",
            "team": "Sao Mai",
            "blind_code": "KX7QM2WD",
            "submitted_at": "2026-09-19T08:00:00Z",
            "participants": [
                {"full_name": "Lê Minh", "birth_date": "2013-02-28", "class_name": "8A1"},
                {"full_name": "Phạm Hà"},
            ],
            "mentors": [{"full_name": "Đỗ Quyên"}],
        },
        {"code": "A2", "division": "junior", "blind_code": "KX7QM2WE"},
        {
            "code": "B1",
            "division": "senior",
            "blind_code": "KX7QM2WF",
            "state": "withdrawn",
            "state_reason": "Ốm",
        },
        {
            "code": "MAU-01",
            "title": "Bài mẫu",
            "division": "junior",
            "blind_code": "KX7QM2WG",
            "state": "sample",
            "link": "https://example.org/mau",
        },
    ],
    "conflicts": [
        {"judge": "J2", "entry": "B1", "kind": "mentor", "pinned": True, "note": "Thầy cũ"}
    ],
    "assignments": [
        {"judge": "J1", "entry": "A1", "round": "show", "order": 1},
        {"judge": "J1", "entry": "A2", "round": "show", "order": 2},
        {"judge": "J2", "entry": "A1", "round": "show"},
        {"judge": "J1", "entry": "MAU-01", "round": "trial"},
    ],
    "matches": [
        {
            "round": "run",
            "code": "M1",
            "number": 1,
            "played_at": "2026-10-02T02:00:00Z",
            "sides": [{"code": "blue", "values": {"goals": 4}}, {"code": "red"}],
        }
    ],
    "attempts": [
        {"entry": "A1", "round": "run", "match": "M1", "side": "blue"},
        {"entry": "A2", "round": "run", "values": {"goals": 6}, "match": "M1", "side": "red"},
        {
            "entry": "A2",
            "round": "run",
            "number": 2,
            "state": "no_show",
            "changes": [
                {
                    "before": {"state": "done", "values": {"goals": 1}},
                    "after": {"state": "no_show", "values": {}},
                    "reason": "Không đến",
                    "recorded_at": "2026-10-02T03:00:00Z",
                }
            ],
        },
    ],
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
                "document": {"number": 1, "schema": 1},
                "document_sha256": digest({"number": 1, "schema": 1}),
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
            "payload": {"public": {"rows": ["A1"]}},
            "note": "Kết quả chính thức",
            "approved_at": "2026-10-05T02:00:00Z",
            "embargo_until": "2026-10-05T03:00:00Z",
            "published_at": "2026-10-05T03:00:00Z",
            "ceremony": {
                "state": "running",
                "step": 1,
                "revision": 4,
                "script": {
                    "entries": {"A1": {"code": "A1"}},
                    "steps": [
                        {"kind": "opening"},
                        {
                            "before": [],
                            "division": {"code": "junior"},
                            "entry": "A1",
                            "kind": "award",
                            "points": "8",
                            "prize": {"code": "nhat"},
                            "rank": 1,
                            "tied": False,
                        },
                    ],
                },
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

_SMALL: dict[str, Any] = {
    "format": "contest-package",
    "version": 1,
    "contest": {"slug": "small", "title": "Nhỏ"},
    "forms": [{"code": "idea", "definition": FORM}],
    "rounds": [{"code": "final"}],
    "policy": {"schema": 1, "rounds": {"final": {}}},
    "entries": [{"code": "E1"}, {"code": "E2"}],
    "sheets": [
        {"entry": "E1", "judge": "J1", "values": {"idea": 8, "style": "plain"}},
        {"entry": "E2", "judge": "J1", "values": {"idea": 0.5, "style": "fine"}},
    ],
}


def whole() -> dict[str, Any]:
    """A package with every member."""
    return copy.deepcopy(_WHOLE)


def small() -> dict[str, Any]:
    """Only what is needed."""
    return copy.deepcopy(_SMALL)
