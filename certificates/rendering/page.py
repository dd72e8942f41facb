"""The HTML of the static layer: all that the certificates of one template and day share.

Every line of text is broken and measured here and drawn without wrapping, so that nothing can
overflow. Values are escaped; no markup comes from outside.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

from certificates.rendering.content import Run, Shared
from certificates.rendering.design import SURPLUS, Design
from certificates.rendering.designs import look
from certificates.rendering.lines import Line, Style, fitted, line_width_mm
from certificates.rendering.template import TemplateDefinition
from certificates.rendering.texts import TEXTS, decision_line
from common import fonts

QR_MM = 25.0
_LOGO_MM, _SIGNATURE_MM, _SEAL_MM = 20.0, 40.0, 24.0
_CAPTION_PT, _CAPTION_LEADING = 8.5, 1.55


def width(template: TemplateDefinition) -> float:
    """Width in mm of the design's page, which has the paper's ratio."""
    return look(template).height * template.width_mm / template.height_mm


def _css(design: Design, page_width: float) -> str:
    """The style sheet; the fonts stand apart."""
    c = design.colours
    return f"""
@page {{ size: {page_width:.3f}mm {design.height}mm; margin: 0 }}
html, body {{ margin: 0; padding: 0; color: {c["ink"]} }}
.sheet {{ position: relative; width: {page_width:.3f}mm; height: {design.height}mm;
          break-after: page }}
.at {{ position: absolute; left: {design.left}mm; right: {design.right}mm; text-align: center }}
.line {{ white-space: pre; font-variant-numeric: lining-nums }}
.background {{ left: -{SURPLUS}mm; top: -{SURPLUS}mm }}
.background svg {{ left: 0; top: 0 }}
.background, .background svg {{ position: absolute;
          width: {page_width + 2 * SURPLUS:.3f}mm; height: {design.height + 2 * SURPLUS}mm }}
.head {{ color: {c["head"]} }} .title {{ color: {c["title"]} }} .name {{ color: {c["name"]} }}
.strong {{ color: {c["strong"]} }} .faint {{ color: {c["faint"]} }}
.signer {{ position: absolute; right: {design.right + 2}mm; width: {design.signer}mm; text-align: center }}
.lower {{ position: absolute; left: {design.left + 4}mm }}
.qr {{ position: absolute; width: {QR_MM}mm; height: {QR_MM}mm; background: #fff }}
.letters p {{ margin: 0; font-size: 30px; font-variant-numeric: lining-nums;
          font-variant-ligatures: none }}
img {{ position: absolute }}
"""


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


def faces(design: Design) -> tuple[fonts.Font, ...]:
    """The faces of the variable layer."""
    styles = (design.name, design.address, design.body, design.small)
    return tuple(dict.fromkeys(font for style in styles for font in (style.plain, style.strong)))


def static_html(template: TemplateDefinition, shared: Shared) -> str:
    """The shared page, then pages with every letter that the variable layer may draw."""
    design, page_width = look(template), width(template)
    text_width = page_width - design.left - design.right
    parts = [
        f'<div class="background" style="background:{design.paper}"><svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="{-SURPLUS} {-SURPLUS} {page_width + 2 * SURPLUS:.3f} {design.height + 2 * SURPLUS}">{design.background(page_width, design.height)}</svg></div>',
        *_logo(template, design, page_width),
        *_motto(template, design),
        *_issuer(template, design, text_width),
        *_title(template, shared.title or template.title, design, text_width),
        *_place_and_date(shared, design),
        *_signature(template, design),
        *_scan(template, shared, design),
        *_decision(template, design),
    ]
    letters = escape(" ".join((*fonts.letters(faces(design)), *shared.words)))
    alphabet = "".join(f'<p style="{font_css(face)}">{letters}</p>' for face in faces(design))
    return (
        f'<!DOCTYPE html><html lang="{template.language}"><head><title>{escape(template.title)}'
        f"</title><style>{_css(design, page_width)}</style></head><body>"
        f'<div class="sheet">{"".join(parts)}</div><div class="letters">{alphabet}</div></body></html>'
    )


# --- Parts ----------------------------------------------------------------------------


def _motto(template: TemplateDefinition, design: Design) -> list[str]:
    if not template.motto:
        return []
    parts, top = [], design.motto_top
    for text, size in zip(template.motto, (12, 12.5), strict=False):
        parts.append(_at(top, [_line((Run(text),), design.head, size, 1.5)]))
        top += size * 1.5 * fonts.MM_PER_PT
    rule = line_width_mm((Run(template.motto[-1]),), design.head, 12.5)
    parts.append(_rule(top + 0.6, rule, 0.25, design.colours["ink"]))
    return parts


def _issuer(template: TemplateDefinition, design: Design, text_width: float) -> list[str]:
    if not template.issuer:
        return []
    room = design.title_top - design.issuer_top - 0.5
    sizes = [
        size
        for size in (14, 13, 12, 11, 10, 9, 8)
        if size * 1.5 * fonts.MM_PER_PT * len(template.issuer) <= room
    ]
    lines_max = 1
    size = min(
        fitted((Run(line),), design.head, sizes, text_width, lines_max)[0]
        for line in template.issuer
    )
    lines = [
        _line(
            fitted((Run(line),), design.head, (size,), text_width, lines_max)[1][0],
            design.head,
            size,
            1.5,
        )
        for line in template.issuer
    ]
    block = size * 1.5 * fonts.MM_PER_PT * len(lines)
    return [_at(design.issuer_top + (room - block) / 2, lines, "head")]


def _title(
    template: TemplateDefinition, title: str, design: Design, text_width: float
) -> list[str]:
    """The verb, the paper's name, and the rule with a diamond under it."""
    parts, spacing = [], 0.045
    if template.verb:
        verb = Run(template.verb)
        parts.append(_at(design.title_top, [_line((verb,), design.address, 13, 1.5)]))
    top = design.title_top + 8.2
    size = design.title_pt
    letters = len(title)
    while size > 16 and (
        line_width_mm((Run(title),), design.title, size)
        + letters * spacing * size * fonts.MM_PER_PT
        > text_width - 10
    ):
        size -= 1
    height = design.title_pt * 1.36 * fonts.MM_PER_PT
    parts.append(
        f'<div class="at title" style="top:{top:.2f}mm;letter-spacing:{spacing}em;'
        f'text-indent:{spacing}em"><div class="line" style="{font_css(design.title.plain)};'
        f'font-size:{size}pt;line-height:{height:.2f}mm">{escape(title)}</div></div>'
    )
    parts.append(_flourish(top + height + 0.4, design))
    return parts


def _flourish(top: float, design: Design) -> str:
    rule, strong = design.colours["rule"], design.colours["title"]
    return (
        f'<div class="at" style="top:{top:.2f}mm"><svg xmlns="http://www.w3.org/2000/svg" '
        'viewBox="-50 -2.5 100 5" style="width:100mm;height:5mm">'
        f'<path d="M-46 0L-11 -.17V.17ZM46 0L11 -.17V.17Z" fill="{rule}"/>'
        f'<path d="M0 -2L3 0L0 2L-3 0Z" fill="{strong}"/>'
        f'<path d="M-6.2 -1.1L-4.4 0L-6.2 1.1L-8 0ZM6.2 -1.1L8 0L6.2 1.1L4.4 0Z" fill="{rule}"/>'
        "</svg></div>"
    )


def _signature(template: TemplateDefinition, design: Design) -> list[str]:
    """Signer below place and date; the seal stands over the left third of the signature."""
    signer, parts = template.signer, []
    top = design.lower_top + 7
    for text, style in ((signer.prefix, design.body), (signer.title, design.body)):
        if text:
            size, lines = fitted((Run(text, True),), style, (11.5, 11, 10, 9, 8), design.signer, 1)
            parts.append(_box("signer", top, [_line(lines[0], style, size, 1.45, plain=True)]))
            top += size * 1.45 * fonts.MM_PER_PT
    if signer.name:
        size, lines = fitted(
            (Run(signer.name, True),), design.body, (12.5, 11, 10, 9), design.signer, 1
        )
        parts.append(
            _box(
                "signer",
                design.lower_bottom - 6,
                [_line(lines[0], design.body, size, 1.45, plain=True)],
            )
        )
    room = design.lower_bottom - 6 - top
    middle = design.right + 2 + design.signer / 2  # from the right edge
    if template.signature:
        parts.append(
            _picture(
                template.signature, middle - _SIGNATURE_MM / 2, top + 1, _SIGNATURE_MM, room - 2
            )
        )
    if template.seal:
        right = middle + _SIGNATURE_MM / 2 - _SIGNATURE_MM / 3
        parts.append(
            _picture(template.seal, right, top + (room - _SEAL_MM) / 2 + 1, _SEAL_MM, _SEAL_MM)
        )
    return parts


def _logo(template: TemplateDefinition, design: Design, page_width: float) -> list[str]:
    """At the left, beside the motto; in its place when there is none and room enough."""
    if not template.logo:
        return []
    side, (left, top) = _LOGO_MM, design.logo or (design.left, design.motto_top)
    if not template.motto and (room := design.issuer_top - design.motto_top) > _LOGO_MM / 2:
        side, top = room - 0.5, design.motto_top - 1
        left = (design.left + page_width - design.right - side) / 2
    right = page_width - left - side
    return [_picture(template.logo, right, top, side, side)]


def _place_and_date(shared: Shared, design: Design) -> list[str]:
    size, lines = fitted(
        (Run(shared.place_and_date),), design.address, (12, 11.5, 11, 10, 9, 8), design.signer, 1
    )
    return [
        _box("signer", design.lower_top, [_line(line, design.address, size, 1.5)]) for line in lines
    ]


def _scan(template: TemplateDefinition, shared: Shared, design: Design) -> list[str]:
    """White ground for the QR code, and beside it what to do with it."""
    left, top = qr_place(template, design)
    size, address = fitted(
        (Run(shared.site),), design.small, (8.5, 8, 7.5, 7, 6.5, 6), design.caption, 1
    )
    height = f"{_CAPTION_PT * _CAPTION_LEADING}pt"
    captions = (
        _line((Run(TEXTS[template.language]["scan"]),), design.small, _CAPTION_PT, height, "faint"),
        *(_line(line, design.small, size, height, "faint") for line in address),
        _line((_code_label(template),), design.small, _CAPTION_PT, height),
    )
    return [
        f'<div class="qr" style="left:{left:.2f}mm;top:{top:.2f}mm"></div>',
        f'<div style="position:absolute;left:{left + QR_MM + 4.3:.2f}mm;'
        f'top:{top + QR_MM - 14.2:.2f}mm">{"".join(captions)}</div>',
    ]


def _decision(template: TemplateDefinition, design: Design) -> list[str]:
    if template.decision is None:
        return []
    text = decision_line(template.decision.number, template.decision.on, template.language)
    size, lines = fitted(
        (Run(text),), design.small, (10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6), design.number, 1
    )
    return [_box("lower", design.lower_bottom - 10, [_line(lines[0], design.small, size, 1.5)])]


# --- Pieces ---------------------------------------------------------------------------


def _at(top: float, lines: Sequence[str], extra: str = "") -> str:
    return _box(f"at {extra}".strip(), top, lines)


def _box(name: str, top: float, lines: Sequence[str]) -> str:
    return f'<div class="{name}" style="top:{top:.2f}mm">{"".join(lines)}</div>'


def _line(
    line: Line,
    style: Style,
    size_pt: float,
    leading: float | str,
    extra: str = "",
    *,
    plain: bool = False,
) -> str:
    """One unbroken line; `plain` keeps strong runs in the colour of the rest."""
    runs = "".join(
        f'<span{"" if plain else " class=strong"} style="{font_css(style.strong)}">{escape(run.text)}</span>'
        if run.strong
        else escape(run.text)
        for run in line
    )
    return (
        f'<div class="line {extra}" style="{font_css(style.plain)};font-size:{size_pt}pt;'
        f'line-height:{leading}">{runs}</div>'
    )


def _rule(top: float, length: float, thickness: float, colour: str) -> str:
    return (
        f'<div class="at" style="top:{top:.2f}mm"><div style="margin:0 auto;width:{length:.2f}mm;'
        f'height:{thickness}mm;background:{colour}"></div></div>'
    )


def _picture(data: bytes, right: float, top: float, wide: float, high: float) -> str:
    return (
        f'<img alt="" src="{_data_url(data)}" style="right:{right:.2f}mm;top:{top:.2f}mm;'
        f'width:{wide:.2f}mm;height:{high:.2f}mm;object-fit:contain">'
    )


def _data_url(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")


def font_css(font: fonts.Font) -> str:
    face = font.value
    family = f"'{face.family}'"
    if font.value.family != fonts.Font.SERIF.value.family:
        family += f",'{fonts.Font.SERIF.value.family}'"  # has Greek and Cyrillic letters too
    return f"font-family:{family};font-weight:{face.weight};font-style:{face.style}"
