"""What to say of a name that nobody knows: which known one is nearest to it.

For members of bodies and of queries alike; knows no endpoint.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from rest_framework.exceptions import ErrorDetail, ValidationError

from common.language import Text, in_language
from common.text import single_line

_NEAR: Text = {
    "vi": "Ở đây không nhận “{name}”; có phải bạn muốn gửi “{near}”?",
    "en": "“{name}” is not taken here; did you mean “{near}”?",
}
_KNOWN: Text = {
    "vi": "Ở đây không nhận “{name}”; hãy bỏ đi. Các tên được nhận: {known}.",
    "en": "“{name}” is not taken here; leave it out. What is taken: {known}.",
}
_NONE: Text = {
    "vi": "Ở đây không nhận “{name}”, cũng không nhận tên nào khác; hãy bỏ đi.",
    "en": "Neither “{name}” nor any other name is taken here; leave it out.",
}
_SHOWN = 60
"""Letters of an unknown name that are repeated to its sender."""
_NAMED = 8
"""Unknown names that one answer names: the sender needs a hint, not an echo."""


def refuse_unknown(given: Iterable[object], known: Collection[str]) -> None:
    """Raises ValidationError that names each of `given` that is not `known`."""
    unknown = [str(name) for name in given if name not in known]
    if unknown:
        raise ValidationError(
            {
                name[:_SHOWN]: [ErrorDetail(_sentence(name[:_SHOWN], known), code="unknown")]
                for name in unknown[:_NAMED]
            }
        )


def _sentence(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, known, n=1)
    text = _NEAR if near else _KNOWN if known else _NONE
    return in_language(text).format(
        name=single_line(name), near=next(iter(near), ""), known=", ".join(sorted(known))
    )
