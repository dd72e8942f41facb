"""The HTML of the two layers: the static one of a template, the variable ones of the contents.

Every line of text is broken and measured here and drawn without wrapping, so that nothing can
overflow. Values are escaped; no markup comes from outside.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from html import escape

from certificates.rendering.content import CertificateContent, Run
from certificates.rendering.designs import DESIGNS, HEIGHT, Design
from certificates.rendering.lines import Line, Style, fitted, line_width_mm
from certificates.rendering.template import TemplateDefinition
from certificates.rendering.texts import TEXTS, decision_line
from common import fonts, qr

_NAME_PT = (34, 32, 30, 28, 26, 24, 22)
_NAME_TWO_LINES_PT = (25, 23, 21, 19, 17, 15)
_BODY_PT = (14.5, 14, 13.5, 13, 12.5, 12, 11.5, 11, 10.5, 10, 9.5, 9, 8.5, 8)
_NAME_LEADING, _BODY_LEADING = 1.42, 1.55  # line heights in em: stacked accents want air
_QR_MM = 25.0
_SIGNER_MM = 92.0


def width(template: TemplateDefinition) -> float:
    """Width in mm of the design's page, which is 210 mm high and has the paper's ratio."""
    return HEIGHT * template.width_mm / template.height_mm


def css(design: Design, page_width: float) -> str:
    """The style sheet of both layers; the fonts stand apart."""
    c = design.colours
    return f"""
@page {{ size: {page_width:.3f}mm {HEIGHT}mm; margin: 0 }}
html, body {{ margin: 0; padding: 0; color: {c["ink"]} }}
.sheet {{ position: relative; width: {page_width:.3f}mm; height: {HEIGHT}mm;
          overflow: hidden; break-after: page }}
.sheet:last-child {{ break-after: auto }}
.at {{ position: absolute; left: {design.left}mm; right: {design.right}mm; text-align: center }}
.line {{ white-space: pre; font-variant-numeric: lining-nums }}
.background, .background svg {{ position: absolute; left: 0; top: 0;
          width: {page_width:.3f}mm; height: {HEIGHT}mm }}
.head {{ color: {c["head"]} }} .title {{ color: {c["title"]} }} .name {{ color: {c["name"]} }}
.strong {{ color: {c["strong"]} }} .faint {{ color: {c["faint"]} }}
.signer {{ position: absolute; right: {design.right + 2}mm; width: {_SIGNER_MM}mm; text-align: center }}
.lower {{ position: absolute; left: {design.left + 4}mm }}
.qr, .qr svg {{ position: absolute; width: {_QR_MM}mm; height: {_QR_MM}mm }}
img {{ position: absolute }}
"""


def static_html(template: TemplateDefinition) -> str:
    """One page with all that the certificates of a template share."""
    design, page_width = DESIGNS[template.design], width(template)
    text_width = page_width - design.left - design.right
    parts = [
        f'<div class="background" style="background:{design.paper}"><svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {page_width:.3f} {HEIGHT}">{design.background(page_width)}</svg></div>',
        *_motto(template, design),
        *_issuer(template, design, text_width),
        *_title(template, design, text_width),
        *_signature(template, design),
        *_decision(template, design),
    ]
    return _document(template, design, page_width, [f'<div class="sheet">{"".join(parts)}</div>'])


def variable_html(contents: Sequence[CertificateContent], template: TemplateDefinition) -> str:
    """One page a content, without the static layer."""
    design, page_width = DESIGNS[template.design], width(template)
    sheets = (
        f'<div class="sheet">{_middle(content, design, page_width)}'
        f"{_lower(content, template, design)}</div>"
        for content in contents
    )
    return _document(template, design, page_width, sheets)


def _document(
    template: TemplateDefinition, design: Design, page_width: float, sheets: Iterable[str]
) -> str:
    return (
        f'<!DOCTYPE html><html lang="{template.language}"><head><title>{escape(template.title)}'
        f"</title><style>{css(design, page_width)}</style></head><body>{''.join(sheets)}</body></html>"
    )


# --- The static layer -----------------------------------------------------------------


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


def _title(template: TemplateDefinition, design: Design, text_width: float) -> list[str]:
    """The verb, the paper's name, and the rule with a diamond under it."""
    parts, spacing = [], 0.045
    if template.verb:
        verb = Run(template.verb)
        parts.append(_at(design.title_top, [_line((verb,), design.address, 13, 1.5)]))
    top = design.title_top + 8.2
    size = design.title_pt
    letters = len(template.title)
    while size > 16 and (
        line_width_mm((Run(template.title),), design.title, size)
        + letters * spacing * size * fonts.MM_PER_PT
        > text_width - 10
    ):
        size -= 1
    height = design.title_pt * 1.36 * fonts.MM_PER_PT
    parts.append(
        f'<div class="at title" style="top:{top:.2f}mm;letter-spacing:{spacing}em;'
        f'text-indent:{spacing}em"><div class="line" style="{_font(design.title.plain)};'
        f'font-size:{size}pt;line-height:{height:.2f}mm">{escape(template.title)}</div></div>'
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
            size, lines = fitted((Run(text, True),), style, (11.5, 11, 10, 9, 8), _SIGNER_MM, 1)
            parts.append(_box("signer", top, [_line(lines[0], style, size, 1.45, plain=True)]))
            top += size * 1.45 * fonts.MM_PER_PT
    if signer.name:
        size, lines = fitted(
            (Run(signer.name, True),), design.body, (12.5, 11, 10, 9), _SIGNER_MM, 1
        )
        parts.append(
            _box(
                "signer",
                design.lower_bottom - 6,
                [_line(lines[0], design.body, size, 1.45, plain=True)],
            )
        )
    room = design.lower_bottom - 6 - top
    if template.signature:
        parts.append(_picture(template.signature, design.right + 28, top + 1, 40, room - 2))
    if template.seal:
        parts.append(_picture(template.seal, design.right + 50, top - 3.5, 27, 27))
    if template.logo:
        parts.append(
            f'<img alt="" src="{_data_url(template.logo)}" style="left:{design.left}mm;'
            f'top:{design.motto_top}mm;width:20mm;height:20mm;object-fit:contain">'
        )
    return parts


def _decision(template: TemplateDefinition, design: Design) -> list[str]:
    if template.decision is None:
        return []
    text = decision_line(template.decision.number, template.decision.on, template.language)
    size, lines = fitted((Run(text),), design.small, (10, 9.5, 9, 8, 7, 6), 118, 1)
    return [_box("lower", design.lower_bottom - 10, [_line(lines[0], design.small, size, 1.5)])]


# --- The variable layer ---------------------------------------------------------------


def _middle(content: CertificateContent, design: Design, page_width: float) -> str:
    """Name, address and achievement, as large as their room allows, centred in it."""
    text_width = page_width - design.left - design.right
    room = design.middle_bottom - design.middle_top
    name_pt, name = _name(content.recipient, design, text_width)
    for body_pt in _BODY_PT:
        address_pt, address = fitted(
            (Run(content.address),),
            design.address,
            (body_pt, body_pt - 1, body_pt - 2, 7),
            text_width,
            2,
        )
        _, body = fitted(content.achievement, design.body, (body_pt,), text_width, 99)
        heights = (
            len(name) * name_pt * _NAME_LEADING,
            len(address) * address_pt * _BODY_LEADING,
            len(body) * body_pt * _BODY_LEADING,
        )
        used = sum(heights) * fonts.MM_PER_PT + 1.6
        if used <= room and len(body) <= 3 + (body_pt < 12) * 3 + (body_pt < 10) * 4:
            break
    else:
        lines_max = max(
            1, int((room - used) / (body_pt * _BODY_LEADING * fonts.MM_PER_PT)) + len(body)
        )
        _, body = fitted(content.achievement, design.body, (body_pt,), text_width, lines_max)
    top = design.middle_top + max(0.0, room - used) / 2
    return (
        f'<div class="at" style="top:{top:.2f}mm"><div class="name">'
        + "".join(_line(line, design.name, name_pt, _NAME_LEADING) for line in name)
        + "</div>"
        + "".join(_line(line, design.address, address_pt, _BODY_LEADING) for line in address)
        + '<div style="height:1.6mm"></div>'
        + "".join(_line(line, design.body, body_pt, _BODY_LEADING) for line in body)
        + "</div>"
    )


def _name(recipient: str, design: Design, text_width: float) -> tuple[float, list[Line]]:
    runs = (Run(recipient),)
    size, lines = fitted(runs, design.name, _NAME_PT, text_width - 8, 1)
    if line_width_mm(lines[0], design.name, size) <= text_width and lines[0][-1].text[-1:] != "…":
        return size, lines
    return fitted(runs, design.name, _NAME_TWO_LINES_PT, text_width - 8, 2)


def _lower(content: CertificateContent, template: TemplateDefinition, design: Design) -> str:
    words, bottom = TEXTS[template.language], design.lower_bottom
    qr_top = bottom - (10 if template.decision else 4.5) - _QR_MM - 2.5
    shown = content.url.split("://", 1)[-1].rsplit("/", 1)[0]
    caption = (
        (Run(words["scan"]),),
        (Run(shown),),
        (Run(f"{words['code']}: "), Run(content.code, True)),
    )
    address_pt = fitted(caption[1], design.small, (8.5, 8, 7.5, 7, 6.5, 6), 62, 1)[0]
    side = (
        _line(caption[0], design.small, 8.5, 1.55, "faint")
        + _line(
            fitted(caption[1], design.small, (address_pt,), 62, 1)[1][0],
            design.small,
            address_pt,
            1.55,
            "faint",
        )
        + _line(caption[2], design.small, 8.5, 1.55, plain=True)
    )
    register = str(words["register"]).format(number=content.number)
    date_pt, date = fitted(
        (Run(content.place_and_date),), design.address, (12, 11.5, 11, 10, 9, 8), _SIGNER_MM, 1
    )
    return (
        f'<div class="lower qr" style="top:{qr_top:.2f}mm;margin-left:-1.8mm">{qr.svg(content.url)}</div>'
        f'<div class="lower" style="top:{qr_top + _QR_MM - 14.2:.2f}mm;'
        f'margin-left:{_QR_MM + 2.5}mm">{side}</div>'
        + _box("lower", bottom - 4.6, [_line((Run(register),), design.small, 10, 1.5)])
        + _box("signer", design.lower_top, [_line(date[0], design.address, date_pt, 1.5)])
    )


# --- Pieces ---------------------------------------------------------------------------


def _at(top: float, lines: Sequence[str], extra: str = "") -> str:
    return _box(f"at {extra}".strip(), top, lines)


def _box(name: str, top: float, lines: Sequence[str]) -> str:
    return f'<div class="{name}" style="top:{top:.2f}mm">{"".join(lines)}</div>'


def _line(
    line: Line,
    style: Style,
    size_pt: float,
    leading: float,
    extra: str = "",
    *,
    plain: bool = False,
) -> str:
    """One unbroken line; `plain` keeps strong runs in the colour of the rest."""
    runs = "".join(
        f'<span{"" if plain else " class=strong"} style="{_font(style.strong)}">{escape(run.text)}</span>'
        if run.strong
        else escape(run.text)
        for run in line
    )
    return (
        f'<div class="line {extra}" style="{_font(style.plain)};font-size:{size_pt}pt;'
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


def _font(font: fonts.Font) -> str:
    face = font.value
    return f"font-family:'{face.family}';font-weight:{face.weight};font-style:{face.style}"
