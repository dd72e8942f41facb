"""A template's definition: what every certificate of a kind has in common, checked when read.

The JSON is described in docs/certificates.md. Nothing here knows a contest.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PIL import Image

from certificates.rendering import wording
from certificates.rendering.texts import LANGUAGES, TEXTS

DESIGNS = ("giay_khen", "giay_chung_nhan", "modern", "playful", "english")
COLOURS = ("ink", "head", "title", "name", "strong", "rule", "faint")
FONTS = {
    "title": ("serif", "display", "sans"),
    "name": ("serif", "display", "sans"),
    "body": ("serif", "sans"),
}
BLEED_MM_MAX = 5.0
IMAGES = ("logo", "seal", "signature")
PER = ("participant", "team")
IMAGE_BYTES_MAX = 1_000_000  # decoded
IMAGE_PIXELS_MAX = 4_000_000
SIDE_MM = (100.0, 1000.0)
RATIO = (1.25, 1.6)  # width to height: the designs are drawn for landscape paper

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_KEYS = frozenset(
    {
        "language", "size", "per", "motto", "issuer", "verb", "title", "address", "achievement",
        "place", "date", "decision", "signer", "images", "colours", "fonts", "bleed_mm",
        "crop_marks",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """One wrong place: a JSON Pointer into the definition and a text in each language."""

    pointer: str
    vi: str
    en: str


class TemplateInvalid(ValueError):
    """The definition cannot be used; `faults` names every wrong place."""

    def __init__(self, faults: Sequence[TemplateFault]) -> None:
        super().__init__("; ".join(f"{fault.pointer}: {fault.en}" for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision that the certificate rests on (quyết định)."""

    number: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: `prefix` is the line of authority ("TM. BAN TỔ CHỨC", "KT. HIỆU TRƯỞNG")."""

    prefix: str
    title: str
    name: str


@dataclass(frozen=True, slots=True)
class TemplateDefinition:
    """A checked definition. Images are PNG bytes that were decoded and encoded again."""

    design: str
    language: str
    width_mm: float
    height_mm: float
    per: str
    motto: tuple[str, ...]
    issuer: tuple[str, ...]
    verb: str
    title: str
    address: str
    achievement: str
    place: str
    date: date | None
    decision: Decision | None
    signer: Signer
    colours: tuple[tuple[str, str], ...] = ()
    fonts: tuple[tuple[str, str], ...] = ()
    bleed_mm: float = 0.0
    crop_marks: bool = False
    logo: bytes = b""
    seal: bytes = b""
    signature: bytes = b""

    @classmethod
    def from_json(cls, design: str, data: Mapping[str, Any]) -> TemplateDefinition:
        """Reads a definition; missing parts take the wording of its design and language.

        Raises TemplateInvalid with all faults at once.
        """
        return _Reader(design, data).read()


class _Reader:
    def __init__(self, design: str, data: Any) -> None:
        self.design = design
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        self.faults: list[TemplateFault] = []
        if not isinstance(data, Mapping):
            self._fault("", "Mẫu phải là một đối tượng JSON.", "The definition must be an object.")
        for key in sorted(set(self.data) - _KEYS):
            self._fault(f"/{key}", "Không có mục này.", "There is no such member.")

    def read(self) -> TemplateDefinition:
        if self.design not in DESIGNS:
            self._fault(
                "/design",
                f"Chọn một trong: {', '.join(DESIGNS)}.",
                f"Choose one of: {', '.join(DESIGNS)}.",
            )
        english = self.design == "english"
        language = self._choice("language", LANGUAGES, "en" if english else "vi")
        per = self._choice("per", PER, PER[0])
        words = TEXTS[language]
        width, height = self._size()
        images = {name: self._image(name) for name in IMAGES}
        definition = TemplateDefinition(
            design=self.design,
            language=language,
            width_mm=width,
            height_mm=height,
            per=per,
            motto=self._lines("motto", words["motto"], lines_max=2),
            issuer=self._lines("issuer", words["issuer"], lines_max=3),
            verb=self._text("verb", words["verb"], 60),
            title=self._text("title", words["titles"].get(self.design, ""), 40),
            address=self._pattern("address", words["address"][per]),
            achievement=self._pattern("achievement", words["achievement"][per]),
            place=self._text("place", "", 60),
            date=self._date(self.data.get("date"), "/date"),
            decision=self._decision(),
            signer=self._signer(words["signer"]),
            colours=self._colours(),
            fonts=self._fonts(),
            bleed_mm=self._bleed(),
            crop_marks=self._flag("crop_marks"),
            **images,
        )
        if self.faults:
            raise TemplateInvalid(self.faults)
        return definition

    def _fault(self, pointer: str, vi: str, en: str) -> None:
        self.faults.append(TemplateFault(pointer, vi, en))

    def _choice(self, key: str, allowed: Sequence[str], default: str) -> str:
        value = self.data.get(key, default)
        if value in allowed:
            return str(value)
        names = ", ".join(allowed)
        self._fault(f"/{key}", f"Chọn một trong: {names}.", f"Choose one of: {names}.")
        return allowed[0]

    def _colours(self) -> tuple[tuple[str, str], ...]:
        value = self.data.get("colours", {})
        if isinstance(value, Mapping) and all(
            key in COLOURS and isinstance(colour, str) and _COLOUR.fullmatch(colour)
            for key, colour in value.items()
        ):
            return tuple(sorted(value.items()))
        names = ", ".join(COLOURS)
        self._fault(
            "/colours",
            f"Ghi màu dạng #ad1a22 cho: {names}.",
            f"Give colours as #ad1a22 for: {names}.",
        )
        return ()

    def _fonts(self) -> tuple[tuple[str, str], ...]:
        value = self.data.get("fonts", {})
        if isinstance(value, Mapping) and all(
            face in FONTS.get(part, ()) for part, face in value.items()
        ):
            return tuple(sorted(value.items()))
        choice = "; ".join(f"{part}: {', '.join(faces)}" for part, faces in FONTS.items())
        self._fault("/fonts", f"Chọn phông: {choice}.", f"Choose fonts: {choice}.")
        return ()

    def _bleed(self) -> float:
        value = self.data.get("bleed_mm", 0)
        if isinstance(value, int | float) and 0 <= value <= BLEED_MM_MAX:
            return float(value)
        self._fault("/bleed_mm", "Ghi từ 0 đến 5 mm.", "Give 0 to 5 mm.")
        return 0.0

    def _flag(self, key: str) -> bool:
        value = self.data.get(key, False)
        if not isinstance(value, bool):
            self._fault(f"/{key}", "Chọn có hoặc không.", "Give true or false.")
        return value is True

    def _size(self) -> tuple[float, float]:
        size = self.data.get("size", {"width_mm": 297, "height_mm": 210})
        try:
            width, height = float(size["width_mm"]), float(size["height_mm"])
        except (KeyError, TypeError, ValueError):
            width = height = 0.0
        low, high = SIDE_MM
        if (
            low <= width <= high
            and low <= height <= high
            and RATIO[0] <= width / height <= RATIO[1]
        ):
            return width, height
        self._fault(
            "/size",
            "Ghi width_mm và height_mm từ 100 đến 1000, giấy ngang, tỉ lệ 1,25 đến 1,6.",
            "Give width_mm and height_mm of 100 to 1000, landscape, at a ratio of 1.25 to 1.6.",
        )
        return 297.0, 210.0

    def _text(self, key: str, default: str, length: int, within: Any = None, at: str = "") -> str:
        source = self.data if within is None else within
        value = source.get(key, default)
        if isinstance(value, str) and len(value) <= length:
            return wording.tidy(value)
        self._fault(
            f"{at}/{key}",
            f"Ghi chữ, tối đa {length} ký tự.",
            f"Give text of at most {length} letters.",
        )
        return default

    def _lines(self, key: str, default: tuple[str, ...], lines_max: int) -> tuple[str, ...]:
        value = self.data.get(key, list(default))
        right = isinstance(value, list) and len(value) <= lines_max
        if right and all(isinstance(line, str) and len(line) <= 160 for line in value):
            return tuple(line for line in map(wording.tidy, value) if line)
        self._fault(
            f"/{key}",
            f"Ghi tối đa {lines_max} dòng, mỗi dòng tối đa 160 ký tự.",
            f"Give at most {lines_max} lines of at most 160 letters.",
        )
        return default

    def _pattern(self, key: str, default: str) -> str:
        value = self._text(key, default, 400)
        try:
            wording.check(value)
        except wording.WordingInvalid as fault:
            known = ", ".join(f"{{{name}}}" for name in sorted(wording.PLACEHOLDERS))
            self._fault(
                f"/{key}",
                f"Không hiểu “{fault.args[0]}”; dùng được: {known}.",
                f"“{fault.args[0]}” is not understood; these are: {known}.",
            )
        return value

    def _date(self, value: Any, pointer: str) -> date | None:
        if value in (None, ""):
            return None
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self._fault(pointer, "Ghi ngày dạng 2026-06-15.", "Give the date as 2026-06-15.")
            return None

    def _decision(self) -> Decision | None:
        value = self.data.get("decision")
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self._fault("/decision", "Ghi number và date.", "Give number and date.")
            return None
        number = self._text("number", "", 60, within=value, at="/decision")
        on = self._date(value.get("date"), "/decision/date")
        return Decision(number, on) if number else None

    def _signer(self, default: Mapping[str, str]) -> Signer:
        value = self.data.get("signer", default)
        if not isinstance(value, Mapping):
            self._fault("/signer", "Ghi prefix, title và name.", "Give prefix, title and name.")
            value = default
        return Signer(
            *(
                self._text(key, "", 100, within=value, at="/signer")
                for key in ("prefix", "title", "name")
            )
        )

    def _image(self, name: str) -> bytes:
        images = self.data.get("images", {})
        value = images.get(name) if isinstance(images, Mapping) else None
        if not value:
            return b""
        try:
            return _png(base64.b64decode(value, validate=True))
        except (TypeError, ValueError, OSError, binascii.Error, Image.DecompressionBombError):
            self._fault(
                f"/images/{name}",
                "Gửi ảnh PNG dạng base64, tối đa 1 MB và 4 triệu điểm ảnh.",
                "Send a PNG picture as base64 of at most 1 MB and 4 million pixels.",
            )
            return b""


def _png(data: bytes) -> bytes:
    """The picture decoded and written anew, so that nothing but pixels comes through."""
    if len(data) > IMAGE_BYTES_MAX:
        raise ValueError("too large")
    with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
        if picture.width * picture.height > IMAGE_PIXELS_MAX:
            raise ValueError("too many pixels")
        clean = picture.convert("RGBA")
    out = io.BytesIO()
    clean.save(out, "PNG")
    return out.getvalue()
