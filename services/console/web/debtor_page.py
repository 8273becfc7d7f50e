"""The page of a debtor: what its template shows, out of what the services say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final

from libs.kernel.money import Money
from services.console.domain.timeline import Happened, merged
from services.console.web.credit_told import reasons_told
from services.console.web.days_told import by_day
from services.console.web.gathering import NOTHING, Gathered
from services.console.web.placement_told import events_of
from services.console.web.ports import Document, Said, Some
from services.console.web.telling import next_told
from services.console.web.words import Words

MINOR: Final = frozenset(
    {
        *("message_composed", "send_started", "step_taken", "case_opened", "case_closed"),
        *("demand_gated", "suspicion_lifted", "share_booked", "credit_noted"),
        *("placement_freed", "dossier_handed_out"),
    }
)
"""What is told beside what it led to."""


TOLD_MAX: Final = 80
"""Of a timeline; the rest is shown when it is asked for."""
WHOLE: Final = 10_000
AGREED: Final = ("promises", "disputes", "tasks")
AGREED_TOLD_MAX: Final = 100
"""So many of each dunning tells of a debtor, open or not, the oldest first."""
ELSE: Final = "EUR"
"""Of amounts where nothing says in which currency."""


@dataclass(frozen=True, slots=True)
class Chased:
    """What dunning says of a debtor."""

    told: Document
    nexts: list[Document]
    """What is next of its open cases."""
    agreed: Mapping[str, list[Document]]
    """Of AGREED, what is open."""
    silent: tuple[Said, ...] = ()
    """That was asked for besides, and not answered."""


NOT_CHASED: Final = Chased({}, [], {what: [] for what in AGREED})


@dataclass(frozen=True, slots=True)
class DebtorShown:
    """All that the services say of a debtor."""

    party: Document
    ledger: Document
    chase: Document
    items: list[Document]
    """What is open of it, and of very many the first."""
    has_more_items: bool
    calls: list[Document]
    nexts: list[Document]
    agreed: Mapping[str, list[Document]]
    """Of AGREED, what is open."""
    credit: Document
    """Empty: risk knows nothing of it."""
    placements: list[Document]
    """Each with what happened to it, the latest first."""
    timeline: list[Happened]

    @property
    def numbers(self) -> dict[str, str]:
        """Of items by their ids."""
        known = {one["item"]: one["number"] for one in self.items}
        return known | {one["item"]: one["number"] for one in self.chase.get("items", ())}

    @property
    def currencies(self) -> list[str]:
        """In which it owes, or has credit; the one that is owed in comes first."""
        owed = [one["currency"] for one in self.ledger.get("balances", ())]
        limit = (self.credit.get("limit") or {}).get("amount", "")
        said = [limit, *(one["total"] for one in self.credit.get("exposures") or ())]
        found = dict.fromkeys((*owed, *(one.split(" ")[1] for one in said if one)))
        return list(found) or [ELSE]


def shown_of(party: Document, found: Gathered, chased: Chased) -> DebtorShown:
    ledger: dict[str, Any] = found["ledger"] or {}
    credit: dict[str, Any] = found["credit"] or {}
    placements: list[Document] = found["placements"] or []
    items: Some = found["items"] or NOTHING
    return DebtorShown(
        party=party,
        ledger=ledger,
        chase=chased.told,
        items=items.rows,
        has_more_items=items.has_more,
        calls=(found["calls"] or NOTHING).rows,
        nexts=chased.nexts,
        agreed=chased.agreed,
        credit=credit,
        placements=placements,
        timeline=merged(
            ("ingestion", party["timeline"]),
            ("matching", ledger.get("timeline", ())),
            ("dunning", chased.told.get("timeline", ())),
            ("risk", credit.get("timeline", ())),
            *(("handoff", events_of(one)) for one in placements),
        ),
    )


def values_of(
    words: Words, shown: DebtorShown, today: date, *, told_max: int = TOLD_MAX
) -> Mapping[str, Any]:
    """What the template works with; of the timeline the latest `told_max`."""
    promises, disputes = shown.agreed["promises"], shown.agreed["disputes"]
    return {
        "shown": shown,
        "currencies": shown.currencies,
        "days_late": partial(days_late, today),
        "promises": promises,
        "disputes": disputes,
        "plans": [one for one in shown.chase.get("plans", ()) if one["state"] == "agreed"],
        "pauses": [
            one
            for one in shown.chase.get("pauses", ())
            if one["state"] == "paused" and _day(one["until_on"]) >= today
        ],
        "tasks": shown.agreed["tasks"],
        "promised": {item for one in promises for item in one["items"]},
        "disputed": {one["item"] for one in disputes},
        "days": list(by_day(words, shown.timeline[:told_max], shown.numbers)),
        "earlier": max(len(shown.timeline) - told_max, 0),
        "next_told": partial(next_told, words),
        "minor": MINOR,
        "reasons": reasons_told(words, shown.credit.get("reasons")),
        "asked_limits": [
            one for one in shown.credit.get("limits", ()) if one["state"] == "requested"
        ],
        "options": partial(options, words),
        "item_options": [
            (one["item"], f"{one['number']} · {words.money(one['open'])}") for one in shown.items
        ],
    }


def overdue_of(items: list[Document], today: date) -> dict[str, str]:
    """What is past due, by currency; nothing of a currency where nothing is."""
    sums: dict[str, Decimal] = {}
    for one in items:
        if _day(one["due_on"]) < today:
            figures, currency = one["open"].split(" ")
            sums[currency] = sums.get(currency, Decimal(0)) + Decimal(figures)
    return {currency: str(Money.of(total, currency)) for currency, total in sums.items()}


def days_late(today: date, due_on: str) -> int:
    return (today - _day(due_on)).days


def options(words: Words, group: str, names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, words.of(group, name)) for name in names]


def _day(text: str) -> date:
    return date.fromisoformat(text)
