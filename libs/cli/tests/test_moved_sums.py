"""A merged debtor's item goes to another partition, whichever of the two is read first."""

from itertools import permutations
from typing import Any

import pytest

from libs.cli.tests.ledger import CREDITOR, DAY, DEBTOR, Log, a_payment, an_item, eur, identified
from libs.events.contracts.matching import (
    AllocationReversed,
    ItemMovedIn,
    ItemNames,
    ItemReduced,
    ItemReopened,
    PaymentAllocated,
    ShareBooked,
    ShareMovedIn,
    ShareReleased,
    ShareTakenBack,
)
from libs.events.contracts.model import Event

OTHER = "debtor-2"
Said = tuple[str, Event]
"""A stream and what is said there."""


def allocated(debtor: str, amount: str, on_account: str) -> PaymentAllocated:
    return PaymentAllocated(
        source="s1", source_kind="share", payment="p1", item="F-1", creditor=CREDITOR,
        debtor=debtor, amount=eur(amount), on_account=eur(on_account),
    )  # fmt: skip


def reduced(debtor: str, amount: str, left: str) -> ItemReduced:
    return ItemReduced(
        item="F-1", creditor=CREDITOR, debtor=debtor, source="s1", source_kind="share",
        amount=eur(amount), open=eur(left),
    )  # fmt: skip


def before() -> list[Said]:
    """Of F-1, 100.00, a share of 60.00 has settled 40.00."""
    share = ShareBooked(
        share="s1", payment="p1", creditor=CREDITOR, debtor=DEBTOR, item="F-1",
        amount=eur("60.00"), evidence="number",
    )  # fmt: skip
    return [
        ("item/F-1", an_item("F-1", "100.00")),
        ("share/s1", share),
        ("share/s1", allocated(DEBTOR, "40.00", "20.00")),
        ("item/F-1", reduced(DEBTOR, "40.00", "60.00")),
    ]


def arrived(debtor: str, came_from: str, *, left: str, on_account: str) -> list[Said]:
    about: dict[str, Any] = {"creditor": CREDITOR, "debtor": debtor, "came_from": came_from}
    about["item"] = "F-1"
    item = ItemMovedIn(
        **about, kind="invoice", formerly=(came_from,), number="F-1", amount=eur("100.00"),
        open=eur(left), issued_on=DAY, due_on=DAY, names=ItemNames(),
    )  # fmt: skip
    share = ShareMovedIn(
        **about, share="s1", payment="p1", amount=eur("60.00"), on_account=eur(on_account),
        booked_on=None,
    )  # fmt: skip
    return [(f"item/F-1~{debtor}", item), (f"share/s1~{debtor}", share)]


def after(last: str = "40.00") -> list[Said]:
    """The rest of the share is set against it where it has come to."""
    return [
        *arrived(OTHER, DEBTOR, left="60.00", on_account="20.00"),
        (f"share/s1~{OTHER}", allocated(OTHER, "20.00", "0.00")),
        (f"item/F-1~{OTHER}", reduced(OTHER, "20.00", last)),
    ]


def further() -> list[Said]:
    """And once more: there it is undone."""
    undone = AllocationReversed(
        source="s1", source_kind="share", payment="p1", item="F-1", creditor=CREDITOR,
        debtor="debtor-3", amount=eur("20.00"), on_account=eur("20.00"),
    )  # fmt: skip
    reopened = ItemReopened(
        item="F-1", creditor=CREDITOR, debtor="debtor-3", source="s1", source_kind="share",
        amount=eur("20.00"), open=eur("60.00"), reason="undone",
    )  # fmt: skip
    return [
        *arrived("debtor-3", OTHER, left="40.00", on_account="0.00"),
        ("share/s1~debtor-3", undone),
        ("item/F-1~debtor-3", reopened),
    ]


def wrong(*partitions: list[Said]) -> list[str]:
    """What the checks of items say; others look at payments that are not told here."""
    log = Log()
    for partition in partitions:
        for stream, event in partition:
            log.say(stream, event)
    return [one.text() for one in log.books.differences() if one.check in ("items", "sources")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_partitions_are_read_in_any_order(order: tuple[int, ...]) -> None:
    partitions = (before(), after(), further())
    assert wrong(*(partitions[place] for place in order)) == []


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_what_is_said_where_it_has_come_to_has_to_be_what_is_left(order: tuple[int, ...]) -> None:
    partitions = (before(), after(last="45.00"))
    assert wrong(*(partitions[place] for place in order)) == [
        "items: demo/item/F-1: expected 40.00 EUR open, found 45.00 EUR said to be open"
    ]


def test_what_arrived_and_never_began_is_told() -> None:
    assert wrong(after()) == [
        f"items: demo/item/F-1~{OTHER}: expected an item that was opened, "
        "found none at relance.matching.events/0@0",
        f"sources: demo/share/s1~{OTHER}: expected a source that was booked, "
        "found none at relance.matching.events/0@1",
    ]


def paid_and_returned(back: str = "60.00") -> tuple[list[Said], list[Said], list[Said]]:
    """A share of p1 is booked at one debtor, and goes back from where that was merged into."""
    given = identified("p1", "F-1", "60.00")
    released = ShareReleased(
        payment="p1", share="p1-F-1", amount=eur("60.00"), reason="taken_back", returned=True
    )
    share = ShareBooked(
        share="p1-F-1", payment="p1", creditor=CREDITOR, debtor=DEBTOR, item="F-1",
        amount=eur("60.00"), evidence="number",
    )  # fmt: skip
    gone = ShareTakenBack(
        share="p1-F-1", payment="p1", creditor=CREDITOR, debtor=OTHER, amount=eur(back)
    )
    payment: list[Said] = [
        ("payment/p1", one) for one in (a_payment("p1", "60.00", 0), given, released)
    ]
    return payment, [("share/p1-F-1", share)], [(f"share/p1-F-1~{OTHER}", gone)]


def wrong_of_payments(*partitions: list[Said]) -> list[str]:
    """Also what would be in flight."""
    log = Log()
    for partition in partitions:
        for stream, event in partition:
            log.say(stream, event)
    return [one.text() for one in log.all_differences() if one.check == "payments"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_share_goes_back_from_where_it_has_come_to(order: tuple[int, ...]) -> None:
    partitions = paid_and_returned()
    assert wrong_of_payments(*(partitions[place] for place in order)) == []


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_goes_back_from_there_has_to_be_what_was_booked(order: tuple[int, ...]) -> None:
    partitions = paid_and_returned(back="50.00")
    (told,) = wrong_of_payments(*(partitions[place] for place in order))
    assert "expected 60.00 EUR to take back, found 50.00 EUR at" in told


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_goes_back_twice_is_told_once(order: tuple[int, ...]) -> None:
    payment, share, gone = paid_and_returned()
    partitions = (payment, share, [*gone, *gone])
    (told,) = wrong_of_payments(*(partitions[place] for place in order))
    assert "expected nothing to take back, found 60.00 EUR at" in told


def test_what_goes_back_and_was_never_booked_is_told() -> None:
    payment, _, gone = paid_and_returned()
    assert wrong_of_payments(payment, gone) == [
        f"payments: demo/share/p1-F-1~{OTHER}: expected nothing to take back, "
        "found 60.00 EUR at relance.matching.events/0@3"
    ]
