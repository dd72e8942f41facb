"""Blank scoresheets as A4 pages in Vietnamese: each sheet's own head, and the form that many share.

Made from what a judge may see: in a blind contest nothing that names an entry's people. The markup
is templates, of which `printing` lays out the pages. Never reads the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from common.markup import from_template
from judging.paper.answers import Place, comment_lines, domain, is_given, is_wide, place, shown
from scoring.form import Form
from scoring.items import Item


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to print. `definition` is the form's JSON; `title` is None where it must not be told."""

    code: str
    organization: str
    contest: str
    round: str
    judge_code: str
    judge_name: str
    entry: str
    blind: bool
    title: str | None
    division: str
    attempt: int
    attempts: int
    form: Form
    definition: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a form is set: the class, lines under items, lines for the comment on the whole."""

    look: str
    items: bool
    words: int


# From roomy to dense; the first with which a sheet of the form is one page.
FITS = (
    Fit("", True, 10),
    Fit("", True, 6),
    Fit("", True, 4),
    Fit("", True, 2),
    Fit("tight", True, 4),
    Fit("tight", True, 2),
    Fit("tight", False, 2),
    Fit("tight tightest", False, 2),
)

CODE_MM = 172, 11, 23
"""Where a sheet's QR code is drawn: from the left, from the top, its side."""

END = "end"
"""The anchor below a head: how far down the page the sheet's own part reaches."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines to write on: what is asked above them, the word on the first, how many more."""

    asks: str
    first: str
    more: range


@dataclass(frozen=True, slots=True)
class Question:
    """An item as it is printed; `group` is set on the first one of a group."""

    number: int
    group: str | None
    label: str
    optional: bool
    help: str
    domain: str
    place: Place
    wide: bool
    lines: Lines | None


def heads(sheets: Sequence[Sheet], pages: Sequence[int]) -> str:
    """What is each sheet's own, on as many pages as its form takes; the anchor tells its end."""
    own = [
        {"sheet": sheet, "anchor": f"{END}{at}", "further_pages": range(count - 1)}
        for at, (sheet, count) in enumerate(zip(sheets, pages, strict=True))
    ]
    return from_template("judging/print/paper_heads.html", {"heads": own})


def form(sheet: Sheet, fit: Fit, *, below: float) -> str:
    """What all sheets of the form share, `below` so many CSS pixels for the head."""
    maximum = sheet.form.maximum
    return from_template(
        "judging/print/paper_form.html",
        {
            "look": fit.look,
            "below": f"{below:.2f}",
            "questions": _questions(sheet, fit),
            "comment_private": sheet.form.comment_private,
            "comment_lines": _lines(fit.words, sheet.definition.get("prompts") or (), ""),
            "maximum": None if maximum is None else shown(maximum),
        },
    )


def _questions(sheet: Sheet, fit: Fit) -> Iterator[Question]:
    """Items in the order of the form; a group's name stands before its first one."""
    named = set()
    owners = {item: group.id for group in sheet.form.groups.values() for item in group.items}
    labels = {each["id"]: each.get("label") for each in sheet.definition.get("groups") or ()}
    prompts = {each["id"]: each.get("prompts") or () for each in sheet.definition["items"]}
    written = (item for item in sheet.form.items.values() if item.kind != "computed")
    for number, item in enumerate(written, start=1):
        group, title = owners.get(item.id), None
        if group is not None and group not in named:
            named.add(group)
            title = (labels.get(group) or {"vi": group})["vi"]
        yield _question(number, title, item, prompts[item.id], fit)


def _question(
    number: int, group: str | None, item: Item, prompts: Sequence[Mapping[str, str]], fit: Fit
) -> Question:
    return Question(
        number=number,
        group=group,
        label=item.label["vi"],
        optional=not (item.required or is_given(item)),
        help=item.help.get("vi") or "",
        domain=domain(item),
        place=place(item),
        wide=is_wide(item),
        lines=_lines(comment_lines(item) if fit.items else 0, prompts, "Nhận xét"),
    )


def _lines(count: int, prompts: Sequence[Mapping[str, str]], first: str) -> Lines | None:
    if not count:
        return None
    return Lines(" ".join(prompt["vi"] for prompt in prompts), first, range(count - 1))
