"""Every endpoint of the API, read from the URL resolver: nothing is listed by hand.

An endpoint is a method at a named address, "POST entry-submit". allauth's addresses
(/_allauth/), the admin's and the shell's stand outside /api/v1/: the first are a library's own
with tests of its own, the second asks Django's staff test at its one door, the third holds no data.
"""

from collections.abc import Iterator

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

PREFIX = "api/v1/"
_METHODS = ("get", "post", "put", "patch", "delete")


def endpoints() -> frozenset[str]:
    """The keys of all endpoints below /api/v1/."""
    return frozenset(
        f"{method.upper()} {pattern.name}"
        for path, pattern in _patterns(get_resolver().url_patterns)
        if path.startswith(PREFIX)
        for method in _methods(pattern)
    )


def models() -> dict[str, type[Model] | None]:
    """The model that an endpoint's view is of, by the address' name; None where it has none."""
    found = {}
    for path, pattern in _patterns(get_resolver().url_patterns):
        if path.startswith(PREFIX):
            view = getattr(pattern.callback, "cls", None) or pattern.callback.view_class
            queryset = getattr(view, "queryset", None)
            found[pattern.name] = None if queryset is None else queryset.model
    return found


def _patterns(
    patterns: list[URLPattern | URLResolver], path: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        below = path + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, below)
        else:
            assert pattern.name or not below.startswith(PREFIX), f"{below} has no name"
            yield below, pattern


def _methods(pattern: URLPattern) -> list[str]:
    actions = getattr(pattern.callback, "actions", None)
    if actions is not None:  # a view set
        return [method for method in _METHODS if method in actions]
    view = pattern.callback.view_class
    return [method for method in _METHODS if hasattr(view, method)]
