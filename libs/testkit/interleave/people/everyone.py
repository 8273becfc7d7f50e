"""All people of a history together."""

from datetime import timedelta
from random import Random

from libs.events.loop.days import EVERY_ZONE, day_path
from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.feeds import Feeds
from libs.testkit.interleave.people.asking import Asking, Edge, Threads
from libs.testkit.interleave.people.banking import Banking
from libs.testkit.interleave.people.cashier import Cashier
from libs.testkit.interleave.people.office import Office
from libs.testkit.interleave.truth.documents import FIRST_DAY
from libs.testkit.interleave.truth.scene import Scene
from services.calendar.domain.commands import AdvanceDay

_DAYS = ((0,), (0, 1), (0, 2), (1, 8), (8, 9))
"""Days after the first on which the tenant plays; within eight a suspicion becomes too old."""


class Everyone:
    """The office, the cashier, whoever uploads statements, and the day."""

    def __init__(
        self, scene: Scene, edge: Edge, books: Books, feeds: Feeds, objects: dict[str, bytes]
    ) -> None:
        self._tenant, self._edge = scene.creditor.tenant, edge
        self._scene, self._books, self._feeds, self._objects = scene, books, feeds, objects

    def begin(self, random: Random) -> Threads:
        scene, edge, books = self._scene, self._edge, self._books
        self.office = Office(scene, edge, books, random)
        self.cashier = Cashier(self._tenant, edge, books, random)
        self.banking = Banking(scene, edge, self._feeds, self._objects, random)
        threads = Threads(random)
        threads.add([self.office.registered])
        for acts in (
            *self.office.threads(),
            *self.cashier.threads(),
            *self.banking.threads(),
        ):
            threads.add([self.office.is_registered, *acts] if acts else [])
        if random.random() < 0.7:
            threads.add([self._day(days) for days in random.choice(_DAYS)])
        return threads

    def _day(self, days: int) -> Asking:
        command = AdvanceDay(tenant=self._tenant, to_on=FIRST_DAY + timedelta(days=days))
        return Asking(self._edge, "calendar", day_path(self._tenant, EVERY_ZONE), command)
