"""The contest's own part of a package: organizations, contest, divisions, forms, rounds, policies.

The shape of the members was checked by the package's schema. Never touches entries, judges or
results.
"""

from contests.package.reading import clear, load
from contests.package.rows import create_dated, told
from contests.package.rules import Rules, add_problems, at, one_of
from contests.package.writing import dump

__all__ = ["Rules", "add_problems", "at", "clear", "create_dated", "dump", "load", "one_of", "told"]
