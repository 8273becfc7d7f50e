"""Each payment: received = free + at its debtors + on the way + back at the bank."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from libs.cli.verifying.differences import Difference
from libs.cli.verifying.facts import Fact
from libs.events.contracts.matching import (
    CollectionReceived,
    PaymentIdentified,
    PaymentReceived,
    PaymentReturned,
    RemittancePaid,
    RemittanceReleased,
    RemittanceReopened,
    RemittanceReturned,
    RemittanceSettled,
    ShareBooked,
    ShareReleased,
    ShareTakenBack,
)
from libs.kernel.keys import tenant_of
from libs.kernel.money import Money

_MOVED = "~"
"""In the name of a stream that came along with a merged debtor."""


@dataclass(slots=True)
class _Payment:
    stream: str
    received: Money
    free: Money
    gone: Money
    shares: dict[str, Money] = field(default_factory=dict)
    """What its own events say is out."""


class Payments:
    """What a payment gave out is held against what debtors have of it."""

    name = "payments"

    def __init__(self) -> None:
        self._payments: dict[tuple[str, str], _Payment] = {}
        self._booked: dict[tuple[str, str], tuple[Money, str]] = {}
        """By tenant and share: what lies at a debtor, and in which stream."""
        self._taken: dict[tuple[str, str], tuple[Money, Fact]] = {}
        """Taken back where its debtor was merged into: that may be read before the booking."""
        self._wrong: list[Difference] = []

    def see(self, fact: Fact) -> None:
        tenant = tenant_of(fact.stream)
        match fact.event:
            case PaymentReceived(kind="credit") as e:
                zero = Money.zero(e.amount.currency)
                self._payments[tenant, e.payment] = _Payment(fact.stream, e.amount, e.amount, zero)
            case CollectionReceived() as e:
                zero = Money.zero(e.amount.currency)
                self._payments[tenant, e.payment] = _Payment(fact.stream, e.amount, e.amount, zero)
            case RemittancePaid() | RemittanceReleased() | RemittanceReturned() as e:
                self._remit(tenant, fact, e)
            case RemittanceReopened() as e:
                self._take_back(fact, (tenant, f"{e.remittance}.{e.payment}"), e.amount)
            case RemittanceSettled() as e:
                self._book(fact, (tenant, f"{e.remittance}.{e.payment}"), e.amount)
            case PaymentIdentified() | PaymentReturned() | ShareReleased():
                self._move(tenant, fact, fact.event)
            case ShareBooked() as e:
                self._book(fact, (tenant, e.share), e.amount)
            case ShareTakenBack() as e:
                self._take_back(fact, (tenant, e.share), e.amount)
            case _:
                pass

    def differences(self) -> Iterator[Difference]:
        yield from self._wrong

    def in_flight(self) -> Iterator[Difference]:
        """Shares that only one side knows of, or with another amount."""
        out = {
            (tenant, share): (amount, payment.stream)
            for (tenant, _), payment in self._payments.items()
            for share, amount in payment.shares.items()
        }
        for place in sorted(out.keys() | self._booked.keys()):
            given, stream = out.get(place, (None, ""))
            booked, at = self._booked.get(place, (None, ""))
            if given != booked:
                found = f"{booked or 'nothing'} at its debtor"
                name = f"share {place[1]} {given or 'nothing'}"
                yield Difference(self.name, stream or at, name, found)
        for amount, fact in self._taken.values():
            yield self._untaken(fact, None, amount)

    def _move(
        self, tenant: str, fact: Fact, event: PaymentIdentified | PaymentReturned | ShareReleased
    ) -> None:
        payment = self._payments.get((tenant, event.payment))
        if payment is None:
            self._differs(fact, "a payment that was received", f"none at {fact.place}")
            return
        match event:
            case PaymentIdentified():
                for share in event.shares:
                    payment.free -= share.amount
                    payment.shares[share.share] = share.amount
                self._check_free(fact, event.free, payment.free)
            case PaymentReturned():
                self._check_free(fact, event.free, payment.free)
                payment.gone += payment.free
                payment.free = Money.zero(payment.free.currency)
            case ShareReleased():
                self._release(fact, payment, event)
        self._check_whole(fact, payment)

    def _remit(
        self,
        tenant: str,
        fact: Fact,
        event: RemittancePaid | RemittanceReleased | RemittanceReturned,
    ) -> None:
        """As a share, whose debtor is the agency."""
        payment, name = self._payments[tenant, event.payment], f"{event.remittance}.{event.payment}"
        if isinstance(event, RemittancePaid):
            payment.free -= event.amount
            payment.shares[name] = event.amount
            self._check_free(fact, event.free, payment.free)
        else:
            back = payment.shares.pop(name, event.amount)
            is_gone = isinstance(event, RemittanceReturned)
            payment.gone += back if is_gone else Money.zero(back.currency)
            payment.free += Money.zero(back.currency) if is_gone else back
        self._check_whole(fact, payment)

    def _release(self, fact: Fact, payment: _Payment, event: ShareReleased) -> None:
        out = payment.shares.pop(event.share, None)
        if out != event.amount:
            self._differs(fact, f"a share of {out}", f"{event.amount} released at {fact.place}")
        if event.returned:
            payment.gone += event.amount
        else:
            payment.free += event.amount

    def _check_free(self, fact: Fact, said: Money, free: Money) -> None:
        if said != free:
            self._differs(fact, f"{free} free", f"{said} said at {fact.place}")

    def _check_whole(self, fact: Fact, payment: _Payment) -> None:
        whole = payment.free + payment.gone
        for amount in payment.shares.values():
            whole += amount
        if whole != payment.received or payment.free < Money.zero(payment.free.currency):
            found = f"{whole} of which {payment.free} free at {fact.place}"
            self._differs(fact, str(payment.received), found)

    def _book(self, fact: Fact, place: tuple[str, str], amount: Money) -> None:
        if place in self._booked:
            self._differs(fact, "one booking", f"share {place[1]} again at {fact.place}")
        if place not in self._taken:
            self._booked[place] = (amount, fact.stream)
            return
        taken, back = self._taken.pop(place)
        if taken != amount:
            self._wrong.append(self._untaken(back, amount, taken))

    def _take_back(self, fact: Fact, place: tuple[str, str], amount: Money) -> None:
        booked, _ = self._booked.pop(place, (None, ""))
        if booked is None and _MOVED in fact.stream and place not in self._taken:
            self._taken[place] = (amount, fact)
        elif booked != amount:
            self._wrong.append(self._untaken(fact, booked, amount))

    def _untaken(self, back: Fact, booked: Money | None, taken: Money) -> Difference:
        expected = f"{booked or 'nothing'} to take back"
        return Difference(self.name, back.stream, expected, f"{taken} at {back.place}")

    def _differs(self, fact: Fact, expected: str, found: str) -> None:
        self._wrong.append(Difference(self.name, fact.stream, expected, found))
