"""Blank scoresheets as A4 pages in Vietnamese: each sheet's own head, and the form that many share.

Made from what a judge may see: in a blind contest nothing that names an entry's people. Everything
that people wrote is escaped. HTML alone; `printing` lays it out. Never reads the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from judging.paper.answers import answer, comment_lines, domain, is_given, shown
from scoring.form import Form

_STYLE = """
@page{size:A4;margin:11mm 14mm 12mm;@bottom-left{content:string(foot);font:7pt "Certificate Sans";color:#555}
@bottom-right{content:string(place);font:7pt "Certificate Sans";color:#555}}
body{font:10pt/1.35 "Certificate Sans";color:#111;margin:0}
.head-page,.next-page{break-before:page}.head-page:first-child{break-before:auto}
.foot{string-set:foot content();display:block;height:0;overflow:hidden}
.place{string-set:place content();display:block;height:0;overflow:hidden}
header{display:table;width:100%;border-bottom:1.2pt solid #111;padding-bottom:2.5mm}
header>div{display:table-cell;vertical-align:top}
header .qr{width:25mm;text-align:center}
header i{display:block;height:23mm}
.code{font:700 8pt "Certificate Sans";letter-spacing:.4pt;white-space:nowrap}
.org{font-size:8.5pt;color:#333}
h1{font-size:17pt;letter-spacing:.6pt;margin:.5mm 0 .5mm;line-height:1.15}
.contest{font-weight:700;font-size:11pt}
.facts{display:table;width:100%;border-collapse:collapse;margin:2.5mm 0 1.5mm}
.facts>div{display:table-cell;padding:1mm 3mm 1mm 0;vertical-align:top}
.facts span{display:block;font-size:7.5pt;color:#555;line-height:1.2}
.facts b{font-size:11pt}.facts b.entry{font-size:15pt;line-height:1.1}
.how{font-size:7.5pt;color:#333;margin:0 0 1.5mm}.how i{font-style:normal}
h2{font-size:10.5pt;margin:2mm 0 0;padding:.8mm 2mm;background:#ececec;break-after:avoid}
.item{border-bottom:.4pt solid #999;padding:1.6mm 0;break-inside:avoid}
.head{display:table;width:100%}.head>div{display:table-cell;vertical-align:top}
.head .n{width:6mm;font-weight:700}.head .max{width:32mm;text-align:right;font-size:8pt;color:#333}
.label{font-weight:700}.help{font-size:8pt;color:#444;display:block;line-height:1.25}
.side{width:46%;text-align:right;padding-left:4mm}
.body{margin:1mm 0 0 6mm}
.boxes.numbers{font-size:0}.number{display:inline-block;min-width:6.2mm;height:6.2mm;line-height:6.2mm;
border:.7pt solid #222;border-radius:1mm;text-align:center;font-size:9pt;margin:0 1.1mm .8mm 0;padding:0 .6mm;box-sizing:border-box;
font-variant-numeric:tabular-nums}
.tick{display:inline-block;margin:0 4mm .6mm 0;white-space:nowrap}
.tick i{display:inline-block;width:4mm;height:4mm;border:.7pt solid #222;border-radius:.6mm;margin-right:1.4mm;vertical-align:-.7mm}
.note{font-size:7.5pt;color:#555}.given{font-size:8pt;color:#555}
.field{display:inline-block;width:30mm;height:8mm;border:.8pt solid #222;border-radius:1mm;vertical-align:middle}
.unit{padding-left:1.5mm}
.levels{display:table;width:100%;table-layout:fixed;border-spacing:0}
.level{display:table-cell;vertical-align:top;padding-right:2mm}.tops{display:block}
.tops b{font-size:8.5pt}.level small{display:block;font-size:7.2pt;line-height:1.22;color:#333}
.line{display:block;border-bottom:.35pt solid #999;height:6.6mm}
.item .line{margin-left:6mm;border:0}.item .line:not(:last-child){border-bottom:.35pt solid #999}.line.first{font-size:7.5pt;color:#444;line-height:9.5mm}
.asks{font-size:7.8pt;color:#333;margin:.6mm 0 0}
.words{margin-top:2mm;break-inside:avoid}
.end{display:table;width:100%;margin-top:3mm;break-inside:avoid}
.end>div{display:table-cell;vertical-align:top}
.total{width:47mm}.total .frame{border:1.2pt solid #111;border-radius:1.5mm;height:14mm;padding:1mm 2mm;box-sizing:border-box}
.total .frame span{font-size:8pt;font-weight:700}.total .of{float:right;font-size:9pt;margin-top:6.5mm}
.kinds{padding:0 0 0 5mm;font-size:8.5pt}.kinds .tick{display:block;margin-bottom:1mm}
.sign{text-align:center;width:62mm;font-size:8.5pt;height:27mm}.sign b{font-size:9.5pt}
.tight{font-size:9pt;line-height:1.25}.tight .item{padding:.8mm 0}.tight .help{font-size:7.2pt}
.tight .number{min-width:5.4mm;height:5.4mm;line-height:5.4mm;font-size:8pt}.tight .field{height:6.4mm}
.tight .line{height:5.4mm}.tight .line.first{line-height:7.8mm}.tight .level small{font-size:6.5pt;line-height:1.18}
.tightest .level small,.tightest .help{display:none}
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to print. `definition` is the form's JSON; `title` is None where it must not be told."""

    code: str
    organization: str
    contest: str
    round: str
    judge_code: str
    judge_name: str
    entry: str
    blind: bool
    title: str | None
    division: str
    attempt: int
    attempts: int
    form: Form
    definition: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a form is set: the class, lines under items, lines for the comment on the whole."""

    look: str
    items: bool
    words: int


# From roomy to dense; the first with which a sheet of the form is one page.
FITS = (
    Fit("", True, 10),
    Fit("", True, 6),
    Fit("", True, 4),
    Fit("", True, 2),
    Fit("tight", True, 4),
    Fit("tight", True, 2),
    Fit("tight", False, 2),
    Fit("tight tightest", False, 2),
)

CODE_MM = 172, 11, 23
"""Where a sheet's QR code is drawn: from the left, from the top, its side."""

END = "end"
"""The anchor below a head: how far down the page the sheet's own part reaches."""


_HOW = (
    '<p class="how">Đánh dấu × vào một ô ở mỗi tiêu chí. Muốn sửa: khoanh tròn ô đã đánh dấu, '
    "đánh dấu ô khác và ký bên cạnh. Để trống nghĩa là chưa chấm, không phải 0 điểm.</p>"
)


def heads(sheets: Sequence[Sheet], pages: Sequence[int]) -> str:
    """What is each sheet's own, on as many pages as its form takes; the anchor tells its end."""
    parts = [
        '<section class="head-page">'
        f'<span class="foot">{escape(sheet.contest)} · {escape(sheet.round)}</span>'
        f'<span class="place">Bài {escape(sheet.entry)} · {escape(sheet.judge_code)} · {sheet.code}</span>'
        f'{_head(sheet)}<div id="{END}{at}"></div>'
        f"{'<div class=next-page></div>' * (count - 1)}</section>"
        for at, (sheet, count) in enumerate(zip(sheets, pages, strict=True))
    ]
    return _document("".join(parts))


def form(sheet: Sheet, fit: Fit, *, below: float) -> str:
    """What all sheets of the form share, `below` so many CSS pixels for the head."""
    return _document(
        f'<section class="{fit.look}"><div style="height:{below:.2f}px"></div>{_HOW}'
        f"{_items(sheet, fit)}{_words(sheet, fit)}{_end(sheet)}</section>"
    )


def _document(body: str) -> str:
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Phiếu chấm</title>'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>"
    )


def _head(sheet: Sheet) -> str:
    facts = [
        ("Mã phách" if sheet.blind else "Mã bài", f'<b class="entry">{escape(sheet.entry)}</b>'),
        ("Bảng", f"<b>{escape(sheet.division)}</b>"),
        ("Giám khảo", f"<b>{escape(sheet.judge_code)}</b> {escape(sheet.judge_name)}"),
    ]
    if sheet.attempts > 1:
        facts.insert(2, ("Lượt", f"<b>{sheet.attempt}</b>"))
    cells = "".join(f"<div><span>{name}</span>{value}</div>" for name, value in facts)
    title = "" if sheet.title is None else f"<div><b>{escape(sheet.title)}</b></div>"
    return (
        f'<header><div><div class="org">{escape(sheet.organization)}</div>'
        f'<div class="contest">{escape(sheet.contest)}</div><h1>PHIẾU CHẤM</h1>'
        f"<div>{escape(sheet.round)}</div></div>"
        f'<div class="qr"><i></i><span class="code">{sheet.code}</span></div></header>'
        f'<div class="facts">{cells}</div>{title}'
    )


def _items(sheet: Sheet, fit: Fit) -> str:
    """Items in the order of the form; a group's name stands before its first one."""
    form, parts, named = sheet.form, [], set()
    owners = {item: group for group in form.groups.values() for item in group.items}
    labels = {each["id"]: each.get("label") for each in sheet.definition.get("groups") or ()}
    prompts = {each["id"]: each.get("prompts") or () for each in sheet.definition["items"]}
    number = 0
    for item in form.items.values():
        if item.kind == "computed":
            continue
        group = owners.get(item.id)
        if group is not None and group.id not in named:
            named.add(group.id)
            label = labels.get(group.id) or {"vi": group.id}
            parts.append(f"<h2>{escape(label['vi'])}</h2>")
        number += 1
        wide = bool(item.levels) or len(item.options) > 3
        place = answer(item)
        beside = "" if wide else f'<div class="side">{place}</div>'
        limit = domain(item)
        limit = f'<div class="max">{limit}</div>' if limit and wide else limit
        mark = (
            "" if item.required or is_given(item) else ' <span class="note">(không bắt buộc)</span>'
        )
        told = f'<span class="help">{escape(item.help["vi"])}</span>' if item.help.get("vi") else ""
        if limit and not wide:
            told += f'<span class="help">{limit}</span>'
            limit = ""
        parts.append(
            f'<div class="item"><div class="head"><div class="n">{number}</div>'
            f'<div><span class="label">{escape(item.label["vi"])}</span>{mark}{told}</div>{limit}{beside}</div>'
            + (f'<div class="body">{place}</div>' if wide else "")
            + _lines(comment_lines(item) if fit.items else 0, prompts[item.id], "Nhận xét")
            + "</div>"
        )
    return "".join(parts)


def _words(sheet: Sheet, fit: Fit) -> str:
    name = "Nhận xét riêng cho ban giám khảo" if sheet.form.comment_private else "Nhận xét chung"
    asks = sheet.definition.get("prompts") or ()
    return (
        f'<div class="words"><span class="label">{name}</span>{_lines(fit.words, asks, "")}</div>'
    )


def _lines(count: int, prompts: Sequence[Mapping[str, str]], first: str) -> str:
    if not count:
        return ""
    asks = " ".join(escape(prompt["vi"]) for prompt in prompts)
    head = f'<p class="asks">{asks}</p>' if asks else ""
    lines = [f'<span class="line first">{first}</span>'] + ['<span class="line"></span>'] * (
        count - 1
    )
    return head + "".join(lines)


def _end(sheet: Sheet) -> str:
    maximum = sheet.form.maximum
    of = "" if maximum is None else f'<span class="of">/ {shown(maximum)}</span>'
    return (
        f'<div class="end"><div class="total"><div class="frame"><span>TỔNG ĐIỂM</span>{of}</div></div>'
        '<div class="kinds"><span class="tick"><i></i>Vắng mặt</span>'
        '<span class="tick"><i></i>Tôi không chấm bài này</span></div>'
        '<div class="sign">Ngày ….. tháng ….. năm ……….<br><b>Giám khảo</b><br>(ký, ghi rõ họ tên)</div></div>'
    )
