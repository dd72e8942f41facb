"""The explanation as A4 pages for the entrant, in one of the two languages.

Made from the document alone: the same document, the same bytes. Everything people wrote is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from html import escape
from typing import Any

from common.canonical import digest
from common.dates import local_time
from common.language import Text
from common.pdf import layout
from leaderboards.explanation.words import number_in
from scoring.exact import number

_SHEETS_ACROSS = 7
"""Sheets beside each other in one table; more go into a table below."""

WORDS: dict[str, Text] = {
    "title": {"vi": "Vì sao có thứ hạng này", "en": "Why this rank"},
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
    "of": {"vi": "trong {count} bài của bảng", "en": "of {count} in the division"},
    "tied": {"vi": "đồng hạng", "en": "shared"},
    "points": {"vi": "Tổng điểm", "en": "Total points"},
    "award": {"vi": "Giải", "en": "Prize"},
    "rounds": {"vi": "Từ phiếu chấm đến điểm vòng", "en": "From the sheets to the round"},
    "attempt": {"vi": "Lượt {number}", "en": "Attempt {number}"},
    "item": {"vi": "Tiêu chí", "en": "Criterion"},
    "maximum": {"vi": "tối đa {maximum}", "en": "at most {maximum}"},
    "standardised": {"vi": "Sau chuẩn hoá", "en": "Standardised"},
    "sheet_points": {"vi": "Điểm", "en": "Points"},
    "counts": {"vi": "được tính", "en": "counts"},
    "counts_not": {"vi": "không tính", "en": "not counted"},
    "state.pending": {"vi": "chưa có điểm", "en": "no value yet"},
    "state.void": {"vi": "bị huỷ", "en": "void"},
    "state.disqualified": {"vi": "bị loại", "en": "disqualified"},
    "state.surrogate": {"vi": "thi hộ", "en": "surrogate"},
    "state.no_show": {"vi": "vắng mặt", "en": "no-show"},
    "reason": {"vi": "Lý do", "en": "Reason"},
    "people": {
        "vi": "{first} đề nghị, {second} duyệt",
        "en": "proposed by {first}, approved by {second}",
    },
    "marked": {"vi": "Phiếu chấm lại: {points}", "en": "New sheet: {points}"},
    "total": {"vi": "Từ các vòng đến tổng điểm", "en": "From the rounds to the total"},
    "round": {"vi": "Vòng", "en": "Round"},
    "weight": {"vi": "Hệ số", "en": "Weight"},
    "keys": {"vi": "So với bài liền trên và liền dưới", "en": "Against the next above and below"},
    "key": {"vi": "So lần lượt", "en": "Compared in turn"},
    "above": {"vi": "Hạng {rank} (liền trên)", "en": "Rank {rank} (above)"},
    "mine": {"vi": "Bài này", "en": "This entry"},
    "below": {"vi": "Hạng {rank} (liền dưới)", "en": "Rank {rank} (below)"},
    "decides": {"vi": "quyết định", "en": "decides"},
    "office": {
        "vi": "Bản của ban tổ chức: có tên giám khảo, không đưa cho thí sinh",
        "en": "The organisers' copy: it names judges and is not for entrants",
    },
    "digest": {"vi": "Mã kết quả (SHA-256)", "en": "Digest of the results (SHA-256)"},
    "exact": {
        "vi": "Mọi phép tính dùng số chính xác; số in ở đây có nhiều nhất bốn chữ số thập phân.",
        "en": "All arithmetic is exact; numbers are printed with at most four decimals.",
    },
    "page": {"vi": "Trang", "en": "Page"},
}

_STYLE = """
@page{size:A4;margin:15mm 16mm 17mm;@bottom-right{content:"%(page)s " counter(page) "/" counter(pages);
font:7.5pt "Certificate Sans";color:#5a6472}@bottom-left{content:string(code);
font:7.5pt "Certificate Sans";color:#5a6472}}
body{font:9.5pt/1.42 "Certificate Sans";color:#16202e;margin:0}
p{margin:0}.soft{color:#5a6472}.small{font-size:8pt}
.over{font-size:8.5pt;color:#0b4ea2;font-weight:bold;letter-spacing:.02em}
h1{font-size:18pt;line-height:1.2;margin:1mm 0 1mm;string-set:code attr(data-code)}
h2{font-size:11.5pt;margin:7mm 0 2mm;padding-bottom:1mm;border-bottom:.8pt solid #16202e;break-after:avoid}
h3{font-size:10.5pt;margin:0;break-after:avoid}h4{font-size:9.5pt;margin:3mm 0 1mm;break-after:avoid}
.figures{display:flex;gap:4mm;margin-top:5mm}
.figures div{flex:1;background:#f2f5f9;border-radius:2mm;padding:2.5mm 4mm}
.figures b{display:block;font-size:17pt;line-height:1.25;font-variant-numeric:tabular-nums}
.figures b.words{font-size:13pt;padding:1mm 0 1.2mm}
.apart{display:flex;justify-content:space-between;align-items:baseline;gap:6mm;margin-top:4mm;break-after:avoid}
.apart b{font-size:12pt;font-variant-numeric:tabular-nums;white-space:nowrap}
.rules{margin:1mm 0 1.5mm;color:#3d4756;font-size:8.5pt}
table{border-collapse:collapse;width:100%%;font-size:9pt;margin:1.5mm 0}
th,td{border-bottom:.4pt solid #cfd6e0;padding:1mm 1.5mm;text-align:left;vertical-align:top}
thead{display:table-header-group}thead th{border-bottom:.8pt solid #7d8898;font-size:8pt;vertical-align:bottom}
tr{break-inside:avoid}.n{text-align:right;font-variant-numeric:tabular-nums;width:18mm}
th .small,td .small{font-weight:normal}
.total td{border-top:.8pt solid #7d8898;border-bottom:0;font-weight:bold}.group td{font-weight:bold}
.out{color:#7d8898}.out .figure{text-decoration:line-through}
.working{margin:.6mm 0;padding-left:3mm;border-left:1.4pt solid #0b4ea2;break-inside:avoid;
font-variant-numeric:tabular-nums}
.event{margin:2mm 0;padding:1.6mm 3mm;background:#fff6e6;border-left:1.4pt solid #b06a00;break-inside:avoid}
.decides td{background:#e9f0fb}.mark{color:#0b4ea2;font-weight:bold;font-size:8pt}
.end{margin-top:7mm;padding-top:2mm;border-top:.4pt solid #cfd6e0;font-size:7.5pt;color:#5a6472;break-inside:avoid}
.digest{font-size:7pt;word-break:break-all}
"""


def pdf(document: Mapping[str, Any], language: str) -> bytes:
    """The page of `document` in `language`, "vi" or "en"."""
    identifier = digest({"language": language, "document": document})
    return layout(html(document, language), identifier=identifier.encode())


def html(document: Mapping[str, Any], language: str) -> str:
    return "".join(_Page(document, language).parts())


class _Page:
    """The document's parts as HTML, top to bottom."""

    def __init__(self, document: Mapping[str, Any], language: str) -> None:
        self.document, self.language = document, language

    def parts(self) -> Iterator[str]:
        title = escape(self.title(self.document))
        style = _STYLE % {"page": self.word("page")}
        yield f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8">'
        yield f"<title>{title}</title><style>{style}</style></head><body>"
        yield from self.head()
        yield f"<h2>{self.word('rounds')}</h2>"
        for each in self.document["rounds"]:
            yield from self.round(each)
        yield from self.total()
        yield from self.keys()
        yield from self.end()
        yield "</body></html>"

    def head(self) -> Iterator[str]:
        document, entry = self.document, self.document["entry"]
        people = entry["team"] or ", ".join(entry["names"])
        code, name = escape(entry["code"]), escape(entry["title"] or people or entry["code"])
        yield f'<p class="over">{self.word("title")}</p><h1 data-code="{code}">{name}</h1>'
        told = [people, entry["school"], entry["code"], self.title(document["division"])]
        yield f"<p>{' · '.join(escape(each) for each in told if each)}</p>"
        yield f'<p class="soft">{escape(self.title(document))}. {self.state()}.</p>'
        if document["audience"] == "office":
            yield f'<p class="soft small">{self.word("office")}.</p>'
        yield '<div class="figures">'
        rank = "–" if document["rank"] is None else str(document["rank"])
        notes = [self.word("of", count=document["ranked"])] if document["ranked"] else []
        notes += [self.word("tied")] if document["tied"] else []
        yield self.figure("rank", rank, ", ".join(notes))
        yield self.figure("points", self.points(document["points"]), "")
        if document["award"]:
            rule = self.text(document["award"]["rule"])
            yield self.figure("award", escape(self.title(document["award"])), rule, words=True)
        yield "</div>"

    def state(self) -> str:
        published = self.document["publication"]
        if published is not None:
            time = self.time(published["published_at"])
            told = self.word("official", number=published["number"], time=time)
            return f"{told}. {escape(published['note'])}".rstrip(". ")
        if self.document["as_of"] is None:
            return ""
        name = "frozen" if self.document["frozen"] else "live"
        return self.word(name, time=self.time(self.document["as_of"]))

    def figure(self, name: str, value: str, note: str, *, words: bool = False) -> str:
        kind = ' class="words"' if words else ""
        return (
            f'<div><span class="small soft">{self.word(name)}</span><b{kind}>{value}</b>'
            f'<span class="small soft">{note}</span></div>'
        )

    def round(self, each: Mapping[str, Any]) -> Iterator[str]:
        points = self.points(each["points"])
        yield f'<div class="apart"><h3>{escape(self.title(each))}</h3><b>{points}</b></div>'
        if each["rules"]:
            yield f'<p class="rules">{" ".join(map(self.text, each["rules"]))}</p>'
        several = len(each["attempts"]) > 1
        for attempt in each["attempts"]:
            yield from self.attempt(attempt, several=several)
        yield from self.workings(each["workings"])
        if each["override"]:
            yield self.override(each["override"])
        for appeal in each["appeals"]:
            yield self.appeal(appeal)

    def attempt(self, attempt: Mapping[str, Any], *, several: bool) -> Iterator[str]:
        if several:
            if attempt["state"] != "done":
                note = self.word(f"state.{attempt['state']}")
            else:
                note = self.word("counts" if attempt["counted"] else "counts_not")
            yield (
                f"<h4>{self.word('attempt', number=attempt['number'])}: "
                f'{self.points(attempt["value"])} <span class="small soft">({note})</span></h4>'
            )
        if attempt["facts"]:
            facts = (f"{self.text(f['label'])}: {self.text(f['value'])}" for f in attempt["facts"])
            yield f"<p>{' · '.join(facts)}</p>"
        yield from self.sheets(attempt)
        found = attempt["discrepancy"]
        if found is not None:
            texts = " ".join(map(self.text, found["texts"]))
            said = "".join(
                f'<br><span class="small">{escape(r["by"])}: {escape(r["words"])}</span>'
                for r in found["reasons"]
            )
            yield f'<p class="{"working" if found["action"] == "accept" else "event"}">{texts}{said}</p>'
        yield from self.workings(attempt["workings"])

    def sheets(self, attempt: Mapping[str, Any]) -> Iterator[str]:
        """Items against sheets; without items the sheets' points alone."""
        shown: set[int] = set()
        for table in attempt["tables"]:
            shown |= set(table["sheets"])
            for start in range(0, len(table["sheets"]), _SHEETS_ACROSS):
                yield self.table(attempt, table, slice(start, start + _SHEETS_ACROSS))
        rest = [sheet for n, sheet in enumerate(attempt["sheets"]) if n not in shown]
        if rest:
            rows = "".join(
                f"<tr{self.out(sheet)}><td>{self.sheet(sheet)}</td>"
                f'<td class="n"><span class="figure">{self.points(sheet["points"])}</span></td></tr>'
                for sheet in rest
            )
            yield f"<table><tbody>{rows}</tbody></table>"

    def table(self, attempt: Mapping[str, Any], table: Mapping[str, Any], part: slice) -> str:
        sheets = [attempt["sheets"][place] for place in table["sheets"][part]]
        head = "".join(
            f'<th class="n{"" if sheet["counted"] else " out"}">{self.sheet(sheet)}</th>'
            for sheet in sheets
        )
        rows = "".join(self.line(line, sheets, part) for line in table["lines"])
        if any(sheet["standardised"] is not None for sheet in sheets):
            cells = "".join(
                f'<td class="n">{self.points(sheet["standardised"])}</td>' for sheet in sheets
            )
            rows += f"<tr><td>{self.word('standardised')}</td>{cells}</tr>"
        return (
            f"<table><thead><tr><th>{self.word('item')}</th>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table>"
        )

    def sheet(self, sheet: Mapping[str, Any]) -> str:
        name = f" ({escape(sheet['judge_name'])})" if sheet["judge_name"] else ""
        note = f'<br><span class="small">{self.text(sheet["note"])}</span>' if sheet["note"] else ""
        return f"{self.text(sheet['label'])}{name}{note}"

    def line(self, line: Mapping[str, Any], sheets: Iterable[Any], part: slice) -> str:
        rules = []
        if line["maximum"] is not None:
            rules.append(self.word("maximum", maximum=self.points(line["maximum"])))
        if line["rule"] is not None and not (line["kind"] == "total" and rules):
            rules.insert(0, self.text(line["rule"]))
        note = f' <span class="small soft">{"; ".join(rules)}</span>' if rules else ""
        cells = "".join(
            f'<td class="n{"" if sheet["counted"] else " out"}">'
            f"{self.cell(cell, total=line['kind'] == 'total')}</td>"
            for cell, sheet in zip(line["cells"][part], sheets, strict=True)
        )
        indent = f' style="padding-left:{1.5 + 4 * line["depth"]}mm"' if line["depth"] else ""
        kind = f' class="{line["kind"]}"' if line["kind"] != "item" else ""
        return f"<tr{kind}><td{indent}>{self.text(line['label'])}{note}</td>{cells}</tr>"

    def cell(self, cell: Mapping[str, Any], *, total: bool) -> str:
        value = self.text(cell["value"])
        if cell["points"] is None:
            return value or "–"
        points = self.points(cell["points"])
        if total:
            return f'<span class="figure">{points}</span>'
        return f'{points}<br><span class="small soft">{value}</span>' if value else points

    def workings(self, texts: Iterable[Text]) -> Iterator[str]:
        for each in texts:
            yield f'<p class="working">{self.text(each)}</p>'

    def override(self, found: Mapping[str, Any]) -> str:
        more = ""
        if found["reason"]:
            who = self.word("people", first=found["proposed_by"], second=found["approved_by"])
            more = f'<br><span class="small">{self.word("reason")}: {escape(found["reason"])} ({who})</span>'
        return f'<p class="event">{self.text(found["text"])}{more}</p>'

    def appeal(self, found: Mapping[str, Any]) -> str:
        more = f'<br><span class="small">{escape(found["words"])}</span>' if found["words"] else ""
        if found["marked"] is not None:
            told = self.word("marked", points=self.points(found["marked"]))
            more += f'<br><span class="small">{told} ({escape(found["marked_by"] or "")})</span>'
        return f'<p class="event">{self.text(found["text"])}{more}</p>'

    def total(self) -> Iterator[str]:
        total = self.document["total"]
        yield f"<h2>{self.word('total')}</h2>"
        yield f'<p class="rules">{" ".join(map(self.text, total["rules"]))}</p>'
        if len(self.document["rounds"]) > 1:
            rows = "".join(
                f'<tr><td>{escape(self.title(each))}</td><td class="n">{each["rank"] or "–"}</td>'
                f'<td class="n">{self.points(each["points"])}</td>'
                f'<td class="n">{self.points(each["weight"])}</td></tr>'
                for each in self.document["rounds"]
            )
            yield (
                f"<table><thead><tr><th>{self.word('round')}</th>"
                f'<th class="n">{self.word("rank")}</th><th class="n">{self.word("sheet_points")}</th>'
                f'<th class="n">{self.word("weight")}</th></tr></thead><tbody>{rows}</tbody></table>'
            )
        if total["working"]:
            yield from self.workings([total["working"]])

    def keys(self) -> Iterator[str]:
        document = self.document
        above, below = document["above"], document["below"]
        if not (document["decided"] or above or below):
            return
        yield f"<h2>{self.word('keys')}</h2>"
        for each in document["decided"]:
            yield f"<p>{self.text(each)}</p>"
        keys = [k for k in document["keys"] if k["shown"] or k["above"] or k["below"]]
        if document["rank"] is None or not keys:
            return
        head = [f"<th>{self.word('key')}</th>"]
        for side, found in (("above", above), ("below", below)):
            if side == "below":
                head.append(f'<th class="n">{self.word("mine")}</th>')
            if found is not None:
                head.append(
                    f'<th class="n">{self.word(side, rank=found["rank"])}<br>'
                    f'<span class="small">{self.named(found["entry"])}</span></th>'
                )
        rows = "".join(self.key(key, above is not None, below is not None) for key in keys)
        yield f"<table><thead><tr>{''.join(head)}</tr></thead><tbody>{rows}</tbody></table>"

    def key(self, key: Mapping[str, Any], above: bool, below: bool) -> str:
        decides = key["decides_above"] or key["decides_below"]
        kind = ' class="decides"' if decides else ""
        mark = f' <span class="mark">{self.word("decides")}</span>' if decides else ""
        sides = [key["above"]] if above else []
        sides.append(key["shown"])
        sides += [key["below"]] if below else []
        cells = "".join(f'<td class="n">{self.text(each) or "–"}</td>' for each in sides)
        return (
            f"<tr{kind}><td>{self.text(key['label'])}{mark}<br>"
            f'<span class="small soft">{self.text(key["order"])}</span></td>{cells}</tr>'
        )

    def named(self, entry: Mapping[str, Any]) -> str:
        people = entry["team"] or ", ".join(entry["names"])
        return escape(entry["title"] or people or entry["code"])

    def end(self) -> Iterator[str]:
        yield f'<div class="end"><p>{self.word("exact")}</p>'
        published = self.document["publication"]
        if published is not None:
            yield (
                f"<p>{self.word('digest')}: "
                f'<span class="digest">{published["payload_sha256"]}</span></p>'
            )
        yield "</div>"

    def out(self, sheet: Mapping[str, Any]) -> str:
        return "" if sheet["counted"] else ' class="out"'

    def text(self, words: Text | None) -> str:
        return "" if words is None else escape(words[self.language])

    def word(self, name: str, **params: Any) -> str:
        return escape(WORDS[name][self.language].format(**params))

    def points(self, exact: str | None) -> str:
        return "–" if exact is None else number_in(number(exact), self.language)

    def title(self, thing: Mapping[str, Any]) -> str:
        return str((self.language == "en" and thing["title_en"]) or thing["title"])

    def time(self, moment: str) -> str:
        return local_time(datetime.fromisoformat(moment))
