"""Each statement's new entries are booked once each; each account ends where its bank says."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from libs.cli.verifying.differences import Difference
from libs.cli.verifying.facts import Fact
from libs.cli.verifying.movements import Movements
from libs.events.contracts.ingestion import CreditorChanged, CreditorRegistered
from libs.events.contracts.matching import (
    EntrySetAside,
    FeedAdvanced,
    FeedRestarted,
    PaymentReceived,
    StatementAccepted,
)
from libs.kernel.keys import tenant_of
from libs.kernel.money import Money

Place = tuple[str, str]
"""Tenant and id."""


@dataclass(slots=True)
class _Statement:
    stream: str
    new_count: int
    new_sum: Money
    expected: frozenset[int]
    """Positions of its new entries."""
    is_at_rest: bool = False


@dataclass(slots=True)
class _Booked:
    """What was booked of a statement, wherever its acceptance stands in the log."""

    positions: set[int] = field(default_factory=set)
    amount: Money | None = None


@dataclass(slots=True)
class _Chain:
    """Both ends of what the bank has said of an account."""

    stream: str
    first_on: date
    first_open: Money
    last_on: date
    last_close: Money


class Statements:
    """Entries of each statement = payments + set aside; ledger cash = the bank's last balance."""

    name = "statements"

    def __init__(self, movements: Movements) -> None:
        self._movements = movements
        self._statements: dict[Place, _Statement] = {}
        self._booked: dict[Place, _Booked] = {}
        self._chains: dict[Place, _Chain] = {}
        self._without_balances: set[Place] = set()
        """Accounts whose bank gives no balances; their cash is compared with nothing."""
        self._wrong: list[Difference] = []

    def see(self, fact: Fact) -> None:
        tenant = tenant_of(fact.stream)
        match fact.event:
            case CreditorRegistered() | CreditorChanged() as e:
                for account in e.facts.accounts:
                    if account.chain == "none":
                        self._without_balances.add((tenant, account.account))
            case StatementAccepted() as e:
                self._accept(tenant, fact, e)
            case FeedRestarted() as e:
                self._restart(fact, (tenant, e.account), e)
            case PaymentReceived() as e:
                amount = e.amount if e.kind == "credit" else -e.amount
                self._book(fact, (tenant, e.statement), e.position, amount)
            case EntrySetAside() as e:
                self._book(fact, (tenant, e.statement), e.position, e.amount)
            case FeedAdvanced() as e if (tenant, e.statement) in self._statements:
                self._statements[tenant, e.statement].is_at_rest = True
            case _:
                pass

    def differences(self) -> Iterator[Difference]:
        yield from self._wrong

    def in_flight(self) -> Iterator[Difference]:
        """Entries that are still to be booked; an account is compared when all are."""
        for place in sorted(self._statements.keys() | self._booked.keys()):
            yield from self._unfinished(place)
        for (tenant, account), chain in self._chains.items():
            currency = chain.last_close.currency
            cash = self._movements.on(tenant, f"bank/{account}", currency)
            if cash != chain.last_close.amount:
                expected = f"{chain.last_close} as the bank says"
                found = f"{cash} {currency} in the ledger"
                yield Difference("cash", chain.stream, expected, found)

    def _unfinished(self, place: Place) -> Iterator[Difference]:
        statement, booked = self._statements.get(place), self._booked.get(place, _Booked())
        if statement is None:
            found = f"{len(booked.positions)} entries booked"
            yield Difference(self.name, f"{place[0]}/statement/{place[1]}", "its acceptance", found)
            return
        amount = booked.amount or Money.zero(statement.new_sum.currency)
        if booked.positions != statement.expected or amount != statement.new_sum:
            expected = f"{statement.new_count} entries of {statement.new_sum}"
            found = f"{len(booked.positions)} of {amount}"
            yield Difference(self.name, statement.stream, f"{expected} ({place[1]})", found)
        elif not statement.is_at_rest:
            found = f"no FeedAdvanced of {place[1]}"
            yield Difference("in flight", statement.stream, "a statement at rest", found)

    def _accept(self, tenant: str, fact: Fact, event: StatementAccepted) -> None:
        positions = frozenset(n for part in event.new for n in range(part.start, part.end))
        place = (tenant, event.statement)
        if place in self._statements:
            self._differs(fact, "one acceptance", f"{event.statement} again")
        if len(positions) != event.new_count:
            self._differs(fact, f"{event.new_count} new entries", f"{len(positions)} positions")
        self._statements[place] = _Statement(fact.stream, event.new_count, event.new_sum, positions)
        if (tenant, event.account) not in self._without_balances:
            self._join(fact, (tenant, event.account), event)

    def _book(self, fact: Fact, place: Place, position: int, amount: Money) -> None:
        booked = self._booked.setdefault(place, _Booked())
        if position in booked.positions:
            self._differs(fact, "an entry booked once", f"entry {position} of {place[1]} again")
        booked.positions.add(position)
        booked.amount = amount if booked.amount is None else booked.amount + amount

    def _join(self, fact: Fact, place: Place, event: StatementAccepted) -> None:
        chain = self._chains.get(place)
        if chain is None:
            self._chains[place] = _Chain(
                fact.stream, event.from_on, event.opening, event.to_on, event.closing
            )
            if event.opening + event.new_sum != event.closing:
                self._differs(fact, str(event.closing), f"{event.opening + event.new_sum}")
            return
        ends = _moved(chain, event)
        if ends is None:
            found = f"{event.new_sum} of new entries between {event.opening} and {event.closing}"
            self._differs(fact, f"a chain that ends with {chain.last_close}", found)
            return
        last, first = ends
        if last:
            chain.last_on, chain.last_close = event.to_on, event.closing
        if first:
            chain.first_on, chain.first_open = event.from_on, event.opening

    def _restart(self, fact: Fact, place: Place, event: FeedRestarted) -> None:
        chain = self._chains.get(place)
        if chain is None or chain.last_close + event.difference != event.opening:
            before = chain.last_close if chain else "no chain"
            self._differs(fact, f"{before} and the gap", f"{event.difference} to {event.opening}")
        if chain is not None:
            chain.last_close = event.opening

    def _differs(self, fact: Fact, expected: str, found: str) -> None:
        self._wrong.append(Difference(self.name, fact.stream, expected, f"{found} at {fact.place}"))


def _moved(chain: _Chain, event: StatementAccepted) -> tuple[bool, bool] | None:
    """Which ends (last, first) a statement moves by exactly what is new in it; None: neither way.

    An end beyond the chain's always moves, one within it never; on the same day it may.
    """
    lasts = _may_move(event.to_on > chain.last_on, event.to_on == chain.last_on)
    firsts = _may_move(event.from_on < chain.first_on, event.from_on == chain.first_on)
    zero = Money.zero(event.new_sum.currency)
    for last, first in product(lasts, firsts):
        behind = event.closing - chain.last_close if last else zero
        before = chain.first_open - event.opening if first else zero
        if behind + before == event.new_sum:
            return last, first
    return None


def _may_move(is_beyond: bool, is_same_day: bool) -> tuple[bool, ...]:
    if is_beyond:
        return (True,)
    return (True, False) if is_same_day else (False,)
