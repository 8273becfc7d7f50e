"""What dunning says of what people agreed: calls, promises, disputes, pauses, notes."""

from datetime import date
from typing import Literal

from libs.events.contracts.model import Erased, Event, Part
from libs.kernel.money import Money

CallOutcome = Literal["reached", "promise", "dispute", "wrong_number", "call_back", "no_answer"]
DisputeReason = Literal[
    "not_received", "damaged", "wrong_price", "wrong_quantity", "not_ordered", "other"
]
DisputeResolution = Literal["valid", "credit_note_expected", "refused"]


class FreeText(Part):
    """What a person wrote about a person; encrypted on the log."""

    text: str


class CallScheduled(Event, type="relance.dunning.call_scheduled.v1"):
    """A call step is due: it is on the worklist of calls."""

    call: str
    case: str
    creditor: str
    debtor: str
    items: tuple[str, ...]
    step: str
    asked: Money
    day_on: date
    log_until_on: date


class CallLogged(Event, type="relance.dunning.call_logged.v1"):
    """A call was made; it takes the step of its items."""

    call: str
    case: str
    creditor: str
    debtor: str
    outcome: CallOutcome
    logged_by: str
    logged_on: date
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class CallMissed(Event, type="relance.dunning.call_missed.v1"):
    """A call was not logged in its days: the sequence goes on, the step is marked missed."""

    call: str
    case: str
    creditor: str
    debtor: str
    items: tuple[str, ...]
    missed_on: date


class CallDropped(Event, type="relance.dunning.call_dropped.v1"):
    """Nothing is left to call for."""

    call: str
    case: str
    creditor: str
    debtor: str
    gate: str


class PromiseMade(Event, type="relance.dunning.promise_made.v1"):
    """The debtor promised to pay these items by a day; until it is judged they are left alone."""

    promise: str
    case: str
    creditor: str
    debtor: str
    items: tuple[str, ...]
    amount: Money
    """Of the items together; less than is open: a part was promised."""
    pay_by_on: date
    judged_from_on: date
    """The ledger has to be covered through this day; without a feed: the day itself."""
    made_on: date
    noted_by: str


class PromiseMoneyNoted(Event, type="relance.dunning.promise_money_noted.v1"):
    """Money was set against a promised item since the promise, or taken off it again."""

    promise: str
    case: str
    creditor: str
    debtor: str
    item: str
    source: str
    """`share/<id>` or `credit/<id>`."""
    amount: Money
    """Negative: taken off."""
    booked_on: date | None
    """By the bank; None: it was taken off, or nobody said."""


class PromiseKept(Event, type="relance.dunning.promise_kept.v1"):
    """The promised money was booked in time. It may un-break a promise."""

    promise: str
    case: str
    creditor: str
    debtor: str
    paid: Money


class PromiseBroken(Event, type="relance.dunning.promise_broken.v1"):
    """The ledger is known far enough, and the money is not there."""

    promise: str
    case: str
    creditor: str
    debtor: str
    paid: Money
    missing: Money
    judged_on: date


class PromiseEnded(Event, type="relance.dunning.promise_ended.v1"):
    """A person took a promise back, or made another in its place."""

    promise: str
    case: str
    creditor: str
    debtor: str
    reason: Literal["replaced", "taken_back"]
    ended_by: str


class DisputeOpened(Event, type="relance.dunning.dispute_opened.v1"):
    """The debtor contests an item, or a part of its amount: it waits until resolved."""

    dispute: str
    item: str
    case: str
    creditor: str
    debtor: str
    amount: Money | None
    """None: the whole item."""
    reason: DisputeReason
    owner: str
    due_on: date | None
    opened_on: date
    opened_by: str
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class DisputeResolved(Event, type="relance.dunning.dispute_resolved.v1"):
    """`valid` and `credit_note_expected` wait for the credit note; `refused` is asked again."""

    dispute: str
    item: str
    case: str
    creditor: str
    debtor: str
    resolution: DisputeResolution
    resolved_by: str


class PaidClaimNoted(Event, type="relance.dunning.paid_claim_noted.v1"):
    """The debtor says that an item is paid already: it is held for some days, with a task."""

    item: str
    case: str
    creditor: str
    debtor: str
    until_on: date
    noted_by: str


class DunningPaused(Event, type="relance.dunning.dunning_paused.v1"):
    """Nothing is asked of the debtor until the end of this day."""

    creditor: str
    debtor: str
    until_on: date
    reason: str
    paused_by: str


class DunningResumed(Event, type="relance.dunning.dunning_resumed.v1"):
    """A pause was ended before its day."""

    creditor: str
    debtor: str
    resumed_by: str


class NoteAdded(Event, type="relance.dunning.note_added.v1"):
    """Somebody wrote something down about a debtor."""

    note: str
    creditor: str
    debtor: str
    noted_by: str
    noted_on: date | None
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


PEOPLE_EVENTS: tuple[type[Event], ...] = (
    CallScheduled,
    CallLogged,
    CallMissed,
    CallDropped,
    PromiseMade,
    PromiseMoneyNoted,
    PromiseKept,
    PromiseBroken,
    PromiseEnded,
    DisputeOpened,
    DisputeResolved,
    PaidClaimNoted,
    DunningPaused,
    DunningResumed,
    NoteAdded,
)
