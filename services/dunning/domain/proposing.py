"""What a demand says: the items that it asks for, its tone, and for which day it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from libs.events.contracts.dunning import (
    DemandDrafted,
    DemandedItem,
    DemandProposed,
    SendWindow,
    Tone,
)
from libs.events.contracts.matching import ItemKind
from libs.kernel.money import total
from services.dunning.domain.file import File
from services.dunning.domain.ladder import Next

APPROVALS: Final[Mapping[str, int]] = {"none": 0, "one": 1, "two": 2}
"""How many people have to approve, by what the creditor has set."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A demand of a case that is decided today."""

    demand: str
    attempt: int
    due: tuple[Next, ...]


def proposed(file: File, case: str, ask: Ask) -> DemandProposed:
    """From here on notifications composes and sends it. Raises DayUnknown."""
    now, policy = file.day(), file.settings(case)
    window = SendWindow(from_hour=policy.from_hour, until_hour=policy.until_hour)
    return DemandProposed(
        **_asked(file, case, ask, now.today),
        zone=now.creditor.zone,
        send_window=None if now.is_played else window,
    )


def drafted(file: File, case: str, ask: Ask, approvals_needed: int) -> DemandDrafted:
    """The same for people to look at. Raises DayUnknown."""
    fields = _asked(file, case, ask, file.day().today)
    return DemandDrafted(**fields, approvals_needed=approvals_needed)


def _asked(file: File, case: str, ask: Ask, today: date) -> dict[str, Any]:
    """It takes the tone of the highest step and lists each item with its own."""
    state, due, step = file.case(case), ask.due, highest(ask.due).step
    currency = due[0].item.open.currency
    asked = total((one.item.asked for one in due), currency)
    credit = state.on_account(currency)
    return {
        **file.about(case),
        "demand": ask.demand,
        "items": demanded(due, today),
        "total": asked,
        "credit": credit,
        "net": asked - credit,
        "step": step.step,
        "tone": step.tone,
        "template": step.template,
        "to": step.to,
        "copy_to": step.copy_to,
        "policy": state.policy,
        "policy_version": state.policy_version,
        "day_on": today,
        "attempt": ask.attempt,
    }


def items_of(due: tuple[Next, ...]) -> tuple[str, ...]:
    return tuple(one.item.item for one in due)


def highest(due: tuple[Next, ...]) -> Next:
    return max(due, key=lambda one: one.rung)


def demanded(due: tuple[Next, ...], today: date) -> tuple[DemandedItem, ...]:
    """What each asks for: open, less what is contested."""
    return tuple(
        DemandedItem(
            item=one.item.item,
            number=one.item.number,
            kind=cast(ItemKind, one.item.kind),
            asked=one.item.asked,
            open=one.item.open,
            issued_on=one.item.issued_on,
            due_on=one.item.due_on,
            overdue_days=(today - one.item.due_on).days,
            step=one.step.step,
            tone=cast(Tone, one.step.tone),
        )
        for one in due
    )
