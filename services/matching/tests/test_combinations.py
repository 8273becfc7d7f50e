"""Sums of items are counted: one way is an answer, several are none."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libs.kernel.money import Money, total
from services.matching.domain.lookups import ItemSeen
from services.matching.domain.search.combinations import ITEMS_MAX, ways_to
from services.matching.tests.building import eur


def an_item(name: str, amount: str, *, age_days: int = 0) -> ItemSeen:
    return ItemSeen(
        item=name,
        creditor="creditor-1",
        debtor="smith",
        number=name,
        amount=eur(amount),
        open=eur(amount),
        due_on=date(2026, 3, 1) - timedelta(days=age_days),
    )


def items_of(*amounts: str) -> list[ItemSeen]:
    """Items `0`, `1`, …: the first is the oldest."""
    return [an_item(str(n), amount, age_days=90 - n) for n, amount in enumerate(amounts)]


@pytest.mark.parametrize(
    ("wanted", "amounts", "taken"),
    [
        ("80.00", ["50.00", "30.00", "20.00"], {"0", "1"}),
        ("100.00", ["50.00", "30.00", "20.00"], {"0", "1", "2"}),
        ("50.00", ["50.00", "30.00", "20.00"], None),  # 50, or 30 + 20
        ("51.00", ["50.00", "30.00"], None),  # no way
        ("80.00", ["50.00", "50.00", "30.00"], None),  # either 50
        ("100.00", ["50.00", "50.00", "30.00"], {"0", "1"}),
        ("0.03", ["0.01", "0.02", "0.10"], {"0", "1"}),
        ("0.00", ["0.01"], None),
    ],
)
def test_one_way_to_make_up_an_amount(
    wanted: str, amounts: list[str], taken: set[str] | None
) -> None:
    only = ways_to(eur(wanted), items_of(*amounts)).only
    assert (only and {one.item for one in only.items}) == taken


def test_items_of_one_amount_due_on_one_day_are_interchangeable() -> None:
    """Whichever is settled, the same is owed and due: the first of them is taken, and told."""
    items = [an_item("0", "50.00"), an_item("1", "50.00"), an_item("2", "30.00")]
    only = ways_to(eur("80.00"), items).only
    assert only is not None
    assert {one.item for one in only.items} == {"0", "2"}
    assert only.exchangeable == {"0"}


def test_more_than_forty_items_are_not_counted() -> None:
    amounts = [f"{n}.00" for n in range(1, ITEMS_MAX + 2)]
    ways = ways_to(eur("800.00"), items_of(*amounts))
    assert not ways.is_counted
    assert ways.only is None


def test_all_of_forty_items_is_one_way_however_many_sums_there_are() -> None:
    """All but nothing: what is left out is counted, and that is quick."""
    amounts = [f"{n * n + 1000}.00" for n in range(ITEMS_MAX)]
    only = ways_to(total((eur(one) for one in amounts), "EUR"), items_of(*amounts)).only
    assert only is not None
    assert len(only.items) == ITEMS_MAX


def test_too_many_sums_are_not_counted() -> None:
    """Powers of two: each half of forty has a million sums, all different."""
    amounts = [f"{2**n}.00" for n in range(ITEMS_MAX)]
    ways = ways_to(eur(f"{2**38 + 1}.00"), items_of(*amounts))
    assert not ways.is_counted


cents = st.integers(1, 60)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(cents, st.integers(0, 2)), max_size=8), st.integers(1, 200))
def test_it_counts_as_one_who_tries_every_set(kinds: list[tuple[int, int]], wanted: int) -> None:
    items = [an_item(str(n), f"0.{value:02}", age_days=age) for n, (value, age) in enumerate(kinds)]
    goal = Money.of(f"{wanted / 100:.2f}", "EUR")
    sets = {
        tuple(sorted((one.open.amount, one.due_on) for one in chosen))
        for size in range(1, len(items) + 1)
        for chosen in combinations(items, size)
        if total((one.open for one in chosen), "EUR") == goal
    }
    ways = ways_to(goal, items)
    assert ways.is_counted
    assert len(ways.found) == min(len(sets), 2)
    for way in ways.found:
        assert total((one.open for one in way.items), "EUR") == goal
