"""What the services show, held against the truth and the auditor's ledger."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from audit.cents import cents
from audit.ledger import Ledger
from audit.truth import TrueDocument, Truth
from deploy.local.waiting import WaitedTooLong, wait_until
from libs.cli.calling import Api

SHOWN_WITHIN_S = 30.0
LOOK_EVERY_S = 0.3

Shown = Mapping[str, int]
"""Minor units by name."""


class NotShown(AssertionError):
    """A list is not what the log says."""


@dataclass(frozen=True, slots=True)
class Screens:
    """Lists of ingestion and matching, whole."""

    api: Api

    async def show(self, truth: Truth, ledger: Ledger) -> int:
        """All documents of the life, all items and payments of the ledger, with their amounts.

        How many they are. Raises NotShown.
        """
        lists: list[tuple[Callable[[], Awaitable[Shown]], Shown]] = [
            (lambda: self._documents("/v1/invoices"), _amounts(truth.invoices)),
            (lambda: self._documents("/v1/credit-notes"), _amounts(truth.credit_notes)),
            (self._items, {item: ledger.open_of(item) for item in ledger.items}),
            (self._payments, {one.id: one.free for one in ledger.payments.values()}),
        ]
        for look, wanted in lists:
            await _shown(look, wanted)
        return sum(len(wanted) for _, wanted in lists)

    async def _documents(self, path: str) -> Shown:
        found = await self.api.everything("ingestion", path)
        return _once([(one["number"], cents(one["payable"])) for one in found])

    async def _items(self) -> Shown:
        found = await self.api.everything("matching", "/v1/items")
        return _once([(one["item"], cents(one["open"])) for one in found])

    async def _payments(self) -> Shown:
        found = await self.api.everything("matching", "/v1/payments")
        return _once([(one["payment"], cents(one["free"])) for one in found])


def _amounts(documents: Mapping[str, TrueDocument]) -> Shown:
    return {number: document.amount for number, document in documents.items()}


def _once(pairs: list[tuple[str, int]]) -> Shown:
    if len(dict(pairs)) != len(pairs):
        raise NotShown("something is shown twice")
    return dict(pairs)


async def _shown(look: Callable[[], Awaitable[Shown]], wanted: Shown) -> None:
    last: Shown = {}

    async def is_as_wanted() -> bool:
        nonlocal last
        last = await look()
        return last == wanted

    try:
        await wait_until(
            "views show what the log says",
            is_as_wanted,
            limit_s=SHOWN_WITHIN_S,
            between_s=LOOK_EVERY_S,
        )
    except WaitedTooLong as late:
        missing, more = wanted.items() - last.items(), last.items() - wanted.items()
        raise NotShown(f"not shown: {sorted(missing)[:5]}, shown: {sorted(more)[:5]}") from late
