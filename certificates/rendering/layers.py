"""Lays out the layers with WeasyPrint: the static one as a frame, the variable ones as streams.

A frame is a PDF of one page with the static layer as a Form XObject and the fonts of the variable
layer; a stream holds the drawing operators of one certificate and fits into any file that has the
frame's resources. The same input gives the same bytes, whatever else was laid out with it.
A certificate takes 5 ms of CPU so (`python -m benchmarks.certificates`), where WeasyPrint takes 300
to write the whole page each time.

Uses WeasyPrint's drawing functions below its public interface (hence the exact pin).
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import pikepdf
import pydyf
from weasyprint.draw import draw_stacking_context
from weasyprint.pdf.stream import Stream
from weasyprint.stacking import StackingContext

from certificates.rendering import page, words
from certificates.rendering.content import CertificateContent, Shared
from certificates.rendering.designs import look
from certificates.rendering.template import TemplateDefinition
from common import fonts, qr
from common.pdf import lock, rendered, rendered_tree

STATIC = "/StaticLayer"
_STRIP = 250  # certificates laid out on one page
_PT_PER_MM = 72 / 25.4
_MARK_MM = 7.0  # length of a cut mark, outside the bleed


@dataclass(frozen=True, eq=False)
class Frame:
    """Equal to itself only. `pdf` has one page without variable words; `widths` of each glyph of its fonts, by font."""

    pdf: bytes
    widths: Mapping[str, Mapping[int, int]]
    missing: Mapping[str, Mapping[int, int]]


def shared_of(content: CertificateContent, template: TemplateDefinition) -> Shared:
    """What `content` needs of its static layer."""
    known = _known(page.faces(look(template)))
    text = " ".join(
        (content.recipient, content.address, *(run.text for run in content.achievement))
    )
    odd: tuple[str, ...] = ()
    if not known.issuperset(text):
        odd = tuple(sorted({word for word in text.split() if not known.issuperset(word)}))
    return Shared(content.place_and_date, content.site, content.title, odd)


@lru_cache(maxsize=16)
def frame(template: TemplateDefinition, shared: Shared) -> Frame:
    """The static layer of a template, laid out once."""
    drawn: dict[str, Any] = {}
    with lock:
        document = rendered(page.static_html(template, shared))
        data = document.write_pdf(
            zoom=template.height_mm / look(template).height,
            pdf_identifier=b"certificate",
            finisher=lambda made, _: drawn.update(
                {font.hash: font for font in made.fonts.values()}
            ),
        )
    with (
        pikepdf.open(io.BytesIO(data)) as document,
        pikepdf.open(io.BytesIO(data)) as source,
    ):
        sheet = document.pages[0]
        resources = sheet.resources
        # From a second reading: the form takes its operators from its page when it is written.
        form = document.copy_foreign(source.pages[0].as_form_xobject())
        form.Resources = resources
        _trim(sheet, form, template)
        sheet.obj.Resources = document.make_indirect(
            pikepdf.Dictionary(
                {
                    "/Font": resources.Font,
                    "/ExtGState": resources.ExtGState,
                    "/XObject": pikepdf.Dictionary({STATIC: form}),
                }
            )
        )
        sheet.obj.Contents = document.make_stream(b"")
        del document.pages[1:]
        out = io.BytesIO()
        document.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return Frame(
        out.getvalue(),
        {name: dict(font.widths) for name, font in drawn.items()},
        {name: dict(font.missing) for name, font in drawn.items()},
    )


def _trim(sheet: pikepdf.Page, form: pikepdf.Object, template: TemplateDefinition) -> None:
    """Sets the page's boxes: paper to print on, bleed, cut; and draws the cut marks."""
    wide, high = template.width_mm * _PT_PER_MM, template.height_mm * _PT_PER_MM
    bleed = template.bleed_mm * _PT_PER_MM
    around = bleed + (_MARK_MM * _PT_PER_MM if template.crop_marks else 0.0)

    def box(by: float) -> list[float]:
        return [round(side, 3) for side in (-by, -by, wide + by, high + by)]

    sheet.obj.MediaBox, sheet.obj.CropBox = box(around), box(around)
    sheet.obj.BleedBox, sheet.obj.TrimBox = box(bleed), box(0.0)
    if not around:
        return
    left, bottom, right, top = box(bleed)
    marks = []
    if template.crop_marks:
        for x in (0.0, wide):
            for start, end in ((bottom, -around), (top, high + around)):
                marks.append(f"{x:.3f} {start} m {x:.3f} {end:.3f} l")
        for y in (0.0, high):
            for start, end in ((left, -around), (right, wide + around)):
                marks.append(f"{start} {y:.3f} m {end:.3f} {y:.3f} l")
    clip = f"q {left} {bottom} {right - left:.3f} {top - bottom:.3f} re W n\n"
    after = f"\nQ\nq 0 0 0 1 K .25 w {' '.join(marks)} S Q" if marks else "\nQ"
    form.write(clip.encode() + form.read_bytes() + after.encode())
    form.BBox = box(around)


def streams(contents: Sequence[CertificateContent], template: TemplateDefinition) -> list[bytes]:
    """The page of each content as a deflated content stream, in that order."""
    made: list[bytes] = [b""] * len(contents)
    groups: dict[Shared, list[int]] = {}
    for at, content in enumerate(contents):
        groups.setdefault(shared_of(content, template), []).append(at)
    for shared, places in groups.items():
        base = frame(template, shared)
        for start in range(0, len(places), _STRIP):
            some = places[start : start + _STRIP]
            for at, data in zip(
                some, _strip([contents[at] for at in some], template, base), strict=True
            ):
                made[at] = data
    return made


def _strip(
    contents: Sequence[CertificateContent], template: TemplateDefinition, base: Frame
) -> list[bytes]:
    design = look(template)
    zoom = template.height_mm / design.height
    left, top = page.qr_place(template, design)
    side = page.QR_MM * zoom * _PT_PER_MM
    place = (left * zoom * _PT_PER_MM, (design.height - top) * zoom * _PT_PER_MM - side, side)
    with lock:
        (sheet,) = rendered_tree(*words.strip(contents, template)).pages
        made_fonts: dict[Any, Any] = {}
        (root,) = StackingContext.from_page(sheet._page_box).zero_z_contexts
        made = []
        for at, (content, section) in enumerate(zip(contents, root.zero_z_contexts, strict=True)):
            stream = _Stream(made_fonts, base, at * words.PITCH)
            stream.transform(a=zoom * 0.75, d=-zoom * 0.75, f=template.height_mm * _PT_PER_MM)
            draw_stacking_context(stream, section)
            code = qr.operators(content.url, *place)
            operators = b"\n".join((f"q {STATIC} Do Q".encode(), code, *stream.stream))
            made.append(zlib.compress(operators, 6))
    for font in made_fonts.values():
        if not base.widths[font.hash].keys() >= font.widths.keys():
            raise RuntimeError("a glyph was drawn that the file's fonts do not hold")
    return made


class _Stream(Stream):
    """Draws one certificate of a strip, whose top is at `top`, with the widths of a frame.

    WeasyPrint rounds a glyph's width at the size at which a document first draws it; taking the
    frame's makes the operators independent of what was drawn before.
    """

    def __init__(self, made_fonts: dict[Any, Any], base: Frame, top: float) -> None:
        super().__init__(made_fonts, (0, 0, 0, 0), _no_resources(), {}, None, {}, None)
        self._base, self._top = base, top

    def add_font(self, pango_font: Any) -> tuple[Any, float]:
        count = len(self._fonts)
        font, size = super().add_font(pango_font)
        if len(self._fonts) > count:
            if font.hash not in self._base.widths:
                raise RuntimeError(f"{font.name} was drawn, which the file does not hold")
            font.widths.update(self._base.widths[font.hash])
            font.missing.update(self._base.missing[font.hash])
        return font, size

    def show_text(self, text: str) -> None:
        super().show_text(text.replace(">0<", ""))

    def set_text_matrix(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        super().set_text_matrix(a, b, c, d, round(e, 3), round(f - self._top, 3))


def _no_resources() -> pydyf.Dictionary:
    return pydyf.Dictionary({"ColorSpace": None, "XObject": {}, "ExtGState": {}})


@cache
def _known(faces: tuple[fonts.Font, ...]) -> frozenset[str]:
    return frozenset(fonts.letters(faces))
