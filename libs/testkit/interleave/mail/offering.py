"""What a process of handoff does in the world outside for an offer: nothing."""

from libs.events.contracts.model import Command
from libs.events.effects.effect import Content, Effect, Result, Sent, Start
from libs.testkit.world.turns import MOVED


class Offering:
    """An offer has left when its start is recorded."""

    async def prepare(self, effect: Effect) -> Command | None:
        await MOVED
        return None

    async def content(self, effect: Effect) -> Content:
        await MOVED
        return Content("")

    async def perform(self, effect: Effect, start: Start, limit_s: float) -> Result:
        await MOVED
        return Sent("recorded", "")
