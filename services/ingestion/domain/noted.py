"""Days that calendar started, as a partition adopted them."""

from dataclasses import dataclass
from datetime import date

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.ingestion import Noted
from libs.events.loop.days import follows
from libs.events.loop.decider import NOTHING, Decision, Recorded


@dataclass(frozen=True, slots=True)
class Day:
    """The last day of a zone, or of a tenant that plays days; None: none yet."""

    day_on: date | None = None
    played: bool = False


def note(event: DayStarted, day: Day, *, stream: str) -> Decision:
    if not follows(event.day_on, day):
        return NOTHING
    noted = Noted(day_on=event.day_on, zone=event.zone, tenant=event.tenant, played=event.played)
    return Decision(events=(Recorded(stream, noted),))
