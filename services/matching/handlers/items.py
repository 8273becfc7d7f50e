"""A debtor's items and money: what their decisions have to see, and where they are found again."""

from collections.abc import Mapping

from libs.events.contracts.ingestion import (
    CreditNoteRegistered,
    InvoiceCancelled,
    InvoiceRegistered,
)
from libs.events.contracts.model import Contract, Event
from libs.events.loop.decider import (
    Decision,
    Found,
    Lookup,
    Message,
    Needs,
    Placement,
    State,
    States,
)
from libs.kernel.ids import IdSecret
from libs.kernel.keys import identity_of, path_of, tenant_of
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
from services.matching.domain.items.books import Books, on_account_index, suspected_index
from services.matching.domain.items.evolving import evolve_credit, evolve_item, evolve_share
from services.matching.domain.items.opening import (
    book_credit,
    cancel_item,
    extend_due_date,
    item_named_by,
    open_item,
)
from services.matching.domain.items.state import CreditState, ItemState, ShareState
from services.matching.domain.items.suspecting import expire_suspicions, suspect, unsuspect
from services.matching.domain.items.waking import (
    amount_lookups,
    naming_lookups,
    payer_lookups,
    wake,
)
from services.matching.domain.noted import (
    CreditorState,
    creditor_stream,
    creditor_today,
    streams_for_today,
)
from services.matching.handlers.item_places import place_item, place_source


class Items:
    """Messages of a debtor's key."""

    takes: tuple[type[Contract], ...] = (
        InvoiceRegistered,
        CreditNoteRegistered,
        InvoiceCancelled,
        ExtendDueDate,
        BookShare,
        TakeBackShare,
        Suspect,
        Unsuspect,
        Wake,
    )
    compensations: Mapping[type[Contract], str] = {
        BookShare: "ShareBounced: the money is free again at its payment, and searched"
    }
    state_types: Mapping[str, type] = {
        "item": ItemState,
        "share": ShareState,
        "credit": CreditState,
    }

    def __init__(self, ids: IdSecret) -> None:
        self._ids = ids

    def needs(self, message: Message, states: States) -> Needs:
        asking = _Asking(message, states, self._ids)
        match message.body:
            case InvoiceRegistered() as invoice:
                return asking.to_open(invoice)
            case CreditNoteRegistered() as note:
                return asking.to_credit(note)
            case InvoiceCancelled() as cancelled:
                return asking.to_cancel(cancelled.invoice)
            case BookShare() as booking:
                return asking.to_book(booking)
            case TakeBackShare() as back:
                return asking.to_take_back(back)
            case Wake() as waking:
                return asking.to_wake(waking)
            case Suspect() as suspicion:
                return asking.to_suspect(suspicion)
            case CheckDue():
                return asking.to_check()
            case ExtendDueDate() | Unsuspect() as other:
                return Needs(streams=(asking.item(other.item),))
            case _:
                raise TypeError(f"no debtor decides on {type(message.body).__name__}")

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        tenant = tenant_of(message.key)
        books = Books(states, tenant, identity_of(message.key))
        match message.body:
            case InvoiceRegistered() as invoice:
                today = creditor_today(tenant, invoice.creditor, message.partition, states)
                return open_item(books, invoice, self._ids, today)
            case CreditNoteRegistered() as note:
                return book_credit(books, note, item_named_by(note, self._ids, tenant))
            case InvoiceCancelled() as cancelled:
                return cancel_item(books, cancelled)
            case BookShare() as booking:
                return book_share(books, booking)
            case TakeBackShare() as back:
                return take_back_share(books, back)
            case Wake() as waking:
                return wake(books, waking, found)
            case ExtendDueDate() as extension:
                return extend_due_date(books, extension)
            case _:
                return _decide_suspicion(message, states, books)

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
            case _:
                raise TypeError(f"no debtor has a {type(state).__name__}")

    def place(self, stream: str, state: State) -> Placement:
        if isinstance(state, ItemState):
            return place_item(tenant_of(stream), state)
        assert isinstance(state, ShareState | CreditState)
        return place_source(tenant_of(stream), state)


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


class _Asking:
    """What each decision at a debtor's key has to see."""

    def __init__(self, message: Message, states: States, ids: IdSecret) -> None:
        self._partition, self._states, self._ids = message.partition, states, ids
        self._tenant, self._debtor = tenant_of(message.key), identity_of(message.key)

    def item(self, item: str) -> str:
        return path_of(self._tenant, "item", item)

    @property
    def _on_account(self) -> str:
        return on_account_index(self._tenant, self._debtor)

    def _today(self, creditor: str) -> tuple[str, ...]:
        return streams_for_today(self._tenant, creditor, self._partition, self._states)

    def to_open(self, invoice: InvoiceRegistered) -> Needs:
        streams = (self.item(invoice.invoice), *self._today(invoice.creditor))
        return Needs(streams=streams, indexes=(self._on_account,))

    def to_credit(self, note: CreditNoteRegistered) -> Needs:
        stream = path_of(self._tenant, "credit", note.credit_note)
        item = item_named_by(note, self._ids, self._tenant)
        return Needs(streams=(stream, self.item(item)) if item else (stream,))

    def to_cancel(self, item: str) -> Needs:
        stream = self.item(item)
        if not self._states.seen(stream):
            return Needs(streams=(stream,))
        state: ItemState = self._states.of(stream)
        sources = (one.partition("/") for one in state.sources)
        return Needs(
            streams=(stream, *(path_of(self._tenant, kind, name) for kind, _, name in sources))
        )

    def to_book(self, booking: BookShare) -> Needs:
        stream = path_of(self._tenant, "share", booking.share)
        return Needs(streams=(stream, self.item(booking.item)) if booking.item else (stream,))

    def to_take_back(self, back: TakeBackShare) -> Needs:
        stream = path_of(self._tenant, "share", back.share)
        if not self._states.seen(stream):
            return Needs(streams=(stream,))
        state: ShareState = self._states.of(stream)
        return Needs(
            streams=(stream, *(self.item(item) for item in state.allocated)),
            indexes=(self._on_account,) if state.allocated else (),
        )

    def to_wake(self, waking: Wake) -> Needs:
        stream = self.item(waking.item)
        if not self._states.seen(stream):
            return Needs(streams=(stream,))
        return Needs(streams=(stream,), lookups=self._wake_lookups(waking, self._states.of(stream)))

    def _wake_lookups(self, waking: Wake, item: ItemState) -> tuple[Lookup, ...]:
        if not item.is_here:
            return ()
        if waking.payers:
            return payer_lookups(self._tenant, item, waking.payers)
        return (*naming_lookups(self._tenant, item), *amount_lookups(self._tenant, item))

    def to_suspect(self, suspicion: Suspect) -> Needs:
        return Needs(streams=(self.item(suspicion.item), *self._today(suspicion.creditor)))

    def to_check(self) -> Needs:
        index = suspected_index(self._tenant, self._debtor)
        return Needs(indexes=(index,), streams=self._days_of(index))

    def _days_of(self, index: str) -> tuple[str, ...]:
        try:
            suspected: Mapping[str, ItemState] = self._states.index(index)
        except LookupError:
            return ()  # not loaded yet: asked again once it is
        owner = next((item.creditor for item in suspected.values()), "")
        return self._today(owner) if owner else ()
