"""The error that every service raises: a stable code, an HTTP status, a text in each language.

How an error becomes an answer stands in `common.problems`; nothing here knows of HTTP beyond the
status number, and nothing of the domain.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from common.language import Text, in_language


@dataclass(frozen=True, slots=True)
class Fault:
    """One place of the input that is wrong.

    `pointer` is a JSON Pointer (RFC 6901) into the request's body, `detail` says what to do.
    """

    detail: str | Text
    pointer: str
    code: str | None = None


class DomainError(Exception):
    """Base of the errors that a person can do something about.

    A subclass declares `code` (stable, part of the API), `status` and `text`, whose fields in
    braces are filled from the keyword arguments:

        class SheetStale(DomainError):
            code = "sheet-stale"
            status = 412
            text = {"vi": "…", "en": "…"}

        raise SheetStale(extra={"current": state}, judge=name)

    `errors` names the faults of single fields; `extra` holds further members of the answer
    (they must be JSON), such as the current state after a stale write.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    text: ClassVar[Text] = {"vi": "Yêu cầu không hợp lệ.", "en": "The request is not valid."}

    def __init__(
        self,
        *,
        errors: Iterable[Fault] = (),
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        **params: Any,
    ) -> None:
        self.errors = tuple(errors)
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})
        self.params = params
        super().__init__(self.detail("en"))

    def detail(self, language: str | None = None) -> str:
        """The text in `language`, by default that of the current request."""
        return in_language(self.text, language).format(**self.params)
