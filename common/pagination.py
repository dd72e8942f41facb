"""Lists by cursor: stable while rows are added, no count over the whole table."""

from typing import Any

from django.core.exceptions import ValidationError
from rest_framework import pagination
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from common.parsers import storable


class CursorPagination(pagination.CursorPagination):
    """50 rows a page unless `page_size` (at most 500) asks for more; newest first."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500
    ordering = "-pk"

    def paginate_queryset(
        self, queryset: Any, request: Request, view: Any = None
    ) -> list[Any] | None:
        """Raises NotFound for a cursor that nobody was given, before the database is asked."""
        cursor = self.decode_cursor(request)
        if cursor is not None and cursor.position is not None:
            first = self.get_ordering(request, queryset, view)[0].removeprefix("-")
            try:
                queryset.filter(**{f"{first}__lt": cursor.position})
            except (ValueError, TypeError, OverflowError, ValidationError):
                raise NotFound(self.invalid_cursor_message) from None
            if not storable(str(cursor.position)):
                raise NotFound(self.invalid_cursor_message)
        found: list[Any] | None = super().paginate_queryset(queryset, request, view)
        return found
