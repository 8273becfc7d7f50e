"""An agency's endpoint is away for an hour of the world's clock: the real dispatcher goes on."""

from collections import Counter
from dataclasses import dataclass, field, replace
from random import Random
from typing import Final

from libs.events.codec.writing import NewQuestion
from libs.events.contracts.handoff import AgencyFacts, FeeRule, WebhookTaken
from libs.events.contracts.model import Command
from libs.events.contracts.topology import HANDOFF
from libs.events.effects.effect import (
    Content,
    Effect,
    EffectKind,
    FailedForNow,
    Outward,
    Result,
    Sent,
    Start,
)
from libs.events.effects.watching import NoWatch
from libs.testkit.world.clock import Clock
from libs.testkit.world.dispatching import DispatchTask
from libs.testkit.world.scheduler import Scheduler, Weather
from libs.testkit.world.turns import MOVED
from libs.testkit.world.world import World
from services.handoff.domain.agency_commands import RegisterAgency, TellAgency
from services.handoff.domain.dispatching import WebhookRules, what_of
from services.handoff.handlers.decider import HandoffDecider
from services.handoff.handlers.places import WEBHOOK
from services.handoff.tests.building import AGENCY, CREDITOR, DEBTOR, IDS, PLACEMENT, agency_key

HOUR_S: Final = 3_600.0
MINUTE_S: Final = 60.0
ENTRIES: Final = 3
KIND: Final = EffectKind(name=WEBHOOK, service=HANDOFF.name, barrier=())


@dataclass(slots=True)
class Endpoint:
    """Answers 503 for an hour, then takes what comes."""

    clock: Clock
    tried: Counter[str] = field(default_factory=Counter)
    taken: list[str] = field(default_factory=list)

    async def prepare(self, effect: Effect) -> Command | None:
        await MOVED
        return None

    async def content(self, effect: Effect) -> Content:
        await MOVED
        return Content("")

    async def perform(self, effect: Effect, start: Start, limit_s: float) -> Result:
        await MOVED
        self.tried[effect.what] += 1
        if self.clock.passed_s < HOUR_S:
            return FailedForNow("answered 503", "", "503")
        self.taken.append(effect.what)
        return Sent("204", self.clock.now().isoformat())


class Platform:
    """Handoff alone, with one agency that has a webhook."""

    def __init__(self, seed: int) -> None:
        decider = HandoffDecider(IDS)
        alone = replace(HANDOFF, hears={})
        self.world = World({"handoff": decider}, {"handoff": alone}, Random(seed), partitions=2)
        self.clock = self.world.premises.clock
        self.endpoint = Endpoint(self.clock)
        outward = Outward(KIND, WebhookRules(), self.endpoint)
        self.tasks = [
            DispatchTask(self.world, ("handoff", n), [outward], NoWatch()) for n in (0, 1)
        ]
        self.told: list[object] = []
        self.world.watchers.append(
            lambda commit: self.told.extend(new.event for new in commit.batch.events)
        )
        self.scheduler = Scheduler(
            self.world, Weather(), lambda: False, [task.step for task in self.tasks]
        )

    def ask(self, name: str, command: Command) -> None:
        self.world.post("handoff", NewQuestion(name, "acme", agency_key(), command, name))

    def wait(self, seconds: float) -> None:
        """Time passes, and all that is due in it happens."""
        self.clock.passed_s += seconds
        self.scheduler.drain()

    def close(self) -> None:
        for task in self.tasks:
            task.kill()
        self.world.close()


def an_agency() -> RegisterAgency:
    fee = FeeRule(recovered_basis_points=0, direct_basis_points=0)
    facts = AgencyFacts(
        agency=AGENCY, name="Incasso", answer_days=5, fee=fee, webhook_url="https://agency.test/"
    )
    return RegisterAgency(facts=facts, registered_by="paula")


def an_entry() -> TellAgency:
    about = {"placement": PLACEMENT, "creditor": CREDITOR, "debtor": DEBTOR}
    return TellAgency(agency=AGENCY, kind="placement_offered", **about, facts={})


def test_each_entry_is_taken_once_after_the_hour_by_a_few_tries() -> None:
    platform = Platform(1)
    try:
        platform.ask("register", an_agency())
        for number in range(ENTRIES):
            platform.ask(f"entry-{number}", an_entry())
        platform.wait(1.0)
        assert platform.endpoint.taken == []
        while platform.clock.passed_s < 3 * HOUR_S:
            platform.wait(MINUTE_S)
        names = {what_of(AGENCY, number) for number in range(1, ENTRIES + 1)}
        assert sorted(platform.endpoint.taken) == sorted(names), "each, and once"
        taken = [one for one in platform.told if isinstance(one, WebhookTaken)]
        assert sorted(one.number for one in taken) == [1, 2, 3]
        # At once, after 5 s, 5 and 30 min; the next one, 2 h later, finds it there.
        assert set(platform.endpoint.tried.values()) == {5}
    finally:
        platform.close()
