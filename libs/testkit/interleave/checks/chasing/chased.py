"""All that is told of a history in which debtors are chased, and what must hold at its end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from libs.events.contracts.dunning import DayNoted
from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.chasing.bands_told import BandsTold
from libs.testkit.interleave.checks.chasing.demands_told import DemandsTold
from libs.testkit.interleave.checks.chasing.exposures_told import ExposuresTold
from libs.testkit.interleave.checks.chasing.floors import Floors
from libs.testkit.interleave.checks.chasing.founded import Founded, Tally
from libs.testkit.interleave.checks.chasing.holds import Holds
from libs.testkit.interleave.checks.chasing.messages_told import Delivery, MessagesTold
from libs.testkit.interleave.checks.chasing.moments import Moments
from libs.testkit.interleave.checks.chasing.offers_told import OffersTold
from libs.testkit.interleave.checks.chasing.paid_truth import PaidTruth
from libs.testkit.interleave.checks.chasing.plans_told import PlansTold
from libs.testkit.interleave.checks.chasing.promises_told import PromisesTold, check_promises
from libs.testkit.interleave.checks.chasing.wrongful import check_wrongful
from libs.testkit.interleave.checks.wrong import must
from libs.testkit.interleave.truth.chase import Chase
from libs.testkit.interleave.truth.scene import Scene
from libs.testkit.world.premises import Commit


@dataclass(slots=True)
class ChasedCounts:
    """What some histories with chasing come to."""

    histories: int = 0
    demands: int = 0
    left: int = 0
    """Messages that the mail server took over, each time that it did."""
    withdrawn: int = 0
    repeated: int = 0
    uncertain: int = 0
    promises: int = 0
    offers: int = 0
    """Cases that were offered to an agency."""
    floors: int = 0
    """How often an item was found that nothing held, and looked at for what it was due."""
    tally: Tally = field(default_factory=Tally)

    def add(self, other: "ChasedCounts") -> None:
        self.histories += other.histories
        self.demands += other.demands
        self.left += other.left
        self.withdrawn += other.withdrawn
        self.repeated += other.repeated
        self.uncertain += other.uncertain
        self.promises += other.promises
        self.offers += other.offers
        self.floors += other.floors
        self.tally.add(other.tally)


@dataclass(frozen=True, slots=True)
class Place:
    """What a history is played in."""

    partitions: int
    age_max_s: float
    """How old an attempt may be when it leaves."""
    is_disturbed: Callable[[], bool]
    """Whether anything may be slow or gone."""
    is_addressed: Callable[[str], bool]
    """Whether an address of a debtor was ever told."""


class Chased:
    """Told from the events of all services and from what the mail server took over."""

    def __init__(
        self,
        scene: Scene,
        chase: Chase,
        moments: Moments,
        books: Books,
        place: Place,
    ) -> None:
        self._chase, self._books, self._partitions = chase, books, place.partitions
        self._noted: dict[int, date] = {}
        """The last day that dunning has noted, by partition."""
        self.moments = moments
        self.holds = Holds(moments)
        self.messages = MessagesTold(place.age_max_s)
        self.demands = DemandsTold(self.messages, chase.review)
        self.offers = OffersTold(moments, self.holds)
        needs_cover = chase.feed == "required"
        self.promises = PromisesTold(moments, self.holds, needs_cover=needs_cover)
        self.plans = PlansTold(lambda: self.promises.known_through_on)
        self._paid = PaidTruth(scene, moments)
        self.bands = BandsTold(chase.policy)
        self._exposures = ExposuresTold(books, self.holds)
        self.floors = Floors(chase, self.holds, self.demands, self.bands, books, place.is_addressed)
        self.founded = Founded(chase, moments, self.holds, self.demands, place.is_disturbed)

    def saw(self, commit: Commit) -> None:
        self.moments.passed()
        self.holds.saw(commit)
        match commit.service:
            case "notifications":
                self.messages.saw(commit)
            case "dunning":
                self.demands.saw(commit)
                self.promises.saw(commit)
                self.plans.saw(commit)
                self.bands.saw(commit)
                self._note_days(commit)
            case "calendar":
                self.promises.saw(commit)
            case "matching":
                self._paid.saw(commit)
            case "handoff":
                self.offers.saw(commit)
            case "risk":
                self.bands.saw(commit)
                self._exposures.saw(commit)
        self.founded.saw(commit)

    def _note_days(self, commit: Commit) -> None:
        for new in commit.batch.events:
            if isinstance(new.event, DayNoted):
                self._noted[commit.partition] = new.event.day_on

    def delivered(self, delivery: Delivery) -> None:
        self.messages.delivered(delivery)
        self.demands.delivered(delivery)

    def is_busy(self, today_on: date) -> bool:
        """Whether dunning has not come to this day, or a demand or a statement is under way."""
        noted = [on for on in self._noted.values() if on >= today_on]
        return len(noted) < self._partitions or self.demands.is_any_open or self.holds.is_booking

    def check_day(self) -> None:
        """On a day on which all has come to rest. Raises Wrong."""
        if self.promises.today_on is not None:
            self.bands.check(self.promises.today_on)
            self._exposures.check(self.promises.today_on)
            self.floors.check(self.promises.today_on, self.moments.now)

    def check(self, touched: set[str]) -> None:
        """The end. `touched`: items that a person moved money of. Raises Wrong."""
        check_wrongful(self.messages, self.holds, self._chase.feed_days_max)
        self._paid.check(self.messages, touched)
        self.offers.check()
        self._check_outcomes()
        reopened = {
            name
            for name, changes in self.holds.changes.items()
            if any(a.open < b.open for a, b in pairwise(changes))
        }
        check_promises(self.promises, self._books, touched | reopened)
        self.plans.check(self._books)
        if self.promises.today_on is not None:
            self.floors.check_ladder(self.promises.today_on)

    @property
    def counts(self) -> ChasedCounts:
        """What it comes to."""
        messages = list(self.messages.messages.values())
        return ChasedCounts(
            histories=1,
            demands=len(self.demands.demands),
            left=sum(len(one.deliveries) for one in messages),
            withdrawn=sum(one.outcome == "withdrawn" for one in messages),
            repeated=sum(said.repeated for one in messages for said in one.sent),
            uncertain=sum(one.uncertain_count for one in messages),
            promises=len(self.promises.promises),
            offers=len(self.offers.offers),
            floors=self.floors.looked_count,
            tally=self.founded.tally,
        )

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
