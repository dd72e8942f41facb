"""The matrix: one row an endpoint, ten columns, thought out from what each role is for.

    anonymous  other_student  entry_student  mentor  assigned_judge  unassigned_judge
    head_judge  organiser  other_organiser  staff

401: sign in first. 404: what a person may not see does not exist for them. 403: they see it and
may not do this. A second row of an endpoint carries a word after "#".
"""

from tests.permissions.matrix import (
    accounts,
    certificates,
    contests,
    judging_arranging,
    judging_moderation,
    judging_scoring,
    leaderboards,
    submissions,
)
from tests.permissions.rows import Row

MATRIX: dict[str, Row] = {
    **accounts.ROWS,
    **contests.ROWS,
    **submissions.ROWS,
    **judging_arranging.ROWS,
    **judging_scoring.ROWS,
    **judging_moderation.ROWS,
    **leaderboards.ROWS,
    **certificates.ROWS,
}
