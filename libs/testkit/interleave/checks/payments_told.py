"""Payments and their shares, told once more from events alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from libs.events.contracts import matching as say
from libs.events.contracts.model import Event
from libs.testkit.interleave.checks.wrong import must

ZERO: Final = Decimal(0)


@dataclass(slots=True)
class Share:
    """A part of a payment, wherever it is."""

    payment: str
    debtor: str
    item: str
    amount: Decimal
    evidence: str
    place: str = "on its way"
    """`on its way`, `booked`, `bounced`, `taken back`, `released`."""
    recalled: bool = False


@dataclass(slots=True)
class Payment:
    """A bank entry that may be somebody's payment, or a return."""

    event: say.PaymentReceived | say.CollectionReceived
    received: Decimal
    free: Decimal
    received_at: int
    """By the order of transactions."""
    shares: dict[str, Share] = field(default_factory=dict)
    returned: Decimal = ZERO
    is_returned: bool = False
    assigned_to: str = ""
    outcome: str = ""
    """Of the last search that said something: `identified`, `suggested`, `unidentified`."""
    candidates: dict[str, str] = field(default_factory=dict)
    """Item to its debtor: what it was suggested for since it was last used."""
    touched: bool = False
    """A person or the bank had a hand in it."""
    bounced: int = 0
    """How many of its shares were sent back by their debtor."""
    dropped: int = 0
    """How many of those because a person dropped them on their way."""
    undone: set[str] = field(default_factory=set)
    """Items that a person took it off."""
    remitted: Decimal = ZERO
    """Of an agency's remittance: on its way to the clearing account, or there."""
    has_bounced: bool = False
    """Another payment had settled the remittance before."""

    @property
    def is_collected(self) -> bool:
        """Whether it lies with an agency, and is no bank entry."""
        return isinstance(self.event, say.CollectionReceived)

    @property
    def is_credit(self) -> bool:
        return isinstance(self.event, say.CollectionReceived) or self.event.kind == "credit"

    @property
    def booked_on(self) -> date:
        if isinstance(self.event, say.CollectionReceived):
            return self.event.received_on
        return self.event.booked_on


class PaymentsTold:
    """What the events so far make of payments."""

    def __init__(self) -> None:
        self.payments: dict[str, Payment] = {}
        self.shares: dict[str, Share] = {}
        self.aside: dict[str, say.EntrySetAside] = {}
        self.learned: dict[tuple[str, str], int] = {}
        """(payer account, debtor) that are known now, and since which transaction."""
        self.clearing: dict[str, Decimal] = {}
        """By agency: what it has."""
        self.settled: dict[str, Decimal] = {}
        """Remittance to what has come of it and what was kept."""
        self.order = 0
        self.rules: Mapping[type[Event], Callable[[Any], None]] = {
            say.PaymentReceived: self._received,
            say.PaymentIdentified: self._identified,
            say.PaymentSuggested: self._suggested,
            say.PaymentUnidentified: self._unidentified,
            say.ShareRecalled: self._recalled,
            say.ShareReleased: self._released,
            say.PaymentReturned: self._returned,
            say.ReturnAssigned: self._assigned,
            say.EntrySetAside: self._set_aside,
            say.PayerAccountLearned: self._learned,
            say.PayerAccountForgotten: self._forgotten,
            say.CollectionReceived: self._collected,
            say.RemittancePaid: self._remitted,
            say.RemittanceSettled: self._remittance_settled,
            say.RemittanceReopened: self._remittance_reopened,
            say.RemittanceReleased: self._remittance_back,
            say.RemittanceReturned: self._remittance_back,
        }

    def _received(self, event: say.PaymentReceived) -> None:
        name = event.payment
        must(name not in self.payments, "once", f"payment {name} is received again", name)
        amount = event.amount.amount
        free = amount if event.kind == "credit" else ZERO
        self.payments[name] = Payment(event, amount, free, self.order)

    def _identified(self, event: say.PaymentIdentified) -> None:
        payment = self.payments[event.payment]
        for intent in event.shares:
            must(intent.share not in self.shares, "once", f"{intent.share} again", event.payment)
            share = Share(
                event.payment, intent.debtor, intent.item, intent.amount.amount, intent.evidence
            )
            self.shares[intent.share] = payment.shares[intent.share] = share
            payment.free -= share.amount
        payment.outcome, payment.candidates = "identified", {}
        payment.touched |= bool(event.decided_by)
        self._is_whole(event.payment)
        self._is_free(event.payment, event.free.amount)

    def _suggested(self, event: say.PaymentSuggested) -> None:
        payment = self.payments[event.payment]
        payment.outcome = "suggested"
        payment.candidates |= {one.item: one.debtor for one in event.candidates}
        self._is_free(event.payment, event.free.amount)

    def _unidentified(self, event: say.PaymentUnidentified) -> None:
        payment = self.payments[event.payment]
        payment.outcome = "unidentified"
        if payment.is_credit:
            self._is_free(event.payment, event.free.amount)

    def _recalled(self, event: say.ShareRecalled) -> None:
        share, payment = self.shares[event.share], self.payments[event.payment]
        must(
            not share.recalled or event.reason == "returned",
            "once",
            f"share {event.share} is recalled again",
            event.share,
        )
        share.recalled = payment.touched = True
        if event.reason == "undone" and share.item:
            payment.undone.add(share.item)

    def _released(self, event: say.ShareReleased) -> None:
        share, payment = self.shares[event.share], self.payments[event.payment]
        expected = "bounced" if event.reason == "bounced" else "taken back"
        must(
            share.place == expected and share.amount == event.amount.amount,
            "shares",
            f"share {event.share} is released as {event.reason} while it is {share.place}",
            event.share,
        )
        share.place = "released"
        if event.returned:
            payment.returned += share.amount
        else:
            payment.free += share.amount
        self._is_whole(event.payment)

    def _returned(self, event: say.PaymentReturned) -> None:
        payment = self.payments[event.payment]
        must(not payment.is_returned, "once", f"{event.payment} returned again", event.payment)
        self._is_free(event.payment, event.free.amount)
        payment.is_returned = payment.touched = True
        payment.returned, payment.free = payment.free, ZERO
        payment.candidates = {}

    def _assigned(self, event: say.ReturnAssigned) -> None:
        payment = self.payments[event.payment]
        must(not payment.assigned_to, "once", f"{event.payment} is assigned again", event.payment)
        payment.assigned_to = event.original

    def _set_aside(self, event: say.EntrySetAside) -> None:
        must(event.entry not in self.aside, "once", f"entry {event.entry} again", event.entry)
        self.aside[event.entry] = event

    def _learned(self, event: say.PayerAccountLearned) -> None:
        self.learned.setdefault((event.payer_account, event.debtor), self.order)

    def _forgotten(self, event: say.PayerAccountForgotten) -> None:
        self.learned.pop((event.payer_account, event.debtor), None)

    def _collected(self, event: say.CollectionReceived) -> None:
        name, amount = event.payment, event.amount.amount
        must(name not in self.payments, "once", f"recovery {name} is collected again", name)
        self.payments[name] = Payment(event, amount, amount, self.order)
        self.clearing[event.agency] = self.clearing.get(event.agency, ZERO) + amount

    def _remitted(self, event: say.RemittancePaid) -> None:
        payment = self.payments[event.payment]
        payment.free -= event.amount.amount
        payment.remitted += event.amount.amount
        payment.outcome, payment.candidates = "remitted", {}
        self._is_whole(event.payment)
        self._is_free(event.payment, event.free.amount)

    def _remittance_settled(self, event: say.RemittanceSettled) -> None:
        must(
            event.remittance not in self.settled
            and self.payments[event.payment].remitted == event.amount.amount,
            "clearing",
            f"remittance {event.remittance} is settled by what {event.payment} has not, or again",
            event.remittance,
            event.payment,
        )
        gross = event.amount.amount + event.fees.amount
        self.settled[event.remittance] = gross
        self.clearing[event.agency] = self.clearing.get(event.agency, ZERO) - gross

    def _remittance_reopened(self, event: say.RemittanceReopened) -> None:
        self.clearing[event.agency] += self.settled.pop(event.remittance)

    def _remittance_back(self, event: say.RemittanceReleased | say.RemittanceReturned) -> None:
        payment, amount = self.payments[event.payment], event.amount.amount
        payment.remitted -= amount
        if isinstance(event, say.RemittanceReturned):
            payment.returned += amount
        else:
            payment.free, payment.has_bounced = payment.free + amount, True
        self._is_whole(event.payment)

    def _is_free(self, name: str, said: Decimal) -> None:
        free = self.payments[name].free
        must(free == said, "legs", f"{free} of {name} is free, it says {said}", name)

    def _is_whole(self, name: str) -> None:
        payment = self.payments[name]
        away = sum((s.amount for s in payment.shares.values() if s.place != "released"), ZERO)
        must(
            payment.received == payment.free + away + payment.returned + payment.remitted
            and min(payment.free, payment.remitted) >= 0,
            "legs",
            f"{payment.received} came, {payment.free} is free, {away} in shares, "
            f"{payment.returned} returned, {payment.remitted} remitted",
            name,
        )
