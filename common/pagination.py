"""Lists by cursor: stable while rows are added, no count over the whole table."""

from rest_framework import pagination


class CursorPagination(pagination.CursorPagination):
    """50 rows a page unless `page_size` (at most 500) asks for more; newest first."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500
    ordering = "-pk"
