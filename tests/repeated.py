"""What of the suite PostgreSQL repeats in `make test`: that which can differ by database.

Repeated are the tests that commit or lock (`django_db(transaction=True)`), single tests with the mark
`postgres`, and the files named here, each with what can differ there. The rule behind the list is
checked at every run: each place in the product that asks the database is asked on PostgreSQL too
(tests/places.py). `make test-all` repeats everything that touches the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_TESTS = Path(__file__).resolve().parent

SAME = (
    "e2e/",
    "contest_platform/",
    "hostile/test_slow_clients.py",
    "leaderboards/test_crowd.py",
    "certificates/test_killed.py",  # what it needs of a database, jobs and registers show there
)
"""They commit because processes and browsers look on: nothing there depends on the database."""

FILES: Mapping[str, str] = {
    # Each endpoint once as everybody, and the filters of lists against the questions about one.
    "permissions/test_matrix.py": "joins, grouping, DISTINCT, order, types of parameters",
    "permissions/test_policies.py": "subqueries on facts",
    "permissions/test_nonsense.py": "NUL, numbers and texts that a driver fails at",
    "submissions/test_permissions.py": "subqueries on facts",
    "judging/test_access.py": "subqueries on facts",
    # What comes in from outside and must be stored.
    "accounts/test_users.py": "upper and lower case, unique names",
    "contests/test_forms.py": "JSON, numbers that count on",
    "submissions/test_entries.py": "codes and places that are given once",
    "accounts/test_tokens.py": "bytes, unique digests",
    "hostile/test_ways_in.py": "locks, JSON in filters",
    "hostile/test_audit.py": "triggers, JSON, migrations",
    "hostile/test_audit_readers.py": "triggers, JSON, migrations",
    "hostile/test_accounts.py": "instants, upper and lower case",
    "hostile/test_second_factor.py": "JSON",
    "common/test_search.py": "search without accents",
    "hostile/test_publication_carried.py": "constraints, migrations",
    "hostile/test_publication_in_force.py": "constraints, locks, the order of cases",
    "hostile/test_two_people.py": "JSON, DISTINCT",
    "hostile/test_two_people_credentials.py": "JSON, DISTINCT",
    "hostile/test_keys.py": "unique keys, regular expressions",
    "hostile/test_take_backs.py": "subqueries, constraints, locks",
    "hostile/test_pupils.py": "constraints, locks, JSON",
    "hostile/test_people_requests.py": "constraints, locks, JSON",
    "hostile/test_speaking_for.py": "unions, constraints, locks",
    "hostile/test_texts.py": "NUL, surrogates, the length of a column",
    "submissions/test_consents.py": "the last row of each, truth values",
    "leaderboards/test_leaked_names.py": "JSON by keys, the last row of each",
    "submissions/test_api.py": "search, cursors",
    "hostile/test_package_results.py": "JSON, constraints, instants",
    "hostile/test_package_nonsense.py": "NUL, numbers and texts that a driver fails at",
    "hostile/test_media.py": "JSON in filters",
    "package/test_refusals.py": "JSON, constraints, nothing half-written",
    "package/test_round_trip.py": "JSON, the order of rows without one of their own",
    # Judging.
    "judging/test_scoresheets.py": "JSON, unique keys, numbers without end",
    "judging/test_form_change.py": "JSON, subqueries",
    "judging/test_feedback.py": "grouping",
    "judging/test_paper_api.py": "JSON, unique keys",
    "judging/test_planning.py": "many rows in one statement",
    "judging/test_tablet.py": "unique keys, order",
    "judging/test_watching.py": "grouping, subqueries",
    # Boards, and what a board was at an instant.
    "leaderboards/test_standings.py": "the order of missing values, constraints",
    "leaderboards/test_past.py": "instants, the latest row of each",
    "leaderboards/test_explanation_past.py": "instants, the latest row of each",
    "leaderboards/test_publicity.py": "instants, the latest row of each",
    # The rest.
    "jobs/test_api.py": "subqueries on facts",
    "jobs/test_services.py": "SKIP LOCKED, leases, unique keys",
    "certificates/test_recipients.py": "JSON, the order of missing values",
    "certificates/test_known_files.py": "bytes, constraints",
    "certificates/test_badges.py": "bytes, locks",
    "certificates/test_signing.py": "bytes",
    "hostile/test_disk.py": "sums over distinct files, locks",
    "hostile/test_attempts.py": "JSON, counts beside joins",
    "hostile/test_blind.py": "ids that are given, subqueries",
    "hostile/test_blind_conflicts.py": "subqueries on facts",
    "hostile/test_blind_files.py": "JSON that is not there",
    "hostile/test_people.py": "unique accounts and holders, protected rows",
    "certificates/test_pictures_and_mail.py": "bytes, states",
}


def on_postgres(file: Path, *, commits: bool) -> bool:
    """Whether PostgreSQL repeats the tests of `file` that use the database."""
    name = file.relative_to(_TESTS).as_posix()
    return name in FILES or (commits and not name.startswith(SAME))
