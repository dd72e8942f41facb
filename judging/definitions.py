"""Parsed forms and policies, kept in the process by the digest of their definition.

A version never changes, so nothing goes stale; the oldest makes room. Never reads a sheet.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from common.prepared import Prepared
from contests.models import FormVersion, Round, ScoringPolicy
from scoring.form import Form, parse_form
from scoring.policy import Policy, parse_policy

KEPT = 256
_forms: dict[str, Form] = {}
_rules: dict[str, Rules] = {}


def form_of(version: FormVersion) -> Form:
    """The parsed form of a version; DefinitionError if it was stored unchecked."""
    form = _forms.get(version.sha256)
    if form is None:
        form = parse_form(version.definition)
        _keep(_forms, version.sha256, form)
    return form


@dataclass(frozen=True, slots=True)
class Rules:
    """A parsed policy, and by round the digest of all that its entries' values are reduced by."""

    policy: Policy
    bases: Mapping[str, str]


def rules_of(stored: ScoringPolicy) -> Rules:
    """A version's rules, with the forms that the contest's rounds have now.

    DefinitionError if it was stored unchecked.
    """
    versions = dict(_versions(stored.contest_id))
    key = f"{stored.sha256} {versions}"
    rules = _rules.get(key)
    if rules is None:
        rounds = Round.objects.filter(contest_id=stored.contest_id).select_related("form_version")
        forms = {round_.code: form_of(round_.form_version) for round_ in rounds}
        policy = parse_policy(stored.definition, forms)
        bases = {
            code: _basis(stored.definition["rounds"][code], versions.get(code))
            for code in policy.rounds
        }
        rules = Rules(policy, bases)
        _keep(_rules, key, rules)
    return rules


_versions = Prepared(
    lambda contest: (
        Round.objects.filter(contest_id=contest)
        .order_by("code")
        .values_list("code", "form_version__sha256")
    )
)


def _basis(rule: Any, form: str | None) -> str:
    return hashlib.sha256(json.dumps([rule, form], sort_keys=True).encode()).hexdigest()[:16]


def policy_of(stored: ScoringPolicy) -> Policy:
    """The parsed policy of a version; DefinitionError if it was stored unchecked."""
    return rules_of(stored).policy


def _keep(kept: dict[str, Any], digest: str, value: Any) -> None:
    # Two threads may parse the same definition at once; the results are equal.
    while len(kept) >= KEPT:
        kept.pop(next(iter(kept)), None)
    kept[digest] = value
