"""What the API asks of the view; every question is bound to a tenant."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeVar

import asyncpg

from libs.events.views.reading import Reading
from services.dunning.views.shown import Shown, rows

TIMELINE_MAX: Final = 500
BEHIND_MAX: Final = 100
GATINGS_MAX: Final = 50
OF_A_DEBTOR_MAX: Final = 100
HEARD_OF: Final = ("demand_noted", "recall_noted")
"""What notifications notes of dunning, which says it itself."""
ADOPTED: Final = (
    "item_followed",
    "item_changed",
    "item_dropped",
    "suspicion_noted",
    "credit_noted",
    "debtor_noted",
    "promise_money_noted",
    "plan_money_noted",
    "debtor_left",
    "item_left",
    "item_taken_in",
    *HEARD_OF,
)
"""What another timeline of the same debtor tells; here it is only adopted."""

Agreed = Literal[
    "calls",
    "promises",
    "disputes",
    "pauses",
    "plans",
    "paid_claims",
    "withheld",
    "notes",
    "tasks",
]
"""What people agreed, each a list of its own."""

_LOOK_AGAIN_S: Final = 0.05
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a list: those behind the id `after`, at most `limit`."""

    after: str | None
    limit: int
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases; what is None does not matter."""

    case: str | None = None
    creditor: str | None = None
    debtor: str | None = None
    state: str | None = None
    gate: str | None = None


@dataclass(frozen=True, slots=True)
class DemandFilter:
    """Which demands; what is None does not matter."""

    demand: str | None = None
    creditor: str | None = None
    debtor: str | None = None
    case: str | None = None
    status: str | None = None
    day_on: date | None = None
    gate: str | None = None


@dataclass(frozen=True, slots=True)
class AgreedFilter:
    """Which promises, disputes, tasks …; what is None does not matter."""

    identity: str | None = None
    creditor: str | None = None
    debtor: str | None = None
    state: str | None = None


_AGREED_OF: Final[dict[str, Agreed]] = {
    "dispute": "disputes",
    "promise": "promises",
    "plan": "plans",
}
ONE: Final = Page(None, 1)
_FEW: Final = Page(None, OF_A_DEBTOR_MAX)


class Chasing:
    """Reads of the view, one tenant at a time; what one answer tells is of one moment."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    async def cases(self, tenant: str, wanted: CaseFilter, page: Page) -> list[Shown]:
        async with self._reading.of(tenant) as connection:
            return await _cases(connection, wanted, page)

    async def case(self, tenant: str, case: str) -> Shown | None:
        """One case with all that bears on what is next: items, steps, what holds it, policy."""
        async with self._reading.of(tenant) as connection:
            found = await _cases(connection, CaseFilter(case=case), ONE)
            if not found:
                return None
            head, debtor = found[0], AgreedFilter(debtor=found[0]["debtor"])
            pinned = (head["policy"], head["policy_version"])
            pending = DemandFilter(demand=head["pending"]) if head["pending"] else None
            (standing,) = await rows(connection, "standing", head["creditor"])
            return head | {
                "standing": standing,
                "items": await rows(connection, "items_of_case", case),
                "steps": await rows(connection, "steps_of_case", case),
                "gatings": await rows(connection, "gatings_of_case", case, GATINGS_MAX),
                "ladder": await rows(connection, "policy", *pinned),
                "pending": await _demands(connection, pending, ONE) if pending else [],
                "demands": await _demands(connection, DemandFilter(case=case), _FEW),
                "calls": await _agreed(connection, "calls", debtor, _FEW),
                "promises": await _agreed(connection, "promises", debtor, _FEW),
                "plans": await _agreed(connection, "plans", debtor, _FEW),
                "disputes": await _agreed(connection, "disputes", debtor, _FEW),
                "pauses": await _agreed(connection, "pauses", debtor, _FEW),
            }

    async def demands(self, tenant: str, wanted: DemandFilter, page: Page) -> list[Shown]:
        async with self._reading.of(tenant) as connection:
            return await _demands(connection, wanted, page)

    async def demand(self, tenant: str, demand: str) -> Shown | None:
        """One demand with what led to it, what its barriers passed, what happened about it."""
        async with self._reading.of(tenant) as connection:
            found = await _demands(connection, DemandFilter(demand=demand), ONE)
            if not found:
                return None
            head = found[0]
            about = [demand, head["message"] or ""]
            items = [one["item"] for one in head["items"]]
            (told,) = await rows(connection, "told_until", demand)
            pinned = (head["policy"], head["policy_version"])
            return head | {
                "ladder": await rows(connection, "policy", *pinned),
                "attempts": await rows(connection, "attempts_of_demand", demand),
                "steps": await rows(connection, "steps_of_case", head["case"]),
                "gatings": await rows(connection, "gatings_of_case", head["case"], GATINGS_MAX),
                "cause": await _cause(connection, head["recall_cause"]),
                "behind": await rows(
                    connection,
                    "events_behind",
                    *(head["debtor"], about, items, told["until"], list(HEARD_OF), BEHIND_MAX),
                ),
            }

    async def debtors_of(self, tenant: str, demands: Sequence[str]) -> dict[str, str]:
        """Whose each of these demands is; one that there is none of is left out."""
        async with self._reading.of(tenant) as connection:
            found = await rows(connection, "debtors_of_demands", list(demands))
        return {row["demand"]: row["debtor"] for row in found}

    async def agreed(
        self, tenant: str, what: Agreed, wanted: AgreedFilter, page: Page
    ) -> list[Shown]:
        async with self._reading.of(tenant) as connection:
            return await _agreed(connection, what, wanted, page)

    async def gates(
        self, tenant: str, creditor: str | None, from_on: date | None, through_on: date | None
    ) -> list[Shown]:
        """What was held and recalled, by cause."""
        async with self._reading.of(tenant) as connection:
            return await rows(connection, "gates", creditor, from_on, through_on)

    async def policies(self, tenant: str, page: Page) -> list[Shown]:
        """The newest version of each policy, by name."""
        async with self._reading.of(tenant) as connection:
            return await rows(connection, "policies", None, page.after, page.limit)

    async def newest_policy(self, tenant: str, policy: str) -> Shown | None:
        async with self._reading.of(tenant) as connection:
            found = await rows(connection, "policies", policy, None, 1)
        return found[0] if found else None

    async def policy(self, tenant: str, policy: str, version: int) -> Shown | None:
        async with self._reading.of(tenant) as connection:
            found = await rows(connection, "policy", policy, version)
        return found[0] if found else None

    async def items(self, tenant: str, names: Sequence[str], debtor: str | None) -> list[Shown]:
        """The followed items with these ids or numbers."""
        async with self._reading.of(tenant) as connection:
            return await rows(connection, "items_named", list(names), debtor)

    async def debtor(self, tenant: str, debtor: str) -> Shown | None:
        """All that is said of a debtor, with the latest of what happened; None: nothing."""
        wanted = AgreedFilter(debtor=debtor)
        async with self._reading.of(tenant) as connection:
            party = await rows(connection, "party", debtor)
            happened = await rows(connection, "timeline", debtor, list(ADOPTED), TIMELINE_MAX)
            if not party and not happened:
                return None
            return {
                "debtor": debtor,
                "items": await rows(connection, "items_of_debtor", debtor),
                **(party[0] if party else {}),
                "cases": await _cases(connection, CaseFilter(debtor=debtor), _FEW),
                "promises": await _agreed(connection, "promises", wanted, _FEW),
                "plans": await _agreed(connection, "plans", wanted, _FEW),
                "disputes": await _agreed(connection, "disputes", wanted, _FEW),
                "pauses": await _agreed(connection, "pauses", wanted, _FEW),
                "tasks": await _agreed(connection, "tasks", wanted, _FEW),
                "timeline": happened,
            }


async def _cases(connection: asyncpg.Connection, wanted: CaseFilter, page: Page) -> list[Shown]:
    asked = (wanted.case, wanted.creditor, wanted.debtor, wanted.state, wanted.gate)
    return await rows(connection, "cases", *asked, page.after, page.limit)


async def _demands(connection: asyncpg.Connection, wanted: DemandFilter, page: Page) -> list[Shown]:
    return await rows(
        connection,
        "demands",
        wanted.demand,
        wanted.creditor,
        wanted.debtor,
        wanted.case,
        wanted.status,
        wanted.day_on,
        wanted.gate,
        page.after,
        page.limit,
        page.newest_first,
    )


async def _agreed(
    connection: asyncpg.Connection, what: Agreed, wanted: AgreedFilter, page: Page
) -> list[Shown]:
    asked = (wanted.identity, wanted.creditor, wanted.debtor, wanted.state)
    return await rows(connection, what, *asked, page.after, page.limit)


async def _cause(connection: asyncpg.Connection, stream: str | None) -> Shown | None:
    """The fact that recalled a demand, by the stream that it stands on."""
    if not stream or stream.count("/") < 2:
        return None
    kind, identity = stream.split("/", 2)[1:]
    found: list[Shown] = []
    if kind in ("share", "credit"):
        found = await rows(connection, "cause", identity)
    elif kind == "payment":
        found = await rows(connection, "payment", identity)
    elif kind in _AGREED_OF:
        what = _AGREED_OF[kind]
        found = await _agreed(connection, what, AgreedFilter(identity), ONE)
    return {"stream": stream, "kind": kind, "id": identity, **(found[0] if found else {})}


async def awaited(
    find: Callable[[], Awaitable[_Found | None]], *, limit_s: float = 2.0
) -> _Found | None:
    """What `find` finds, asked again for a while: a view lags behind what was just recorded."""
    ends = asyncio.get_running_loop().time() + limit_s
    while (found := await find()) is None and asyncio.get_running_loop().time() < ends:
        await asyncio.sleep(_LOOK_AGAIN_S)
    return found
