"""Payments that are certain: by reference, by number, by a known payer, by one combination."""

from datetime import date

import pytest

from libs.events.contracts.matching import (
    ItemReduced,
    ItemSettled,
    PayerAccountLearned,
    PaymentAllocated,
    PaymentIdentified,
    PaymentReceived,
    PaymentUnidentified,
    ShareBooked,
    ShareBounced,
    ShareIntent,
    ShareReleased,
)
from libs.testkit.scenarios import happened, like, told
from services.matching.domain.commands import BookShare
from services.matching.tests.building import (
    a_payment,
    an_invoice,
    eur,
    item_id,
    key,
    matching,
    rule_of,
    share_id,
)

RF = "RF18539007547034"
OTHER_RF = "RF712348231"


def test_a_reference_of_one_item_settles_it() -> None:
    (
        matching.given(an_invoice("F-2026-17", "48.00", reference=RF))
        .when(a_payment("p1", "48.00", reference=RF))
        .then(
            like(PaymentReceived, payment="p1"),
            like(PaymentIdentified, rule="reference_with_open_amount", free=eur("0.00")),
            like(ShareBooked, debtor="smith", amount=eur("48.00"), evidence="reference"),
            like(PaymentAllocated, amount=eur("48.00"), on_account=eur("0.00")),
            like(ItemSettled, item=item_id("F-2026-17"), amount=eur("48.00")),
        )
    )


@pytest.mark.parametrize(
    ("text", "amount", "rule"),
    [
        ("Invoice F-2026-17 thank you", "48.00", "number_with_open_amount"),
        ("f2026 17", "48.00", "number_with_open_amount"),  # spaces and case
        ("Invoice F-2026-17", "47.00", ""),  # another amount, a payer nobody knows
        ("Invoice F-2026-17", "49.00", ""),
        ("F-2026-17 and F-2026-18", "148.00", "named_items_add_up"),  # 48 + 100
        ("F-2026-17/18/19", "378.00", "named_items_add_up"),  # 48 + 100 + 230
        ("F-2026-17/18/19", "330.00", "some_named_items_add_up"),  # 100 + 230
        ("F-2026-17 and F-2026-18", "150.00", ""),
        ("thank you", "48.00", ""),  # an amount alone is nothing
        ("AB-12", "60.00", ""),  # a number of fewer than five characters is no evidence
    ],
)
def test_a_number_in_the_text_is_certain_with_its_open_amount(
    text: str, amount: str, rule: str
) -> None:
    scenario = matching.given(
        an_invoice("F-2026-17", "48.00"),
        an_invoice("F-2026-18", "100.00"),
        an_invoice("F-2026-19", "230.00"),
        an_invoice("AB-12", "60.00"),
    ).when(a_payment("p1", amount, text=text))
    assert rule_of(scenario) == rule


@pytest.mark.parametrize(
    ("amount", "allocated", "on_account"),
    [
        ("20.00", "20.00", "0.00"),  # a part
        ("48.00", "48.00", "0.00"),
        ("50.00", "48.00", "2.00"),  # overpaid: the rest is on account under that name
    ],
)
def test_a_number_with_another_amount_needs_a_payer_who_fits(
    amount: str, allocated: str, on_account: str
) -> None:
    (
        matching.given(an_invoice("F-2026-17", "48.00", name="Smith & Sons Ltd"))
        .when(a_payment("p1", amount, text="F-2026-17", name="SMITH AND SONS"))
        .then_among(
            like(ShareBooked, amount=eur(amount), evidence="number", item=item_id("F-2026-17")),
            like(PaymentAllocated, amount=eur(allocated), on_account=eur(on_account)),
        )
    )


def test_a_transfer_over_two_debtors_is_two_shares() -> None:
    (
        matching.given(
            an_invoice("F-2026-17", "48.00", debtor="smith"),
            an_invoice("F-2026-18", "100.00", debtor="jones"),
        )
        .when(a_payment("p1", "148.00", text="F-2026-17, F-2026-18"))
        .then_among(
            like(ItemSettled, debtor="smith", amount=eur("48.00")),
            like(ItemSettled, debtor="jones", amount=eur("100.00")),
        )
    )


def test_a_reference_whose_other_item_is_awaited_leaves_its_part_free() -> None:
    (
        matching.given(
            an_invoice("F-2026-17", "48.00", reference=RF),
            a_payment("p1", "148.00", reference=(RF, OTHER_RF)),
        )
        .when(an_invoice("F-2026-18", "100.00", debtor="jones", reference=OTHER_RF))
        .then_among(
            like(PaymentIdentified, payment="p1", free=eur("0.00")),
            like(ItemSettled, debtor="jones", amount=eur("100.00")),
        )
    )


def test_the_beginning_of_a_reference_is_no_other_reference() -> None:
    """`RF40 F260 071`: its first two groups have right check digits too, by chance."""
    whole, beginning = "RF40F260071", "RF40F260"
    (
        matching.given(an_invoice("F26/0071", "59.29", reference=whole))
        .when(a_payment("p1", "69.29", reference=(beginning, whole)))
        .then_among(
            like(PaymentIdentified, rule="reference_of_one_item", free=eur("0.00")),
            like(ItemSettled, amount=eur("59.29")),
        )
    )


def test_a_part_payment_by_reference_leaves_the_rest_open() -> None:
    (
        matching.given(an_invoice("F-2026-17", "48.00", reference=RF))
        .when(a_payment("p1", "20.00", reference=RF))
        .then_among(
            like(PaymentIdentified, rule="reference_of_one_item"),
            like(ItemReduced, amount=eur("20.00"), open=eur("28.00")),
        )
    )


def test_a_reference_decides_and_teaches_the_payers_account() -> None:
    (
        matching.given(an_invoice("F-2026-17", "48.00", reference=RF))
        .when(a_payment("p1", "48.00", reference=RF, payer="BE68539007547034"))
        .then_among(like(PayerAccountLearned, debtor="smith"))
    )


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("Smith", "combination_of_named_debtor"),  # 48 + 100, the second one not named
        ("A stranger", ""),  # who may have named an invoice that is not here yet
    ],
)
def test_a_combination_completes_what_the_debtor_itself_names(name: str, rule: str) -> None:
    scenario = matching.given(
        an_invoice("F-2026-17", "48.00", name="Smith"),
        an_invoice("F-2026-18", "100.00", name="Smith"),
        an_invoice("F-2026-19", "80.00", name="Smith"),
    ).when(a_payment("p1", "148.00", text="F-2026-17", name=name))
    assert rule_of(scenario) == rule


@pytest.mark.parametrize(
    ("due", "settled"),
    [
        ("2026-03-03", ["F-2026-17"]),  # due on the same day: whichever, the same is owed
        ("2026-03-20", []),
    ],
)
def test_interchangeable_items_of_a_named_debtor_are_settled_in_their_order(
    due: str, settled: list[str]
) -> None:
    scenario = matching.given(
        an_invoice("F-2026-18", "48.00", customer="K12345", due=due),
        an_invoice("F-2026-17", "48.00", customer="K12345", due="2026-03-03"),
    ).when(a_payment("p1", "48.00", customer="K12345"))
    found = [one.event.item for one in scenario.recorded if type(one.event) is ItemSettled]
    assert found == [item_id(number) for number in settled]


def test_two_equal_transfers_at_once_settle_two_interchangeable_items() -> None:
    """The second one's share bounces off the item that the first has settled, and goes on."""
    scenario = matching.given(
        an_invoice("F-2026-17", "48.00", customer="K12345"),
        an_invoice("F-2026-18", "48.00", customer="K12345"),
        a_payment("p1", "48.00", customer="K12345"),
    ).when(a_payment("p2", "48.00", customer="K12345"))
    scenario.then_among(like(ItemSettled, item=item_id("F-2026-18")))


def test_an_item_paid_twice_by_its_payer_leaves_the_second_on_account() -> None:
    (
        matching.given(
            an_invoice("F-2026-17", "48.00"),
            a_payment("p1", "48.00", text="F-2026-17", payer="BE68539007547034"),
        )
        .when(a_payment("p2", "48.00", text="F-2026-17", payer="BE68539007547034"))
        .then(
            like(PaymentReceived, payment="p2"),
            like(PaymentIdentified, rule="number_of_fitting_payer"),
            like(ShareBooked, item=item_id("F-2026-17"), amount=eur("48.00")),
        )
    )


def test_the_same_entry_twice_is_one_payment() -> None:
    (
        matching.given(an_invoice("F-2026-17", "48.00", reference=RF))
        .given(a_payment("p1", "48.00", reference=RF))
        .when(a_payment("p1", "48.00", reference=RF))
        .then_nothing()
    )


def test_an_amount_that_is_gone_bounces_and_is_searched_again() -> None:
    """The share was on its way when another payment settled the item."""
    gone = BookShare(
        share=share_id("p1"),
        payment="p1",
        creditor="creditor-1",
        debtor="smith",
        item=item_id("F-2026-17"),
        amount=eur("48.00"),
        evidence="amount",
        booked_on=date(2026, 3, 3),
    )
    sent = ShareIntent(
        share=gone.share, debtor="smith", item=gone.item, amount=gone.amount, evidence="amount"
    )
    identified = PaymentIdentified(
        payment="p1",
        creditor="creditor-1",
        shares=(sent,),
        rule="amount_of_known_payer",
        candidates_count=1,
        free=eur("0.00"),
    )
    payment = key("payment", "p1")
    scenario = matching.given(
        an_invoice("F-2026-17", "48.00", reference=RF),
        a_payment("p1", "48.00", payer="BE68539007547034"),
        happened(payment, payment, identified),
        a_payment("p2", "20.00", reference=RF),
    )
    scenario.when(told(key("debtor", "smith"), gone))
    scenario.then(
        like(ShareBounced, share=gone.share, amount=eur("48.00")),
        like(ShareReleased, share=gone.share, reason="bounced"),
        like(PaymentUnidentified, payment="p1", free=eur("48.00")),
    )
    scenario.when(told(key("debtor", "smith"), gone)).then_nothing()
