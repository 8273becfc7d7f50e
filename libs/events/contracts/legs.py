"""Every movement of money as typed legs that sum to zero in each currency.

A leg is positive when its account receives: the bank's money is positive, what the creditor owes
for it (a payment not used yet, money on account of a debtor) is negative, an open item positive.

    bank/<account>        what lies there          payment/<id>      of a payment, not used yet
    opening/<account>     where the books begin    transit/<share>   on its way to or from a debtor
    gap/<account>         a declared gap           account/<debtor>  on account of a debtor
    set_aside/<kind>      nobody's payment         item/<id>         open of an item
    return/<payment>      taken back by the bank   sales/<creditor>  what the documents are worth
    clearing/<agency>     what an agency owes      fees/<agency>     what it has kept
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from libs.events.contracts import calendar, dunning, handoff, notifications, risk, runtime
from libs.events.contracts import ingestion as i
from libs.events.contracts import matching as m
from libs.events.contracts.model import Event
from libs.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Leg:
    """An amount that an account receives; negative: that it gives."""

    account: str
    amount: Money


Legs = tuple[Leg, ...]


class UndecidedLegs(LookupError):
    """Nobody has decided yet which legs events of this type have."""


def legs(event: Event) -> Legs:
    """The legs of an event; none when it moves no money. Raises UndecidedLegs."""
    newest = event.upcast()
    assert isinstance(newest, Event)
    if type(newest) in WITHOUT_LEGS:
        return ()
    rule = _RULES.get(type(newest))
    if rule is None:
        raise UndecidedLegs(f"say in {__name__} which legs {type(newest).__name__} has")
    return rule(newest)


def _moved(amount: Money, giver: str, receiver: str) -> Legs:
    return (Leg(receiver, amount), Leg(giver, -amount))


def _statement_accepted(event: m.StatementAccepted) -> Legs:
    """The beginning of the books, or how far a statement before the first moves it back."""
    if event.begins_with is None:
        return ()
    return _moved(event.begins_with, f"opening/{event.account}", f"bank/{event.account}")


def _feed_restarted(event: m.FeedRestarted) -> Legs:
    return _moved(event.difference, f"gap/{event.account}", f"bank/{event.account}")


def _entry_set_aside(event: m.EntrySetAside) -> Legs:
    return _moved(event.amount, f"set_aside/{event.kind}", f"bank/{event.account}")


def _payment_received(event: m.PaymentReceived) -> Legs:
    if event.kind == "return":
        return _moved(event.amount, f"bank/{event.account}", f"return/{event.payment}")
    return _moved(event.amount, f"payment/{event.payment}", f"bank/{event.account}")


def _payment_identified(event: m.PaymentIdentified) -> Legs:
    return tuple(
        leg
        for one in event.shares
        for leg in _moved(one.amount, f"transit/{one.share}", f"payment/{event.payment}")
    )


def _payment_returned(event: m.PaymentReturned) -> Legs:
    return _moved(event.free, f"return/{event.payment}", f"payment/{event.payment}")


def _collection_received(event: m.CollectionReceived) -> Legs:
    return _moved(event.amount, f"payment/{event.payment}", f"clearing/{event.agency}")


def _remittance_paid(event: m.RemittancePaid) -> Legs:
    transit = f"transit/{event.remittance}.{event.payment}"
    return _moved(event.amount, transit, f"payment/{event.payment}")


def _remittance_settled(event: m.RemittanceSettled) -> Legs:
    """What came and what was kept together are what was owed."""
    clearing, transit = f"clearing/{event.agency}", f"transit/{event.remittance}.{event.payment}"
    kept = _moved(event.fees, clearing, f"fees/{event.agency}")
    return (*_moved(event.amount, clearing, transit), *kept)


def _remittance_reopened(event: m.RemittanceReopened) -> Legs:
    """The other way round."""
    clearing, transit = f"clearing/{event.agency}", f"transit/{event.remittance}.{event.payment}"
    kept = _moved(event.fees, f"fees/{event.agency}", clearing)
    return (*_moved(event.amount, transit, clearing), *kept)


def _remittance_returned(event: m.RemittanceReturned) -> Legs:
    transit = f"transit/{event.remittance}.{event.payment}"
    return _moved(event.amount, f"return/{event.payment}", transit)


def _remittance_released(event: m.RemittanceReleased) -> Legs:
    transit = f"transit/{event.remittance}.{event.payment}"
    return _moved(event.amount, f"payment/{event.payment}", transit)


def _return_assigned(event: m.ReturnAssigned) -> Legs:
    """A return is set against the payment that it takes back: both come to zero."""
    return _moved(event.amount, f"return/{event.payment}", f"return/{event.original}")


def _share_released(event: m.ShareReleased) -> Legs:
    kind = "return" if event.returned else "payment"
    return _moved(event.amount, f"{kind}/{event.payment}", f"transit/{event.share}")


def _share_booked(event: m.ShareBooked) -> Legs:
    return _moved(event.amount, f"account/{event.debtor}", f"transit/{event.share}")


def _share_taken_back(event: m.ShareTakenBack) -> Legs:
    return _moved(event.amount, f"transit/{event.share}", f"account/{event.debtor}")


def _payment_allocated(event: m.PaymentAllocated) -> Legs:
    return _moved(event.amount, f"item/{event.item}", f"account/{event.debtor}")


def _allocation_reversed(event: m.AllocationReversed) -> Legs:
    return _moved(event.amount, f"account/{event.debtor}", f"item/{event.item}")


def _item_opened(event: m.ItemOpened) -> Legs:
    return _moved(event.amount, f"sales/{event.creditor}", f"item/{event.item}")


def _item_cancelled(event: m.ItemCancelled) -> Legs:
    return _moved(event.written_back, f"item/{event.item}", f"sales/{event.creditor}")


def _credit_booked(event: m.CreditBooked) -> Legs:
    return _moved(event.amount, f"account/{event.debtor}", f"sales/{event.creditor}")


def _share_moved_in(event: m.ShareMovedIn) -> Legs:
    """What of it lies on account goes from the one debtor's to the other's."""
    return _moved(event.on_account, f"account/{event.debtor}", f"account/{event.came_from}")


def _credit_moved_in(event: m.CreditMovedIn) -> Legs:
    return _moved(event.on_account, f"account/{event.debtor}", f"account/{event.came_from}")


_RULES: Final[Mapping[type[Event], Callable[[Any], Legs]]] = MappingProxyType(
    {
        m.StatementAccepted: _statement_accepted,
        m.FeedRestarted: _feed_restarted,
        m.EntrySetAside: _entry_set_aside,
        m.PaymentReceived: _payment_received,
        m.PaymentIdentified: _payment_identified,
        m.PaymentReturned: _payment_returned,
        m.CollectionReceived: _collection_received,
        m.RemittancePaid: _remittance_paid,
        m.RemittanceSettled: _remittance_settled,
        m.RemittanceReopened: _remittance_reopened,
        m.RemittanceReleased: _remittance_released,
        m.RemittanceReturned: _remittance_returned,
        m.ReturnAssigned: _return_assigned,
        m.ShareReleased: _share_released,
        m.ShareBooked: _share_booked,
        m.ShareTakenBack: _share_taken_back,
        m.PaymentAllocated: _payment_allocated,
        m.AllocationReversed: _allocation_reversed,
        m.ItemOpened: _item_opened,
        m.ItemCancelled: _item_cancelled,
        m.CreditBooked: _credit_booked,
        m.ShareMovedIn: _share_moved_in,
        m.CreditMovedIn: _credit_moved_in,
    }
)

WITH_LEGS: Final[frozenset[type[Event]]] = frozenset(_RULES)

WITHOUT_LEGS: Final[frozenset[type[Event]]] = frozenset(
    {
        calendar.DayStarted,
        *dunning.EVENTS,  # asking for money moves none
        *notifications.EVENTS,
        *handoff.EVENTS,  # what an agency reports moves money when matching books it
        *risk.EVENTS,  # what somebody may owe, and how likely it is paid, moves none
        *i.ERASURE_EVENTS,  # who it was is forgotten, what was paid is not
        *m.ERASURE_EVENTS,
        i.CreditorRegistered,
        i.CreditorChanged,
        i.DebtorRegistered,
        i.DebtorChanged,
        i.MergeDecided,
        i.DebtorMerged,
        i.PortfolioAssigned,
        i.NumberClaimed,
        i.CreditNoteAwaited,
        i.InvoiceRegistered,  # documents move money when matching books them
        i.CreditNoteRegistered,
        i.InvoiceCancelled,
        i.DocumentForwarded,
        i.ImportStarted,
        i.DocumentsAdded,
        i.ImportEnded,
        i.ImportFinished,
        i.Noted,
        runtime.CommandsAnswered,
        runtime.KeyParked,
        runtime.MessageParked,
        runtime.ParkedDecided,
        runtime.ParkedDropped,  # a share's compensation says by itself where its money is
        runtime.KeyFreed,
        runtime.PositionsNoted,
        m.StatementWaiting,
        m.StatementRepeated,
        m.StatementDropped,
        m.DayBooked,
        m.ChunkBooked,
        m.FeedOpened,
        m.FeedAdvanced,
        m.FeedInterrupted,
        m.FeedResumed,
        m.LedgerCovered,
        m.AccountCovered,
        m.CreditorNoted,
        m.DayNoted,
        m.PaymentSuggested,
        m.PaymentUnidentified,
        m.ShareRecalled,
        m.ReturnUnassigned,
        m.PayerAccountLearned,
        m.PayerAccountForgotten,
        m.ItemReduced,  # the allocation that it follows from has the legs
        m.ItemSettled,
        m.ItemReopened,
        m.DueDateExtended,
        m.ShareBounced,  # it is still on its way, back
        m.ShareForwarded,  # as well, to the debtor that its own was merged into
        m.DebtorClosed,
        m.ItemMovedOut,  # what is open of an item does not change with its debtor
        m.ItemMovedIn,
        m.ItemArrived,
        m.ItemForwarded,
        m.RemittanceExpected,
        m.RemittanceBounced,  # as well
        m.SettlementSuspected,
        m.SuspicionLifted,
        m.SuspicionExpired,
    }
)
