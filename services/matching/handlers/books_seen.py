"""What each decision at a debtor's key has to see of its books."""

from collections.abc import Iterable, Mapping

from libs.events.contracts.ingestion import (
    CreditNoteRegistered,
    DebtorMerged,
    InvoiceCancelled,
    InvoiceRegistered,
)
from libs.events.contracts.model import Contract
from libs.events.loop.decider import Lookup, Message, Needs, States
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
from services.matching.domain.items.books import (
    debtor_stream,
    items_index,
    on_account_index,
    sources_index,
    streams_at,
    suspected_index,
)
from services.matching.domain.items.opening import item_named_by
from services.matching.domain.items.state import ItemState, ShareState
from services.matching.domain.items.waking import (
    amount_lookups,
    naming_lookups,
    payer_lookups,
)
from services.matching.domain.moves.commands import (
    BookCredit,
    CancelItem,
    ConfirmArrival,
    TakeOver,
)
from services.matching.domain.noted import streams_for_today


class BooksSeen:
    """The streams of one message, as far as they can be named yet.

    Of an item, a share or a credit note both that it may stand on (see `streams_at`).
    """

    def __init__(self, message: Message, states: States, ids: IdSecret) -> None:
        self._partition, self._states, self._ids = message.partition, states, ids
        self._tenant, self._debtor = tenant_of(message.key), identity_of(message.key)

    def needs(self, body: Contract) -> Needs:
        """With whether the debtor was merged, before all else."""
        needs = self._needs(body)
        standing = debtor_stream(self._tenant, self._debtor)
        return needs._replace(streams=(standing, *dict.fromkeys(needs.streams)))

    def _needs(self, body: Contract) -> Needs:
        match body:
            case InvoiceRegistered() as invoice:
                return self._to_open(invoice)
            case CreditNoteRegistered() as note:
                item = item_named_by(note, self._ids, self._tenant)
                return self._to_credit(note.credit_note, item)
            case InvoiceCancelled() as cancelled:
                return self._to_cancel(cancelled.invoice)
            case BookShare() as booking:
                return Needs(streams=(*self._at("share", booking.share), *self._item(booking.item)))
            case TakeBackShare() as back:
                return self._to_take_back(back)
            case Wake() as waking:
                return self._to_wake(waking)
            case Suspect() as suspicion:
                days = self._today(suspicion.creditor)
                return Needs(streams=(*self._item(suspicion.item), *days))
            case CheckDue():
                index = suspected_index(self._tenant, self._debtor)
                return Needs(indexes=(index,), streams=self._days_of(index))
            case ExtendDueDate() | Unsuspect() as other:
                return Needs(streams=self._item(other.item))
            case _:
                return self._to_move(body)

    def _to_move(self, body: Contract) -> Needs:
        match body:
            case DebtorMerged():
                indexes = (suspected_index, items_index, on_account_index, sources_index)
                return Needs(indexes=tuple(one(self._tenant, self._debtor) for one in indexes))
            case TakeOver() as taking:
                return self._to_take_over(taking)
            case ConfirmArrival() as confirmed:
                return Needs(streams=self._items(confirmed.items))
            case BookCredit() as credit:
                return self._to_credit(credit.credit, credit.item)
            case CancelItem() as cancelled:
                return self._to_cancel(cancelled.item)
            case _:
                raise TypeError(f"no debtor decides on {type(body).__name__}")

    def _at(self, kind: str, identity: str) -> tuple[str, ...]:
        return streams_at(self._tenant, self._debtor, kind, identity)

    def _item(self, item: str) -> tuple[str, ...]:
        return self._at("item", item) if item else ()

    def _items(self, items: Iterable[str]) -> tuple[str, ...]:
        return tuple(stream for item in items for stream in self._item(item))

    @property
    def _on_account(self) -> str:
        return on_account_index(self._tenant, self._debtor)

    def _today(self, creditor: str) -> tuple[str, ...]:
        return streams_for_today(self._tenant, creditor, self._partition, self._states)

    def _to_open(self, invoice: InvoiceRegistered) -> Needs:
        streams = (*self._item(invoice.invoice), *self._today(invoice.creditor))
        return Needs(streams=streams, indexes=(self._on_account,))

    def _to_credit(self, credit: str, item: str) -> Needs:
        return Needs(streams=(*self._at("credit", credit), *self._item(item)))

    def _to_cancel(self, item: str) -> Needs:
        streams = [*self._item(item)]
        for stream in self._item(item):
            if self._states.seen(stream):
                state: ItemState = self._states.of(stream)
                named = (one.partition("/") for one in state.sources)
                for kind, _, source in named:
                    streams += self._at(kind, source)
        return Needs(streams=tuple(streams))

    def _to_take_back(self, back: TakeBackShare) -> Needs:
        streams = self._at("share", back.share)
        shares: list[ShareState] = [self._states.of(s) for s in streams if self._states.seen(s)]
        items = [item for share in shares for item in share.allocated]
        return Needs(
            streams=(*streams, *self._items(items)),
            indexes=(self._on_account,) if items else (),
        )

    def _to_take_over(self, taking: TakeOver) -> Needs:
        sources = [
            *(("share", one.share, one.item) for one in taking.shares),
            *(("credit", one.credit, one.item) for one in taking.credits),
        ]
        streams = [*self._items(one.item for one in taking.items)]
        for kind, identity, item in sources:
            streams += [*self._at(kind, identity), *self._item(item)]
        return Needs(streams=tuple(streams), indexes=(self._on_account,))

    def _to_wake(self, waking: Wake) -> Needs:
        streams = self._item(waking.item)
        seen: list[ItemState] = [self._states.of(s) for s in streams if self._states.seen(s)]
        lookups = (
            lookup
            for item in seen
            if item.debtor == self._debtor
            for lookup in self._wake_lookups(waking, item)
        )
        return Needs(streams=streams, lookups=tuple(lookups))

    def _wake_lookups(self, waking: Wake, item: ItemState) -> tuple[Lookup, ...]:
        if not item.is_here:
            return ()
        if waking.payers:
            return payer_lookups(self._tenant, item, waking.payers)
        return (*naming_lookups(self._tenant, item), *amount_lookups(self._tenant, item))

    def _days_of(self, index: str) -> tuple[str, ...]:
        try:
            suspected: Mapping[str, ItemState] = self._states.index(index)
        except LookupError:
            return ()  # not loaded yet: asked again once it is
        owner = next((item.creditor for item in suspected.values()), "")
        return self._today(owner) if owner else ()
