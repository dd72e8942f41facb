"""The verbs of the contests app, the only writers of its tables."""

from contests.paths import made_for_contest
from contests.services.forms import (
    check_definition,
    create_form,
    create_form_version,
    create_policy,
    mark_form_version_used,
    mark_round_assigned,
    mark_round_scored,
)
from contests.services.grants import grant, revoke_grant
from contests.services.organizations import (
    create_campaign,
    create_organization,
    fix_organization,
    grant_organization,
    may_not_create_for,
    revoke_organization_grant,
)
from contests.services.setup import (
    CREATOR_GRANTS,
    check_settings,
    create_contest,
    update_contest,
)
from contests.services.structure import (
    check_form_version,
    create_division,
    create_round,
    delete_division,
    delete_round,
    update_division,
    update_round,
    use_form_version,
)

__all__ = [
    "CREATOR_GRANTS",
    "check_definition",
    "check_form_version",
    "check_settings",
    "create_campaign",
    "create_contest",
    "create_division",
    "create_form",
    "create_form_version",
    "create_organization",
    "create_policy",
    "create_round",
    "delete_division",
    "delete_round",
    "fix_organization",
    "grant",
    "grant_organization",
    "made_for_contest",
    "mark_form_version_used",
    "mark_round_assigned",
    "mark_round_scored",
    "may_not_create_for",
    "revoke_grant",
    "revoke_organization_grant",
    "update_contest",
    "update_division",
    "update_round",
    "use_form_version",
]
