"""What cannot be printed as it was entered: letters that no shipped font has, words too many.

Told before certificates are issued, because a number once given is never given again. Reads only.
"""

from __future__ import annotations

from collections.abc import Iterable

from certificates.contents import content_of, today, values_of, words_of
from certificates.errors import Unfit
from certificates.recipients import Recipient
from certificates.rendering import TemplateDefinition
from certificates.rendering.letters import lacking, spelt
from certificates.rendering.wording import names
from certificates.rendering.words import cut
from leaderboards.models import Publication

_LONG = 120  # letters of a name or an address that surely fit every page
_MUCH = 350  # of an achievement
_SAMPLE = ("0000/0000", "XXXX-XXXX-XXXX")


def unfit(
    recipients: Iterable[Recipient], publication: Publication, template: TemplateDefinition
) -> list[Unfit]:
    """Those whose certificates need a decision before they are printed."""
    found = []
    for recipient in recipients:
        words = words_of(recipient, template)
        values = values_of(recipient, publication, template.language)
        told = sorted(names(words.address) | names(words.achievement))
        letters = lacking(recipient.name + "".join(values.get(name, "") for name in told))
        left_out = bool(letters) and not spelt(recipient.name)
        long = not left_out and _cut(recipient, publication, template)
        if letters or long:
            found.append(Unfit(recipient.name, letters, left_out, long))
    return found


def _cut(recipient: Recipient, publication: Publication, template: TemplateDefinition) -> bool:
    number, code = _SAMPLE
    content = content_of(
        recipient, publication, template, day=template.date or today(), number=number, code=code
    )
    length = sum(len(run.text) for run in content.achievement)
    if max(len(content.recipient), len(content.address)) <= _LONG and length <= _MUCH:
        return False
    return cut(content, template)
