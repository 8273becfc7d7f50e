"""What decisions see of a debtor, and how it changes by what was recorded."""

from dataclasses import dataclass, field, replace
from datetime import date

from libs.events.contracts.dunning import (
    BandNoted,
    CaseNoted,
    DebtorLeft,
    DebtorNoted,
    DunningPaused,
    DunningResumed,
    TaskDone,
    TaskOpened,
)
from libs.events.contracts.model import Event


@dataclass(frozen=True, slots=True)
class DebtorState:
    """A debtor; `is_noted` once its master data were heard of."""

    creditor: str = ""
    is_noted: bool = False
    country: str = ""
    language: str = ""
    kind: str = ""
    has_email: bool = False
    """An address that may be written to: one that bounced is none until the data change."""
    has_phone: bool = False
    band: str = ""
    """Risk's; empty: none yet."""
    paused_until_on: date | None = None
    cases: dict[str, str] = field(default_factory=dict)
    """Currency to case."""
    tasks: dict[str, bool] = field(default_factory=dict)
    """Task to whether it is open."""
    into: str = ""
    """The debtor that it was merged into; empty: none."""


def evolve_debtor(state: DebtorState, event: Event) -> DebtorState:
    match event:
        case DebtorNoted():
            return replace(
                state, creditor=event.creditor, is_noted=True, country=event.country,
                language=event.language, kind=event.kind, has_email=event.has_email,
                has_phone=event.has_phone,
            )  # fmt: skip
        case CaseNoted():
            cases = {**state.cases, event.currency: event.case}
            return replace(state, creditor=event.creditor, cases=cases)
        case BandNoted():
            return replace(state, band=event.band)
        case DebtorLeft():
            return replace(state, creditor=event.creditor, into=event.into)
        case DunningPaused():
            return replace(state, paused_until_on=event.until_on)
        case DunningResumed():
            return replace(state, paused_until_on=None)
        case TaskOpened():
            return replace(state, tasks={**state.tasks, event.task: True})
        case TaskDone():
            return replace(state, tasks={**state.tasks, event.task: False})
        case _:
            return state
