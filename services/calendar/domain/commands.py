"""What calendar asks of itself."""

from datetime import date

from libs.events.contracts.model import Command


class StartDay(Command, type="relance.calendar.start_day.v1"):
    """The clock of `zone` shows `day_on`."""

    zone: str
    day_on: date


class AdvanceDay(Command, type="relance.calendar.advance_day.v1"):
    """A tenant plays its days up to and with `to_on`, in all of its zones."""

    tenant: str
    to_on: date


class AnnounceDays(Command, type="relance.calendar.announce_days.v1"):
    """To each partition: its copy of each day from `first_on` to `last_on`, in order."""

    zone: str
    tenant: str | None
    played: bool
    first_on: date
    last_on: date


COMMANDS: tuple[type[Command], ...] = (StartDay, AdvanceDay, AnnounceDays)
