"""Reads an XML file into elements that know their line. Entities and DTDs are refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.parsers import expat


class NotExpressible(ValueError):
    """Something of a descriptor that the product cannot express; names the element and line."""

    def __init__(self, element: Element, reason: str) -> None:
        name = element.attributes.get("name") or element.attributes.get("title")
        named = f" '{name}'" if name else ""
        super().__init__(f"line {element.line}: <{element.tag}>{named}: {reason}")


@dataclass(slots=True)
class Element:
    """One element; text is that directly inside it."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def all(self, tag: str) -> list[Element]:
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> Element | None:
        return next(iter(self.all(tag)), None)

    def need(self, name: str) -> str:
        if name not in self.attributes:
            raise NotExpressible(self, f"the attribute {name} is missing")
        return self.attributes[name]

    def flag(self, name: str) -> bool:
        return self.attributes.get(name, "false").lower() in ("true", "1")

    def number(self, name: str, default: str | None = None) -> str:
        """An attribute as plain decimal text: "20.00" becomes "20"."""
        written = self.attributes.get(name, default)
        if written is None:
            raise NotExpressible(self, f"the attribute {name} is missing")
        return plain(self, written)

    def only(self, children: Collection[str], attributes: Collection[str]) -> None:
        """Refuse what is not known here, so that nothing of a descriptor is lost in silence."""
        for name in self.attributes:
            if name not in attributes and not name.startswith(("xmlns", "xsi:")):
                raise NotExpressible(self, f"the attribute {name} is not known")
        for child in self.children:
            if child.tag not in children:
                raise NotExpressible(child, f"not known inside <{self.tag}>")

    def __iter__(self) -> Iterator[Element]:
        return iter(self.children)


def plain(element: Element, written: str) -> str:
    """A number's shortest plain decimal text."""
    try:
        value = Decimal(written.strip())
    except InvalidOperation:
        raise NotExpressible(element, f"'{written}' is not a number") from None
    return f"{value.normalize():f}"


def read(path: Path) -> Element:
    """The root element of a file."""
    parser = expat.ParserCreate()
    root = Element("", {}, 0)
    open_elements = [root]

    def start(tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, attributes, parser.CurrentLineNumber)
        open_elements[-1].children.append(element)
        open_elements.append(element)

    def end(_: str) -> None:
        open_elements.pop()

    def characters(text: str) -> None:
        open_elements[-1].text += text

    def refuse(*_: object) -> None:
        raise NotExpressible(open_elements[-1], "document types and entities are not read")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.Parse(path.read_bytes(), True)
    return root.children[0]
