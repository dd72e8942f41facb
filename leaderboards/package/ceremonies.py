"""The ceremony of a publication in a package: without it, what waits for it would be public."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from common.documents import instant, ordered, sparse
from common.language import Text
from contests.package import at
from judging.package import Places
from leaderboards.models import Ceremony, Publication

State = Ceremony.State

_STARTED: Text = {
    "vi": "lễ công bố đã bắt đầu cần có giờ bắt đầu",
    "en": "a ceremony that has begun needs the instant when it began",
}
_DONE: Text = {
    "vi": "lễ công bố đã xong cần có giờ kết thúc",
    "en": "a ceremony that is over needs the instant when it ended",
}
_STEP: Text = {
    "vi": "kịch bản chỉ có các bước từ 0 đến {last}",
    "en": "the script has the steps 0 to {last}",
}
_APPROVED: Text = {
    "vi": "chỉ bản công bố đã duyệt mới có lễ công bố đang diễn ra hoặc đã xong",
    "en": "only approved results have a ceremony that runs or is over",
}


def load(
    row: Mapping[str, Any], publication: Publication, places: Places, pointer: str
) -> Ceremony | None:
    """The ceremony of a publication's row, not yet written."""
    told = row.get("ceremony")
    if told is None:
        return None
    pointer = f"{pointer}/ceremony"
    script = {**told["script"], "entries": sorted(told["script"]["entries"])}  # once with names
    ceremony = Ceremony(
        publication=publication, state=told["state"], step=told.get("step", 0),
        revision=told.get("revision", 0), script=script, notes=told.get("notes", ""),
        started_at=at(told.get("started_at")), done_at=at(told.get("done_at")),
    )  # fmt: skip
    if ceremony.state != State.REHEARSAL and ceremony.started_at is None:
        places.faults.add(f"{pointer}/started_at", "ceremony-started", _STARTED)
    if ceremony.state == State.DONE and ceremony.done_at is None:
        places.faults.add(f"{pointer}/done_at", "ceremony-done", _DONE)
    approved = (Publication.State.PUBLISHED, Publication.State.SUPERSEDED)
    if ceremony.state != State.REHEARSAL and publication.state not in approved:
        places.faults.add(f"{pointer}/state", "ceremony-approved", _APPROVED)
    _check_script(ceremony, places, pointer)
    return ceremony


def _check_script(ceremony: Ceremony, places: Places, pointer: str) -> None:
    """Shape alone: the whole is compared with the script that the results give (`agreeing`)."""
    last = len(ceremony.script["steps"]) - 1
    if ceremony.step > last:
        places.faults.add(f"{pointer}/step", "step-unknown", _STEP, last=last)
    for code in ceremony.script["entries"]:
        places.entries.find(code, f"{pointer}/script/entries/{code}")


def dump(publication: Publication) -> dict[str, Any] | None:
    """The ceremony as it is now; expects it joined."""
    ceremony: Ceremony | None = getattr(publication, "ceremony", None)
    if ceremony is None:
        return None
    return {
        "state": ceremony.state,
        **sparse(
            {"step": ceremony.step, "revision": ceremony.revision}, {"step": 0, "revision": 0}
        ),
        "script": ordered(ceremony.script),
        **sparse(
            {
                "notes": ceremony.notes,
                "started_at": instant(ceremony.started_at),
                "done_at": instant(ceremony.done_at),
            }
        ),
    }
