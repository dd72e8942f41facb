"""The one catalogue of the rules in words, Vietnamese and English. Texts only; knows no entry."""

from __future__ import annotations

from common.language import Text

CATALOGUE: dict[str, Text] = {
    # One sheet
    "sheet": {"vi": "Phiếu {judge}", "en": "Sheet {judge}"},
    "sheet.office": {"vi": "Giám khảo {judge}", "en": "Judge {judge}"},
    "sheet.total": {"vi": "Điểm của phiếu", "en": "Points of the sheet"},
    "sheet.no_show": {"vi": "vắng mặt", "en": "no-show"},
    "sheet.abstained": {"vi": "không chấm", "en": "abstained"},
    "sheet.high": {"vi": "cao nhất, bỏ", "en": "highest, dropped"},
    "sheet.low": {"vi": "thấp nhất, bỏ", "en": "lowest, dropped"},
    "sheet.state": {"vi": "không tính", "en": "not counted"},
    "sheet.far": {"vi": "cách xa nhất, không tính", "en": "farthest off, not counted"},
    "sheet.replaced": {"vi": "đã có điểm thay", "en": "replaced"},
    "sheet.waiting": {"vi": "chưa được tính", "en": "not counted yet"},
    "sheet.third": {"vi": "chấm lần ba", "en": "third marking"},
    "value.true": {"vi": "có", "en": "yes"},
    "value.false": {"vi": "không", "en": "no"},
    "value.level": {"vi": "{value} – {label}", "en": "{value} – {label}"},
    "value.unit": {"vi": "{value}\u00a0{unit}", "en": "{value}\u00a0{unit}"},
    # Items and groups
    "item.formula": {"vi": "{formula}", "en": "{formula}"},
    "item.computed": {"vi": "tính từ: {formula}", "en": "computed: {formula}"},
    "item.table": {"vi": "điểm theo bảng quy đổi", "en": "points by the form's table"},
    "item.steps": {"vi": "điểm theo bậc của phiếu", "en": "points by the form's steps"},
    "item.weight": {"vi": "hệ số {weight}", "en": "weight {weight}"},
    "item.collected": {"vi": "ghi lại, không cộng vào điểm", "en": "recorded, not added up"},
    "group.sum": {"vi": "cộng các dòng", "en": "sum of its lines"},
    "group.min": {"vi": "lấy dòng thấp nhất", "en": "its lowest line"},
    "group.max": {"vi": "lấy dòng cao nhất", "en": "its highest line"},
    "group.mean": {"vi": "trung bình cộng các dòng", "en": "mean of its lines"},
    "group.product": {"vi": "nhân các dòng", "en": "product of its lines"},
    "group.best": {"vi": "cộng {k} dòng cao nhất", "en": "sum of its {k} best lines"},
    "group.cap": {"vi": "nhiều nhất {cap}", "en": "at most {cap}"},
    "group.floor": {"vi": "ít nhất {floor}", "en": "at least {floor}"},
    "group.gate": {
        "vi": "chỉ tính khi {formula}, nếu không là 0",
        "en": "counts only if {formula}, else 0",
    },
    # Sheets to an attempt
    "standardise": {
        "vi": "Điểm của mỗi giám khảo được chuẩn hoá về trung bình {mean}, độ lệch chuẩn {deviation}.",
        "en": "Each judge's points are standardised to mean {mean} and standard deviation {deviation}.",
    },
    "judges.mean": {
        "vi": "Lấy trung bình cộng của các phiếu.",
        "en": "The mean of the sheets.",
    },
    "judges.median": {
        "vi": "Lấy điểm đứng giữa của các phiếu (trung vị).",
        "en": "The median of the sheets.",
    },
    "judges.trimmed": {
        "vi": "Bỏ ở mỗi đầu {share} số phiếu (làm tròn xuống), lấy trung bình cộng của các phiếu còn lại.",
        "en": "{share} of the sheets are dropped at each end (rounded down); the mean of the others.",
    },
    "judges.drop.mean": {
        "vi": "Bỏ {high} phiếu cao nhất và {low} phiếu thấp nhất, lấy trung bình cộng của các phiếu còn lại.",
        "en": "The {high} highest and {low} lowest sheets are dropped; the mean of the others.",
    },
    "judges.drop.sum": {
        "vi": "Bỏ {high} phiếu cao nhất và {low} phiếu thấp nhất, cộng các phiếu còn lại.",
        "en": "The {high} highest and {low} lowest sheets are dropped; the sum of the others.",
    },
    "judges.sum": {"vi": "Cộng điểm của các phiếu.", "en": "The sum of the sheets."},
    "judges.single": {"vi": "Một phiếu là đủ.", "en": "One sheet decides."},
    "judges.rank_sum": {
        "vi": "Cộng thứ hạng mà từng giám khảo xếp; tổng nhỏ đứng trước.",
        "en": "The sum of the ranks that the judges give; the smaller goes first.",
    },
    "judges.majority": {
        "vi": "Xếp theo đa số giám khảo (hệ thống skating, quy tắc 5–8).",
        "en": "Placed by the majority of the judges (skating system, rules 5–8).",
    },
    "judges.minimum": {
        "vi": "Cần ít nhất {count} phiếu.",
        "en": "At least {count} sheets are needed.",
    },
    "severity": {
        "vi": "Điểm được hiệu chỉnh theo độ nghiêm của từng giám khảo ({model}), thay cho kết quả gộp các phiếu.",
        "en": "Points are adjusted for each judge's severity ({model}) in place of the sheets' result.",
    },
    "severity.additive": {"vi": "mô hình cộng", "en": "additive model"},
    "severity.slope": {"vi": "mô hình độ dốc", "en": "slope model"},
    "severity.rasch": {"vi": "mô hình Rasch", "en": "Rasch model"},
    "severity.value": {
        "vi": "Gộp các phiếu được {raw}; sau hiệu chỉnh độ nghiêm là {value}.",
        "en": "The sheets come to {raw}; adjusted for severity it is {value}.",
    },
    "severity.refused": {
        "vi": "Số liệu không đủ để hiệu chỉnh độ nghiêm, nên giữ kết quả gộp các phiếu.",
        "en": "The data cannot carry the severity model, so the sheets' own result stands.",
    },
    "working": {"vi": "{sum} = {value}", "en": "{sum} = {value}"},
    "working.rounded": {
        "vi": "{sum} = {exact}, làm tròn thành {value}",
        "en": "{sum} = {exact}, rounded to {value}",
    },
    # The discrepancy protocol
    "discrepancy.accept": {
        "vi": "Các phiếu lệch nhau {difference} điểm, trong giới hạn cho phép.",
        "en": "The sheets differ by {difference} points, which is within the limit.",
    },
    "discrepancy.discuss": {
        "vi": "Các phiếu lệch nhau {difference} điểm: các giám khảo phải thảo luận.",
        "en": "The sheets differ by {difference} points: the judges have to discuss.",
    },
    "discrepancy.minute": {
        "vi": "Các phiếu lệch nhau {difference} điểm: phải lập biên bản với trưởng ban giám khảo.",
        "en": "The sheets differ by {difference} points: a minute with the head judge is needed.",
    },
    "discrepancy.third_marking": {
        "vi": "Các phiếu lệch nhau {difference} điểm: phải chấm lần ba.",
        "en": "The sheets differ by {difference} points: a third marking is needed.",
    },
    "result.judges": {
        "vi": "Sau đó điểm lấy theo quy tắc chung của vòng.",
        "en": "The round's own rule then gives the value.",
    },
    "result.mean": {
        "vi": "Điểm là trung bình cộng của mọi phiếu.",
        "en": "The value is the mean of all sheets.",
    },
    "result.head": {
        "vi": "Điểm do trưởng ban giám khảo quyết định: {value}.",
        "en": "The head judge decided the value: {value}.",
    },
    "result.closest_two": {
        "vi": "Điểm là trung bình của hai phiếu gần nhau nhất.",
        "en": "The value is the mean of the two closest sheets.",
    },
    "result.third": {
        "vi": "Điểm là điểm của phiếu chấm lần ba.",
        "en": "The value is that of the third marking.",
    },
    "result.open": {
        "vi": "Việc này chưa xong, nên chưa có điểm.",
        "en": "This is not settled yet, so there is no value.",
    },
    # Attempts to the round
    "attempt.formula": {"vi": "Điểm của lượt: {formula}.", "en": "Value of an attempt: {formula}."},
    "attempts.best": {"vi": "Lấy lượt tốt nhất.", "en": "The best attempt counts."},
    "attempts.last": {"vi": "Lấy lượt cuối.", "en": "The last attempt counts."},
    "attempts.sum": {"vi": "Cộng các lượt.", "en": "The sum of the attempts."},
    "attempts.mean": {"vi": "Trung bình cộng của các lượt.", "en": "The mean of the attempts."},
    "attempts.best_k": {
        "vi": "Cộng {k} lượt tốt nhất.",
        "en": "The sum of the {k} best attempts.",
    },
    "attempts.drop_lowest": {
        "vi": "Bỏ các lượt thấp nhất theo bảng của thể lệ, lấy trung bình cộng của các lượt còn lại.",
        "en": "The lowest attempts are dropped by the rules' table; the mean of the others.",
    },
    "attempts.chosen": {
        "vi": "Lấy lượt tốt nhất trong các lượt được chọn.",
        "en": "The best of the chosen attempts counts.",
    },
    "attempts.single": {"vi": "Chỉ một lượt.", "en": "There is one attempt."},
    "attempts.counted": {
        "vi": "Chỉ tính {count} lượt đầu.",
        "en": "Only the first {count} attempts count.",
    },
    "attempts.disqualified": {
        "vi": "Lượt bị loại tính 0 điểm.",
        "en": "A disqualified attempt counts zero.",
    },
    "attempts.no_show": {
        "vi": "Lượt vắng mặt tính 0 điểm.",
        "en": "A missed attempt counts zero.",
    },
    "override": {
        "vi": "Điểm của vòng được điều chỉnh từ {before} thành {after}, có người thứ hai duyệt.",
        "en": "The round's value was changed from {before} to {after}, with a second person's consent.",
    },
    "override.appeal": {
        "vi": "Điểm của vòng được điều chỉnh từ {before} thành {after} sau phúc khảo (đơn số {appeal}), có người thứ hai duyệt.",
        "en": "The round's value was changed from {before} to {after} after appeal no. {appeal}, with a second person's consent.",
    },
    "appeal.unchanged": {
        "vi": "Phúc khảo đơn số {appeal}: bài đã được chấm lại, điểm giữ nguyên.",
        "en": "Appeal no. {appeal}: the entry was marked anew and the value stands.",
    },
    "appeal.changed": {
        "vi": "Phúc khảo đơn số {appeal}: bài đã được chấm lại, điểm đổi từ {before} thành {after}.",
        "en": "Appeal no. {appeal}: the entry was marked anew and the value changed from {before} to {after}.",
    },
    "appeal.declined": {
        "vi": "Phúc khảo đơn số {appeal}: không được nhận.",
        "en": "Appeal no. {appeal}: declined.",
    },
    # The round's points
    "round.share_of_max": {
        "vi": "Điểm vòng: quy theo mức tối đa về thang {scale}.",
        "en": "Round points: the share of the maximum on a scale of {scale}.",
    },
    "round.share_of_best": {
        "vi": "Điểm vòng: so với bài tốt nhất, thang {scale}.",
        "en": "Round points: the share of the best entry's value on a scale of {scale}.",
    },
    "round.z": {
        "vi": "Điểm vòng: chuẩn hoá trong bảng về trung bình {mean}, độ lệch chuẩn {deviation}.",
        "en": "Round points: standardised over the field to mean {mean}, standard deviation {deviation}.",
    },
    "round.rank": {
        "vi": "Điểm vòng là thứ hạng trong vòng (1, 2, 2, 4).",
        "en": "Round points are the rank in the round (1, 2, 2, 4).",
    },
    "round.rank_average": {
        "vi": "Điểm vòng là thứ hạng trong vòng, đồng hạng chia đều (1; 2,5; 2,5; 4).",
        "en": "Round points are the rank in the round, shared ranks averaged (1, 2.5, 2.5, 4).",
    },
    "round.order.asc": {
        "vi": "Số nhỏ hơn là tốt hơn.",
        "en": "The smaller number is better.",
    },
    "missing.unranked": {
        "vi": "Không có kết quả ở vòng này thì không được xếp hạng.",
        "en": "Without a result in this round there is no rank.",
    },
    "missing.skip": {
        "vi": "Không có kết quả ở vòng này thì vòng không cộng gì.",
        "en": "Without a result this round adds nothing.",
    },
    "missing.zero": {
        "vi": "Không có kết quả ở vòng này thì tính 0.",
        "en": "Without a result this round counts zero.",
    },
    "rounding": {"vi": "{place} làm tròn {how}.", "en": "{place} rounded {how}."},
    "rounding.sheet": {"vi": "Điểm phiếu", "en": "Sheets are"},
    "rounding.judges": {"vi": "Điểm gộp các phiếu", "en": "The judges' value is"},
    "rounding.severity": {"vi": "Điểm hiệu chỉnh", "en": "Adjusted values are"},
    "rounding.attempt": {"vi": "Điểm của lượt", "en": "Attempts are"},
    "rounding.round": {"vi": "Điểm vòng", "en": "Round points are"},
    "rounding.combine": {"vi": "Tổng điểm", "en": "The total is"},
    "rounding.half_up": {"vi": "đến {digits} chữ số thập phân", "en": "to {digits} decimals"},
    "rounding.half_even": {
        "vi": "đến {digits} chữ số thập phân (một nửa về số chẵn)",
        "en": "to {digits} decimals (halves to even)",
    },
    "rounding.truncate": {
        "vi": "bằng cách cắt sau {digits} chữ số thập phân",
        "en": "by cutting after {digits} decimals",
    },
    # The points of the entry
    "combine.weighted_sum": {
        "vi": "Tổng điểm: cộng điểm các vòng, mỗi vòng nhân hệ số.",
        "en": "Total: the rounds' points, each times its weight, added up.",
    },
    "combine.outside": {
        "vi": "Vòng này không cộng vào tổng điểm.",
        "en": "This round is no part of the total.",
    },
    "combine.none": {"vi": "Tổng điểm là điểm của vòng.", "en": "The total is the round's points."},
    "combine.single": {
        "vi": "Chỉ một vòng tính điểm: tổng điểm là điểm của vòng đó.",
        "en": "One round counts: the total is its points.",
    },
    "combine.rank_sum": {
        "vi": "Tổng điểm: cộng thứ hạng ở các vòng, mỗi vòng nhân hệ số; nhỏ hơn đứng trước.",
        "en": "Total: the ranks in the rounds, each times its weight; the smaller goes first.",
    },
    "combine.product": {
        "vi": "Tổng điểm: nhân điểm các vòng với nhau.",
        "en": "Total: the product of the rounds' points.",
    },
    "combine.lexicographic": {
        "vi": "So vòng đầu trước; bằng nhau mới so vòng sau.",
        "en": "The first round is compared first, the next only where it is equal.",
    },
    "combine.skating": {
        "vi": "Gộp thứ hạng các vòng theo hệ thống skating, quy tắc 9–11.",
        "en": "The rounds' places are combined by the skating system, rules 9–11.",
    },
    # Rank keys
    "key.points": {"vi": "Tổng điểm", "en": "Total points"},
    "key.round.points": {"vi": "Điểm vòng {round}", "en": "Points of {round}"},
    "key.round.value": {"vi": "Kết quả vòng {round}", "en": "Result of {round}"},
    "key.round.rank": {"vi": "Hạng ở vòng {round}", "en": "Rank in {round}"},
    "key.attempts_sorted": {
        "vi": "Các lượt ở vòng {round}, từ tốt nhất",
        "en": "Attempts in {round}, best first",
    },
    "key.item": {"vi": "{item} (vòng {round})", "en": "{item} ({round})"},
    "key.time": {"vi": "{item} (vòng {round})", "en": "{item} ({round})"},
    "key.closest": {
        "vi": "{item}: chênh lệch so với giá trị thật",
        "en": "{item}: distance to the true value",
    },
    "key.iterated_drop": {
        "vi": "Vòng {round}: trung bình khi bỏ dần lượt thấp nhất",
        "en": "{round}: means after dropping one more lowest attempt",
    },
    "key.earliest": {"vi": "Thời điểm nộp", "en": "Time of submission"},
    "key.head_to_head": {"vi": "Đối đầu trực tiếp ở vòng {round}", "en": "Head to head in {round}"},
    "key.extra_run": {"vi": "Lượt thi phụ ở vòng {round}", "en": "Extra run in {round}"},
    "key.draw": {"vi": "Thứ tự bốc thăm", "en": "Order of the draw"},
    "key.decision": {"vi": "Quyết định của ban giám khảo", "en": "Decision of the jury"},
    "order.desc": {"vi": "lớn hơn đứng trước", "en": "the larger goes first"},
    "order.asc": {"vi": "nhỏ hơn đứng trước", "en": "the smaller goes first"},
    "order.moment": {"vi": "sớm hơn đứng trước", "en": "the earlier goes first"},
    "decided.above": {
        "vi": "Đứng sau bài liền trên vì: {key}.",
        "en": "Behind the entry above because of: {key}.",
    },
    "decided.below": {
        "vi": "Đứng trước bài liền dưới nhờ: {key}.",
        "en": "Ahead of the entry below thanks to: {key}.",
    },
    "decided.tied": {
        "vi": "Đồng hạng với {count} bài: mọi tiêu chí so sánh đều bằng nhau.",
        "en": "Shares the rank with {count} more: every key is equal.",
    },
    "decided.unranked": {
        "vi": "Bài chưa được xếp hạng: chưa đủ kết quả.",
        "en": "The entry has no rank: results are missing.",
    },
    "decided.disqualified": {"vi": "Bài bị loại.", "en": "The entry is disqualified."},
    "decided.withdrawn": {"vi": "Bài đã rút.", "en": "The entry was withdrawn."},
    # Prizes
    "prize": {"vi": "{prize}: xét từ hạng cao xuống", "en": "{prize}: down the ranks"},
    "prize.quota": {"vi": "{quota} suất mỗi bảng", "en": "{quota} in each division"},
    "prize.quota.whole": {"vi": "{quota} suất", "en": "{quota} in all"},
    "prize.share": {
        "vi": "{share} số bài được xếp hạng",
        "en": "{share} of the ranked entries",
    },
    "prize.minimum": {"vi": "từ {minimum} điểm trở lên", "en": "from {minimum} points on"},
    "prize.decided": {
        "vi": "do ban tổ chức quyết định khác với đề xuất theo hạng",
        "en": "decided by the organisers against the suggestion by rank",
    },
}
