"""A debtor's books within one decision: money set against items, and taken off again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from libs.events.contracts.matching import (
    AllocationReversed,
    ItemReduced,
    ItemReopened,
    ItemSettled,
    PaymentAllocated,
    SourceKind,
)
from libs.events.contracts.model import Event
from libs.events.loop.decider import States
from libs.events.loop.draft import Draft
from libs.kernel.keys import moved_to, path_of
from libs.kernel.money import Money, smaller
from services.matching.domain.commands import TakeBackReason, Wake
from services.matching.domain.items.evolving import (
    evolve_credit,
    evolve_debtor,
    evolve_item,
    evolve_share,
)
from services.matching.domain.items.state import (
    CreditState,
    DebtorState,
    ItemState,
    ShareState,
    SourceState,
)


@dataclass(frozen=True, slots=True)
class SourceNames:
    """How events name what settles an item."""

    source: str
    source_kind: SourceKind
    payment: str


def debtor_stream(tenant: str, debtor: str) -> str:
    """Where it is said that a debtor was merged, and what passed through it since."""
    return path_of(tenant, "debtor", debtor)


def streams_at(tenant: str, debtor: str, kind: str, identity: str) -> tuple[str, str]:
    """Where an item, a share or a credit note may stand at a debtor: where it began, and where
    it is if it came with a merged one. Both may be of one partition."""
    path = path_of(tenant, kind, identity)
    return path, moved_to(path, debtor)


def on_account_index(tenant: str, debtor: str) -> str:
    """Index of the money and credit on account of a debtor that names an item."""
    return path_of(tenant, "on_account", debtor)


def sources_index(tenant: str, debtor: str) -> str:
    """Index of a debtor's other shares and credit notes: set against items, or naming none."""
    return path_of(tenant, "sources", debtor)


def suspected_index(tenant: str, debtor: str) -> str:
    """Index of a debtor's items with a suspicion that holds."""
    return path_of(tenant, "suspected", debtor)


def items_index(tenant: str, debtor: str) -> str:
    """Index of a debtor's other items, settled and cancelled ones too."""
    return path_of(tenant, "items", debtor)


class Books:
    """What one decision at a debtor's key records."""

    def __init__(self, states: States, tenant: str, debtor: str) -> None:
        self.tenant, self.debtor = tenant, debtor
        self.draft = Draft(states, _evolve)

    @property
    def standing(self) -> DebtorState:
        """Whether the debtor was merged, and into whom."""
        state: DebtorState = self.draft.of(debtor_stream(self.tenant, self.debtor))
        return state

    def item_stream(self, item: str) -> str:
        return self._stream("item", item)

    def share_stream(self, share: str) -> str:
        return self._stream("share", share)

    def credit_stream(self, credit: str) -> str:
        return self._stream("credit", credit)

    def source_stream(self, named: str) -> str:
        """`named` as an item has it: `share/<id>` or `credit/<id>`."""
        kind, _, identity = named.partition("/")
        return self._stream(kind, identity)

    def _stream(self, kind: str, identity: str) -> str:
        """Where it stands at this debtor: where it came to, if it came from a merged one."""
        began, moved = streams_at(self.tenant, self.debtor, kind, identity)
        return moved if self.draft.of(moved).debtor else began

    def item(self, item: str) -> ItemState:
        state: ItemState = self.draft.of(self.item_stream(item))
        return state if state.debtor == self.debtor else ItemState()

    def share(self, share: str) -> ShareState:
        state: ShareState = self.draft.of(self.share_stream(share))
        return state if state.debtor == self.debtor else ShareState()

    def source(self, stream: str) -> SourceState:
        state: SourceState = self.draft.of(stream)
        return state

    def record_on_item(self, item: str, event: Event) -> None:
        self.draft.record(self.item_stream(item), event)

    def settle(self, source_stream: str, item: str) -> None:
        """Set what is on account of a source against an item, as far as both reach."""
        source, target = self.source(source_stream), self.item(item)
        if not target.is_here or source.on_account.currency != target.open.currency:
            return
        amount = smaller(source.on_account, target.open)
        if not amount.is_positive:
            return
        names = _names(source)
        allocated = PaymentAllocated(
            source=names.source,
            source_kind=names.source_kind,
            payment=names.payment,
            item=item,
            creditor=target.creditor,
            debtor=self.debtor,
            amount=amount,
            on_account=source.on_account - amount,
            booked_on=source.booked_on,
        )
        self.draft.record(source_stream, allocated)
        self.record_on_item(item, _settled_by(names, target, amount, source.booked_on))

    def settle_by_what_names(self, item: str, *, but: str = "") -> None:
        """Money and credit on account that name the item settle it, stream by stream."""
        index = on_account_index(self.tenant, self.debtor)
        for stream, source in self.draft.states.index(index).items():
            if source.item == item and stream != but:
                self.settle(stream, item)

    def reverse(self, source_stream: str, item: str, amount: Money) -> None:
        """Take a source's money off an item; it is on account again."""
        source = self.source(source_stream)
        names = _names(source)
        reversed_ = AllocationReversed(
            source=names.source,
            source_kind=names.source_kind,
            payment=names.payment,
            item=item,
            creditor=source.creditor,
            debtor=self.debtor,
            amount=amount,
            on_account=source.on_account + amount,
        )
        self.draft.record(source_stream, reversed_)

    def reopen(self, source_stream: str, item: str, amount: Money, reason: TakeBackReason) -> None:
        """What `reverse` took off is open again."""
        target = self.item(item)
        names = _names(self.source(source_stream))
        reopened = ItemReopened(
            item=item,
            creditor=target.creditor,
            debtor=self.debtor,
            source=names.source,
            source_kind=names.source_kind,
            amount=amount,
            open=target.open + amount,
            reason=reason,
            payment=names.payment,
        )
        self.record_on_item(item, reopened)

    def wake_what_is_open(self, items: Iterable[str]) -> None:
        """What is open of these has changed: payments with free money may fit what is left."""
        for item in items:
            if self.item(item).open.is_positive:
                self.wake(item)

    def wake(self, item: str) -> None:
        self.draft.send(path_of(self.tenant, "debtor", self.debtor), Wake(item=item))


def _names(source: SourceState) -> SourceNames:
    if isinstance(source, ShareState):
        return SourceNames(source.share, "share", source.payment)
    return SourceNames(source.credit, "credit", "")


def _settled_by(
    names: SourceNames, item: ItemState, amount: Money, booked_on: date | None
) -> ItemReduced | ItemSettled:
    if amount == item.open:
        return ItemSettled(
            item=item.item,
            creditor=item.creditor,
            debtor=item.debtor,
            source=names.source,
            source_kind=names.source_kind,
            amount=amount,
            payment=names.payment or None,
            settled_on=booked_on,
        )
    return ItemReduced(
        item=item.item,
        creditor=item.creditor,
        debtor=item.debtor,
        source=names.source,
        source_kind=names.source_kind,
        amount=amount,
        open=item.open - amount,
        payment=names.payment,
    )


def _evolve(state: object, event: Event) -> object:
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
            raise TypeError(f"a debtor's books hold no {type(state).__name__}")
