"""Single fields out of a valid document; what cannot be read is collected, not raised."""

from collections.abc import Iterator
from datetime import date
from typing import Final, TypeVar

from lxml import etree

from libs.kernel.money import Money, MoneyMistake
from services.ingestion.domain.problems import Problem

_NS: Final = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
_PREFIXES: Final = {uri: prefix for prefix, uri in _NS.items()}
_DATE_LENGTH: Final = len("2026-01-31")

Element = etree._Element
_T = TypeVar("_T")


class Fields:
    """Reads fields by path, as `cac:Party/cbc:Name`, and remembers what it could not read."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self.problems: list[Problem] = []

    def money(self, node: Element | None, *, otherwise: Money | None = None) -> Money:
        """The amount in `node`; absent: `otherwise`, or zero."""
        absent = otherwise or Money.zero(self.currency)
        if node is None:
            return absent
        currency = node.get("currencyID", self.currency)
        if currency != self.currency:
            message = f"an amount in {currency} in a document in {self.currency}"
            return self._wrong("amount_currency", message, node, absent)
        try:
            return Money.of((node.text or "").strip(), self.currency)
        except MoneyMistake as mistake:
            return self._wrong("amount_invalid", str(mistake), node, absent)

    def day(self, node: Element | None) -> date | None:
        """The day in `node`, whatever time zone is written behind it; absent: None."""
        if node is None:
            return None
        text = (node.text or "").strip()
        try:
            return date.fromisoformat(text[:_DATE_LENGTH])
        except ValueError:
            return self._wrong("date_invalid", f"{text[:40]!r} is no day", node, None)

    def _wrong(self, rule: str, message: str, node: Element, instead: _T) -> _T:
        self.problems.append(Problem(rule, message, position_of(node)))
        return instead


def first(node: Element | None, *paths: str) -> Element | None:
    """The first element that one of `paths` leads to."""
    if node is None:
        return None
    return next((found for path in paths if (found := node.find(path, _NS)) is not None), None)


def every(node: Element | None, path: str) -> Iterator[Element]:
    return iter(()) if node is None else node.iterfind(path, _NS)


def text_of(node: Element | None, length_max: int = 200) -> str:
    """The element's text with single spaces, cut with an ellipsis; absent: empty."""
    if node is None:
        return ""
    text = " ".join((node.text or "").split())
    return text if len(text) <= length_max else text[: length_max - 1] + "…"


def text(node: Element | None, *paths: str, length_max: int = 200) -> str:
    """The first of `paths` that has a text."""
    found = (text_of(first(node, path), length_max) for path in paths)
    return next((one for one in found if one), "")


def position_of(node: Element | None) -> str:
    """`/Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount, line 120`."""
    if node is None:
        return ""
    steps = [_step(one) for one in (*reversed(list(node.iterancestors())), node)]
    return f"/{'/'.join(steps)}, line {node.sourceline}"


def _step(node: Element) -> str:
    name = etree.QName(node)
    prefix = _PREFIXES.get(name.namespace or "")
    return f"{prefix}:{name.localname}" if prefix else name.localname
