"""Vietnamese for what DRF says of a field: its own catalogue leaves most of these out.

Holds the sentences only; a text that is not among them stays as it is.
"""

import re

_TEXTS = {
    "This field may not be null.": "Không được để trống.",
    "A valid integer is required.": "Nhập một số nguyên.",
    "A valid biginteger is required.": "Nhập một số nguyên.",
    "A valid number is required.": "Nhập một số.",
    "String value too large.": "Nội dung quá dài.",
    "Must be a valid boolean.": "Hãy chọn có hoặc không.",
    "Not a valid string.": "Hãy nhập chữ.",
    "Must be a valid UUID.": "Không đúng dạng UUID.",
    "Ensure this field has no more than {max_length} characters.": "Nhiều nhất {max_length} ký tự.",
    "Ensure this field has at least {min_length} characters.": "Ít nhất {min_length} ký tự.",
    "Ensure this value is less than or equal to {max_value}.": "Nhiều nhất là {max_value}.",
    "Ensure this value is greater than or equal to {min_value}.": "Ít nhất là {min_value}.",
    "Ensure this field has no more than {max_length} elements.": "Nhiều nhất {max_length} mục.",
    "Ensure this field has at least {min_length} elements.": "Ít nhất {min_length} mục.",
    '"{input}" is not a valid choice.': "Không có lựa chọn “{input}”.",
    "This selection may not be empty.": "Hãy chọn ít nhất một mục.",
    "Datetime has wrong format. Use one of these formats instead: {format}.": (
        "Ngày giờ chưa đúng dạng; hãy ghi theo dạng {format}."
    ),
    'Expected a list of items but got type "{input_type}".': "Cần một danh sách.",
    'Expected a dictionary of items but got type "{input_type}".': "Cần một đối tượng JSON.",
    "Invalid data. Expected a dictionary, but got {datatype}.": "Cần một đối tượng JSON.",
    'Invalid pk "{pk_value}" - object does not exist.': "Không có mục số {pk_value}.",
    "Incorrect type. Expected pk value, received {data_type}.": "Hãy chọn một mục.",
    "Object with {slug_name}={value} does not exist.": "Không có mục “{value}”.",
    "The submitted data was not a file. Check the encoding type on the form.": "Hãy chọn một tệp.",
}


def _pattern(text: str) -> re.Pattern[str]:
    """Reads `text` back with what stands in its braces."""
    parts = re.split(r"\{(\w+)\}", text)
    return re.compile(
        "".join(
            f"(?P<{part}>.*)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
        ),
        re.DOTALL,
    )


_PATTERNS = tuple((_pattern(english), vietnamese) for english, vietnamese in _TEXTS.items())


def vietnamese(text: str) -> str:
    """`text` in Vietnamese where DRF said it in English; any other as it is."""
    for pattern, translated in _PATTERNS:
        if found := pattern.fullmatch(text):
            return translated.format(**found.groupdict())
    return text
