"""Texts of problems by code, in Vietnamese and English: what is wrong and what to do."""

from collections.abc import Mapping

from scoring.errors import Problem

TEXTS: Mapping[str, tuple[str, str]] = {
    # a sheet's values
    "required": ("Chưa chấm “{item}”. Hãy nhập giá trị.", "“{item}” is empty. Enter a value."),
    "empty": ("Phiếu chưa có điểm nào.", "The sheet has no points yet."),
    "type": ("“{item}”: giá trị không đúng kiểu.", "“{item}”: the value has the wrong type."),
    "below-min": ("“{item}” phải từ {min} trở lên.", "“{item}” must be at least {min}."),
    "above-max": ("“{item}” không được quá {max}.", "“{item}” must be at most {max}."),
    "off-step": (
        "“{item}” phải theo bước {step}, tính từ {start}.",
        "“{item}” must go in steps of {step} from {start}.",
    ),
    "not-a-level": ("“{item}”: hãy chọn một mức có trong phiếu.", "“{item}”: choose a listed level."),
    "not-an-option": (
        "“{item}”: không có lựa chọn “{value}”.",
        "“{item}”: there is no option “{value}”.",
    ),
    "duplicate-option": (
        "“{item}”: một lựa chọn bị lặp lại.",
        "“{item}”: an option is chosen twice.",
    ),
    "unmapped": (
        "“{item}”: bảng quy đổi không có giá trị này.",
        "“{item}”: the conversion table lacks this value.",
    ),
    "division-by-zero": ("“{item}”: công thức chia cho 0.", "“{item}”: the formula divides by zero."),
    "expression-type": (
        "“{item}”: công thức dùng giá trị không phải số.",
        "“{item}”: the formula uses a value that is not a number.",
    ),
    "number-too-large": ("“{item}”: số quá lớn.", "“{item}”: the number is too large."),
    "comment-required": ("“{item}”: hãy viết nhận xét.", "“{item}”: write a comment."),
    "computed-given": (
        "“{item}” được tính tự động; giá trị gửi lên bị bỏ qua.",
        "“{item}” is computed; the value sent is ignored.",
    ),
    "unknown-item": ("Phiếu không có mục “{item}”.", "The form has no item “{item}”."),
    "rule": ("Phiếu vi phạm quy tắc “{rule}”.", "The sheet breaks the rule “{rule}”."),
    # a definition
    "object-expected": ("{pointer}: cần một đối tượng.", "{pointer}: an object is expected."),
    "list-expected": ("{pointer}: cần một danh sách.", "{pointer}: a list is expected."),
    "list-empty": ("{pointer}: danh sách không được rỗng.", "{pointer}: must not be empty."),
    "text-expected": (
        "{pointer}: cần văn bản, ít nhất bằng tiếng Việt.",
        "{pointer}: a text is expected, at least in Vietnamese.",
    ),
    "number-expected": (
        "{pointer}: cần một số, như 5, \"0.5\" hoặc \"1/3\".",
        "{pointer}: a number is expected, such as 5, \"0.5\" or \"1/3\".",
    ),
    "integer-expected": (
        "{pointer}: cần số nguyên từ {least} đến {most}.",
        "{pointer}: a whole number from {least} to {most} is expected.",
    ),
    "boolean-expected": ("{pointer}: cần true hoặc false.", "{pointer}: true or false is expected."),
    "not-allowed": ("{pointer}: chỉ nhận {allowed}.", "{pointer}: only {allowed} are allowed."),
    "unknown-key": ("{pointer}: không có khoá “{key}”.", "{pointer}: unknown key “{key}”."),
    "missing-key": ("{pointer}: thiếu “{key}”.", "{pointer}: “{key}” is missing."),
    "unknown-schema": (
        "{pointer}: chỉ hỗ trợ phiên bản {expected}.",
        "{pointer}: only version {expected} is supported.",
    ),
    "bad-id": (
        "{pointer}: mã chỉ gồm chữ thường, số, gạch dưới; bắt đầu bằng chữ.",
        "{pointer}: an id has lower-case letters, digits, underscores and starts with a letter.",
    ),
    "reserved-id": ("{pointer}: mã “{id}” đã được dành riêng.", "{pointer}: “{id}” is reserved."),
    "duplicate-id": ("{pointer}: mã “{id}” bị trùng.", "{pointer}: “{id}” is used twice."),
    "unknown-name": ("{pointer}: không có mục “{name}”.", "{pointer}: there is no “{name}”."),
    "unknown-option": ("{pointer}: không có lựa chọn “{option}”.", "{pointer}: no option “{option}”."),
    "option-unmapped": (
        "{pointer}: thiếu điểm cho lựa chọn “{option}”.",
        "{pointer}: option “{option}” has no points.",
    ),
    "unknown-operator": (
        "{pointer}: không có phép toán “{operator}”.",
        "{pointer}: there is no operator “{operator}”.",
    ),
    "expression-arity": (
        "{pointer}: phép “{operator}” nhận {count} toán hạng, cần từ {least} đến {most}.",
        "{pointer}: “{operator}” has {count} operands, {least} to {most} are expected.",
    ),
    "expression-shape": (
        "{pointer}: biểu thức phải có dạng {{\"phép\": [toán hạng]}}.",
        "{pointer}: an expression has the form {{\"operator\": [operands]}}.",
    ),
    "expression-too-large": ("{pointer}: biểu thức quá lớn.", "{pointer}: the expression is too large."),
    "not-for-kind": ("{pointer}: không dùng cho loại “{kind}”.", "{pointer}: not for kind “{kind}”."),
    "not-for-method": (
        "{pointer}: không dùng cho cách “{method}”.",
        "{pointer}: not for method “{method}”.",
    ),
    "min-above-max": ("{pointer}: nhỏ nhất lớn hơn lớn nhất.", "{pointer}: minimum above maximum."),
    "step-not-positive": ("{pointer}: bước phải lớn hơn 0.", "{pointer}: the step must be above 0."),
    "not-positive": ("{pointer}: phải lớn hơn 0.", "{pointer}: must be above 0."),
    "not-ascending": ("{pointer}: các bậc phải tăng dần.", "{pointer}: steps must ascend."),
    "value-or-range": (
        "{pointer}: mức có một giá trị hoặc một khoảng, không cả hai.",
        "{pointer}: a level has a value or a range, not both.",
    ),
    "levels-overlap": ("{pointer}: các mức chồng lên nhau.", "{pointer}: levels overlap."),
    "definition-too-large": (
        "Định nghĩa quá lớn; hãy giữ trong {parts} giá trị và {characters} ký tự.",
        "The definition is too large; keep it within {parts} values and {characters} characters.",
    ),
    "numbers-too-long": (
        "{pointer}: các số cộng hoặc nhân lại quá dài; hãy dùng số có ít chữ số hơn.",
        "{pointer}: the numbers add or multiply up to too many digits; use shorter ones.",
    ),
    "too-many": ("{pointer}: tối đa {most}.", "{pointer}: at most {most}."),
    "group-empty": ("{pointer}: nhóm “{group}” rỗng.", "{pointer}: group “{group}” is empty."),
    "group-cycle": ("{pointer}: nhóm “{group}” chứa chính nó.", "{pointer}: “{group}” holds itself."),
    "two-groups": (
        "{pointer}: “{name}” đã thuộc nhóm “{group}”.",
        "{pointer}: “{name}” is already in group “{group}”.",
    ),
    "unknown-round": ("{pointer}: không có vòng “{round}”.", "{pointer}: no round “{round}”."),
    "share-range": ("{pointer}: tỉ lệ ngoài phạm vi cho phép.", "{pointer}: share out of range."),
    "drops-everything": (
        "{pointer}: phải giữ lại ít nhất một lượt.",
        "{pointer}: at least one attempt must remain.",
    ),
    "maximum-unknown": (
        "{pointer}: không biết điểm tối đa; hãy ghi rõ.",
        "{pointer}: the maximum is unknown; state it.",
    ),
    "mixed-orders": (
        "{pointer}: các vòng xếp ngược chiều nhau; hãy ghi “order”.",
        "{pointer}: rounds run in opposite orders; state “order”.",
    ),
    "one-round-expected": ("{pointer}: chỉ được một vòng.", "{pointer}: one round only."),
    "zero-is-best": (
        "{pointer}: khi ít hơn là tốt hơn, thiếu điểm không thể tính là 0.",
        "{pointer}: where low is best, missing cannot count as zero.",
    ),
    "severity-alone": (
        "{pointer}: mô hình độ nghiêm khắc không đi cùng “standardise” hay “discrepancy”.",
        "{pointer}: a severity model does not go with “standardise” or “discrepancy”.",
    ),
    "last-band-open": (
        "{pointer}: bậc cuối nhận mọi độ lệch còn lại nên không có “up_to”.",
        "{pointer}: the last band takes all other differences, so it has no “up_to”.",
    ),
    # prizes
    "quota-exceeded": (
        "Giải “{prize}” vượt chỉ tiêu: {count}/{quota} do đồng hạng.",
        "Prize “{prize}” exceeds its quota: {count} of {quota}, because of a tie.",
    ),
    "quota-unfilled": (
        "Giải “{prize}” chưa đủ chỉ tiêu: {count}/{quota}.",
        "Prize “{prize}” is not filled: {count} of {quota}.",
    ),
    "minimum-unmet": (
        "Giải “{prize}”: chỉ {count} bài đạt mức tối thiểu {minimum}.",
        "Prize “{prize}”: only {count} entries reach the minimum {minimum}.",
    ),
    "tie-at-edge": (
        "Giải “{prize}”: đồng hạng ở ranh giới chỉ tiêu {quota}; ban tổ chức quyết định.",
        "Prize “{prize}”: a tie at the edge of the quota {quota}; the committee decides.",
    ),
}  # fmt: skip


def message(problem: Problem, language: str) -> str:
    """The problem's text in "vi" or "en" (else "vi"); a broken rule speaks with the form's own."""
    language = language if language in ("vi", "en") else "vi"
    own = problem.params.get("message")
    if isinstance(own, Mapping) and own.get("vi"):
        return str(own.get(language) or own["vi"])
    item = problem.item or problem.params.get("group") or problem.params.get("rule") or ""
    params = {
        key: ", ".join(map(str, value)) if isinstance(value, list) else value
        for key, value in problem.params.items()
    }
    params |= {"item": item, "pointer": problem.pointer or "/"}
    vietnamese, english = TEXTS[problem.code]
    return (vietnamese if language == "vi" else english).format_map(_Params(params))


class _Params(dict[str, object]):
    """Parameters of a text; one that the problem lacks is shown as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"
