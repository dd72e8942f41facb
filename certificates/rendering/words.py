"""The elements of the variable layer: a strip of certificates, five paragraphs each.

Every line is broken and measured here. All heights are whole 64ths of a CSS pixel, so that a
certificate's coordinates are the same numbers wherever it stands in the strip.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from xml.etree.ElementTree import Element, SubElement

from certificates.rendering.content import CertificateContent, Run
from certificates.rendering.design import Design
from certificates.rendering.designs import look
from certificates.rendering.lines import Line, fitted
from certificates.rendering.page import code_place, width
from certificates.rendering.template import TemplateDefinition
from certificates.rendering.texts import TEXTS
from common import fonts
from common.markup import from_template

PITCH = 1280  # CSS px from one certificate to the next: more than the tallest page

_NAME_PT = (34, 32, 30, 28, 26, 24, 22)
_NAME_TWO_LINES_PT = (25, 23, 21, 19, 17, 15)
_NAME_THREE_LINES_PT = (14, 13, 12, 11)
_NAME_LEAST = 0.7  # of its size: how much a name gives up for an achievement in small letters
_NAME_ALL_PT = sorted({*_NAME_PT, *_NAME_TWO_LINES_PT, *_NAME_THREE_LINES_PT}, reverse=True)
_BODY_GOOD_PT = 10.5
_BODY_PT = (14.5, 14, 13.5, 13, 12.5, 12, 11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8)
_NAME_LEADING, _BODY_LEADING = 1.42, 1.55  # line heights in em: stacked accents want air
_CODE_PT, _NUMBER_PT = 8.5, 10.0
_PX_PER_MM = 96 / 25.4
_MIDDLE_GAP = 1.6  # mm between address and achievement


def strip(
    contents: Sequence[CertificateContent], template: TemplateDefinition
) -> tuple[Element, str]:
    """One page, `PITCH` px high a content: its root element and style sheet.

    The one page that is made without a template: filled by one and parsed, a certificate would take
    4.1 ms of layout instead of 3.1. Elements hold words as text, so there is nothing to escape.
    """
    strip = _Strip(template, look(template), width(template))
    root = Element("html", lang=template.language)
    body = SubElement(root, "body")
    for content in contents:
        strip.add(body, content)
    return root, strip.css(len(contents))


class _Strip:
    """Collects the style rules that the paragraphs use: a rule costs less than an attribute."""

    def __init__(self, template: TemplateDefinition, design: Design, page_width: float) -> None:
        self.template, self.design = template, design
        self.page_width = page_width
        self.text_width = page_width - design.left - design.right
        self.register = str(TEXTS[template.language]["register"])
        _, self.code_top = code_place(template, design)
        self.rules: dict[str, str] = {}

    def css(self, count: int) -> str:
        page = f"@page{{size:{self.page_width:.3f}mm {PITCH * count}px;margin:0}}"
        rules = "".join(f".{name}{{{rule}}}" for name, rule in self.rules.items())
        return _css(self.template) + page + rules

    def add(self, body: Element, content: CertificateContent) -> None:
        """Appends a certificate's paragraphs."""
        name_pt, name, address_pt, address, body_pt, achievement = self.setting(content)
        room = self.design.middle_bottom - self.design.middle_top
        used = _height(name_pt, len(name), address_pt, len(address), body_pt, len(achievement))
        at = _px(self.design.middle_top + max(0.0, room - used) / 2)
        section = SubElement(body, "section")
        self._paragraph(section, "n", name, name_pt, _NAME_LEADING, at)
        at += _line_px(name_pt, _NAME_LEADING) * len(name)
        if address:
            self._paragraph(section, "a", address, address_pt, _BODY_LEADING, 0.0)
            at += _line_px(address_pt, _BODY_LEADING) * len(address)
        gap = _px(_MIDDLE_GAP)
        self._paragraph(section, "b", achievement, body_pt, _BODY_LEADING, gap)
        at += gap + _line_px(body_pt, _BODY_LEADING) * len(achievement)
        code = ((Run(content.code),),)
        down = _px(self.code_top) - at
        self._paragraph(section, "s c", code, _CODE_PT, _BODY_LEADING, down)
        at += down + _line_px(_CODE_PT, _BODY_LEADING)
        number = ((Run(self.register.format(number=content.number)),),)
        down = _px(self.design.lower_bottom - 4.6) - at
        self._paragraph(section, "s r", number, _NUMBER_PT, 1.5, down)

    def setting(
        self, content: CertificateContent
    ) -> tuple[float, list[Line], float, list[Line], float, list[Line]]:
        """Size and lines of name, address and achievement. A name becomes smaller before the
        achievement becomes too small to be read."""
        largest, _ = name = _name(content.recipient, self.design, self.text_width)
        for size in (largest, *(each for each in _NAME_ALL_PT if each < largest)):
            if size < largest * _NAME_LEAST:
                break
            name = _name(content.recipient, self.design, self.text_width, size)
            rest = self._fitted(content, name[0], len(name[1]))
            if rest[2] >= _BODY_GOOD_PT:
                break
        return (*name, *rest)

    def _fitted(
        self, content: CertificateContent, name_pt: float, name_lines: int
    ) -> tuple[float, list[Line], float, list[Line]]:
        """Address and achievement, as large as the room beside the name allows."""
        design, text_width = self.design, self.text_width
        room = design.middle_bottom - design.middle_top
        lines = (
            3 if self.page_width > design.height else 6
        )  # beyond these smaller letters read better
        for body_pt in _BODY_PT:
            address_pt, address = fitted(
                (Run(content.address),),
                design.address,
                (body_pt, body_pt - 1, body_pt - 2, 7),
                text_width,
                2,
            )
            _, body = fitted(content.achievement, design.body, (body_pt,), text_width, 99)
            used = _height(name_pt, name_lines, address_pt, len(address), body_pt, len(body))
            if used <= room and len(body) <= lines + (body_pt < 12) * 3 + (body_pt < 10) * 4:
                return address_pt, address, body_pt, body
        over = (room - used) / (body_pt * _BODY_LEADING * fonts.MM_PER_PT)
        lines_max = max(1, int(over) + len(body))
        _, body = fitted(content.achievement, design.body, (body_pt,), text_width, lines_max)
        return address_pt, address, body_pt, body

    def _paragraph(
        self,
        section: Element,
        role: str,
        lines: Iterable[Line],
        size_pt: float,
        leading: float,
        down_px: float,
    ) -> None:
        size = f"z{size_pt:g}-{leading:g}".replace(".", "_")
        if size not in self.rules:
            self.rules[size] = f"font-size:{size_pt}pt;line-height:{_line_px(size_pt, leading)}px"
        down = f"y{round(down_px * 64)}"
        if down not in self.rules:
            self.rules[down] = f"padding-top:{down_px}px"
        paragraph = SubElement(section, "p", {"class": f"{role} {size} {down}"})
        text, strong = "", None
        for number, line in enumerate(lines):
            for at, run in enumerate(line):
                words = f"\n{run.text}" if number and not at else run.text
                if run.strong:
                    _close(paragraph, strong, text)
                    text, strong = "", SubElement(paragraph, "b")
                    strong.text = words
                else:
                    text += words
        _close(paragraph, strong, text)


@lru_cache(maxsize=64)
def _css(template: TemplateDefinition) -> str:
    """The part of the style sheet that is the same on every strip of the template."""
    design = look(template)
    colours = design.colours
    ink, strong = colours["ink"], colours["strong"]
    small = design.small
    roles = (
        ("n", design.name.plain, colours["name"], design.name.strong, strong),
        ("a", design.address.plain, ink, design.address.strong, strong),
        ("b", design.body.plain, ink, design.body.strong, strong),
        ("c", small.strong, ink, small.strong, ink),  # strong as a whole: no element within
        ("r", small.plain, ink, small.strong, ink),
    )
    return from_template(
        "certificates/print/strip.css",
        {
            "design": design,
            "pitch": PITCH,
            "roles": [
                {
                    "name": name,
                    "face": face.value,
                    "strong_face": strong_face.value,
                    "colour": colour,
                    "strong_colour": strong_colour,
                }
                for name, face, colour, strong_face, strong_colour in roles
            ],
            "code_left": f"{code_place(template, design)[0]:.3f}",
            "number_left": design.left + 4,
        },
    )


def _close(paragraph: Element, before: Element | None, text: str) -> None:
    """Puts plain text behind the strong run `before`, or at the paragraph's start."""
    if before is None:
        paragraph.text = text
    else:
        before.tail = text


def cut(content: CertificateContent, template: TemplateDefinition) -> bool:
    """Whether its words are too many for the page, so that an ellipsis ends one of them."""
    _, name, _, address, _, body = _Strip(template, look(template), width(template)).setting(
        content
    )
    words = (content.recipient, content.address, "".join(run.text for run in content.achievement))
    return any(
        lines and lines[-1][-1].text.endswith("…") and not text.endswith("…")
        for lines, text in zip((name, address, body), words, strict=True)
    )


def _name(
    recipient: str, design: Design, text_width: float, largest: float = _NAME_PT[0]
) -> tuple[float, list[Line]]:
    """In as few lines as can be, at most `largest` pt."""
    runs = (Run(recipient),)
    for lines_max, sizes in ((1, _NAME_PT), (2, _NAME_TWO_LINES_PT), (3, _NAME_THREE_LINES_PT)):
        small = [size for size in sizes if size <= largest]
        if not small:
            continue
        size, lines = fitted(runs, design.name, small, text_width - 8, lines_max)
        if lines and (lines[-1][-1].text[-1:] != "…" or recipient.endswith("…")):
            break
    return size, lines


def _height(
    name_pt: float, name: int, address_pt: float, address: int, body_pt: float, body: int
) -> float:
    """Height in mm of so many lines of each."""
    points = (
        name * name_pt * _NAME_LEADING + (address * address_pt + body * body_pt) * _BODY_LEADING
    )
    return points * fonts.MM_PER_PT + _MIDDLE_GAP


def _px(mm: float) -> float:
    return round(mm * _PX_PER_MM * 64) / 64


def _line_px(size_pt: float, leading: float) -> float:
    return round(size_pt * leading * 96 / 72 * 16) / 16
