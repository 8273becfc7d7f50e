"""The ledger told once more, from events alone: every movement conserves what it moves."""

from collections.abc import Iterable

from libs.events.contracts.model import Event
from libs.testkit.interleave.checks.items_told import ItemsTold
from libs.testkit.interleave.checks.moves_told import MovesTold, check_moved
from libs.testkit.interleave.checks.payments_told import PaymentsTold


class Books:
    """Payments, shares, sources and items, as the events so far leave them."""

    def __init__(self) -> None:
        self._payments = PaymentsTold()
        self._items = ItemsTold(self._payments)
        self._moves = MovesTold(self._payments, self._items)
        told = (self._payments, self._items, self._moves)
        self._rules = [one.rules for one in told]
        self.payments, self.shares = self._payments.payments, self._payments.shares
        self.clearing, self.settled = self._payments.clearing, self._payments.settled
        self.aside, self.learned = self._payments.aside, self._payments.learned
        self.items, self.sources = self._items.items, self._items.sources

    def add(self, events: Iterable[Event]) -> None:
        """The events of one transaction. Raises Wrong when one of them moves what is not there."""
        self._payments.order += 1
        for event in events:
            for rules in self._rules:
                rule = rules.get(type(event))
                if rule is not None:
                    rule(event)
        self._items.close()

    def check_moved(self) -> None:
        """When all is quiet. Raises Wrong for what a merge has left behind."""
        check_moved(self._moves, self._items)
