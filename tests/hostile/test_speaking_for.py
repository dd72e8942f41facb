"""Who may speak for an organization: nobody issues, signs or creates in the name of another."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from rest_framework.test import APIClient

from accounts.models import AuditEvent, User
from certificates.models import Certificate, Register
from certificates.permissions import CertificatePolicy
from contests.models import (
    Contest,
    Organization,
    OrganizationGroupGrant,
    OrganizationUserGrant,
)
from contests.permissions import ContestPolicy, speaks_for, spoken_for
from contests.services import (
    grant,
    grant_organization,
    revoke_organization_grant,
    update_contest,
)
from judging.permissions import JudgingPolicy
from judging.services import create_judge
from leaderboards.package.carry import PackageRefused, export_contest, import_contest
from leaderboards.services import approve_publication, propose_publication
from tests.factories.accounts import make_staff, make_user
from tests.factories.certificates import make_certificates, make_publication
from tests.factories.contests import make_contest, make_officer, make_organization
from tests.factories.judging import make_judge, make_judged_contest, make_scored_entry
from tests.factories.submissions import make_entry

pytestmark = pytest.mark.django_db


class Tree:
    """nation > ward > school; a contest of the school with results, and who runs it."""

    def __init__(self) -> None:
        self.nation = make_organization("Toàn quốc", "nation")
        self.ward = make_organization("Phường Hoa Sữa", "ward", self.nation)
        self.school = make_organization("Trường THCS Sao Mai", "school", self.ward)
        self.contest = update_contest(contest=make_contest(), organization=self.school)
        self.manager = make_user("Lê Thị Tổ Chức")
        for name in ("manage", "publish", "issue_certificates"):
            grant(contest=self.contest, name=name, to=self.manager)

    def let(self, name: str, organization: Organization, user: User | None = None) -> None:
        grant_organization(organization=organization, name=name, to=user or self.manager, by=None)

    def client(self, user: User | None = None) -> APIClient:
        client = APIClient(headers={"accept-language": "en"})
        client.force_authenticate(user or self.manager)
        return client

    def move(self, to: Organization) -> Any:
        return self.client().patch(
            f"/api/v1/contests/{self.contest.slug}/", {"organization": to.code}
        )


def test_a_manager_cannot_take_another_organizations_name_and_give_it_back():
    tree = Tree()
    tree.let("certify", tree.school)
    tree.let("create_contests", tree.school)
    answer = tree.move(tree.nation)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/may-not-create-for")
    assert answer.json()["errors"] == [
        {
            "detail": "You may not create contests in the name of “Toàn quốc”; ask an administrator "
            "for the grant, under “Who speaks for organizations”.",
            "pointer": "/organization",
        }
    ]
    tree.contest.refresh_from_db()
    assert tree.contest.organization == tree.school
    assert not AuditEvent.objects.filter(kind="contest.moved", actor=tree.manager).exists()


@pytest.mark.parametrize("held", [(), ("school",), ("nation",)])
def test_a_contest_is_moved_by_who_holds_the_grant_on_both(held):
    tree = Tree()
    other = make_organization("Trường THCS Khác", "school")
    for name in held:
        tree.let("create_contests", getattr(tree, name))
    assert tree.move(other).status_code == 403
    tree.let("create_contests", other)
    allowed = bool(held)
    assert tree.move(other).status_code == (200 if allowed else 403)
    moves = AuditEvent.objects.filter(kind="contest.moved", actor=tree.manager)
    assert list(moves.values_list("about", "facts")) == (
        [(f"contest/{tree.contest.pk}/", {"from": tree.school.name, "to": other.name})]
        if allowed
        else []
    )


def test_sending_the_same_organization_is_no_move():
    tree = Tree()
    assert tree.move(tree.school).status_code == 200
    assert not AuditEvent.objects.filter(kind="contest.moved", actor=tree.manager).exists()


def test_a_contest_stays_the_organizations_from_its_first_publication_on():
    contest, round_ = make_judged_contest()
    make_scored_entry(contest, round_, [make_judge(contest)], [(9, 9)])
    home, other = contest.organization, make_organization("Trường THCS Khác")
    publish(contest)
    answer = APIClient(headers={"accept-language": "en"})
    answer.force_authenticate(make_staff())
    refused = answer.patch(f"/api/v1/contests/{contest.slug}/", {"organization": other.code})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/organization-fixed")
    assert refused.json()["errors"][0]["pointer"] == "/organization"
    assert refused.json()["detail"] == (
        "Results were published in the name of “Trường THCS Sao Mai”, so the contest can no longer "
        "move to another organization; leave this one."
    )
    contest.refresh_from_db()
    assert contest.organization == home
    kept = answer.patch(f"/api/v1/contests/{contest.slug}/", {"organization": home.code})
    assert kept.status_code == 200


def publish(contest: Contest) -> None:
    proposed = propose_publication(contest=contest, actor=make_officer(contest, "chair"))
    approve_publication(publication=proposed, actor=make_officer(contest, "publish"))


def test_a_package_does_not_move_a_contest_with_published_results():
    contest, round_ = make_judged_contest()
    make_scored_entry(contest, round_, [make_judge(contest)], [(9, 9)])
    publish(contest)
    document = export_contest(contest=contest)
    other = make_organization("Trường THCS Khác")
    document["contest"]["organization"] = other.code
    document["organizations"].append({"code": other.code, "kind": "school", "name": other.name})
    with pytest.raises(PackageRefused) as refused:
        import_contest(document=document, replace=True)
    assert [(each.pointer, each.code) for each in refused.value.errors] == [
        ("/contest/organization", "organization-fixed")
    ]


def test_an_imported_contest_with_published_results_stays_its_organizations():
    contest, round_ = make_judged_contest()
    make_scored_entry(contest, round_, [make_judge(contest)], [(9, 9)])
    publish(contest)
    document = export_contest(contest=contest)
    document["contest"]["slug"] = "ban-sao"
    imported = import_contest(document=document).contest
    imported.refresh_from_db()
    assert imported.organization_fixed_at is not None


ISSUING = {
    "batch": lambda t, p: ("post", "/api/v1/certificate-batches/", {"publication": p.pk}),
    "template": lambda t, p: (
        "post", "/api/v1/certificate-templates/", {"contest": t.contest.slug, "definition": {}},
    ),
    "badges": lambda t, p: ("put", f"/api/v1/open-badges/{t.contest.slug}/", {"on": True}),
}  # fmt: skip


@pytest.mark.parametrize("what", ISSUING)
@pytest.mark.parametrize(
    ("where", "allowed"),
    [(None, False), ("school", True), ("ward", True), ("nation", True), ("sibling", False)],
)
def test_issuing_takes_the_grant_on_the_organization_or_above(what, where, allowed):
    tree = Tree()
    publication = make_publication(tree.contest, [make_entry(tree.contest)])
    sibling = make_organization("Trường THCS Khác", "school", tree.ward)
    if where is not None:
        tree.let("certify", sibling if where == "sibling" else getattr(tree, where))
    method, path, body = ISSUING[what](tree, publication)
    answer = getattr(tree.client(), method)(path, body, format="json")
    shown = tree.client().get(f"/api/v1/contests/{tree.contest.slug}/").json()["permissions"]
    assert shown["issue_certificates"] is allowed
    if allowed:
        assert answer.status_code in (200, 201)
        return
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/may-not-certify-for")
    assert "“Trường THCS Sao Mai”" in answer.json()["detail"]
    assert not (Certificate.objects.exists())
    assert not (Register.objects.exists())


def test_the_grant_alone_issues_nothing_without_the_contests_own():
    tree = Tree()
    stranger = make_user("Người Ngoài")
    tree.let("certify", tree.nation, stranger)
    publication = make_publication(tree.contest, [make_entry(tree.contest)])
    answer = tree.client(stranger).post(
        "/api/v1/certificate-batches/", {"publication": publication.pk}
    )
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/permission-denied")


def test_a_certificate_in_another_organizations_register_needs_the_grant_on_that():
    tree = Tree()
    tree.let("certify", tree.school)
    (issued,) = make_certificates(make_publication(tree.contest, [make_entry(tree.contest)]))
    assert CertificatePolicy.can_change(tree.manager, issued)
    # Moved back after issuing, as it could be done before there were grants.
    Register.objects.update(organization=tree.nation)
    issued = Certificate.objects.get()
    assert not CertificatePolicy.can_change(tree.manager, issued)
    tree.let("certify", tree.nation)
    assert CertificatePolicy.can_change(tree.manager, issued)


@pytest.mark.parametrize(
    ("where", "status"), [(None, 403), ("school", 201), ("nation", 201), ("sibling", 403)]
)
def test_contests_are_created_for_organizations_one_may_speak_for(where, status):
    tree = Tree()
    sibling = make_organization("Trường THCS Khác", "school", tree.ward)
    if where is not None:
        tree.let("create_contests", sibling if where == "sibling" else getattr(tree, where))
    before = Contest.objects.count()
    body = {"preset": "robotics", "title": "Mới", "organization": tree.school.code}
    answer = tree.client().post("/api/v1/contests/", body)
    assert answer.status_code == status
    assert Contest.objects.count() - before == (status == 201)
    if where == "sibling":
        assert answer.json()["errors"][0]["pointer"] == "/organization"


def test_a_grant_that_was_taken_counts_no_more():
    tree = Tree()
    tree.let("certify", tree.ward)
    revoke_organization_grant(
        organization=tree.ward, name="certify", of=tree.manager, by=make_staff()
    )
    assert not ContestPolicy.can_issue_certificates(tree.manager, tree.contest)


def test_a_groups_grant_counts_for_its_people():
    tree = Tree()
    group = Group.objects.create(name="Văn phòng")
    tree.manager.groups.add(group)
    permission, _ = Permission.objects.get_or_create(
        codename="certify", content_type__app_label="contests"
    )
    OrganizationGroupGrant.objects.create(
        group=group, permission=permission, content_object=tree.nation
    )
    assert ContestPolicy.can_issue_certificates(tree.manager, tree.contest)


def test_the_list_and_the_question_about_one_agree():
    tree = Tree()
    make_organization("Trường THCS Khác", "school", tree.ward)
    other = make_organization("Tỉnh Khác", "city")
    for user, organization in ((tree.manager, tree.ward), (make_user("Người Hai"), other)):
        tree.let("create_contests", organization, user)
        listed = set(Organization.objects.filter(spoken_for(user, "create_contests")))
        single = {o for o in Organization.objects.all() if speaks_for(user, o, "create_contests")}
        assert listed == single
    answer = tree.client().get("/api/v1/organizations/?may=create_contests").json()["results"]
    assert {row["name"] for row in answer} == {
        "Phường Hoa Sữa", "Trường THCS Khác", "Trường THCS Sao Mai",
    }  # fmt: skip


def test_who_was_deactivated_speaks_for_nobody():
    tree = Tree()
    tree.let("certify", tree.nation)
    tree.manager.is_active = False
    assert not speaks_for(tree.manager, tree.school, "certify")
    assert not Organization.objects.filter(spoken_for(tree.manager, "certify")).exists()


def test_no_card_is_printed_for_who_speaks_for_an_organization():
    tree = Tree()
    judge = make_user("Giám Khảo", password=None)
    seat = create_judge(contest=tree.contest, username=judge.username, role="judge")
    assert JudgingPolicy.can_issue_card(tree.manager, seat)
    tree.let("certify", tree.nation, judge)
    assert not JudgingPolicy.can_issue_card(tree.manager, seat)


def test_staff_give_and_take_grants_and_the_history_stays():
    tree, staff = Tree(), make_staff()
    client = tree.client(staff)
    body = {
        "organization": tree.ward.code, "username": tree.manager.username, "grant": "certify",
    }  # fmt: skip
    for _ in range(2):  # twice changes nothing
        made = client.post("/api/v1/organization-grants/", body)
        assert made.status_code == 201
    listed = client.get(f"/api/v1/organization-grants/?organization={tree.school.code}").json()
    assert [(row["organization"]["code"], row["grant"]) for row in listed["results"]] == [
        (tree.ward.code, "certify")
    ]
    assert client.delete(f"/api/v1/organization-grants/{made.json()['id']}/").status_code == 204
    events = client.get(f"/api/v1/audit/?about=organization/{tree.ward.pk}/").json()["results"]
    assert [
        (row["kind"], row["facts"], row["subject"]["full_name"], row["actor"]["full_name"])
        for row in events
    ] == [
        (f"grant.{kind}", {"grant": "certify"}, tree.manager.full_name, staff.full_name)
        for kind in ("taken", "given")
    ]
    unknown = client.post("/api/v1/organization-grants/", {**body, "username": "khong-co"})
    assert (unknown.status_code, unknown.json()["type"]) == (422, "/problems/user-unknown")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_queries(count, django_assert_num_queries):
    tree = Tree()
    for _ in range(count):
        tree.let("certify", tree.ward, make_user("Người Được Cấp"))
    client = tree.client(make_staff())
    with django_assert_num_queries(1):
        assert len(client.get("/api/v1/organization-grants/").json()["results"]) >= count


@pytest.mark.upgrade
@pytest.mark.django_db(transaction=True)
def test_an_upgrade_gives_what_is_held_so_that_nothing_stops_working():
    tree, creator, judge = Tree(), make_user("Người Tạo"), make_user("Giám Khảo")
    creator.user_permissions.add(Permission.objects.get(codename="add_contest"))
    grant(contest=tree.contest, name="judge", to=judge)
    publication = make_publication(tree.contest, [make_entry(tree.contest)])
    Permission.objects.filter(codename__in=["certify", "create_contests"]).delete()
    try:
        _migrate(("contests", "0003_calibration"))
        _migrate()
    finally:
        _migrate()
    rows = OrganizationUserGrant.objects.values_list(
        "user", "permission__codename", "content_object"
    )
    roots = Organization.objects.filter(parent=None).values_list("pk", flat=True)
    expected = {(creator.pk, "create_contests", root) for root in roots}
    expected.add((tree.manager.pk, "certify", tree.school.pk))
    assert set(rows) == expected
    events = AuditEvent.objects.filter(about__startswith="organization/", actor=None)
    assert {
        (event.subject_id, event.facts["grant"], int(event.about.split("/")[1])) for event in events
    } == expected
    tree.contest.refresh_from_db()
    assert tree.contest.organization_fixed_at is not None
    creator = User.objects.get(pk=creator.pk)
    assert speaks_for(creator, tree.school, "create_contests")
    answer = tree.client().post(
        "/api/v1/certificate-batches/", {"publication": publication.pk}, format="json"
    )
    assert answer.status_code == 201


def _migrate(*targets: tuple[str, str]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets) or executor.loader.graph.leaf_nodes())
