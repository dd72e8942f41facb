"""Finding a number in a text, for tests that it is not told. Never a part of a longer number: a time
such as 12:00:07.512 does not tell 7.5."""

import re


def number(value: str) -> str:
    """The pattern of `value` as a whole number, with a point or a comma and with zeros after it."""
    return rf"(?<![\d.,]){value.replace('.', '[.,]')}0*(?!\d)"


def tells(text: str, value: str) -> bool:
    return re.search(number(value), text) is not None
