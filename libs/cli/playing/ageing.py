"""How long what is open has been overdue, on one day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from libs.cli.calling import Api

BANDS: Final = ("not due", "1-14 days", "15-30 days", "31-45 days", "over 45 days")
_LAST_DAYS: Final = (0, 14, 30, 45)


@dataclass(frozen=True, slots=True)
class Ageing:
    """What is open on a day, by band, in the currency of a life."""

    day_on: str
    amounts: tuple[Decimal, ...]


def aged(day_on: str, items: Iterable[tuple[Decimal, str]]) -> Ageing:
    """`items`: what is open of each, and when it was due."""
    sums = [Decimal(0)] * len(BANDS)
    for amount, due_on in items:
        late_days = (date.fromisoformat(day_on) - date.fromisoformat(due_on)).days
        sums[sum(late_days > last for last in _LAST_DAYS)] += amount
    return Ageing(day_on, tuple(sums))


async def ageing_of(api: Api, day_on: str) -> Ageing:
    """As the API shows what is open now."""
    items = await api.everything("matching", "/v1/items", state="open")
    suspected = await api.everything("matching", "/v1/items", state="suspected")
    shown: dict[str, Any] = {one["item"]: one for one in (*items, *suspected)}
    return aged(
        day_on, ((Decimal(one["open"].split()[0]), one["due_on"]) for one in shown.values())
    )
