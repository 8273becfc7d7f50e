"""What calendar says: a day has begun somewhere, for everyone or for one tenant."""

from datetime import date

from libs.events.contracts.model import Event


class DayStarted(Event, type="relance.calendar.day_started.v1"):
    """Announced: each partition records its copy. The same day twice is one day."""

    day_on: date
    zone: str
    """IANA name of the time zone whose day it is."""
    tenant: str | None = None
    """Whose day it is; None: everyone's in that zone who does not play days."""
    played: bool = False
    """Moved by command, not by the clock: this tenant ignores the clock from then on."""


EVENTS: tuple[type[Event], ...] = (DayStarted,)
