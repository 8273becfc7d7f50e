"""What a creditor's people do besides chasing under fire: they merge, pause, assign and lend."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from libs.cli.calling import Api
from libs.cli.playing.resting import Rest
from tests.faults.lending import Lender
from tests.faults.merging import Merger
from tests.faults.pausing import Pauser
from tests.faults.staff import Staff


@dataclass(slots=True)
class Errands:
    """One tenant's, day by day."""

    merger: Merger
    pauser: Pauser
    staff: Staff
    lender: Lender
    _number: int = -1
    _day_on: str = ""

    async def begin(self) -> None:
        """Once the creditor is there."""
        await self.merger.begin()
        await self.staff.begin()

    def begins(self, number: int, day_on: str) -> None:
        """A day does."""
        self._number, self._day_on = number, day_on

    async def meanwhile(self) -> None:
        """While the mails of a day leave."""
        await self.pauser.meanwhile(self._day_on)
        await self.merger.meanwhile(self._number)

    async def day(self) -> None:
        """When they have left: before anything else is said, what has moved has arrived."""
        await self.merger.settle()
        await self.merger.day(self._number)
        await self.staff.day(self._number)
        await self.lender.day(self._number, self._day_on)


def errands_of(
    api: Api, rest: Rest, tenant: str, asked: Callable[[], Iterable[str]], *, seed: int, days: int
) -> Errands:
    """`asked`: debtors that a demand is under way to. `days`: of the life."""

    def chance(of: str) -> Random:
        return Random(f"{seed} {tenant} {of}")

    merger = Merger(api, rest, chance("merges"), asked, begins_on=days // 3)
    staff = Staff(api, tenant, chance("staff"), merger.gone)
    pauser = Pauser(api, chance("pauses"), asked, merger.touched)
    return Errands(merger, pauser, staff, Lender(api, chance("credit"), merger.gone))
