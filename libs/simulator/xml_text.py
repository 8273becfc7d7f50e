"""Writes XML as text: escaped, indented, the same bytes for the same content."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True, slots=True)
class Element:
    name: str
    inside: "str | tuple[Element, ...]"
    attributes: tuple[tuple[str, str], ...] = ()


def leaf(name: str, text: object, /, **attributes: str) -> Element:
    return Element(name, str(text), tuple(attributes.items()))


def branch(name: str, /, *inside: Element | None, **attributes: str) -> Element:
    """An element with elements in it; None stands for one that is left out."""
    return Element(name, tuple(e for e in inside if e is not None), tuple(attributes.items()))


def maybe(name: str, text: str, /, **attributes: str) -> Element | None:
    """A leaf, or nothing where there is no text."""
    return leaf(name, text, **attributes) if text else None


def document(root: Element) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', *_lines(root, 0), ""]
    return "\n".join(lines).encode()


_INDENT: Final = "  "


def _lines(element: Element, depth: int) -> Iterator[str]:
    name, margin = element.name, _INDENT * depth
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in element.attributes)
    if isinstance(element.inside, str):
        yield f"{margin}<{name}{attributes}>{escape(element.inside)}</{name}>"
        return
    yield f"{margin}<{name}{attributes}>"
    for inner in element.inside:
        yield from _lines(inner, depth + 1)
    yield f"{margin}</{name}>"
