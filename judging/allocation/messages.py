"""Texts of an allocation's notes and reasons, Vietnamese and English; each says what to do."""

from __future__ import annotations

from judging.allocation.plan import Note

TEXTS: dict[str, dict[str, str]] = {
    "few-judges": {
        "vi": "Chỉ có {judges} giám khảo, cần {needed} cho mỗi bài. Hãy mời thêm giám khảo.",
        "en": "There are only {judges} judges and each entry needs {needed}. Invite more judges.",
    },
    "conflicts": {
        "vi": "Xung đột lợi ích với: {judges}. Hãy mời giám khảo không liên quan.",
        "en": "In conflict of interest: {judges}. Invite a judge without a tie to the entry.",
    },
    "elsewhere": {
        "vi": "Đang ngồi hội đồng khác cùng giờ: {judges}. Hãy đổi giờ của một hội đồng.",
        "en": "In another panel at the same time: {judges}. Move one panel to another time.",
    },
    "spent": {
        "vi": "Phiếu đã bị huỷ, hoặc đã nhận chấm phúc khảo bài này: {judges}. Hãy mời giám khảo "
        "khác, hoặc trưởng ban mở lại phiếu đã huỷ.",
        "en": "Their sheets were voided, or they mark the entry anew after an appeal: {judges}. "
        "Invite another judge, or let the head judge reopen the voided sheet.",
    },
    "third-marking": {
        "vi": "Được giao chấm lần ba. Trưởng ban cần chỉ định người khác.",
        "en": "Was appointed third marker. The head judge must appoint somebody else.",
    },
    "limits": {
        "vi": "Đã đủ số bài tối đa: {judges}. Hãy nâng giới hạn hoặc mời thêm giám khảo.",
        "en": "Already at their limit: {judges}. Raise the limit or invite more judges.",
    },
    "fixed-conflict": {
        "vi": "Giám khảo {judge} đã chấm bài {entry} dù có xung đột lợi ích. Trưởng ban cần xử lý.",
        "en": "Judge {judge} has scored entry {entry} despite a conflict. The head judge must act.",
    },
    "uneven-loads": {
        "vi": "Số bài mỗi giám khảo chênh từ {least} đến {most} do bài đã chấm, xung đột, giới hạn "
        "hoặc chia hội đồng. Hãy xem lại số giám khảo mỗi hội đồng.",
        "en": "Judges have from {least} to {most} entries because of finished sheets, conflicts, "
        "limits or panels. Look again at the number of judges a panel.",
    },
    "few-anchors": {
        "vi": "Chỉ có {anchors} bài chấm chung, nên có ít nhất {needed}. Hãy chọn thêm.",
        "en": "Only {anchors} entries are scored by everyone; choose at least {needed}.",
    },
    "crossing-short": {
        "vi": "Chấm chéo giữa các hội đồng đạt {share} %, mong muốn {wanted} %. "
        "Hãy tăng số giám khảo mỗi bài hoặc chọn bài chấm chung.",
        "en": "Scores across panels are {share} %, wanted {wanted} %. "
        "Ask for more judges an entry or choose entries that everyone scores.",
    },
    "panels-at-once": {
        "vi": "Các hội đồng ngồi cùng giờ nên giám khảo không chấm chéo được. "
        "Hãy xếp lệch giờ, hoặc để trống giờ nếu chấm không cần có mặt.",
        "en": "Panels sit at the same time, so judges cannot score across them. Move them apart, "
        "or leave their times empty where nobody needs to be there.",
    },
    "disconnected-one-judge": {
        "vi": "Mỗi bài chỉ một giám khảo chấm nên không so được giám khảo với nhau. "
        "Hãy cho ít nhất hai giám khảo mỗi bài, hoặc chọn bài chấm chung.",
        "en": "With one judge an entry, judges cannot be compared. "
        "Ask for two judges an entry or choose entries that everyone scores.",
    },
    "disconnected": {
        "vi": "Giám khảo tách thành {groups} nhóm không chấm chung bài nào, không so được với nhau. "
        "Hãy chấm chéo từ 10 % hoặc chọn từ 3 bài chấm chung.",
        "en": "Judges fall into {groups} groups that share no entry and cannot be compared. "
        "Cross panels by 10 % or choose 3 entries that everyone scores.",
    },
    "weak-few-scores": {
        "vi": "Liên kết giữa giám khảo yếu ({lambda2}, cần {needed}): với số lượt chấm này, không "
        "cách phân công nào vượt {largest}. Hãy tăng số giám khảo mỗi bài hoặc bớt giám khảo.",
        "en": "Judges are weakly linked ({lambda2}, needed {needed}): with so few scores no plan "
        "gets above {largest}. Ask for more judges an entry, or fewer judges.",
    },
    "weak-judges": {
        "vi": "Liên kết giữa giám khảo yếu ({lambda2}, cần {needed}) vì có người chấm chung quá ít "
        "bài: {judges}. Hãy giao thêm bài cho họ hoặc không hiệu chỉnh điểm của họ.",
        "en": "Judges are weakly linked ({lambda2}, needed {needed}) because some share too few "
        "entries: {judges}. Give them more entries or leave their scores unadjusted.",
    },
    "weak": {
        "vi": "Liên kết giữa giám khảo yếu ({lambda2}, cần {needed}). "
        "Hãy tăng chấm chéo hoặc chọn thêm bài chấm chung.",
        "en": "Judges are weakly linked ({lambda2}, needed {needed}). "
        "Cross panels more or choose more entries that everyone scores.",
    },
}


def text(note: Note, language: str) -> str:
    """The note's sentence; Vietnamese where the language is not known."""
    texts = TEXTS[note.code]
    shown = {
        name: ", ".join(value) if isinstance(value, tuple) else value
        for name, value in note.params.items()
    }
    return texts.get(language, texts["vi"]).format(**shown)
