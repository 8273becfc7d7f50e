"""Whose process decides is told to the decider: of an owner always the same, of another another."""

from random import Random

from libs.events.loop.decider import Decision, Found, Message, States
from libs.testkit.world.scheduler import Scheduler
from libs.testkit.world.tests.purses import KEYS, PURSES, PursesDecider
from libs.testkit.world.tests.test_world import CALM, mint
from libs.testkit.world.world import World


class WatchedDecider(PursesDecider):
    """Keeps the token that each message was decided with."""

    def __init__(self) -> None:
        self.processes: list[str] = []

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        if message.from_edge:
            self.processes.append(message.process)
        return super().decide(message, states, found)


def test_an_owner_decides_with_one_token_and_whoever_follows_it_with_another() -> None:
    decider = WatchedDecider()
    world = World({"purses": decider}, {"purses": PURSES}, Random(1), partitions=1)
    scheduler = Scheduler(world, CALM, lambda: False, [])
    site = ("purses", 0)
    told: list[set[str]] = []
    for number in range(2):
        mint(world, number, key=KEYS[0])
        mint(world, number + 2, key=KEYS[1])
        scheduler.drain()
        told.append(set(decider.processes))
        assert told[-1] == {world.owners[site].process}
        decider.processes.clear()
        world.kill(site)
    first, second = told
    assert first.isdisjoint(second)
    assert "" not in first | second
