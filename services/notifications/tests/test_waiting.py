"""What a digest counts of disputes: each by itself, where its item is and as long as it is open."""

from datetime import date
from typing import Any, Final

import pytest

from libs.events.contracts.dunning import (
    DisputeCarried,
    DisputeOpened,
    DisputeResolved,
    FreeText,
    ItemAdopted,
    ItemBaggage,
    ItemChanged,
    ItemDropped,
    ItemLeft,
    ItemTakenIn,
)
from libs.events.contracts.model import Event
from libs.kernel.money import Money
from libs.testkit.stack import Addresses
from services.notifications.tests.building import CREDITOR, DEBTOR, TENANT
from services.notifications.tests.view_filling import Said, filled

OTHER: Final = "debtor-2"
TODAY: Final = date(2026, 4, 2)
OPEN: Final = Money.of("48.00", "EUR")
ITEM: Final[dict[str, Any]] = {
    "kind": "invoice", "number": "F-17", "issued_on": TODAY, "due_on": TODAY,
}  # fmt: skip


def _said(cls: type[Event], debtor: str = DEBTOR, **fields: Any) -> Said:
    about = {"case": f"case-{debtor}", "creditor": CREDITOR, "debtor": debtor, "item": "item-1"}
    return Said(cls(**about | fields))


def disputed(dispute: str = "first", amount: Money | None = None) -> Said:
    return _said(
        DisputeOpened,
        dispute=dispute,
        amount=amount,
        reason="other",
        owner="otto",
        due_on=TODAY,
        opened_on=TODAY,
        opened_by="paula",
        personal=FreeText(text="why"),
    )


def resolved(dispute: str) -> Said:
    return _said(DisputeResolved, dispute=dispute, resolution="refused", resolved_by="otto")


def adopted(resolution: Any = None) -> Said:
    carried = DisputeCarried(dispute="first", amount=None, due_on=TODAY, resolution=resolution)
    return _said(
        ItemAdopted, OTHER, **ITEM, came_from=DEBTOR, is_whole=False, open=OPEN,
        baggage=ItemBaggage(disputes=(carried,)),
    )  # fmt: skip


PAID: Final = _said(ItemDropped, reason="settled", cause="")
REOPENED: Final = _said(
    ItemChanged, open=OPEN, due_on=TODAY, reopened=True, noted_on=TODAY, cause=""
)
LEFT: Final = _said(ItemLeft, into=OTHER)
TAKEN_IN: Final = _said(ItemTakenIn, OTHER, **ITEM, came_from=DEBTOR, amount=OPEN, open=OPEN)


@pytest.mark.parametrize(
    ("what", "said", "count"),
    [
        ("two of one item", (disputed(), disputed("second", OPEN)), 2),
        ("one of them is resolved", (disputed(), disputed("second"), resolved("second")), 1),
        ("the item is paid", (disputed(), PAID), 0),
        ("it is open again", (disputed(), PAID, REOPENED), 1),
        ("it went to another debtor", (disputed(), LEFT, TAKEN_IN, adopted()), 1),
        ("said where it was before", (LEFT, TAKEN_IN, disputed(), adopted()), 1),
        ("resolved there as well", (LEFT, TAKEN_IN, disputed(), adopted(), adopted("valid")), 0),
    ],
)
async def test_disputes_wait_one_by_one(
    stack: Addresses, what: str, said: tuple[Said, ...], count: int
) -> None:
    async with filled(stack.postgres, *said) as views:
        seen = await views.waiting.seen(TENANT, "otto", TODAY, 10, sees_all=True)
    assert seen.counts == ({"dispute": count} if count else {}), what
