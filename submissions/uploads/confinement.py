"""Has a confined process look inside an upload, and brings its refusals back."""

from __future__ import annotations

from typing import IO, Any

from common import confined
from submissions import errors


def confined_reading(
    function: str, file: IO[bytes], name: str, *arguments: Any,
    limits: confined.Limits = confined.Limits(),
) -> Any:  # fmt: skip
    """What the function answers of the file of that name; raises subclasses of UploadRefused."""
    try:
        return confined.run(function, name, *arguments, file=file, limits=limits)
    except confined.Refusal as refusal:
        raise _REFUSALS[refusal.code](**refusal.params) from refusal
    except confined.Exceeded as error:
        raise errors.UploadTooCostly(name=name) from error


_REFUSALS = {kind.code: kind for kind in errors.UploadRefused.__subclasses__()}
