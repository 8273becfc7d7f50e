"""Whoever watches credit: asks for a limit and grants it, and says which band a debtor is in."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Final, get_args

from libs.events.contracts.dunning import FreeText
from libs.events.contracts.model import Command
from libs.events.contracts.risk import Band, DebtorScored, LimitRequested
from libs.kernel.keys import path_of
from libs.kernel.money import Money
from libs.testkit.interleave.people.asking import Act, Edge
from libs.testkit.interleave.people.days import Days
from libs.testkit.interleave.truth.documents import EUR
from libs.testkit.world.premises import Commit
from services.risk.domain.commands import EndOverride, GrantLimit, OverrideBand, RequestLimit

_WHY: Final = FreeText(text="spoke with their bank")
_AMOUNTS: Final = ("60.00", "100.00", "1000.00")
"""Such as are breached, and such as are not."""
_BANDS: Final[Sequence[Band]] = get_args(Band)


class Controller:
    """Talks to risk of debtors that it has scored."""

    def __init__(self, tenant: str, edge: Edge, days: Days, random: Random) -> None:
        self._tenant, self._edge = tenant, edge
        self._days, self._random = days, random
        self._debtors: dict[str, None] = {}
        self._requested: dict[str, str] = {}
        """Limit that was asked for and that nobody has granted, to its debtor."""

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            match new.event:
                case DebtorScored(debtor=debtor):
                    self._debtors[debtor] = None
                case LimitRequested() as requested:
                    self._requested[requested.limit] = requested.debtor

    def threads(self, days: Sequence[date]) -> list[list[Act]]:
        """On some of the days; sparse, as it is no more than a word now and then."""
        random = self._random
        threads: list[list[Act]] = []
        if random.random() < 0.3:
            threads.append([self._on(random.choice(days)), self._request, self._grant])
        for _ in range(random.choice((0, 0, 1, 1, 2))):
            acts = [self._on(random.choice(days)), self._override]
            threads.append([*acts, self._end] if random.random() < 0.3 else acts)
        return threads

    def _on(self, day_on: date) -> Act:
        return lambda: self._days.has_come(day_on)

    def _request(self) -> bool:
        debtor = self._any()
        if debtor is None:
            return self._days.is_calm()
        amount = Money.of(self._random.choice(_AMOUNTS), EUR)
        self._ask(
            debtor, RequestLimit(debtor=debtor, amount=amount, requested_by="p1", personal=_WHY)
        )
        return True

    def _grant(self) -> bool:
        if not self._requested:
            return self._days.is_calm()
        limit, debtor = self._requested.popitem()
        command = GrantLimit(debtor=debtor, limit=limit, expires_on=self._soon(6), granted_by="p2")
        self._ask(debtor, command)
        return True

    def _override(self) -> bool:
        """Until the end of this day, or of one soon; risk's day may be a later one by then."""
        debtor = self._any()
        if debtor is None:
            return self._days.is_calm()
        command = OverrideBand(
            debtor=debtor,
            band=self._random.choice(_BANDS),
            until_on=self._soon(3),
            overridden_by="p1",
            personal=_WHY,
        )
        self._ask(debtor, command)
        return True

    def _end(self) -> bool:
        debtor = self._any()
        if debtor is not None:
            self._ask(debtor, EndOverride(debtor=debtor, ended_by="p2"))
        return True

    def _any(self) -> str | None:
        return self._random.choice(list(self._debtors)) if self._debtors else None

    def _soon(self, days_max: int) -> date:
        today_on = self._days.today_on
        assert today_on is not None, "who acts on a day has one"
        return today_on + timedelta(days=self._random.randint(0, days_max))

    def _ask(self, debtor: str, command: Command) -> None:
        self._edge.ask("risk", path_of(self._tenant, "debtor", debtor), command)
