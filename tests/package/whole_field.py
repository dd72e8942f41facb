"""The whole package's contest with its rules, its people and entries, and what they tried."""

from __future__ import annotations

from typing import Any

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

FIELD: dict[str, Any] = {
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
                "prizes": [{"code": "nhat", "label": {"vi": "Giải Nhất"}, "quota": 1}],
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
}
