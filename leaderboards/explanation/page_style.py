"""The printed page's own words and its style; the rules in words are the document's."""

from __future__ import annotations

from collections.abc import Mapping

from common.language import Text
from leaderboards.explanation.catalogue import CATALOGUE
from leaderboards.printed import WORDS as SHARED

WORDS: Mapping[str, Text] = {
    **SHARED,
    "title": {"vi": "Vì sao có thứ hạng này", "en": "Why this rank"},
    "of": {"vi": "trong {count} bài được xếp hạng", "en": "of {count} ranked"},
    "tied": {"vi": "đồng hạng", "en": "shared"},
    "total_points": CATALOGUE["key.points"],
    "rounds": {"vi": "Từ phiếu chấm đến điểm vòng", "en": "From the sheets to the round"},
    "attempt": {"vi": "Lượt {number}", "en": "Attempt {number}"},
    "item": {"vi": "Tiêu chí", "en": "Criterion"},
    "maximum": {"vi": "tối đa {maximum}", "en": "at most {maximum}"},
    "standardised": {"vi": "Sau chuẩn hoá", "en": "Standardised"},
    "counts": {"vi": "được tính", "en": "counts"},
    "counts_not": CATALOGUE["sheet.state"],
    "state.pending": {"vi": "chưa có điểm", "en": "no value yet"},
    "state.void": {"vi": "bị huỷ", "en": "void"},
    "state.disqualified": {"vi": "bị loại", "en": "disqualified"},
    "state.surrogate": {"vi": "lượt bù, không tính", "en": "fill-in, not counted"},
    "state.no_show": CATALOGUE["sheet.no_show"],
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
    "decides.above": {"vi": "quyết định với bài liền trên", "en": "decides against the one above"},
    "decides.below": {"vi": "quyết định với bài liền dưới", "en": "decides against the one below"},
    "office": {
        "vi": "Bản của ban tổ chức: có tên giám khảo, không đưa cho thí sinh",
        "en": "The organisers' copy: it names judges and is not for entrants",
    },
    "digest": {"vi": "Mã kết quả (SHA-256)", "en": "Digest of the results (SHA-256)"},
    "exact": {
        "vi": "Mọi phép tính dùng số chính xác; số in ở đây có nhiều nhất bốn chữ số thập phân.",
        "en": "All arithmetic is exact; numbers are printed with at most four decimals.",
    },
}

STYLE = """
@page{margin:15mm 16mm 17mm;@bottom-left{content:string(code);font:7.5pt "Certificate Sans";color:#5a6472}}
.whole{break-inside:avoid}p{margin:0}
.over{font-size:8.5pt;color:#0b4ea2;font-weight:bold;letter-spacing:.02em}
h1{font-size:18pt;line-height:1.2;margin:1mm 0 1mm;string-set:code attr(data-code)}
h2{font-size:11.5pt;margin:5.5mm 0 2mm;padding-bottom:1mm;border-bottom:.8pt solid #16202e;break-after:avoid}
h3{font-size:10.5pt;margin:0;break-after:avoid}h4{font-size:9.5pt;margin:3mm 0 1mm;break-after:avoid}
.figures{display:flex;gap:4mm;margin-top:5mm}
.figures div{flex:1;background:#f2f5f9;border-radius:2mm;padding:2.5mm 4mm}
.figures b{display:block;font-size:17pt;line-height:1.25;font-variant-numeric:tabular-nums}
.figures b.words{font-size:13pt;padding:1mm 0 1.2mm}
.apart{display:flex;justify-content:space-between;align-items:baseline;gap:6mm;margin-top:4mm;break-after:avoid}
.apart b{font-size:12pt;font-variant-numeric:tabular-nums;white-space:nowrap}
.rules{margin:1mm 0 1.5mm;color:#3d4756;font-size:8.5pt}
table{margin:1.5mm 0}thead th{font-size:8pt;vertical-align:bottom}.n{width:18mm}
th .small,td .small{font-weight:normal}
.total td{border-top:.8pt solid #7d8898;border-bottom:0;font-weight:bold}.group td{font-weight:bold}
.out{color:#7d8898}.total .out .figure{text-decoration:line-through}
.working{margin:.6mm 0;padding-left:3mm;border-left:1.4pt solid #0b4ea2;break-inside:avoid;
font-variant-numeric:tabular-nums}
.event{margin:2mm 0;padding:1.6mm 3mm;background:#fff6e6;border-left:1.4pt solid #b06a00;break-inside:avoid}
.decides{background:#e9f0fb}.mark{color:#0b4ea2;font-weight:bold;font-size:8pt}
.end{margin-top:5mm;padding-top:2mm;border-top:.4pt solid #b3bcc8;font-size:7.5pt;color:#5a6472;break-inside:avoid}
.digest{font-size:7pt;word-break:break-all}
"""
