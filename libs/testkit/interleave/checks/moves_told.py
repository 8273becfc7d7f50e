"""Merges told from events alone: what left arrives once, with all that it had when it left."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from libs.events.contracts import matching as say
from libs.events.contracts.model import Event
from libs.testkit.interleave.checks.items_told import ItemsTold
from libs.testkit.interleave.checks.payments_told import PaymentsTold
from libs.testkit.interleave.checks.wrong import must


class MovesTold:
    """What the events so far make of merged debtors."""

    def __init__(self, payments: PaymentsTold, items: ItemsTold) -> None:
        self._payments, self._items = payments, items
        self.into: dict[str, str] = {}
        """Merged debtor to the one that it went into."""
        self.rules: Mapping[type[Event], Callable[[Any], None]] = {
            say.DebtorClosed: self._closed,
            say.ItemMovedOut: self._out,
            say.ItemForwarded: self._through,
            say.ItemMovedIn: self._in,
            say.PaymentIdentified: self._certain,
            say.ShareForwarded: self._forwarded,
            say.ShareMovedIn: lambda said: self._source(said.share, said),
            say.CreditMovedIn: lambda said: self._source(said.credit, said),
        }

    def _closed(self, event: say.DebtorClosed) -> None:
        must(event.debtor not in self.into, "once", f"{event.debtor} closes again", event.debtor)
        self.into[event.debtor] = event.into

    def _out(self, event: say.ItemMovedOut) -> None:
        item = self._items.items[event.item]
        must(
            item.debtor == event.debtor
            and not item.moving_to
            and item.open == event.open.amount
            and self.into.get(event.debtor) == event.into,
            "moves",
            f"{event.item} leaves {event.debtor} with {event.open}, {item.open} is open of it",
            event.item,
        )
        item.moving_to = event.into

    def _through(self, event: say.ItemForwarded) -> None:
        item = self._items.items[event.item]
        must(
            item.moving_to == event.debtor and self.into.get(event.debtor) == event.into,
            "moves",
            f"{event.item} passes through {event.debtor}, it goes to {item.moving_to}",
            event.item,
        )
        item.moving_to = event.into

    def _in(self, event: say.ItemMovedIn) -> None:
        item = self._items.items[event.item]
        settled = sum((one.amount.amount for one in event.settled_by), Decimal(0))
        must(
            item.moving_to == event.debtor
            and item.open == event.open.amount
            and item.amount == event.amount.amount
            and item.is_cancelled == event.is_cancelled
            and (item.is_cancelled or settled == item.amount - item.open)
            and item.suspected_by == {one.by for one in event.suspicions},
            "moves",
            f"{event.item} arrives at {event.debtor} with {event.open} open and {settled} settled;"
            f" it went to {item.moving_to} with {item.open}",
            event.item,
        )
        item.moving_to = ""
        item.debtors.append(event.debtor)

    def _certain(self, event: say.PaymentIdentified) -> None:
        """An item that moves is still one that the money could be for."""
        said = self._payments.payments[event.payment].event
        if event.rule != "amount_of_known_payer" or isinstance(said, say.CollectionReceived):
            return
        payer = said.evidence.payer_account
        (share,) = event.shares
        for name, item in self._items.items.items():
            known = any((payer, debtor) in self._payments.learned for debtor in item.debtors)
            must(
                not item.moving_to
                or name == share.item
                or item.open != share.amount.amount
                or not known,
                "moves",
                f"{event.payment} is certain of {share.item} while {name} moves",
                event.payment,
                name,
            )

    def _forwarded(self, event: say.ShareForwarded) -> None:
        share = self._payments.shares[event.share]
        must(
            share.place == "on its way"
            and share.debtor == event.debtor
            and self.into.get(event.debtor) == event.into,
            "moves",
            f"{event.share} is sent on from {event.debtor}, it goes to {share.debtor}",
            event.share,
        )
        share.debtor = event.into

    def _source(self, name: str, event: say.ShareMovedIn | say.CreditMovedIn) -> None:
        source = self._items.sources[name]
        told = {one.item: one.amount.amount for one in event.set_against}
        must(
            source.debtor == event.came_from
            and event.came_from in self.into
            and source.amount == event.amount.amount
            and source.on_account == event.on_account.amount
            and told == {item: amount for item, amount in source.allocated.items() if amount},
            "moves",
            f"{name} arrives at {event.debtor} with {event.on_account}, "
            f"it had {source.on_account} at {source.debtor}",
            name,
        )
        source.debtor = event.debtor


def check_moved(moves: MovesTold, items: ItemsTold) -> None:
    """When all is quiet: nothing is on its way, and nothing is where a merge has closed."""
    for name, item in items.items.items():
        must(
            not item.moving_to and item.debtor not in moves.into,
            "moves",
            f"{name} is at {item.debtor}, on its way to {item.moving_to or 'nowhere'}, for ever",
            name,
        )
    for name, source in items.sources.items():
        must(
            source.debtor not in moves.into,
            "moves",
            f"{name} lies at {source.debtor}, which was merged",
            name,
        )
