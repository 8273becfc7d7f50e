"""What one element says; each refusal names the element and its line."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from libs.kernel.money import Money, MoneyMistake
from services.matching.adapters.camt.nodes import Node
from services.matching.adapters.camt.refusals import ElementMissing, ValueRefused

_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_AMOUNT: Final = re.compile(r"\+?[0-9]{1,18}(?:\.[0-9]{0,17})?")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SAID_MAX: Final = 60
_SIGNS: Final = {"CRDT": 1, "DBIT": -1}


def text(node: Node, *paths: str) -> str:
    """The text at the first of `paths` that has any, without control characters; else empty."""
    for path in paths:
        found = node.first(path)
        if found is not None and (said := clean(found.said)):
            return said
    return ""


def texts(node: Node, path: str) -> list[str]:
    """All texts at `path` that are not empty."""
    return [said for found in node.all(path) if (said := clean(found.said))]


def clean(said: str) -> str:
    """On one line, without control characters and outer space."""
    return _CONTROLS.sub(" ", said).strip()


def need(node: Node, path: str) -> Node:
    """The node at `path`. Raises ElementMissing."""
    found = node.first(path)
    if found is None:
        raise ElementMissing(line=node.line, element=node.place, missing=path)
    return found


def unsigned(amount: Node) -> Money:
    """The amount in an element with `Ccy`. Raises ValueRefused."""
    said = clean(amount.said)
    if not _AMOUNT.fullmatch(said):
        raise refused(amount, said, "it is no amount")
    try:
        return Money.of(Decimal(said), amount.currency)
    except MoneyMistake as mistake:
        raise refused(amount, f"{said} {amount.currency}", str(mistake)) from mistake


def sign(node: Node) -> int:
    """+1 for a credit, -1 for a debit. Raises ElementMissing or ValueRefused."""
    indicator = need(node, "CdtDbtInd")
    said = clean(indicator.said)
    if said not in _SIGNS:
        raise refused(indicator, said, "it is neither CRDT nor DBIT")
    return _SIGNS[said]


def signed(node: Node) -> Money:
    """`Amt` of an element with `CdtDbtInd`, as the account sees it."""
    amount = unsigned(need(node, "Amt"))
    return amount if sign(node) > 0 else -amount


def day(node: Node, path: str) -> date | None:
    """The day at `path` (a choice of Dt and DtTm), as the bank's clock says it."""
    choice = node.first(path)
    if choice is None:
        return None
    said = text(choice, "Dt", "DtTm") or clean(choice.said)
    found = _DAY.match(said)
    try:
        return date.fromisoformat(found[0] if found else said)
    except ValueError as mistake:
        raise refused(choice, said, "it is no day") from mistake


def refused(node: Node, said: str, reason: str) -> ValueRefused:
    """The refusal of what `node` holds."""
    return ValueRefused(
        line=node.line, element=node.place, value=repr(said[:_SAID_MAX]), reason=reason
    )
