"""What does not add up, cent by cent; nothing when all does."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from audit.ledger import Ledger, Payment
from audit.log import Fact


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that should be equal and is not."""

    where: str
    stream: str
    expected: int
    found: int
    is_money: bool = True
    """Minor units, else a count or a version."""

    @property
    def cents(self) -> int:
        """How much money it is about."""
        return abs(self.expected - self.found) if self.is_money else 0


def differences(ledger: Ledger, closing: Mapping[str, int]) -> list[Difference]:
    """Everything that is not equal; `closing` is the bank's last balance of each account."""
    return [
        *_nonsense(ledger),
        *_accounts(ledger, closing),
        *_payments(ledger),
        *_sources(ledger),
        *_items(ledger),
        *_entries(ledger),
    ]


def _nonsense(ledger: Ledger) -> Iterator[Difference]:
    for stream, why in ledger.nonsense:
        yield Difference(f"event that cannot be: {why}", stream, 0, 1, is_money=False)


def _accounts(ledger: Ledger, closing: Mapping[str, int]) -> Iterator[Difference]:
    for account in sorted({*closing, *ledger.cash}):
        if ledger.cash[account] != closing.get(account, 0):
            yield Difference(
                "cash of account", account, closing.get(account, 0), ledger.cash[account]
            )


def _payments(ledger: Ledger) -> Iterator[Difference]:
    for payment in ledger.payments.values():
        if payment.kind != "credit":
            continue
        booked = sum(_booked(ledger, payment))
        if payment.received != booked + payment.free + payment.gone:
            yield Difference(
                "payment", payment.id, payment.received, booked + payment.free + payment.gone
            )


def _booked(ledger: Ledger, payment: Payment) -> Iterator[int]:
    """What really lies at debtors of a payment's shares: one in flight is missing here."""
    for share in payment.shares:
        if share in ledger.sources:
            yield ledger.sources[share].amount


def _sources(ledger: Ledger) -> Iterator[Difference]:
    used: Counter[str] = Counter()
    for (settling, _), amount in ledger.settled.items():
        used[settling] += amount
    for name, source in ledger.sources.items():
        if source.amount != source.on_account + used[name] or source.on_account < 0:
            yield Difference("share", name, source.amount, source.on_account + used[name])
    owned = {share for payment in ledger.payments.values() for share in payment.shares}
    for name, source in ledger.sources.items():
        if source.kind == "share" and name not in owned:
            yield Difference("share of no payment", name, 0, source.amount)


def _items(ledger: Ledger) -> Iterator[Difference]:
    for item in ledger.items.values():
        found = ledger.open_of(item.id)
        if item.said_open != found or found < 0:
            yield Difference("open amount of item", item.id, item.said_open, found)


def _entries(ledger: Ledger) -> Iterator[Difference]:
    new = {
        (statement, position)
        for statement, accepted in ledger.accepted.items()
        for stretch in accepted["new"]
        for position in range(stretch["start"], stretch["end"])
    }
    for place in sorted(new | set(ledger.entries)):
        expected, found = int(place in new), ledger.entries[place]
        if expected != found:
            name = f"{place[0]}#{place[1]}"
            yield Difference("times an entry is booked", name, expected, found, is_money=False)


def version_gaps(facts: Iterable[Fact]) -> list[Difference]:
    """Streams whose versions do not count 1, 2, 3 … in the order of their partition."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for fact in facts:
        place = (fact.service, fact.stream)
        seen[place] += 1
        if fact.version != seen[place]:
            found.append(
                Difference(
                    "version of stream", fact.stream, seen[place], fact.version, is_money=False
                )
            )
            seen[place] = fact.version
    return found
