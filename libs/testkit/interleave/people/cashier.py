"""Whoever looks after payments: uses one by hand, takes a use back."""

from collections.abc import Sequence
from random import Random

from libs.kernel.keys import path_of
from libs.kernel.money import Money
from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.payments_told import Payment
from libs.testkit.interleave.people.asking import Act, Edge
from libs.testkit.interleave.truth.documents import EUR
from services.matching.domain.commands import Apply, SharePlan, Undo


class Cashier:
    """Talks to matching about payments, by what the screen shows."""

    def __init__(self, tenant: str, edge: Edge, books: Books, random: Random) -> None:
        self._tenant, self._edge, self._books, self._random = tenant, edge, books, random
        self.touched_items: set[str] = set()
        """Items that money was set against by hand, or taken off."""

    def threads(self) -> list[list[Act]]:
        random = self._random
        acts: list[Act] = [self._undo, self._apply]
        threads = [acts[: random.randint(1, 2)] for _ in range(random.choice((0, 0, 1, 2)))]
        return [*threads, [self._apply] if random.random() < 0.2 else []]

    def _undo(self) -> bool:
        """Take a share of a payment back, if any is used."""
        shares = [
            (name, share)
            for name, share in self._books.shares.items()
            if share.place in ("booked", "on its way") and not share.recalled
        ]
        if shares:
            name, share = self._random.choice(shares)
            self.touched_items.add(share.item)
            self._books.payments[share.payment].touched = True
            command = Undo(payment=share.payment, share=name, decided_by="p1")
            self._edge.ask("matching", path_of(self._tenant, "payment", share.payment), command)
        return True

    def _apply(self) -> bool:
        """Use a payment that was not applied by itself for one or two open items."""
        free = [(name, one) for name, one in self._books.payments.items() if _is_free(one)]
        items = [name for name, one in self._books.items.items() if one.open > 0]
        if free and items:
            name, payment = self._random.choice(free)
            chosen = self._random.sample(items, min(len(items), self._random.randint(1, 2)))
            plans = self._plans(payment, chosen)
            payment.touched = True
            self.touched_items.update(plan.item for plan in plans)
            command = Apply(payment=name, shares=plans, decided_by="p1")
            self._edge.ask("matching", path_of(self._tenant, "payment", name), command)
        return True

    def _plans(self, payment: Payment, items: Sequence[str]) -> tuple[SharePlan, ...]:
        left, plans = payment.free, []
        for item in items:
            amount = min(left, self._books.items[item].open)
            if amount > 0:
                plans.append(SharePlan(item=item, amount=Money.of(amount, EUR)))
                left -= amount
        return tuple(plans)


def _is_free(payment: Payment) -> bool:
    tried = payment.outcome in ("suggested", "unidentified") or payment.touched
    return payment.is_credit and payment.free > 0 and tried and not payment.is_returned
