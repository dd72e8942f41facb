"""Who scores what: a pure problem in, a plan with its reasons out.

Codes of entries and judges only; no models, no requests, no texts but `messages`. Services turn
assignments, conflicts and sheets into a Problem and write what the Plan says.
"""

from judging.allocation.anchors import choose_anchors
from judging.allocation.plan import Note, Plan, Uncovered
from judging.allocation.problem import Pair, Problem
from judging.allocation.solver import allocate

__all__ = ["Note", "Pair", "Plan", "Problem", "Uncovered", "allocate", "choose_anchors"]
