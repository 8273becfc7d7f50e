"""An item goes with its debtor that was merged: what is owed and contested of it goes along."""

from collections.abc import Iterable

from libs.events.contracts.matching import ItemForwarded, ItemMovedIn, ItemMovedOut
from libs.events.contracts.risk import ContestNoted, ItemLeft, ItemNoted
from libs.kernel.money import Money
from services.risk.domain.commands import AdoptContests, ContestCarried
from services.risk.domain.debtors.file import File


def leave(file: File, moved: ItemMovedOut) -> None:
    """It is owed here no more; how it was paid so far goes on telling of this debtor."""
    known = file.item(moved.item)
    if not known.item or known.into:
        return
    nothing = Money.zero(known.open.currency)
    owed = ItemNoted(
        **file.about, item=moved.item, open=nothing, due_on=known.due_on, credited=None
    )
    file.on_item(moved.item, owed)
    file.on_item(moved.item, ItemLeft(**file.about, item=moved.item, into=moved.into))
    _send_contests(file, moved.item, known.contests)


def arrive(file: File, moved: ItemMovedIn) -> None:
    if file.item(moved.item).item:
        return
    owed = ItemNoted(
        **file.about, item=moved.item, open=moved.open, due_on=moved.due_on, credited=None
    )
    file.on_item(moved.item, owed)


def pass_through(file: File, passed: ItemForwarded) -> None:
    """It was never owed here: the debtor had been merged itself. What is contested goes after it,
    whether it was heard of before or comes later."""
    known = file.item(passed.item)
    if not known.into:
        file.on_item(passed.item, ItemLeft(**file.about, item=passed.item, into=passed.into))
        _send_contests(file, passed.item, known.contests)


def send_after(file: File, item: str, dispute: str) -> None:
    """A dispute that is heard where the item has left from is sent after it."""
    if file.item(item).into:
        _send_contests(file, item, (dispute,))


def adopt_contests(file: File, asked: AdoptContests) -> None:
    """What came of one may be heard here first, and does not say of what part of the item it is."""
    for one in asked.contests:
        said = {**file.about, "item": asked.item, "dispute": one.dispute, "amount": one.amount}
        known = file.item(asked.item).contests.get(one.dispute)
        is_unknown_part = known is not None and known.amount is None and one.amount is not None
        heard_before = known.resolution if known is not None and is_unknown_part else ""
        if known is None or heard_before:
            file.on_item(asked.item, ContestNoted(**said, resolution=None))
        if resolution := one.resolution or heard_before:
            noted = ContestNoted.model_validate({**said, "resolution": resolution})
            file.on_item(asked.item, noted)
    if file.item(asked.item).into:
        _send_contests(file, asked.item, (one.dispute for one in asked.contests))


def _send_contests(file: File, item: str, disputes: Iterable[str]) -> None:
    known = file.item(item)
    carried = tuple(
        ContestCarried.model_validate(
            {
                "dispute": name,
                "amount": known.contests[name].amount,
                "resolution": known.contests[name].resolution or None,
            }
        )
        for name in disputes
    )
    if carried:
        adopt = AdoptContests(creditor=file.creditor, item=item, contests=carried)
        file.send_to(known.into, adopt)
