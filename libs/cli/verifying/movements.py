"""Double entry: the legs of every movement sum to zero, and what stands on each account."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from libs.cli.verifying.differences import Difference
from libs.cli.verifying.facts import Fact
from libs.events.contracts.legs import WITH_LEGS, Legs, legs
from libs.kernel.keys import tenant_of

Balances = dict[tuple[str, str, str], Decimal]
"""By tenant, account and currency; what has come to zero is not kept."""

_TRANSIT, _RETURN = "transit/", "return/"


class Movements:
    """The books: every leg of every event."""

    name = "legs"

    def __init__(self) -> None:
        self.balances: Balances = {}
        self._wrong: list[Difference] = []
        self._carrier: dict[tuple[str, str, str], str] = {}
        """The stream that last moved money in transit."""

    def see(self, fact: Fact) -> None:
        if fact.event is None or type(fact.event) not in WITH_LEGS:
            return
        moved = legs(fact.event)
        self._check_zero(fact, moved)
        tenant = tenant_of(fact.stream)
        for leg in moved:
            place = (tenant, leg.account, leg.amount.currency)
            self._add(place, leg.amount.amount)
            if leg.account.startswith(_TRANSIT):
                self._carrier[place] = fact.stream

    def differences(self) -> Iterator[Difference]:
        yield from self._wrong
        sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for (tenant, _, currency), amount in self.balances.items():
            sums[tenant, currency] += amount
        for (tenant, currency), amount in sums.items():
            if amount:
                yield Difference(self.name, f"{tenant}/all legs", "0", f"{amount} {currency}")

    def in_flight(self) -> Iterator[Difference]:
        for place, amount in self.balances.items():
            _, account, currency = place
            if account.startswith(_TRANSIT):
                found = f"{abs(amount)} {currency} of share {account.removeprefix(_TRANSIT)}"
                yield Difference("in flight", self._carrier[place], "nothing", found)
            elif account.startswith(_RETURN) and amount < 0:
                found = f"{-amount} {currency} that went back with no return of the bank"
                yield Difference("in flight", f"{place[0]}/{account}", "nothing", found)

    def on(self, tenant: str, account: str, currency: str) -> Decimal:
        """What stands on an account."""
        return self.balances.get((tenant, account, currency), Decimal(0))

    def _add(self, place: tuple[str, str, str], amount: Decimal) -> None:
        balance = self.balances.get(place, Decimal(0)) + amount
        if balance:
            self.balances[place] = balance
        else:
            self.balances.pop(place, None)

    def _check_zero(self, fact: Fact, moved: Legs) -> None:
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for leg in moved:
            sums[leg.amount.currency] += leg.amount.amount
        for currency, amount in sums.items():
            if amount:
                found = f"{amount} {currency} at {fact.place}"
                self._wrong.append(Difference(self.name, fact.stream, "0", found))
