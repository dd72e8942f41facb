"""The verbs of the submissions app, the only writers of its tables."""

from submissions.services.attachments import (
    add_attachment,
    delete_attachment,
    finish_picture,
    set_attachment_public,
)
from submissions.services.blinding import examine_attachment, is_examined
from submissions.services.consents import (
    record_name_consents,
    withdraw_name_consents,
    withdraw_own_name,
)
from submissions.services.entries import create_entry, create_entry_once, update_entry
from submissions.services.invitations import (
    accept_invitation,
    decide_invitation,
    decline_invitation,
    withdraw_invitation,
)
from submissions.services.matching import MentorData, ParticipantData
from submissions.services.requests import (
    accept_request,
    decline_request,
    request_people,
    withdraw_request,
)
from submissions.services.states import (
    disqualify_entry,
    reinstate_entry,
    submit_entry,
    unrank_entry,
    withdraw_entry,
)
from submissions.services.stored import (
    make_thumbnail_again,
    open_attachment,
    open_blind,
    open_thumbnail,
)
from submissions.services.works import create_submission

__all__ = [
    "MentorData",
    "ParticipantData",
    "accept_invitation",
    "accept_request",
    "add_attachment",
    "create_entry",
    "create_entry_once",
    "create_submission",
    "decide_invitation",
    "decline_invitation",
    "decline_request",
    "delete_attachment",
    "disqualify_entry",
    "examine_attachment",
    "finish_picture",
    "is_examined",
    "make_thumbnail_again",
    "open_attachment",
    "open_blind",
    "open_thumbnail",
    "record_name_consents",
    "reinstate_entry",
    "request_people",
    "set_attachment_public",
    "submit_entry",
    "unrank_entry",
    "update_entry",
    "withdraw_entry",
    "withdraw_invitation",
    "withdraw_name_consents",
    "withdraw_own_name",
    "withdraw_request",
]
