"""What dunning asks of itself when debtors are merged: from the old debtor's key to the new."""

from datetime import date

from libs.events.contracts.dunning import ItemBaggage, PromiseCarried
from libs.events.contracts.matching import ItemKind
from libs.events.contracts.model import Command
from libs.kernel.money import Money


class AdoptItem(Command, type="relance.dunning.adopt_item.v1"):
    """What was known of an item where it had been, or what came late to there."""

    item: str
    creditor: str
    came_from: str
    is_whole: bool
    kind: ItemKind
    number: str
    open: Money
    issued_on: date
    due_on: date
    baggage: ItemBaggage


class AdoptDebtor(Command, type="relance.dunning.adopt_debtor.v1"):
    """What hung on a merged debtor itself: its pause, its promises."""

    creditor: str
    came_from: str
    paused_until_on: date | None = None
    is_resumed: bool = False
    """Somebody ended its pause after the merge, which had held until `paused_until_on`."""
    promises: tuple[PromiseCarried, ...] = ()


MOVE_COMMANDS: tuple[type[Command], ...] = (AdoptItem, AdoptDebtor)
