"""The contest's own part of a package: organizations, contest, divisions, forms, rounds, policies.

The shape of the members was checked by the package's schema. Never touches entries, judges or
results.
"""

from contests.package.marks import Mark, carried, mark_of, marked
from contests.package.reading import clear, load
from contests.package.records import record_import
from contests.package.rows import create_dated, told
from contests.package.rules import Rules, Source, add_problems, at, one_of
from contests.package.writing import dump

__all__ = [
    "Mark",
    "Rules",
    "Source",
    "add_problems",
    "at",
    "carried",
    "clear",
    "create_dated",
    "dump",
    "load",
    "mark_of",
    "marked",
    "one_of",
    "record_import",
    "told",
]
