"""The ledger told once more, from events alone: every movement conserves what it moves."""

from collections.abc import Iterable

from libs.events.contracts.model import Event
from libs.testkit.interleave.checks.items_told import ItemsTold
from libs.testkit.interleave.checks.payments_told import PaymentsTold


class Books:
    """Payments, shares, sources and items, as the events so far leave them."""

    def __init__(self) -> None:
        self._payments = PaymentsTold()
        self._items = ItemsTold(self._payments)
        self._rules = {**self._payments.rules, **self._items.rules}
        self.payments, self.shares = self._payments.payments, self._payments.shares
        self.clearing, self.settled = self._payments.clearing, self._payments.settled
        self.aside, self.learned = self._payments.aside, self._payments.learned
        self.items, self.sources = self._items.items, self._items.sources

    def add(self, events: Iterable[Event]) -> None:
        """The events of one transaction. Raises Wrong when one of them moves what is not there."""
        self._payments.order += 1
        for event in events:
            rule = self._rules.get(type(event))
            if rule is not None:
                rule(event)
        self._items.close()
