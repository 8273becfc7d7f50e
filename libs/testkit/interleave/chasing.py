"""Chasing in a world: the mail server, the dispatchers at each site, and what is told of them."""

from dataclasses import dataclass, replace
from random import Random

from libs.events.effects.effect import EffectKind, Outward
from libs.events.effects.watching import NoWatch
from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.chasing.chased import Chased, Place
from libs.testkit.interleave.checks.chasing.messages_told import Delivery
from libs.testkit.interleave.checks.chasing.moments import Moments
from libs.testkit.interleave.checks.chasing.starts import Starts
from libs.testkit.interleave.checks.wrong import Wrong
from libs.testkit.interleave.mail.offering import Offering
from libs.testkit.interleave.mail.outgoing import Addresses, Outgoing
from libs.testkit.interleave.mail.server import MailServer, Temper
from libs.testkit.interleave.truth.chase import Chase
from libs.testkit.interleave.truth.scene import Scene
from libs.testkit.world.dispatching import DispatchTask
from libs.testkit.world.premises import Commit
from libs.testkit.world.scheduler import Weather
from libs.testkit.world.world import World
from services.handoff.domain.dispatching import OfferRules
from services.notifications.domain.dispatching import MessageRules


@dataclass(frozen=True, slots=True)
class Mail:
    """How messages leave in a history."""

    kind: EffectKind
    age_max_s: float
    """What the checks hold it to."""
    temper: Temper
    offers: EffectKind
    """How cases are offered to agencies."""


class Chasing:
    """Of one history."""

    def __init__(
        self, world: World, scene: Scene, chase: Chase, books: Books, moments: Moments, mail: Mail
    ) -> None:
        self._is_disturbed = True
        self._wrong: Wrong | None = None
        self._addresses = Addresses()
        place = Place(
            partitions=world.premises.broker.partitions,
            age_max_s=mail.age_max_s,
            is_disturbed=lambda: self._is_disturbed,
            is_addressed=lambda debtor: bool(self._addresses.known.get(debtor)),
        )
        self.chased = Chased(scene, chase, moments, books, place)
        self.server = MailServer(world.premises, moments, mail.temper, self._delivered)
        outgoing = Outgoing(world.premises, self.server, self._addresses)
        outward = Outward(mail.kind, MessageRules(), outgoing)
        tasks = [
            DispatchTask(world, site, [outward], NoWatch())
            for site in world.sites
            if site[0] == mail.kind.service
        ]
        self._starts = Starts(tasks)
        offers = Outward(mail.offers, OfferRules(), Offering())
        for site in world.sites:
            if site[0] == mail.offers.service:
                DispatchTask(world, site, [offers], NoWatch())

    def under(self, weather: Weather) -> None:
        """What disturbs this history."""
        self._is_disturbed = weather != Weather(acts_weight=weather.acts_weight)

    def _delivered(self, delivery: Delivery) -> None:
        """What is wrong with it is told later: a dispatcher takes all that an effect raises."""
        try:
            self.chased.delivered(delivery)
        except Wrong as wrong:
            self._wrong = self._wrong or wrong

    def check_delivered(self) -> None:
        """Raises Wrong when something has left that must not."""
        if self._wrong is not None:
            raise self._wrong

    def saw(self, commit: Commit) -> None:
        if commit.service == "ingestion":
            self._addresses.saw(commit)
        if commit.service == "notifications":
            self._starts.saw(commit)
        self.check_delivered()
        self.chased.saw(commit)


def stormy(random: Random, world: World) -> Weather:
    """As it is drawn for the ledger; processes stand still as well."""
    drawn = Weather.drawn(random, world)
    return replace(drawn, freezes=random.random() < 0.4, freeze_max_s=40.0)
