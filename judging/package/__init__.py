"""The judging's part of a package: people, what they were to judge, what happened, their sheets.

`panels` carries panels, judges, conflicts and assignments; `attempts` matches and attempts;
`sheets` the scoresheets with their revisions; `rounds` changes of forms, locks and minutes;
`discrepancies`, `overrides`, `seats`, `feedback` and `papers` what their names say. `places` finds
what rows refer to. Nothing here commits or ranks.
"""

from judging.package.accounts import Links
from judging.package.carry import clear, dump, load
from judging.package.panels import organizations
from judging.package.places import Places, steps

__all__ = ["Links", "Places", "clear", "dump", "load", "organizations", "steps"]
