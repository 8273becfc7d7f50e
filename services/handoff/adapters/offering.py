"""The work of the kind `offer`: none, as an offer has left when its start is recorded."""

from datetime import UTC, datetime

from libs.events.contracts.model import Command
from libs.events.effects.effect import Content, Effect, Result, Sent, Start


class Offering:
    """What the dispatcher asks of every kind."""

    async def prepare(self, effect: Effect) -> Command | None:
        return None

    async def content(self, effect: Effect) -> Content:
        return Content("")

    async def perform(self, effect: Effect, start: Start, limit_s: float) -> Result:
        return Sent("recorded", datetime.now(UTC).isoformat())
