"""Every movement of money sums to zero, and no event type is forgotten."""

from collections import defaultdict
from decimal import Decimal

import pytest

from libs.events.contracts.every import every_event
from libs.events.contracts.legs import WITH_LEGS, WITHOUT_LEGS, Leg, UndecidedLegs, legs
from libs.events.contracts.matching import (
    ItemOpened,
    PaymentAllocated,
    PaymentReceived,
    ShareReleased,
)
from libs.events.contracts.model import Event
from libs.events.contracts.sampling import sample_of
from libs.kernel.money import read_money

EVERY = [pytest.param(event, id=name) for name, event in every_event()]
FORTY = read_money("40.00 EUR")


@pytest.mark.parametrize("event", EVERY)
def test_it_is_decided_of_every_event_whether_it_has_legs(event: type[Event]) -> None:
    newest = type(sample_of(event, full=True).upcast())

    assert (newest in WITH_LEGS) != (newest in WITHOUT_LEGS)


@pytest.mark.parametrize("event", EVERY)
@pytest.mark.parametrize("full", [True, False])
def test_legs_sum_to_zero_in_each_currency(event: type[Event], full: bool) -> None:
    sample = sample_of(event, full=full)
    assert isinstance(sample, Event)
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for leg in legs(sample):
        sums[leg.amount.currency] += leg.amount.amount
    assert not any(sums.values())


def test_an_event_that_nobody_decided_about_is_an_error() -> None:
    class MoneyVanished(Event, type="relance.matching.money_vanished.v1"):
        amount: int = 0

    with pytest.raises(UndecidedLegs, match="MoneyVanished"):
        legs(MoneyVanished())


def _of(event: type[Event], **fields: object) -> set[Leg]:
    sample = sample_of(event, full=True).model_copy(update=fields)
    assert isinstance(sample, Event)
    return set(legs(sample))


@pytest.mark.parametrize(
    ("event", "fields", "receives", "gives"),
    [
        (PaymentReceived, {"kind": "credit"}, "bank/account", "payment/payment"),
        (PaymentReceived, {"kind": "return"}, "return/payment", "bank/account"),
        (ShareReleased, {"returned": False}, "transit/share", "payment/payment"),
        (ShareReleased, {"returned": True}, "transit/share", "return/payment"),
        (ItemOpened, {}, "item/item", "sales/creditor"),
        (PaymentAllocated, {}, "account/debtor", "item/item"),
    ],
)
def test_money_goes_where_it_should(
    event: type[Event], fields: dict[str, object], receives: str, gives: str
) -> None:
    assert _of(event, **fields) == {Leg(receives, FORTY), Leg(gives, -FORTY)}
