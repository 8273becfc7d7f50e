"""All that is told of a history in which debtors are chased, and what must hold at its end."""

from collections.abc import Callable
from itertools import pairwise

from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.chasing.demands_told import DemandsTold
from libs.testkit.interleave.checks.chasing.floors import Floors
from libs.testkit.interleave.checks.chasing.founded import Founded
from libs.testkit.interleave.checks.chasing.holds import Holds
from libs.testkit.interleave.checks.chasing.messages_told import Delivery, MessagesTold
from libs.testkit.interleave.checks.chasing.moments import Moments
from libs.testkit.interleave.checks.chasing.paid_truth import PaidTruth
from libs.testkit.interleave.checks.chasing.promises_told import PromisesTold, check_promises
from libs.testkit.interleave.checks.chasing.wrongful import check_wrongful
from libs.testkit.interleave.checks.wrong import must
from libs.testkit.interleave.truth.chase import Chase
from libs.testkit.interleave.truth.scene import Scene
from libs.testkit.world.premises import Commit


class Chased:
    """Told from the events of all services and from what the mail server took over."""

    def __init__(
        self,
        scene: Scene,
        chase: Chase,
        moments: Moments,
        books: Books,
        *,
        age_max_s: float,
        is_disturbed: Callable[[], bool],
    ) -> None:
        """`is_disturbed`: whether anything may be slow or gone in this history."""
        self._chase, self._books = chase, books
        self.moments = moments
        self.holds = Holds(moments)
        self.messages = MessagesTold(age_max_s)
        self.demands = DemandsTold(self.messages)
        needs_cover = chase.feed == "required"
        self.promises = PromisesTold(moments, self.holds, needs_cover=needs_cover)
        self._paid = PaidTruth(scene, moments)
        self.floors = Floors(chase, self.holds, self.demands, books)
        self.founded = Founded(chase, moments, self.holds, self.demands, is_disturbed)

    def saw(self, commit: Commit) -> None:
        self.moments.passed()
        self.holds.saw(commit)
        match commit.service:
            case "notifications":
                self.messages.saw(commit)
            case "dunning":
                self.demands.saw(commit)
                self.promises.saw(commit)
            case "calendar":
                self.promises.saw(commit)
            case "matching":
                self._paid.saw(commit)
        self.founded.saw(commit)

    def delivered(self, delivery: Delivery) -> None:
        self.messages.delivered(delivery)
        self.demands.delivered(delivery)

    def check_day(self) -> None:
        """On a day on which all has come to rest. Raises Wrong."""
        if self.promises.today_on is not None:
            self.floors.check(self.promises.today_on, self.moments.now)

    def check(self, touched: set[str]) -> None:
        """The end. `touched`: items that a person moved money of. Raises Wrong."""
        check_wrongful(self.messages, self.holds, self._chase.feed_days_max)
        self._paid.check(self.messages, touched)
        self._check_outcomes()
        reopened = {
            name
            for name, changes in self.holds.changes.items()
            if any(a.open < b.open for a, b in pairwise(changes))
        }
        check_promises(self.promises, self._books, touched | reopened)
        if self.promises.today_on is not None:
            self.floors.check_ladder(self.promises.today_on)

    def _check_outcomes(self) -> None:
        """Every demand has an outcome, and what was sent has taken its steps."""
        for name, demand in self.demands.demands.items():
            case = demand.event.case
            must(bool(demand.ended), "outcome", f"{name} never gets an outcome", name, case)
            if demand.ended[-1].outcome != "sent":
                continue
            for item in demand.event.items:
                must(
                    (item.item, item.step) in self.demands.taken,
                    "step",
                    f"{name} was sent, and {item.number} has not taken {item.step}",
                    name,
                    item.item,
                )
