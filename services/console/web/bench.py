"""One payment on the bench: its candidates and other open items, each with whose it is."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from services.console.web.asking import written
from services.console.web.gathering import gathered, or_nothing
from services.console.web.ports import Document, Services
from services.console.web.visiting import IDENTITY, Form

Outcome = Literal[
    "suggested", "unidentified", "applied", "received", "returned", "assigned", "waiting",
    "unassigned",
]  # fmt: skip
NAMES_MAX: Final = 20
FOUND_MAX: Final = 30
DEBTORS_FOUND_MAX: Final = 4
PREFIX: Final = "amount-"
"""Of fields that say how much goes to the item whose id follows."""


@dataclass(frozen=True, slots=True)
class Line:
    """An item to which a part of the payment could go."""

    item: str
    debtor: str
    number: str
    open: str
    due_on: str = ""
    reason: str = ""
    amount: str = ""
    """What is put into the field at first."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A payment, and all that could be decided of it."""

    payment: Document
    lines: list[Line]
    names: dict[str, str]
    """Of debtors by their ids."""
    found: tuple[str, ...] = ()
    """Debtors that were looked for; they may have nothing open."""

    @property
    def currency(self) -> str:
        return str(self.payment["amount"]).split(" ")[1]

    @property
    def has_free(self) -> bool:
        return Decimal(str(self.payment["free"]).split(" ")[0]) > 0

    @property
    def debtors(self) -> list[tuple[str, str]]:
        """On whose account it may be put."""
        known = dict.fromkeys((*self.found, *(line.debtor for line in self.lines)))
        return [(debtor, self.names.get(debtor, debtor)) for debtor in known]


async def bench_of(services: Services, payment: str, words: str) -> Bench:
    """`words`: a number or a customer, whose open items are shown beside the candidates."""
    shown = await services.get("matching", f"/v1/payments/{payment}")
    candidates, free = shown["candidates"], str(shown["free"])
    exact = [one["item"] for one in candidates if one["open"] == free]
    lines = [
        Line(
            item=one["item"],
            debtor=one["debtor"],
            number=one["number"],
            open=one["open"],
            reason=one["reason"],
            amount=free.split(" ")[0] if exact == [one["item"]] else "",
        )
        for one in candidates
    ]
    here = {one.item for one in lines}
    found, debtors = await _found(services, words) if words else ([], ())
    lines += [one for one in found if one.item not in here][:FOUND_MAX]
    whose = (*debtors, *(one.debtor for one in lines), *(one["debtor"] for one in shown["shares"]))
    return Bench(shown, lines, await _names(services, whose), debtors)


async def _found(services: Services, words: str) -> tuple[list[Line], tuple[str, ...]]:
    """Open items of that number, and of debtors of that name or customer number; those debtors."""
    of_number, debtors = await asyncio.gather(
        services.get("matching", "/v1/items", number=words, state="open"),
        services.get("ingestion", "/v1/debtors", q=words, limit=DEBTORS_FOUND_MAX),
    )
    of_debtors = await asyncio.gather(
        *(
            services.get("matching", "/v1/items", debtor=one["debtor"], state="open", limit=50)
            for one in debtors["items"]
        )
    )
    items = {one["item"]: one for page in (of_number, *of_debtors) for one in page["items"]}
    lines = [
        Line(one["item"], one["debtor"], one["number"], one["open"], due_on=one["due_on"])
        for one in items.values()
    ]
    return lines, tuple(one["debtor"] for one in debtors["items"])


async def _names(services: Services, debtors: Iterable[str]) -> dict[str, str]:
    wanted = list(dict.fromkeys(debtors))[:NAMES_MAX]
    told = await gathered(
        **{one: or_nothing(services.get("ingestion", f"/v1/debtors/{one}")) for one in wanted}
    )
    return {
        one: str(party["name"] or party["customer_number"])
        for one in wanted
        if (party := told[one])
    }


def shares_in(form: Form) -> list[dict[str, str]]:
    """Whatever has an amount, as the ledger reads it."""
    currency, shares = form["currency"], []
    for name, text in form.values.items():
        item = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and text and IDENTITY.fullmatch(item):
            shares.append({"item": item, "amount": written(text, currency)})
    if form["account-amount"] and form["account-debtor"]:
        amount = written(form["account-amount"], currency)
        shares.append({"debtor": form["account-debtor"], "amount": amount})
    return shares
