"""The static layer: all that the certificates of one template and day share.

Every line of text is broken, measured and placed here and drawn without wrapping, so that nothing
can overflow. The markup is the template `certificates/print/static.html`.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import mark_safe

from certificates.rendering.content import Run, Shared
from certificates.rendering.design import SURPLUS, Design
from certificates.rendering.designs import look
from certificates.rendering.lines import Line, Style, fitted, line_width_mm
from certificates.rendering.template import TemplateDefinition
from certificates.rendering.texts import TEXTS, decision_line
from common import fonts
from common.fonts import Face, Font
from common.markup import from_template

QR_MM = 25.0
_LOGO_MM, _SIGNATURE_MM, _SEAL_MM = 20.0, 40.0, 24.0
_CAPTION_PT, _CAPTION_LEADING = 8.5, 1.55
_TITLE_SPACING = 0.045  # em between the letters of the paper's name


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """One unbroken line; `uniform` keeps strong runs in the colour of the rest."""

    runs: Line
    plain: Face
    strong: Face
    size_pt: float
    leading: str
    uniform: bool


@dataclass(frozen=True, slots=True)
class Box:
    """Lines under one another, so many mm from the top of the page."""

    top: str
    lines: tuple[DrawnLine, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's data URL and its place in mm."""

    url: str
    right: str
    top: str
    width: str
    height: str


def width(template: TemplateDefinition) -> float:
    """Width in mm of the design's page, which has the paper's ratio."""
    return look(template).height * template.width_mm / template.height_mm


def qr_place(template: TemplateDefinition, design: Design) -> tuple[float, float]:
    """Left and top of the QR code in mm."""
    top = design.lower_bottom - (10 if template.decision else 4.5) - QR_MM - 2.5
    return design.left + 2.2, top


def code_place(template: TemplateDefinition, design: Design) -> tuple[float, float]:
    """Left and top in mm of the code, behind its label, below the caption beside the QR code."""
    left, top = qr_place(template, design)
    captions = 2 * _CAPTION_PT * _CAPTION_LEADING * fonts.MM_PER_PT
    label = line_width_mm((_code_label(template),), design.small, _CAPTION_PT)
    return left + QR_MM + 4.3 + label, top + QR_MM - 14.2 + captions


def _code_label(template: TemplateDefinition) -> Run:
    return Run(f"{TEXTS[template.language]['code']}: ")


def faces(design: Design) -> tuple[Font, ...]:
    """The faces of the variable layer."""
    styles = (design.name, design.address, design.body, design.small)
    return tuple(dict.fromkeys(font for style in styles for font in (style.plain, style.strong)))


def static_html(template: TemplateDefinition, shared: Shared) -> str:
    """The shared page, then pages with every letter that the variable layer may draw."""
    design, page_width = look(template), width(template)
    text_width = page_width - design.left - design.right
    return from_template(
        "certificates/print/static.html",
        {
            "language": template.language,
            "name": template.title,
            "design": design,
            "page_width": f"{page_width:.3f}",
            "surplus": SURPLUS,
            "background_width": f"{page_width + 2 * SURPLUS:.3f}",
            "background_height": design.height + 2 * SURPLUS,
            # Our own line work, drawn by formulas from numbers and colours: it holds no words.
            "background": mark_safe(design.background(page_width, design.height)),
            "signer_right": design.right + 2,
            "lower_left": design.left + 4,
            "qr_mm": QR_MM,
            "logo": _logo(template, design, page_width),
            **_motto(template, design),
            "issuer": _issuer(template, design, text_width),
            **_title(template, shared.title or template.title, design, text_width),
            "place_and_date": _place_and_date(shared, design),
            **_signature(template, design),
            **_scan(template, shared, design),
            "decision": _decision(template, design),
            "letters": " ".join((*fonts.letters(faces(design)), *shared.words)),
            "faces": [font.value for font in _faces_in(design, shared)],
        },
    )


def _faces_in(design: Design, shared: Shared) -> Iterable[Font]:
    """The design's; with words that these lack, those too that stand in for them: a space beside such
    a word is drawn in its face."""
    standing_in = (Font.SERIF, Font.SERIF_BOLD, Font.SERIF_ITALIC) if shared.words else ()
    return dict.fromkeys((*faces(design), *standing_in))


# --- Parts ----------------------------------------------------------------------------


def _motto(template: TemplateDefinition, design: Design) -> dict[str, Any]:
    if not template.motto:
        return {"motto": ()}
    boxes, top = [], design.motto_top
    for text, size in zip(template.motto, (12, 12.5), strict=False):
        boxes.append(_box(top, [_line((Run(text),), design.head, size, 1.5)]))
        top += size * 1.5 * fonts.MM_PER_PT
    rule = line_width_mm((Run(template.motto[-1]),), design.head, 12.5)
    return {"motto": boxes, "rule_top": f"{top + 0.6:.2f}", "rule_width": f"{rule:.2f}"}


def _issuer(template: TemplateDefinition, design: Design, text_width: float) -> Box | None:
    if not template.issuer:
        return None
    room = design.title_top - design.issuer_top - 0.5
    sizes = [
        size
        for size in (14, 13, 12, 11, 10, 9, 8)
        if size * 1.5 * fonts.MM_PER_PT * len(template.issuer) <= room
    ] or [7]  # three lines above a title that stands high
    size = min(
        fitted((Run(line),), design.head, sizes, text_width, 1)[0] for line in template.issuer
    )
    lines = [
        _line(
            fitted((Run(line),), design.head, (size,), text_width, 1)[1][0], design.head, size, 1.5
        )
        for line in template.issuer
    ]
    block = size * 1.5 * fonts.MM_PER_PT * len(lines)
    return _box(design.issuer_top + (room - block) / 2, lines)


def _title(
    template: TemplateDefinition, title: str, design: Design, text_width: float
) -> dict[str, Any]:
    """The verb, the paper's name, and the rule with a diamond under it."""
    verb = None
    if template.verb:
        verb = _box(design.title_top, [_line((Run(template.verb),), design.address, 13, 1.5)])
    top = design.title_top + 8.2
    size = design.title_pt
    letters = len(title)
    while size > 16 and (
        line_width_mm((Run(title),), design.title, size)
        + letters * _TITLE_SPACING * size * fonts.MM_PER_PT
        > text_width - 10
    ):
        size -= 1
    height = design.title_pt * 1.36 * fonts.MM_PER_PT
    return {
        "verb": verb,
        "title": title,
        "title_face": design.title.plain.value,
        "title_pt": size,
        "title_top": f"{top:.2f}",
        "title_height": f"{height:.2f}",
        "title_spacing": _TITLE_SPACING,
        "flourish_top": f"{top + height + 0.4:.2f}",
    }


def _signature(template: TemplateDefinition, design: Design) -> dict[str, Any]:
    """Signer below place and date; the seal stands over the left third of the signature."""
    signer, top = template.signer, design.lower_top + 7
    boxes, pictures = [], []
    for text in filter(None, (signer.prefix, signer.title)):
        line = _signer_line(text, design, (11.5, 11, 10, 9, 8))
        boxes.append(_box(top, [line]))
        top += line.size_pt * 1.45 * fonts.MM_PER_PT
    if signer.name:
        name = _signer_line(signer.name, design, (12.5, 11, 10, 9))
        boxes.append(_box(design.lower_bottom - 6, [name]))
    room = design.lower_bottom - 6 - top
    middle = design.right + 2 + design.signer / 2  # from the right edge
    right = middle - _SIGNATURE_MM / 2
    if template.signature:
        pictures.append(_picture(template.signature, right, top + 1, _SIGNATURE_MM, room - 2))
    if template.seal:
        right = middle + _SIGNATURE_MM / 2 - _SIGNATURE_MM / 3
        down = top + (room - _SEAL_MM) / 2 + 1
        pictures.append(_picture(template.seal, right, down, _SEAL_MM, _SEAL_MM))
    return {"signer": boxes, "signer_pictures": pictures}


def _signer_line(text: str, design: Design, sizes_pt: Iterable[float]) -> DrawnLine:
    size, lines = fitted((Run(text, True),), design.body, sizes_pt, design.signer, 1)
    return _line(lines[0], design.body, size, 1.45, uniform=True)


def _logo(template: TemplateDefinition, design: Design, page_width: float) -> Picture | None:
    """At the left, beside the motto; in its place when there is none and room enough."""
    if not template.logo:
        return None
    side, (left, top) = _LOGO_MM, design.logo or (design.left, design.motto_top)
    if not template.motto and (room := design.issuer_top - design.motto_top) > _LOGO_MM / 2:
        side, top = room - 0.5, design.motto_top - 1
        left = (design.left + page_width - design.right - side) / 2
    right = page_width - left - side
    return _picture(template.logo, right, top, side, side)


def _place_and_date(shared: Shared, design: Design) -> Box:
    size, lines = fitted(
        (Run(shared.place_and_date),), design.address, (12, 11.5, 11, 10, 9, 8), design.signer, 1
    )
    return _box(design.lower_top, [_line(line, design.address, size, 1.5) for line in lines])


def _scan(template: TemplateDefinition, shared: Shared, design: Design) -> dict[str, Any]:
    """White ground for the QR code, and beside it what to do with it."""
    left, top = qr_place(template, design)
    size, address = fitted(
        (Run(shared.site),), design.small, (8.5, 8, 7.5, 7, 6.5, 6), design.caption, 1
    )
    height = f"{_CAPTION_PT * _CAPTION_LEADING}pt"
    scan = Run(TEXTS[template.language]["scan"])
    return {
        "qr_left": f"{left:.2f}",
        "qr_top": f"{top:.2f}",
        "captions_left": f"{left + QR_MM + 4.3:.2f}",
        "captions_top": f"{top + QR_MM - 14.2:.2f}",
        "captions": (
            _line((scan,), design.small, _CAPTION_PT, height),
            *(_line(line, design.small, size, height) for line in address),
        ),
        "code_label": _line((_code_label(template),), design.small, _CAPTION_PT, height),
    }


def _decision(template: TemplateDefinition, design: Design) -> Box | None:
    if template.decision is None:
        return None
    text = decision_line(template.decision.number, template.decision.on, template.language)
    size, lines = fitted(
        (Run(text),), design.small, (10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6), design.number, 1
    )
    return _box(design.lower_bottom - 10, [_line(lines[0], design.small, size, 1.5)])


# --- Pieces ---------------------------------------------------------------------------


def _box(top: float, lines: Iterable[DrawnLine]) -> Box:
    return Box(f"{top:.2f}", tuple(lines))


def _line(
    line: Line, style: Style, size_pt: float, leading: float | str, *, uniform: bool = False
) -> DrawnLine:
    return DrawnLine(line, style.plain.value, style.strong.value, size_pt, str(leading), uniform)


def _picture(data: bytes, right: float, top: float, wide: float, high: float) -> Picture:
    url = "data:image/png;base64," + base64.b64encode(data).decode("ascii")
    return Picture(url, f"{right:.2f}", f"{top:.2f}", f"{wide:.2f}", f"{high:.2f}")
