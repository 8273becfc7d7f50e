"""A debtor's score, limit and order check in the reader's language, by the codes of risk."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.console.web.ports import Document
from services.console.web.words import Words


def reasons_told(words: Words, reasons: Iterable[Document] | None) -> list[str]:
    """Why a score is what it is, a sentence a reason."""
    return [
        words.of_code("score_reasons", one["code"], {"figure": one["figure"], "of": one["of"] or 0})
        for one in reasons or ()
    ]


def order_told(words: Words, check: Document) -> list[tuple[bool, str]]:
    """Each rule that spoke of an order: whether against it, and what it says.

    What is told about amounts stands in the answer beside the rules; a rule without words here is
    told as risk says it.
    """
    values = _values(words, check)
    return [
        (
            one["speaks_against"],
            words.of_code("order_reasons", one["code"], values, otherwise=one["sentence"]),
        )
        for one in check["reasons"]
    ]


def _values(words: Words, check: Document) -> Mapping[str, Any]:
    exposure = check["exposure"]
    return {
        "band": check["band"] or "",
        "limit": words.money(check["limit"]),
        "headroom": words.money(check["headroom"]),
        "owed": words.money(exposure["total"]),
        "overdue": words.money(exposure["overdue"]),
        "disputed": words.money(exposure["disputed"]),
    }
