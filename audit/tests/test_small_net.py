"""What is asked for less what lies on account: too little for a demand, or not."""

from audit.tests.chasing import DAY, Chasing
from audit.tests.holding import DEBTOR, a_held_chase, gated, recalled, whys

GATE = "small_net_due_waits"
WHY = "{} are due, {} are enough"


def on_account(chase: Chasing, amount: str) -> None:
    share = f"share-{amount}"
    chase.say("share_booked", f"share/{share}", share=share, debtor=DEBTOR, amount=amount)


def test_what_lies_on_account_comes_off_what_is_asked_for() -> None:
    chase = a_held_chase()  # 100.00 due on 4 February; less than 5.00 is not asked for
    assert whys(gated(chase.at(1), GATE)) == [WHY.format(10000, 500)]
    on_account(chase.at(2), "95.00 EUR")
    assert whys(gated(chase.at(3), GATE))[1:] == [WHY.format(500, 500)]
    on_account(chase.at(4), "0.01 EUR")
    assert len(whys(gated(chase.at(5), GATE))) == 2


def test_what_was_set_against_an_item_lies_on_account_no_more() -> None:
    chase = a_held_chase()
    chase.item("F-2", "60.00 EUR")
    on_account(chase.at(2), "60.00 EUR")
    chase.at(3).say(
        "payment_allocated", "share/s", source="share-60.00 EUR", item="F-2", amount="60.00 EUR"
    )
    assert whys(gated(chase.at(4), GATE)) == [WHY.format(10000, 500)]


def test_a_small_item_may_be_all_that_is_due() -> None:
    chase = a_held_chase()
    chase.item("F-2", "4.99 EUR")
    assert whys(gated(chase.at(1), GATE)) == []


def test_what_is_long_due_is_asked_for_together() -> None:
    chase = a_held_chase()
    chase.item("F-2", "4.99 EUR")  # reminded on the 16th, and long due ten days later
    assert whys(gated(chase.at(1), GATE, day="2026-02-25")) == []
    assert whys(gated(chase, GATE, day="2026-02-26")) == [WHY.format(10499, 500)]


def test_what_is_held_is_not_asked_for_with_the_rest() -> None:
    chase = a_held_chase()
    chase.item("F-2", "4.99 EUR")
    assert whys(gated(chase.at(1), GATE, day="2026-02-26")) == [WHY.format(10499, 500)]
    chase.at(2).dunning("dispute_opened", "item/F-1", item="F-1", dispute="x", amount=None)
    assert len(whys(gated(chase.at(3), GATE, day="2026-02-26"))) == 1


def test_a_demand_is_recalled_by_what_it_asks_for_in_all() -> None:
    chase = a_held_chase()
    chase.at(9).proposed(day=DAY)
    on_account(chase.at(9.1), "90.00 EUR")
    assert whys(recalled(chase.at(9.2), GATE)) == [WHY.format(1000, 500)]
    on_account(chase.at(9.3), "9.00 EUR")
    assert len(whys(recalled(chase.at(9.4), GATE))) == 1


def test_of_a_case_without_items_nobody_can_tell() -> None:
    chase = gated(a_held_chase(), GATE, case="another")
    assert whys(chase) == []
