"""A template's definition: what every certificate of a kind has in common, checked when read.

The JSON is described in docs/certificates.md. Nothing here knows a contest.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from certificates.rendering import wording
from certificates.rendering.pictures import DIGEST, clean_png
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
PER = ("participant", "team", "school", "mentor", "judge")
KINDS = ("prize", "merit", "participation")
RULES_MAX = 60
SIDE_MM = (100.0, 1000.0)
RATIO = (1.25, 1.6)  # longer side to shorter

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_RULE = re.compile(r"/rules/(\d+)")
_KEYS = frozenset(
    {
        "language", "size", "per", "kind", "rules", "motto", "issuer", "verb", "title", "address", "achievement",
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
class Rule:
    """What the awards of a division and a prize say instead; "" matches all, or keeps the rest's."""

    division: str
    award: str
    title: str
    address: str
    achievement: str

    def covers(self, other: Rule) -> bool:
        """Whether it matches wherever `other` does."""
        return self.division in ("", other.division) and self.award in ("", other.award)


@dataclass(frozen=True, slots=True)
class TemplateDefinition:
    """A checked definition. Images are PNG bytes that were decoded and encoded again."""

    design: str
    language: str
    width_mm: float
    height_mm: float
    per: str
    kind: str
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
    rules: tuple[Rule, ...] = ()

    @classmethod
    def from_json(
        cls, design: str, data: Mapping[str, Any], pictures: Mapping[str, bytes] | None = None
    ) -> TemplateDefinition:
        """Reads a definition; missing parts take the wording of its design and language.

        `pictures` holds the stored PNGs by the digest that the definition names them with.
        Raises TemplateInvalid with all faults at once.
        """
        return _Reader(design, data, pictures or {}).read()

    def wording(self, division: str, award: str) -> Rule:
        """Title (empty: the template's), address and achievement for a division's and a prize's
        codes; the first rule that matches counts."""
        for rule in self.rules:
            if rule.division in ("", division) and rule.award in ("", award):
                return Rule(
                    division,
                    award,
                    rule.title,
                    rule.address or self.address,
                    rule.achievement or self.achievement,
                )
        return Rule(division, award, "", self.address, self.achievement)


class _Reader:
    def __init__(self, design: str, data: Any, pictures: Mapping[str, bytes]) -> None:
        self.design = design
        self.pictures = pictures
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
        kind = self._choice("kind", KINDS, KINDS[0])
        words = TEXTS[language]
        titles = {**words["titles"], **(words["thanks"] if per in ("mentor", "judge") else {})}
        width, height = self._size()
        images = {name: self._image(name) for name in IMAGES}
        definition = TemplateDefinition(
            design=self.design,
            language=language,
            width_mm=width,
            height_mm=height,
            per=per,
            kind=kind,
            motto=self._lines("motto", words["motto"], lines_max=2),
            issuer=self._lines("issuer", words["issuer"], lines_max=3),
            verb=self._text("verb", titles.get("verb", words["verb"]), 60),
            title=self._text("title", titles.get(self.design, ""), 40),
            address=self._pattern("address", words["address"][per]),
            achievement=self._pattern("achievement", words["achievement"][per][kind]),
            place=self._text("place", "", 60),
            date=self._date(self.data.get("date"), "/date"),
            decision=self._decision(),
            signer=self._signer(words["signer"]),
            colours=self._colours(),
            fonts=self._fonts(),
            bleed_mm=self._bleed(),
            crop_marks=self._flag("crop_marks"),
            rules=self._rules(),
            **images,
        )
        if self.faults:
            raise TemplateInvalid(self.faults)
        return definition

    def _fault(self, pointer: str, vi: str, en: str) -> None:
        if rule := _RULE.match(pointer):
            number = int(rule[1]) + 1
            vi, en = f"Quy tắc {number}: {vi}", f"Rule {number}: {en}"
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
            and RATIO[0] <= max(width, height) / min(width, height) <= RATIO[1]
        ):
            return width, height
        self._fault(
            "/size",
            "Ghi width_mm và height_mm từ 100 đến 1000; cạnh dài gấp 1,25 đến 1,6 cạnh ngắn.",
            "Give width_mm and height_mm of 100 to 1000, one 1.25 to 1.6 times the other.",
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

    def _rules(self) -> tuple[Rule, ...]:
        value = self.data.get("rules", [])
        if not isinstance(value, list) or len(value) > RULES_MAX:
            self._fault(
                "/rules", f"Ghi tối đa {RULES_MAX} quy tắc.", f"Give at most {RULES_MAX} rules."
            )
            return ()
        rules = tuple(self._rule(f"/rules/{at}", rule) for at, rule in enumerate(value))
        for at, rule in enumerate(rules):
            before = next((n for n, one in enumerate(rules[:at], 1) if one.covers(rule)), 0)
            if before:
                self._fault(
                    f"/rules/{at}",
                    f"Không bao giờ dùng đến, vì quy tắc {before} đứng trước đã gồm cả trường hợp này; "
                    "hãy đổi thứ tự hoặc điều kiện.",
                    f"Never used, since rule {before} before it covers the same; change the order "
                    "or the condition.",
                )
        return rules

    def _rule(self, at: str, value: Any) -> Rule:
        members = ("division", "award", "title", "address", "achievement")
        if not isinstance(value, Mapping) or set(value) - set(members):
            names = ", ".join(members)
            self._fault(at, f"Ghi các mục: {names}.", f"Give the members: {names}.")
            return Rule("", "", "", "", "")
        if not any(value.get(name) for name in members[2:]):
            self._fault(
                f"{at}/achievement",
                "Ghi ít nhất một lời thay: tên giấy, dòng dưới tên hoặc câu ghi thành tích.",
                "Give at least one text: title, line below the name or achievement.",
            )
        return Rule(
            self._text("division", "", 40, within=value, at=at),
            self._text("award", "", 40, within=value, at=at),
            self._text("title", "", 40, within=value, at=at),
            self._pattern("address", "", within=value, at=at),
            self._pattern("achievement", "", within=value, at=at),
        )

    def _pattern(self, key: str, default: str, within: Any = None, at: str = "") -> str:
        value = self._text(key, default, 400, within=within, at=at)
        try:
            wording.check(value)
        except wording.WordingInvalid as fault:
            known = ", ".join(f"{{{name}}}" for name in sorted(wording.PLACEHOLDERS))
            self._fault(
                f"{at}/{key}",
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
            if isinstance(value, str) and DIGEST.fullmatch(value):
                return self.pictures[value]
            return clean_png(base64.b64decode(value, validate=True))
        except (KeyError, TypeError, ValueError, binascii.Error):
            self._fault(
                f"/images/{name}",
                "Hãy tải lên một ảnh PNG, JPEG hoặc WebP, tối đa 2 MB và 4 triệu điểm ảnh.",
                "Upload a PNG, JPEG or WebP picture of at most 2 MB and 4 million pixels.",
            )
            return b""
