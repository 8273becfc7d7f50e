"""A debtor's items and money: which rule a message is led to, and where states are found again."""

from collections.abc import Mapping

from libs.events.contracts.ingestion import (
    CreditNoteRegistered,
    DebtorMerged,
    InvoiceCancelled,
    InvoiceRegistered,
)
from libs.events.contracts.model import Contract, Event
from libs.events.loop.decider import (
    NOTHING,
    Decision,
    Found,
    Message,
    Needs,
    Placement,
    Refusal,
    State,
    States,
)
from libs.kernel.ids import IdSecret
from libs.kernel.keys import identity_of, tenant_of
from services.matching.domain.commands import (
    BookShare,
    CheckDue,
    ExtendDueDate,
    Suspect,
    TakeBackShare,
    Unsuspect,
    Wake,
)
from services.matching.domain.items.booking import book_share, bounce_share, take_back_share
from services.matching.domain.items.books import Books, suspected_index
from services.matching.domain.items.evolving import (
    evolve_credit,
    evolve_debtor,
    evolve_item,
    evolve_share,
)
from services.matching.domain.items.opening import (
    book_credit,
    cancel_item,
    credit_of,
    extend_due_date,
    open_item,
)
from services.matching.domain.items.state import CreditState, DebtorState, ItemState, ShareState
from services.matching.domain.items.suspecting import expire_suspicions, suspect, unsuspect
from services.matching.domain.items.waking import wake
from services.matching.domain.moves.arriving import take_over
from services.matching.domain.moves.commands import (
    BookCredit,
    CancelItem,
    ConfirmArrival,
    TakeOver,
)
from services.matching.domain.moves.forwarding import forward
from services.matching.domain.moves.leaving import close_debtor, forget_items
from services.matching.domain.noted import CreditorState, creditor_stream, creditor_today
from services.matching.handlers.books_seen import BooksSeen
from services.matching.handlers.item_places import place_debtor, place_item, place_source


class Items:
    """Messages of a debtor's key."""

    takes: tuple[type[Contract], ...] = (
        InvoiceRegistered,
        CreditNoteRegistered,
        InvoiceCancelled,
        DebtorMerged,
        ExtendDueDate,
        BookShare,
        TakeBackShare,
        Suspect,
        Unsuspect,
        Wake,
        TakeOver,
        ConfirmArrival,
        BookCredit,
        CancelItem,
    )
    compensations: Mapping[type[Contract], str] = {
        BookShare: "ShareBounced: the money is free again at its payment, and searched"
    }
    state_types: Mapping[str, type] = {
        "item": ItemState,
        "share": ShareState,
        "credit": CreditState,
        "debtor": DebtorState,
    }

    def __init__(self, ids: IdSecret) -> None:
        self._ids = ids

    def needs(self, message: Message, states: States) -> Needs:
        return BooksSeen(message, states, self._ids).needs(message.body)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        tenant = tenant_of(message.key)
        books = Books(states, tenant, identity_of(message.key))
        body = self._plain(message.body, tenant)
        match body:
            case ConfirmArrival() as confirmed:
                return forget_items(books, confirmed)
            case TakeBackShare() as back if books.share(back.share).is_over:
                return NOTHING
            case _ if books.standing.into:
                return forward(books, body)
            case InvoiceRegistered() as invoice:
                today = creditor_today(tenant, invoice.creditor, message.partition, states)
                return open_item(books, invoice, self._ids, today)
            case Wake() as waking:
                return wake(books, waking, found)
            case Suspect() | Unsuspect() | CheckDue():
                return _decide_suspicion(message, states, books)
            case ExtendDueDate() as extension:
                return _extend(books, extension, message)
            case _:
                return _decide_money(books, body)

    def _plain(self, body: Contract, tenant: str) -> Contract:
        """What is heard of documents as the command by which it is sent on, too."""
        match body:
            case CreditNoteRegistered() as note:
                return credit_of(note, self._ids, tenant)
            case InvoiceCancelled() as cancelled:
                return CancelItem(item=cancelled.invoice, reason=cancelled.reason)
            case _:
                return body

    def compensate(self, message: Message, states: States, found: Found) -> Decision:
        books = Books(states, tenant_of(message.key), identity_of(message.key))
        match message.body:
            case BookShare() as booking:
                return bounce_share(books, booking)
            case _:
                raise TypeError(f"nothing makes up for a {type(message.body).__name__}")

    def evolve(self, state: State, event: Event) -> State:
        match state:
            case ItemState():
                return evolve_item(state, event)
            case ShareState():
                return evolve_share(state, event)
            case CreditState():
                return evolve_credit(state, event)
            case DebtorState():
                return evolve_debtor(state, event)
            case _:
                raise TypeError(f"no debtor has a {type(state).__name__}")

    def place(self, stream: str, state: State) -> Placement:
        tenant = tenant_of(stream)
        match state:
            case ItemState():
                return place_item(tenant, state)
            case DebtorState():
                return place_debtor(tenant, state)
            case _:
                assert isinstance(state, ShareState | CreditState)
                return place_source(tenant, state)


def _decide_money(books: Books, body: Contract) -> Decision:
    match body:
        case BookCredit() as credit:
            return book_credit(books, credit)
        case CancelItem() as cancelled:
            return cancel_item(books, cancelled)
        case BookShare() as booking:
            return book_share(books, booking)
        case TakeBackShare() as back:
            return take_back_share(books, back)
        case TakeOver() as taking:
            return take_over(books, taking)
        case DebtorMerged() as merged:
            return close_debtor(books, merged)
        case _:
            raise TypeError(f"no debtor decides on {type(body).__name__}")


def _extend(books: Books, extension: ExtendDueDate, message: Message) -> Decision:
    """What a merged debtor sent on was answered there: nobody waits for a refusal of it."""
    try:
        return extend_due_date(books, extension)
    except Refusal:
        if message.from_edge:
            raise
        return NOTHING


def _decide_suspicion(message: Message, states: States, books: Books) -> Decision:
    tenant = books.tenant
    match message.body:
        case Suspect() as asked:
            creditor: CreditorState = states.of(
                creditor_stream(tenant, asked.creditor, message.partition)
            )
            today = creditor_today(tenant, asked.creditor, message.partition, states)
            return suspect(books, asked, today, creditor.suspicion_days_max)
        case Unsuspect() as asked_back:
            return unsuspect(books, asked_back)
        case CheckDue():
            suspected = states.index(suspected_index(tenant, books.debtor))
            owner = next((item.creditor for item in suspected.values()), "")
            today = creditor_today(tenant, owner, message.partition, states) if owner else None
            return expire_suspicions(books, today)
        case _:
            raise TypeError(f"no debtor decides on {type(message.body).__name__}")
