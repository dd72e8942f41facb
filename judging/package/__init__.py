"""The judging's part of a package: people, what they were to judge, what happened, their sheets.

`panels` carries panels, judges, conflicts and assignments; `attempts` matches and attempts;
`sheets` the scoresheets with their revisions. Nothing here commits or ranks.
"""

from judging.package.carry import clear, dump, load

__all__ = ["clear", "dump", "load"]
