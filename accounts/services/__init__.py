"""The verbs of accounts: the only writers of its tables.

Who may call them is the caller's affair.
"""

from accounts.services.cards import issue_card, redeem_card, revoke_card
from accounts.services.confirmations import confirm_in_person
from accounts.services.consents import (
    GUARDIAN_BELOW_YEARS,
    record_consent,
    record_own_consent,
    withdraw_consent,
)
from accounts.services.links import issue_link, redeem_link
from accounts.services.people import create_user, set_language, sign_up
from accounts.services.tokens import end_tokens, issue_token, note_use, revoke_token
from accounts.services.ways import end_ways_in

__all__ = [
    "GUARDIAN_BELOW_YEARS",
    "confirm_in_person",
    "create_user",
    "end_tokens",
    "end_ways_in",
    "issue_card",
    "issue_link",
    "issue_token",
    "note_use",
    "record_consent",
    "record_own_consent",
    "redeem_card",
    "redeem_link",
    "revoke_card",
    "revoke_token",
    "set_language",
    "sign_up",
    "withdraw_consent",
]
