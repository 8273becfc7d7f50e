"""May I ship? Each rule with its sentence; what speaks against it first."""

from dataclasses import replace

import pytest

from libs.events.contracts.risk import Band
from services.risk.domain.credit.order_check import Standing, check_order
from services.risk.domain.debtors.state import Exposure
from services.risk.tests.building import eur, on

OWED = Exposure(not_due=eur("500.00"), overdue=eur("100.00"), disputed=eur("50.00"))
GOOD = Standing(
    band="B",
    is_overridden=False,
    is_watched=False,
    limit=eur("1000.00"),
    limit_expires_on=on("2026-12-31"),
    exposure=OWED,
)


def test_an_order_that_fits_into_the_limit_is_shipped() -> None:
    """1,000.00 less 650.00 are 350.00."""
    may_ship, reasons = check_order(GOOD, eur("350.00"))
    assert may_ship
    assert [one.sentence for one in reasons] == [
        "It is in band B: its payments say so.",
        "Of its limit of 1000.00 EUR 350.00 EUR are left.",
    ]


def test_an_order_over_what_is_left_is_not() -> None:
    may_ship, reasons = check_order(GOOD, eur("350.01"))
    assert not may_ship
    assert (reasons[0].code, reasons[0].sentence) == (
        "over_limit",
        "Of its limit of 1000.00 EUR 350.00 EUR are left: 0.01 EUR too little.",
    )


def test_a_breached_limit_ships_nothing_and_tells_what_is_owed_apart() -> None:
    may_ship, reasons = check_order(replace(GOOD, limit=eur("600.00")), eur("1.00"))
    assert not may_ship
    assert reasons[0].sentence == (
        "Its limit of 600.00 EUR is breached: 650.00 EUR are owed, of which 100.00 EUR overdue and"
        " 50.00 EUR in dispute."
    )


def test_a_watched_debtor_waits_for_a_person() -> None:
    may_ship, reasons = check_order(replace(GOOD, is_watched=True), eur("1.00"))
    assert (may_ship, reasons[0].code) == (False, "watched")


@pytest.mark.parametrize(
    ("band", "may"), [("A", True), ("B", True), ("C", True), ("D", True), ("E", False)]
)
def test_within_a_limit_only_the_worst_band_is_not_shipped_to(band: Band, may: bool) -> None:
    assert check_order(replace(GOOD, band=band), eur("1.00"))[0] is may


@pytest.mark.parametrize(
    ("band", "may"), [("A", True), ("B", True), ("C", True), ("D", False), ("E", False)]
)
def test_without_a_limit_only_good_bands_are_shipped_to(band: Band, may: bool) -> None:
    may_ship, reasons = check_order(replace(GOOD, band=band, limit=None), eur("99999.00"))
    assert may_ship is may
    assert "no_limit" in {one.code for one in reasons}


def test_a_limit_says_nothing_of_another_currency() -> None:
    order = replace(eur("1.00"), currency="USD")
    nothing = replace(eur("0.00"), currency="USD")
    standing = replace(GOOD, exposure=Exposure(nothing, nothing, nothing))
    may_ship, reasons = check_order(standing, order)
    assert (may_ship, reasons[0].sentence) == (
        False,
        "Its limit is in EUR, the order in USD.",
    )
    assert standing.headroom is None


def test_a_debtor_that_was_never_scored_is_not_shipped_to() -> None:
    may_ship, reasons = check_order(replace(GOOD, band=None), eur("1.00"))
    assert (may_ship, reasons[0].code) == (False, "not_scored")
    _, reasons = check_order(replace(GOOD, band=None, limit=None), eur("1.00"))
    assert [one.sentence for one in reasons] == [
        "It was not scored yet: no day has begun here.",
        "No credit limit is granted, and who was not scored yet is not shipped to without one.",
    ]


def test_a_persons_word_is_told_as_one() -> None:
    _, reasons = check_order(replace(GOOD, band="A", is_overridden=True), eur("1.00"))
    assert reasons[0].sentence == "It is in band A: a person says so."
