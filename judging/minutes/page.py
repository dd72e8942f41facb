"""The minutes as an A4 page in Vietnamese, made from their document alone.

Everything that people wrote is escaped. Never reads the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from common import qr
from common.text import UNKNOWN
from scoring.exact import number, rounded, text

_HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_DIGITS = 4  # of a value that has no finite decimal

_ROLES = {
    "judge": "Giám khảo",
    "head": "Trưởng ban giám khảo",
    "referee": "Trọng tài",
    "trainee": "Tập sự (không tính điểm)",
    "observer": "Quan sát",
}
_STATES = {
    "draft": "bản nháp",
    "submitted": "đã nộp",
    "locked": "đã khoá",
    "reopened": "mở lại",
    "void": "huỷ",
}
_ENTRIES = {"withdrawn": "đã rút", "disqualified": "bị loại", "unranked": "không xếp hạng"}
_ATTEMPTS = {
    "void": "lượt đã huỷ",
    "surrogate": "lượt không tính điểm",
    "disqualified": "lượt bị loại",
}
_KINDS = {"no_show": "vắng mặt", "abstained": "không chấm"}
_SETTLED = {
    "open": "chưa xử lý",
    "third_marking": "chờ chấm lần ba",
    "discussed": "đã thảo luận",
    "minuted": "đã lập biên bản",
    "resolved": "đã giải quyết",
    "lapsed": "không còn lệch",
}

_HEADING = "<h2>{}</h2>"  # numbered by the style: sections without rows are left out

_STYLE = """
@page{size:A4;margin:18mm 15mm 20mm;@bottom-right{content:"Trang " counter(page) "/" counter(pages);
font:8pt "Certificate Sans"}@bottom-left{content:string(code);font:8pt "Certificate Sans"}}
body{font:10pt/1.4 "Certificate Sans";color:#111;margin:0}
.motto{text-align:center;font-size:11pt;font-weight:bold;margin:0}
.motto span{border-bottom:.6pt solid #111;padding-bottom:.6mm}
h1{font-size:16pt;text-align:center;margin:9mm 0 2mm;string-set:code attr(data-code)}
body{counter-reset:part}h2{font-size:11pt;margin:6mm 0 2mm;break-after:avoid;counter-increment:part}
h2::before{content:counter(part) ". "}
p{margin:1mm 0}.center{text-align:center}
table{border-collapse:collapse;width:100%;font-size:9pt}
th,td{border:.3pt solid #888;padding:.8mm 1.5mm;text-align:left;vertical-align:top}
th{background:#eee;vertical-align:bottom}th.n{text-align:right}thead{display:table-header-group}tr{break-inside:avoid}
.n{text-align:right;font-variant-numeric:tabular-nums}.d{font-size:6pt;word-break:break-all;vertical-align:middle}
.check{display:flex;gap:5mm;margin-top:8mm;break-inside:avoid;align-items:center}
.check svg{width:26mm;height:26mm}
.sign{display:flex;justify-content:space-between;margin-top:10mm;break-inside:avoid}
.sign div{width:45%;text-align:center;height:32mm}
"""


def html(document: Mapping[str, Any], *, code: str, url: str, digest: str) -> str:
    """The whole page; `url` goes into the QR code, `digest` is the document's SHA-256."""
    locked = datetime.fromisoformat(document["locked_at"]).astimezone(_HANOI)
    title = escape(document["contest"]["title"])
    parts = [
        f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>',
        f"<style>{_STYLE}</style></head><body>",
        '<p class="motto">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>'
        "<span>Độc lập – Tự do – Hạnh phúc</span></p>",
        f'<h1 data-code="{code}">BIÊN BẢN CHẤM THI</h1>',
        f'<p class="center">{escape(document["organization"])}<br><b>{title}</b><br>'
        f"Vòng: {escape(document['round']['title'])} · Biên bản số {document['number']}</p>",
        f"<p>Khoá chấm lúc {locked:%H:%M} ngày {locked:%d/%m/%Y}"
        f"{_by(document['locked_by'])}. {escape(document['reason'])}</p>",
        _HEADING.format("Ban giám khảo"),
        _table(
            ("Mã", "Họ tên", "Vai trò", "Hội đồng"),
            (
                (j["code"], j["full_name"], _ROLES[j["role"]], j["panel"] or "")
                for j in document["judges"]
            ),
        ),
        _HEADING.format("Kết quả của vòng"),
        _table(
            ("Bài dự thi", "Bảng", "Kết quả", "Phiếu đã nộp"),
            (
                (_noted(r["entry"], _ENTRIES.get(r.get("state", ""))), r["division"], shown(r["value"]), f"{r['sheets_submitted']}/{r['sheets_expected']}")
                for r in document["results"]
            ),
            numeric={2, 3},
        ),
    ]  # fmt: skip
    if document["discrepancies"]:
        parts += [_HEADING.format("Bài lệch điểm"), _discrepancies(document["discrepancies"])]
    if document["overrides"]:
        parts += [_HEADING.format("Điều chỉnh điểm"), _overrides(document["overrides"])]
    parts += [
        _HEADING.format("Phiếu chấm và mã kiểm chứng (SHA-256) của từng phiếu"),
        _table(
            ("Bài", "Lượt", "GK", "Điểm", "Trạng thái", "Bản", "SHA-256"),
            (
                (
                    s["entry"], str(s["attempt"]), s["judge"], shown(s["points"]),
                    _noted(
                        _KINDS.get(s["kind"], _STATES[s["state"]]),
                        _ATTEMPTS.get(s.get("attempt_state", "")),
                    ),
                    str(s["revision"]), s["sha256"],
                )
                for s in document["sheets"]
            ),
            numeric={1, 3, 5},
            small={6},
        ),
        '<div class="sign"><div>Thư ký<br>(ký, ghi rõ họ tên)</div>'
        "<div>Trưởng ban giám khảo<br>(ký, ghi rõ họ tên)</div></div>",
        f'<div class="check">{qr.svg(url)}<div><p>Mã kiểm chứng: <b>{code}</b></p>'
        f'<p class="d">{escape(url)}</p><p class="d">SHA-256 của nội dung: {digest}</p></div></div>',
        "</body></html>",
    ]  # fmt: skip
    return "".join(parts)


def shown(exact: str | None) -> str:
    """An exact number for people: "7.5" as "7,5"; "46/3" as "15,3333 (46/3)"."""
    if exact is None:
        return "–"
    if "/" not in exact:
        return exact.replace(".", ",")
    near = text(rounded(number(exact), _DIGITS, "half_up"))
    return f"{near.replace('.', ',')} ({exact})"


def _noted(words: str, note: str | None) -> str:
    """With what else is to be told; minutes of old do not say it."""
    return words if note is None else f"{words} ({note})"


def _by(name: str | None) -> str:
    return "" if name is None else f" bởi {escape(name)}"


def _discrepancies(rows: Iterable[Mapping[str, Any]]) -> str:
    return _table(
        ("Bài", "Lượt", "Điểm chấm", "Lệch", "Xử lý", "Ý kiến"),
        (
            (
                row["entry"], str(row["attempt"]),
                "; ".join(f"{judge}: {shown(points)}" for judge, points in row["marks"].items()),
                shown(row["difference"]),
                _SETTLED[row["state"]]
                + (f", điểm {shown(row['value'])}" if row["value"] is not None else "")
                + (f", chấm lần ba: {row['third']}" if row["third"] else ""),
                "; ".join(f"{each['by']}: {each['reason']}" for each in row["reasons"]),
            )
            for row in rows
        ),
        numeric={1, 3},
    )  # fmt: skip


def _overrides(rows: Iterable[Mapping[str, Any]]) -> str:
    return _table(
        ("Bài", "Trước", "Sau", "Lý do", "Người đề nghị", "Người duyệt"),
        (
            (
                row["entry"], shown(row["before"]), shown(row["after"]), row["reason"],
                row["proposed_by"] or UNKNOWN, row["approved_by"] or UNKNOWN,
            )
            for row in rows
        ),
        numeric={1, 2},
    )  # fmt: skip


def _table(
    head: Iterable[str],
    rows: Iterable[Iterable[str]],
    *,
    numeric: Iterable[int] = (),
    small: Iterable[int] = (),
) -> str:
    """Cells are escaped here and nowhere before."""
    aligned = set(numeric)
    classes = dict.fromkeys(aligned, ' class="n"') | dict.fromkeys(small, ' class="d"')
    titles = "".join(
        f"<th{classes.get(i, '') if i in aligned else ''}>{escape(title)}</th>"
        for i, title in enumerate(head)
    )
    lines = "".join(
        "<tr>"
        + "".join(f"<td{classes.get(i, '')}>{escape(cell)}</td>" for i, cell in enumerate(row))
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table>"
