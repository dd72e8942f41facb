"""Sessions in the database, read by a query that is built once: every page of a signed-in person
reads one. Never changes what a session holds or how long it lasts.
"""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from common.prepared import PreparedModels

_sessions = PreparedModels(lambda key: Session.objects.filter(session_key=key), str)


class SessionStore(db.SessionStore):
    """Django's own, apart from the reading."""

    def _get_session_from_db(self) -> Session | None:
        for session in _sessions(self.session_key or ""):
            if session.expire_date > timezone.now():
                return session
        self._session_key = None
        return None
