"""What decisions see of a debtor; no field says who a person is."""

from dataclasses import dataclass, field, replace
from datetime import date

from libs.events.contracts.handoff import DebtorNoted, PauseNoted, PromiseNoted
from libs.events.contracts.model import Event
from libs.kernel.keys import path_of


@dataclass(frozen=True, slots=True)
class DebtorState:
    """Stream `<tenant>/debtor/<id>`; `creditor` is empty until it is heard of."""

    creditor: str = ""
    country: str = ""
    kind: str = "unknown"
    promises: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Those that are open, with their items."""
    paused_until_on: date | None = None

    @property
    def promised_items(self) -> frozenset[str]:
        return frozenset(item for items in self.promises.values() for item in items)

    def is_paused(self, today: date) -> bool:
        return self.paused_until_on is not None and today <= self.paused_until_on


def debtor_stream(tenant: str, debtor: str) -> str:
    return path_of(tenant, "debtor", debtor)


def evolve_debtor(state: DebtorState, event: Event) -> DebtorState:
    match event:
        case DebtorNoted():
            return replace(state, creditor=event.creditor, country=event.country, kind=event.kind)
        case PromiseNoted():
            others = {
                name: items for name, items in state.promises.items() if name != event.promise
            }
            is_open = {event.promise: event.items} if event.standing == "open" else {}
            return replace(state, promises={**others, **is_open})
        case PauseNoted():
            return replace(state, paused_until_on=event.until_on)
        case _:
            return state
