"""Problems found in a definition or in a sheet's values.

A problem carries a stable code and parameters; its text is made by `scoring.messages`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["block", "warn"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where.

    `pointer` is a JSON pointer (RFC 6901) into the definition, or "/values/<item>",
    "/comments/<item>", "/groups/<id>", "/rules/<id>" for a sheet.
    """

    code: str
    pointer: str
    item: str | None = None
    severity: Severity = "block"
    params: Mapping[str, Any] = field(default_factory=dict)


class DefinitionError(ValueError):
    """A form or policy definition that cannot be used; `problems` names every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.pointer}: {p.code}" for p in self.problems))


class ExpressionError(ValueError):
    """An expression that has no value: division by zero, wrong type, number too large."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.params = params
        super().__init__(code)
