"""Certificates for all who took part, schools, mentors and judges; rules of wording."""

import pytest

from certificates.errors import NothingToPrint
from certificates.models import Certificate, Register
from certificates.recipients import recipients
from certificates.services import create_template, order_batch
from judging.models import Judge
from leaderboards.freezing import people_behind
from submissions.models import Mentor
from tests.factories.accounts import make_user
from tests.factories.certificates import issue_missing, make_publication
from tests.factories.contests import make_contest, make_organization
from tests.factories.submissions import make_entry


def _issued(publication, **definition):
    template = create_template(
        contest=publication.contest, design="modern", definition=definition, by=None
    )
    return issue_missing(publication, template)


def _said(certificate):
    return "".join(run["text"] for run in certificate.content["achievement"]).replace("\xa0", " ")


@pytest.fixture
def published(db):
    """Two winners and one without a prize; the first two of one school and one mentor."""
    contest = make_contest()
    school = make_organization(name="Trường THCS Nguyễn Du")
    teacher = make_user()
    entries = [
        make_entry(contest, title=f"Đề tài {n}", organization=school if n < 2 else None)
        for n in range(3)
    ]
    for entry in entries[:2]:
        Mentor.objects.create(entry=entry, user=teacher, full_name="Cô Hoa")
    publication = make_publication(contest, entries)
    publication.awards.filter(entry=entries[2]).delete()
    return publication


def _traces(publication, **sheets):
    publication.payload["private"]["traces"] = {
        code: {
            "state": state,
            "rounds": {"r": {"attempts": [{"sheets": [{"judge": one} for one in judges]}]}},
        }
        for code, (state, judges) in sheets.items()
    }
    publication.save()


def test_who_took_part_is_certified_with_or_without_a_prize(published):
    issued = _issued(published, kind="participation")
    assert [each.entry.title for each in issued] == ["Đề tài 0", "Đề tài 1", "Đề tài 2"]
    assert {each.award for each in issued} == {None}
    assert _said(issued[2]).startswith(f"Đã tham gia {published.contest.title}")


def test_who_is_disqualified_in_the_publication_did_not_take_part(published):
    codes = sorted(published.payload["private"]["entries"])
    states = dict(zip(codes, ("ranked", "disqualified", "withdrawn"), strict=True))
    _traces(published, **{code: (state, []) for code, state in states.items()})
    assert [each.entry.code for each in _issued(published, kind="participation")] == codes[:1]


def test_merit_goes_once_to_each_who_has_a_prize(published):
    assert [each.entry.title for each in _issued(published, kind="merit")] == [
        "Đề tài 0",
        "Đề tài 1",
    ]


def test_a_school_gets_one_with_the_tally_of_its_prizes(published):
    (school,) = _issued(published, per="school", kind="merit")
    assert school.content["recipient"] == "Trường THCS Nguyễn Du"
    assert _said(school).endswith("đạt 1 Giải Nhất, 1 Giải Nhì")


def test_a_mentor_of_two_entries_gets_one(published):
    (mentor,) = _issued(published, per="mentor")
    assert mentor.content["recipient"] == "Cô Hoa"
    assert (mentor.mentor.user, mentor.entry) == (Mentor.objects.first().user, None)
    assert "1 Giải Nhất, 1 Giải Nhì" in _said(mentor)


def test_judges_are_those_whose_sheets_the_publication_counts(published):
    for code, name in (("gk1", "Thầy Nam"), ("gk2", "Cô Lan")):
        Judge.objects.create(contest=published.contest, code=code, full_name=name)
    _traces(published, **{next(iter(published.payload["private"]["entries"])): ("ranked", ["gk2"])})
    (judge,) = _issued(published, per="judge")
    assert (judge.content["recipient"], judge.content["address"]) == ("Cô Lan", "Giám khảo")


def test_a_batch_for_judges_without_judges_is_refused(published):
    template = create_template(
        contest=published.contest, design="modern", definition={"per": "judge"}, by=None
    )
    with pytest.raises(NothingToPrint):
        order_batch(publication=published, template=template, by=make_user())


def test_numbers_of_all_kinds_stand_in_one_register_without_a_gap(published):
    for definition in ({}, {"kind": "participation"}, {"per": "school"}, {"per": "mentor"}):
        _issued(published, **definition)
        _issued(published, **definition)  # nothing twice
    numbers = list(Certificate.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 2 + 3 + 1 + 1 + 1))
    assert Register.objects.get().last == len(numbers)


def test_a_holder_is_named_alike_in_an_amended_publication(published):
    entries = [award.entry for award in published.awards.order_by("order")]
    first = [each.holder for each in recipients(published, "participant", "prize")]
    again = make_publication(published.contest, entries, state="superseded")
    assert [each.holder for each in recipients(again, "participant", "prize")] == first


def test_the_first_rule_that_matches_division_and_prize_words_the_certificate(published):
    rules = [
        {"award": "nhat", "title": "GIẤY KHEN", "achievement": "Đứng đầu {division}"},
        {"award": "ba", "achievement": "Không"},
    ]
    first, second = _issued(published, rules=rules)
    assert (first.content["title"], _said(first)) == (
        "GIẤY KHEN",
        f"Đứng đầu {first.entry.division.title}",
    )
    assert "title" not in second.content
    assert _said(second).startswith("Đã đạt Giải Nhì")


# --- What the publication keeps -------------------------------------------------------


def _keep(publication, entry):
    """As a publication made today keeps an entry's people."""
    fresh = type(entry).objects.get(pk=entry.pk)
    kept = publication.payload["private"].setdefault("people", {})
    kept[entry.code] = people_behind(fresh)
    publication.save()


def test_school_and_mentor_are_those_of_the_publication(published):
    entry = published.awards.order_by("order").first().entry
    _keep(published, entry)
    mentor = entry.mentors.get()
    mentor.full_name = "Cô Huệ"
    mentor.save()
    Mentor.objects.create(entry=entry, full_name="Thầy Mới")
    school = entry.organization
    school.name = "Trường mới"
    school.save()
    entry.organization = make_organization()
    entry.save()
    published.awards.exclude(entry=entry).delete()
    (thanked,) = _issued(published, per="mentor")
    (merit,) = _issued(published, per="school", kind="merit")
    (prize,) = _issued(published)
    assert (thanked.content["recipient"], thanked.mentor) == ("Cô Hoa", mentor)
    assert (merit.content["recipient"], merit.school) == ("Trường THCS Nguyễn Du", school)
    assert prize.content["address"].endswith("Trường THCS Nguyễn Du")


def test_a_renamed_pupil_keeps_the_published_name_and_class(published):
    entry = published.awards.order_by("order").first().entry
    person = entry.participants.get()
    person.class_name = "9A"
    person.save()
    was = person.full_name
    _keep(published, entry)
    entry.participants.create(full_name="Người đến sau", order=7)
    person.full_name, person.class_name = "Tên Khác", "9B"
    person.save()
    published.awards.exclude(entry=entry).delete()
    (issued,) = _issued(published)
    assert (issued.content["recipient"], issued.participant) == (was, person)
    assert issued.content["address"].startswith("Học sinh lớp 9A")


def test_an_entry_without_people_at_publication_certifies_none(published):
    for award in published.awards.all():
        people = list(award.entry.participants.values_list("full_name", flat=True))
        award.entry.participants.all().delete()
        _keep(published, award.entry)
        award.entry.participants.create(full_name=people[0], order=1)
    assert _issued(published) == []


def test_an_entry_without_mentors_at_publication_thanks_none(published):
    for award in published.awards.all():
        award.entry.mentors.all().delete()
        _keep(published, award.entry)
        Mentor.objects.create(entry=award.entry, full_name="Thầy Mới")
    assert _issued(published, per="mentor") == []
