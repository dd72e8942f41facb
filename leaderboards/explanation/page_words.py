"""The printed page's own words; the rules in words are the document's."""

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
    "appointed": {
        "vi": "{second}, do {names} phân công hoặc tạo tài khoản,",
        "en": "{second}, appointed or given the account by {names}",
    },
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
