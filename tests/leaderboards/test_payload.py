"""Parts of a frozen payload are found by keys of any form, and the rest stays where it is."""

from __future__ import annotations

import pytest

from leaderboards.models import Publication
from leaderboards.payload import parts
from tests.leaderboards.test_publicity import Hall

pytestmark = pytest.mark.django_db

CODES = ["B-001", "12", "a__b", "a.b", "Bài 1", 'a"b']


def test_part_is_found_by_codes_that_look_like_anything_else(django_assert_num_queries):
    publication = Hall().publish()
    payload = {"traces": {code: {"rank": n} for n, code in enumerate(CODES)}, "warnings": ["x"]}
    Publication.objects.filter(pk=publication.pk).update(payload=payload)
    for n, code in enumerate(CODES):
        with django_assert_num_queries(1):
            found = parts(publication, trace=("traces", code), warnings=("warnings",))
        assert found == {"trace": {"rank": n}, "warnings": ["x"]}
    assert parts(publication, trace=("traces", "0"), none=("no", "way")) == {
        "trace": None,
        "none": None,
    }
