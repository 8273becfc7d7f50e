"""All people of a history together."""

from datetime import timedelta
from random import Random

from libs.events.loop.days import EVERY_ZONE, day_path
from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.chasing.chased import Chased
from libs.testkit.interleave.checks.feeds import Feeds
from libs.testkit.interleave.people.agent import Agent
from libs.testkit.interleave.people.asking import Asking, Edge, Threads
from libs.testkit.interleave.people.banking import Banking
from libs.testkit.interleave.people.cashier import Cashier
from libs.testkit.interleave.people.collector import Collector
from libs.testkit.interleave.people.controller import Controller
from libs.testkit.interleave.people.days import Days
from libs.testkit.interleave.people.office import Office
from libs.testkit.interleave.people.placer import Placer
from libs.testkit.interleave.people.reviewer import Reviewer
from libs.testkit.interleave.truth.documents import FIRST_DAY
from libs.testkit.interleave.truth.scene import Scene
from libs.testkit.world.premises import Commit, Premises
from services.calendar.domain.commands import AdvanceDay

_DAYS = ((0,), (0, 1), (0, 2), (1, 8), (8, 9))
"""Days after the first on which the tenant plays; within eight a suspicion becomes too old."""


class Everyone:
    """The office, the cashier, whoever uploads statements, and the day; the collector, if any."""

    def __init__(
        self, scene: Scene, edge: Edge, books: Books, feeds: Feeds, premises: Premises
    ) -> None:
        self._tenant, self._edge, self._premises = scene.creditor.tenant, edge, premises
        self._scene, self._books, self._feeds = scene, books, feeds
        self._days: Days | None = None
        self._collector: Collector | None = None
        self._placer: Placer | None = None
        self._reviewer: Reviewer | None = None
        self._agent: Agent | None = None
        self._controller: Controller | None = None
        self._chased: Chased | None = None

    def begin(self, random: Random, objects: dict[str, bytes], chased: Chased | None) -> Threads:
        scene, edge, books = self._scene, self._edge, self._books
        self.office = Office(scene, edge, books, random)
        self.cashier = Cashier(self._tenant, edge, books, random)
        self.banking = Banking(scene, edge, self._feeds, objects, random)
        threads = Threads(random)
        threads.add([self.office.registered])
        if chased is not None:
            self._chase(random, threads, chased)
        for acts in (
            *self.office.threads(),
            *self.cashier.threads(),
            *self.banking.threads(),
        ):
            threads.add([self.office.is_registered, *acts] if acts else [])
        if chased is None and random.random() < 0.7:
            threads.add([self._day(days) for days in random.choice(_DAYS)])
        return threads

    @property
    def waits_for_calm(self) -> bool:
        """Whether what is left to do is for the end, when nothing disturbs any more."""
        return self._days is not None and self._days.is_in_tail

    def saw(self, commit: Commit) -> None:
        if self._collector is not None and commit.service == "dunning":
            self._collector.saw(commit)
        if self._placer is not None and commit.service == "handoff":
            self._placer.saw(commit)
        if self._agent is not None and commit.service == "handoff":
            self._agent.saw(commit)
        if self._controller is not None and commit.service == "risk":
            self._controller.saw(commit)

    def say_outcome(self) -> bool:
        """Of a mail of which nobody else can tell, or of a draft; whether there was any."""
        if self._collector is None or self._chased is None:
            return False
        if self._collector.say_outcome(self._chased.messages):
            return True
        return self._reviewer is not None and self._reviewer.approve()

    def _chase(self, random: Random, threads: Threads, chased: Chased) -> None:
        """Days, and what debtors say; statements come once their days are over."""
        chase, premises = self._scene.chase, self._premises
        assert chase is not None
        self._chased = chased
        days = self._days = Days(
            self._tenant,
            self._edge,
            chase,
            random,
            told=chased,
            is_calm=lambda: premises.calm,
        )
        self._collector = Collector(self._tenant, self._edge, chase, days, random)
        self.banking.waits_for_days(days)
        self.office.keeps(days)
        threads.add([self.office.is_registered, self._collector.publish, *days.acts()])
        for acts in self._collector.threads():
            threads.add(acts)
        self._controller = Controller(self._tenant, self._edge, days, random)
        for acts in self._controller.threads(chase.days):
            threads.add(acts)
        if chase.review != "none":
            self._review(random, threads, days)
        calls = random.choice((0, 1, 3))
        threads.add([self._collector.call(chased.demands) for _ in range(calls)])
        if random.random() < 0.15:
            threads.add([self._collector.bounce(chased.messages)])
        if chase.places and random.random() < chase.places:
            self._placer = Placer(self._tenant, self._edge, chase, days, random)
            threads.add([self.office.is_registered, self._placer.register])
            for _ in range(random.choice((1, 2, 4))):
                threads.add(self._placer.acts())
            self._agent = Agent(
                self._tenant, self._scene.creditor.identity, self._edge, days, random
            )
            for acts in self._agent.threads(chase.transfers):
                threads.add(acts)

    def _review(self, random: Random, threads: Threads, days: Days) -> None:
        chase, chased = self._scene.chase, self._chased
        assert chase is not None
        assert chased is not None
        self._reviewer = Reviewer(
            self._tenant, self._edge, chased.demands, days, random, withholds=chase.is_withheld
        )
        for _ in range(2):
            threads.add(self._reviewer.acts(random.choice((2, 5, 9))))

    def _day(self, days: int) -> Asking:
        command = AdvanceDay(tenant=self._tenant, to_on=FIRST_DAY + timedelta(days=days))
        return Asking(self._edge, "calendar", day_path(self._tenant, EVERY_ZONE), command)
