"""What dunning says when a debtor goes into another one: what each item has had moves along."""

from datetime import date
from typing import Literal

from libs.events.contracts.dunning_demands import StepWay
from libs.events.contracts.dunning_people import DisputeResolution
from libs.events.contracts.matching_items import ItemKind
from libs.events.contracts.model import Event, Part
from libs.kernel.money import Money


class StepCarried(Part):
    """A step that an item has had."""

    step: str
    taken_on: date
    by: str
    """The demand, the call or the placement that took it."""
    way: StepWay


class DisputeCarried(Part):
    """A dispute about an item."""

    dispute: str
    amount: Money | None
    """What is still contested; None: the whole item."""
    due_on: date | None
    resolution: DisputeResolution | None


class PlacementCarried(Part):
    """That an item went to a placement, or came back from it."""

    placement: str
    is_out: bool


class MoneyCarried(Part):
    """Money that was set against a promised item since the promise."""

    item: str
    source: str
    """`share/<id>` or `credit/<id>`."""
    amount: Money
    booked_on: date | None


class ItemBaggage(Part):
    """What dunning knows of an item: all of it, or what came late to where it had been."""

    steps: tuple[StepCarried, ...] = ()
    undone: tuple[StepCarried, ...] = ()
    """Steps that did not happen after all."""
    disputes: tuple[DisputeCarried, ...] = ()
    claimed_until_on: date | None = None
    reopened_on: date | None = None
    is_withheld: bool | None = None
    """Whether a person took it out of what leaves; None: nothing is said of it."""
    withheld_until_on: date | None = None
    """None: until somebody releases it."""
    placements: tuple[PlacementCarried, ...] = ()


class PromiseCarried(Part):
    """A promise, open or judged."""

    promise: str
    items: tuple[str, ...]
    amount: Money
    judged_from_on: date
    standing: Literal["open", "kept", "broken"]
    money: tuple[MoneyCarried, ...] = ()


class DebtorLeft(Event, type="relance.dunning.debtor_left.v1"):
    """A debtor was merged into another: nothing is asked of it any more."""

    creditor: str
    debtor: str
    into: str


class ItemLeft(Event, type="relance.dunning.item_left.v1"):
    """An item went to another debtor, or only passed through here on its way there."""

    item: str
    case: str
    """Empty: it passed through, and was never here."""
    creditor: str
    debtor: str
    into: str


class ItemHandedOn(Event, type="relance.dunning.item_handed_on.v1"):
    """What is known of an item that left is on its way: no demand for it is under way here."""

    item: str
    case: str
    creditor: str
    debtor: str
    into: str


class ItemTakenIn(Event, type="relance.dunning.item_taken_in.v1"):
    """An item came with a merged debtor; it is asked for once what it has had is here too."""

    item: str
    case: str
    creditor: str
    debtor: str
    came_from: str
    kind: ItemKind
    number: str
    amount: Money
    open: Money
    issued_on: date
    due_on: date


class ItemAdopted(Event, type="relance.dunning.item_adopted.v1"):
    """What another debtor's key knew of an item is known here."""

    item: str
    case: str
    creditor: str
    debtor: str
    came_from: str
    is_whole: bool
    """All that was known; else what came late to its old debtor, and was sent after it."""
    kind: ItemKind
    number: str
    open: Money
    """As it was there; what is open here is said by the item's arrival."""
    issued_on: date
    due_on: date
    baggage: ItemBaggage


class ItemMoneyNoted(Event, type="relance.dunning.item_money_noted.v1"):
    """Money was set against an item that has come while promises about it are on their way."""

    item: str
    case: str
    creditor: str
    debtor: str
    source: str
    """`share/<id>` or `credit/<id>`."""
    amount: Money
    """Negative: taken off."""
    booked_on: date | None


class PromiseLeft(Event, type="relance.dunning.promise_left.v1"):
    """A promise went with the debtor that was merged; it is judged there."""

    promise: str
    case: str
    creditor: str
    debtor: str
    into: str


class PromiseAdopted(Event, type="relance.dunning.promise_adopted.v1"):
    """A promise came with a merged debtor, with the money that was counted for it."""

    promise: str
    case: str
    creditor: str
    debtor: str
    came_from: str
    items: tuple[str, ...]
    amount: Money
    judged_from_on: date
    standing: Literal["open", "kept", "broken"]
    money: tuple[MoneyCarried, ...] = ()


MOVE_EVENTS: tuple[type[Event], ...] = (
    DebtorLeft,
    ItemLeft,
    ItemHandedOn,
    ItemTakenIn,
    ItemAdopted,
    ItemMoneyNoted,
    PromiseLeft,
    PromiseAdopted,
)
