"""Chains of requests made up from the API's description, to the product as shipped, by five roles.

    python -m tests.hostile.stateful [--json] [--minutes 10] [--database postgres]

A world of two contests stands in a database of its own, `manage.py serve` runs with its worker, and
nobody, a pupil, a judge, the organiser of another school and an administrator have a share of the
minutes each, in this order, with real writes. schemathesis infers from the description what leads
to what (the id in one answer is the next one's address) and makes the bodies up; most addresses,
references and revisions are those of the world. Each role begins with every operation once.

The last line is one JSON object, and the status is 1 unless `server_errors` and `not_problems` are 0:

requests       answers that came
operations     of those described, how many were asked
succeeded      operations that answered below 400 at least once
busy           503 with Retry-After, and 507: refusals that the product means
server_errors  any other answer from 500 up, and answers that did not come
not_problems   refusals that are no problem document

Never looks at what an answer says: that is for the permission matrix and the other tests here.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, reject, seed, settings
from schemathesis import GenerationMode

from benchmarks.stage.options import parser_of
from benchmarks.stage.place import on_own_database
from benchmarks.stage.server import ROOT, Server

if TYPE_CHECKING:
    from tests.permissions.world import World

PORT = 8195
SHARES = {"anonymous": 1, "entry_student": 2, "assigned_judge": 2, "other_organiser": 2, "staff": 3}
"""The roles, in this order, and their share of the time; a stranger is refused at most doors."""
PROBLEM = "application/problem+json"
ANSWER_SECONDS = 60
STEPS, CHAINS = 12, 10  # of one chain; of one run, after which the clock is looked at
SHOWN = 20


class Record:
    """What came of the requests; one example of each kind of fault."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.asked: set[str] = set()
        self.succeeded: set[str] = set()
        self.faults: dict[tuple[str, str, str], str] = {}

    def answer(self, role: str, case: Any, response: Any) -> None:
        label, status = case.operation.label, response.status_code
        self.counts["requests"] += 1
        self.statuses[status] += 1
        self.asked.add(label)
        headers = {key.lower(): value for key, value in response.headers.items()}
        if status < 400:
            self.succeeded.add(label)
            return
        if status == 507 or (status == 503 and "retry-after" in headers):
            self.counts["busy"] += 1
        elif status >= 500:
            self._fault("server_errors", f"{label} {status}", role, case)
        kind = str(headers.get("content-type", "")).partition(";")[0].strip("[]'\" ")
        if kind != PROBLEM:
            self._fault("not_problems", f"{label} {status} {kind}", role, case)

    def no_answer(self, role: str, case: Any, reason: Exception) -> None:
        self.asked.add(case.operation.label)
        self._fault("server_errors", f"{case.operation.label} {type(reason).__name__}", role, case)

    def _fault(self, kind: str, what: str, role: str, case: Any) -> None:
        self.counts[kind] += 1
        self.faults.setdefault((kind, what, role), case.as_curl_command())


def main(arguments: Sequence[str] = ()) -> int:
    parser = parser_of(__doc__, port=PORT)
    parser.add_argument("--minutes", type=float, default=10, help="of all roles together")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    os.environ["SECOND_FACTOR_REQUIRED"] = "0"  # tokens have none, and what is behind it is tried
    return on_own_database(lambda: run(options), database=options.database, port=options.port)


def run(options: argparse.Namespace) -> int:
    """Build the world, let the roles loose on it one after the other, print."""
    from tests.permissions.world import make_world

    world = make_world()
    schema = described(world, f"http://127.0.0.1:{options.port}", Random(options.seed))
    machine = chains(schema)
    record = Record()
    server = Server(options.port)
    server.start()
    try:
        for number, (role, share) in enumerate(SHARES.items()):
            until = time.monotonic() + options.minutes * 60 * share / sum(SHARES.values())
            guest = Guest(world, role, record, until)
            guest.roam(schema, machine, number=options.seed * 1000 + number)
    finally:
        server.stop()
    figures: dict[str, Any] = {
        "database": options.database,
        "minutes": options.minutes,
        "operations": f"{len(record.asked)}/{schema.statistic.operations.total}",
        "succeeded": len(record.succeeded),
        **{
            name: record.counts[name]
            for name in ("requests", "busy", "server_errors", "not_problems")
        },
    }
    if not options.json:
        print("statuses:", dict(sorted(record.statuses.items())))
        never = sorted({each.ok().label for each in schema.get_all_operations()} - record.succeeded)
        print("never below 400:", *never, sep="\n  ")
        for (kind, what, role), curl in list(record.faults.items())[:SHOWN]:
            print(f"\n{kind}: {what} as {role}\n  {curl[:2000]}")
    print(json.dumps(figures), flush=True)
    return int(bool(record.counts["server_errors"] or record.counts["not_problems"]))


def described(world: World, url: str, chance: Random) -> Any:
    """The description; addresses, references and revisions are mostly those of the world."""
    schema = schemathesis.openapi.from_path(ROOT / "docs" / "openapi.yaml")
    schema.config.update(base_url=url)
    known, texts = numbers(world), addresses(world)

    def map_path_parameters(context: Any, path_parameters: Any) -> Any:
        return _known(path_parameters, lambda name: texts.get(name), chance, 0.5)

    def map_query(context: Any, query: Any) -> Any:
        return _known(query, lambda name: known.get(name), chance, 0.7)

    def map_headers(context: Any, headers: Any) -> Any:
        revisions = [f'"{number}"' for number in range(4)]
        return _known(headers, lambda name: revisions if name == "If-Match" else None, chance, 0.8)

    def map_body(context: Any, body: Any) -> Any:
        return _known(body, lambda name: known.get(name), chance, 0.7)

    for hook in (map_path_parameters, map_query, map_headers, map_body):
        schema.hook(hook)
    return schema


def _known(
    values: Any, of: Callable[[str], Sequence[Any] | None], chance: Random, share: float
) -> Any:
    """The members of which the world has some, mostly one of these."""
    if not isinstance(values, dict):
        return values
    return {
        name: chance.choice(found) if (found := of(name)) and chance.random() < share else value
        for name, value in values.items()
    }


def numbers(world: World) -> Mapping[str, Sequence[Any]]:
    """What references hold, by their name, which is that of the model."""
    found: dict[str, list[Any]] = {}
    for each in world.objects.values():
        key = each.slug if each._meta.model_name in ("contest", "campaign") else each.pk
        found.setdefault(each._meta.model_name, []).append(key)
    people = [user for user in world.users.values() if user is not None]
    return {
        **found,
        "user": [user.pk for user in people],
        "username": [user.username for user in people],
        "organization": [world.school.code],
        "seat": found["judge"],
    }


def addresses(world: World) -> Mapping[str, Sequence[Any]]:
    """What stands in the addresses of the world, by the name of the parameter."""
    made = world.objects.values()
    codes = {value for each in made if (value := getattr(each, "code", None))}
    slugs = {value for each in made if (value := getattr(each, "slug", None))}
    return {
        "id": [str(number) for number in sorted({each.pk for each in made})],
        "attachment_id": [world.file.pk, world.picture.pk],
        "slug": sorted(slugs),
        "code": sorted(str(code) for code in codes),
    }


class Guest:
    """One role with its share of the time."""

    def __init__(self, world: World, role: str, record: Record, until: float) -> None:
        self._user, self._role = world.users[role], role
        self._record, self._until = record, until
        self._session = requests.Session()
        self._sign_in()

    def roam(self, schema: Any, machine: Any, *, number: int) -> None:
        """Every operation once, then chains, until the time is over."""
        try:
            each_once(schema, self.ask, number)
            machine.ask = staticmethod(self.ask)
            while True:
                number += 100
                seed(number)(machine)
                machine.run(settings=_settings(CHAINS, stateful_step_count=STEPS))
        except TimeIsUp:
            return

    def ask(self, case: Any) -> Any:
        if time.monotonic() > self._until:
            raise TimeIsUp
        try:
            response = case.call(session=self._session, timeout=ANSWER_SECONDS)
        except requests.RequestException as reason:
            if isinstance(reason, ValueError):
                reject()  # a header or address that the client itself cannot send
            self._record.no_answer(self._role, case, reason)
            raise TimeIsUp from None
        self._record.answer(self._role, case, response)
        if response.status_code == 401 and self._user is not None:
            self._sign_in()  # it ended its own token
        return response

    def _sign_in(self) -> None:
        """By a token for all that the person may do."""
        from accounts.services import issue_token

        if self._user is not None:
            _, secret = issue_token(user=self._user, label="máy thử", scope="organise")
            self._session.headers["Authorization"] = f"Bearer {secret}"


class TimeIsUp(BaseException):
    """No `Exception`: Hypothesis would try to make an example of it."""


def each_once(schema: Any, ask: Any, number: int) -> None:
    for result in schema.get_all_operations():

        @seed(number)
        @_settings(1)
        @given(case=result.ok().as_strategy(generation_mode=GenerationMode.POSITIVE))
        def call(case: Any) -> None:
            ask(case)

        call()


def chains(schema: Any) -> Any:
    """A state machine of what leads to what; its steps go to `ask`, and nothing stops it."""

    class Chains(schema.as_state_machine()):  # type: ignore[misc]
        ask: Any

        def call(self, case: Any, **kwargs: Any) -> Any:
            return self.ask(case)

        def validate_response(self, response: Any, case: Any, **kwargs: Any) -> None:
            """Looked at by `Record` already."""

    return Chains


def _settings(examples: int, **more: Any) -> settings:
    return settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        **more,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
