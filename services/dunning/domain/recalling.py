"""A demand without an outcome is recalled when a gate closes, or what it asks has changed."""

from collections.abc import Sequence

from libs.events.contracts.dunning import DemandRecalled, DraftDropped, Gate
from services.dunning.domain.file import File
from services.dunning.domain.gates.rules import (
    ITEM_GATES,
    NAMES_OF_CREDITOR_GATES,
    first_gate,
)
from services.dunning.domain.gates.wish import Rule, Wish
from services.dunning.domain.items.state import ItemState
from services.dunning.domain.ladder import Next
from services.dunning.domain.now import Now
from services.dunning.domain.policies import Step

_ANY_STEP = Step("", "after_due", 0, "calendar", "email", "reminder", "", 0)
"""Gates look at items; which step of the ladder a recalled one had does not matter."""


def recall(file: File, case: str, gate: Gate, items: tuple[str, ...], cause: str) -> None:
    """Recall the case's demand. Once, unless only facts about the whole creditor had before.

    A statement being booked recalls first; when its payment arrives, it is said that it was this
    payment: whoever asks why a letter was not sent is told of the money, not of the file.
    """
    pending = file.case(case).pending
    if pending is None or pending.is_uncertain:
        return
    if pending.is_draft:
        drop_draft(file, case, gate, items, cause)
        return
    is_known = any(one not in NAMES_OF_CREDITOR_GATES for one in pending.recalled)
    if is_known or (pending.recalled and gate in NAMES_OF_CREDITOR_GATES):
        return
    recalled = DemandRecalled(
        **file.about(case), demand=pending.demand, gate=gate, items=items, cause=cause
    )
    file.on_case(case, recalled)


def drop_draft(
    file: File, case: str, gate: Gate | None, items: tuple[str, ...] = (), cause: str = ""
) -> None:
    """End the case's draft, of which nobody else knows: the case is decided anew at once."""
    pending = file.case(case).pending
    if pending is None or not pending.is_draft:
        return
    dropped = DraftDropped(
        **file.about(case), demand=pending.demand, gate=gate, items=items, cause=cause
    )
    file.on_case(case, dropped)
    file.reconsider()


def recall_item(file: File, item: ItemState, cause: str) -> None:
    """Recall the demand that asks for an item whose state has changed, by the gate that closed.

    None closed: the demand asks for another amount than it should, or for another day.
    """
    pending = file.case(item.case).pending
    asked = pending.items.get(item.item) if pending else None
    if asked is None:
        return
    now = file.now()
    gate = closed_gate(file, item, now) if now else None
    has_changed = (item.asked, item.open, item.due_on) != (asked.asked, asked.open, asked.due_on)
    if gate is None and has_changed:
        gate = "changed_amounts_are_asked_anew"
    if gate is not None:
        recall(file, item.case, gate, (item.item,), cause)


def closed_gate(
    file: File, item: ItemState, now: Now, rules: Sequence[Rule] = ITEM_GATES
) -> Gate | None:
    """The first gate that holds this item by itself."""
    return first_gate(wish_of(file, item.case, (_as_due(item, now),), now), rules)


def wish_of(file: File, case: str, due: tuple[Next, ...], now: Now) -> Wish:
    return Wish(
        due=due,
        now=now,
        debtor=file.debtor,
        case=file.case(case),
        policy=file.settings(case),
        calendar=file.calendar(now),
    )


def _as_due(item: ItemState, now: Now) -> Next:
    return Next(item, _ANY_STEP, 0, now.today)
