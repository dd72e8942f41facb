"""Finding names as people type them: "nguyen" finds Nguyễn, on both databases.

Importing this module gives text fields the transform `plain`. The text must be in NFC, as
`common.text` leaves it. Reads every row that the other filters leave; no index helps it.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Q, TextField, Transform
from django.db.models.sql.compiler import SQLCompiler

from common.errors import DomainError
from common.text import plain

# Letters of the Latin blocks whose plain form is one other letter, for PostgreSQL's translate().
_MARKED = [
    letter
    for letter in map(chr, [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)])
    if len(plain(letter)) == 1 and plain(letter).isascii()
]
_PLAIN = "".join(map(plain, _MARKED))


@CharField.register_lookup
@TextField.register_lookup
class Plain(Transform):
    """Lower case without marks; on SQLite `common.sqlite` brings the function."""

    lookup_name = "plain"
    function = "PLAIN"

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, Any]:
        return self.as_sql(
            compiler,
            connection,
            template=f"LOWER(TRANSLATE(%(expressions)s, '{''.join(_MARKED)}', '{_PLAIN}'))",
        )


MAX_LENGTH = 100


class SearchTooLong(DomainError):
    code = "search-too-long"
    status = 400
    text = {
        "vi": "Chữ cần tìm dài quá {most} ký tự; hãy rút gọn.",
        "en": "The search has more than {most} characters; shorten it.",
    }


def holding(words: str, *fields: str) -> Q:
    """Rows with `words` in one of `fields`, whatever the case and the marks. Raises SearchTooLong."""
    if len(words) > MAX_LENGTH:
        raise SearchTooLong(most=MAX_LENGTH)
    wanted = plain(words)
    return reduce(or_, (Q(**{f"{field}__plain__contains": wanted}) for field in fields))
