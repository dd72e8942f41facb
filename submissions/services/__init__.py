"""The verbs of the submissions app, the only writers of its tables."""

from submissions.services.attachments import (
    add_attachment,
    delete_attachment,
    finish_picture,
    set_attachment_public,
)
from submissions.services.consents import (
    record_name_consents,
    withdraw_name_consents,
    withdraw_own_name,
)
from submissions.services.entries import create_entry, update_entry
from submissions.services.people import MentorData, ParticipantData
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
    open_thumbnail,
)
from submissions.services.works import create_submission

__all__ = [
    "MentorData",
    "ParticipantData",
    "add_attachment",
    "create_entry",
    "create_submission",
    "delete_attachment",
    "disqualify_entry",
    "finish_picture",
    "make_thumbnail_again",
    "open_attachment",
    "open_thumbnail",
    "record_name_consents",
    "reinstate_entry",
    "set_attachment_public",
    "submit_entry",
    "unrank_entry",
    "update_entry",
    "withdraw_entry",
    "withdraw_name_consents",
    "withdraw_own_name",
]
