"""A contest whose sheets are on paper, for the tests of typing in and of printing."""

from __future__ import annotations

from django.core.cache import cache
from rest_framework.test import APIClient

from contests.services import grant
from judging.models import Scoresheet
from judging.services import decide_paper, issue_papers, transcribe
from tests.factories.accounts import make_user
from tests.factories.judging import make_judge, make_judged_contest, make_sheet
from tests.factories.submissions import make_entry

READ = {"idea": 7, "craft": 8}


class Desk:
    """A contest with one sheet on paper, two secretaries and a head judge."""

    def __init__(self, **changes) -> None:
        self.contest, self.round = make_judged_contest(judges_per_entry=1, **changes)
        self.judge = make_judge(self.contest)
        self.entry = make_entry(self.contest)
        self.sheet = make_sheet(self.judge, self.entry, self.round)
        self.first, self.second = make_user("Thư ký Một"), make_user("Thư ký Hai")
        for secretary in (self.first, self.second):
            grant(contest=self.contest, name="manage", to=secretary)
        self.head = make_judge(self.contest, role="head").user
        grant(contest=self.contest, name="chair", to=self.head)
        (self.paper,) = issue_papers(sheets=[self.sheet])

    def type(self, typist, values=READ, **more):
        self.paper = transcribe(
            **{
                "paper_id": self.paper.pk,
                "typist": typist,
                "values": values,
                "comments": {},
                **more,
            }
        )
        return self.paper.state

    def decide(self, verdict, actor=None, reason="xem lại phiếu giấy", **more):
        self.paper.refresh_from_db()
        self.paper = decide_paper(
            paper_id=self.paper.pk,
            actor=actor or self.head,
            expected_revision=self.paper.revision,
            verdict=verdict,
            reason=reason,
            **more,
        )
        return self.paper.state

    def now(self) -> Scoresheet:
        self.sheet.refresh_from_db()
        return self.sheet


class Document:
    def __init__(self, values, comments=None, kind="scored") -> None:
        self.kind, self.values, self.comments = kind, values, comments or {}


def client_of(user) -> APIClient:
    client = APIClient()
    client.force_login(user)
    cache.clear()
    return client
