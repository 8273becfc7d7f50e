"""What a credit controller is told of a case: what leaves next, when, or what holds it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from libs.events.contracts import dunning, matching, notifications
from libs.events.contracts.model import Event
from libs.testkit.stack import Addresses
from services.dunning.tests import chased
from services.dunning.tests.chased import CASE, CREDITOR, DEBTOR, DEMAND, ITEM, OF_CASE, eur
from services.dunning.tests.facing import office
from services.dunning.tests.view_filling import day, named

PROMISED = dunning.PromiseMade(
    **OF_CASE,
    promise=named("promise"),
    items=(ITEM,),
    amount=eur("48.00"),
    pay_by_on=day("2026-03-20"),
    judged_from_on=day("2026-03-24"),
    made_on=day("2026-03-17"),
    noted_by="paula",
)
PAUSED = dunning.DunningPaused(
    creditor=CREDITOR, debtor=DEBTOR, until_on=day("2026-04-01"), reason="flooded", paused_by="p"
)
HELD = notifications.MessageHeld(**chased.OF_MESSAGE, cause="parked", service="matching")
UNCERTAIN = notifications.MessageUncertain(**chased.OF_MESSAGE, attempt=1)
RESUMED = dunning.DunningResumed(creditor=CREDITOR, debtor=DEBTOR, resumed_by="p")
COVERED = matching.LedgerCovered(creditor=CREDITOR, through_on=day("2026-03-09"))
OF_ACCOUNT: Final[dict[str, Any]] = {"account": named("account"), "creditor": CREDITOR}
BOOKING = matching.FeedOpened(**OF_ACCOUNT, statement=named("statement"))
AT_REST = matching.FeedAdvanced(
    **OF_ACCOUNT, statement=named("statement"), through_on=day("2026-03-13")
)
INTERRUPTED = matching.FeedInterrupted(
    **OF_ACCOUNT, expected=eur("1.00"), found=eur("2.00"), reason="gap"
)
SETTLED = (
    dunning.ItemDropped(**OF_CASE, item=ITEM, reason="settled"),
    dunning.CaseClosed(**OF_CASE),
)
STEPS = ("reminder", "call", "second-call", "last-chance", "placement")


TOLD: Final[list[tuple[Sequence[Event], str, str]]] = [
    (
        [],
        "planned",
        "On Monday 16 March 2026 an e-mail leaves: step reminder for F-17, unless something"
        " holds it then.",
    ),
    (
        [chased.proposed()],
        "on_its_way",
        "The message of step reminder for 48.00 EUR (F-17) leaves on Monday 16 March 2026, as"
        " soon as all that came in before is booked.",
    ),
    (
        [chased.proposed(), HELD],
        "held",
        "The message of step reminder for 48.00 EUR (F-17) is ready and held: a message is"
        " parked because of a mistake in the software (matching); it is tried again by itself.",
    ),
    (
        [chased.proposed(), chased.started(), UNCERTAIN],
        "held",
        "The message of step reminder for 48.00 EUR (F-17) may have left or not: it is tried once"
        " more by itself.",
    ),
    (
        [chased.proposed(), chased.recalled("promises_are_given_their_time", "t/promise/x")],
        "recalled",
        "The message of step reminder for 48.00 EUR (F-17) is recalled, for the debtor promised"
        " to pay it; what comes next is decided once it is known not to have left.",
    ),
    (
        [chased.gated("stale_bank_data_holds_everything")],
        "gated",
        "Step reminder is held: the bank statements are not up to date; to go on: upload the"
        " bank statements (the ledger is known through no day yet).",
    ),
    (
        [chased.gated("stale_bank_data_holds_everything"), COVERED],
        "gated",
        "Step reminder is held: the bank statements are not up to date; to go on: upload the"
        " bank statements (the ledger is known through Monday 9 March 2026).",
    ),
    (
        [BOOKING, chased.gated("open_feeds_hold_everything")],
        "gated",
        "Step reminder is held: a bank statement is still being booked; to go on: nothing: it goes"
        " on when the statement is booked.",
    ),
    (
        [BOOKING, chased.gated("open_feeds_hold_everything"), AT_REST],
        "planned",
        "On Monday 16 March 2026 an e-mail leaves: step reminder for F-17, unless something"
        " holds it then.",
    ),
    (
        [INTERRUPTED, chased.gated("interrupted_feeds_hold_everything")],
        "gated",
        "Step reminder is held: a bank statement is missing; to go on: upload the missing"
        " statement.",
    ),
    (
        [PAUSED, chased.gated("paused_debtors_are_left_alone", until="2026-04-02"), RESUMED],
        "planned",
        "On Monday 16 March 2026 an e-mail leaves: step reminder for F-17, unless something"
        " holds it then.",
    ),
    (
        [chased.gated("reopened_items_have_grace", ITEM, until="2026-03-19")],
        "gated",
        "Step reminder for F-17 is held: its payment was taken back a short while ago; that"
        " ends by itself on Thursday 19 March 2026.",
    ),
    (
        [chased.taken(), chased.called()],
        "call",
        "Call Jansen & Zonen about 48.00 EUR (F-17), by Thursday 26 March 2026; later the"
        " sequence goes on without the call.",
    ),
    (
        [chased.taken(), chased.planned("2026-03-23", "call")],
        "planned",
        "On Monday 23 March 2026 a call is put on the worklist: step call for F-17, unless"
        " something holds it then.",
    ),
    (
        [PROMISED, chased.planned("2026-03-25")],
        "waits",
        "Nothing is due before Wednesday 25 March 2026, when the case is looked at again. Known"
        " by now: 48.00 EUR are promised by Friday 20 March 2026, judged once"
        " known through Tuesday 24 March 2026.",
    ),
    (
        [PAUSED, chased.planned(None)],
        "unplanned",
        "Nothing is planned: the debtor is paused until Wednesday 1 April 2026 (flooded).",
    ),
    (
        [chased.planned("0001-01-01", "reminder")],
        "planned",
        "On the next day that begins an e-mail leaves: step reminder for F-17, unless something"
        " holds it then.",
    ),
    (
        [*(chased.taken(step) for step in STEPS), chased.planned(None)],
        "ended",
        "Every step of the ladder was taken: what follows is for a person to decide.",
    ),
    (SETTLED, "nothing_open", "Nothing is open: nothing will leave."),
]
"""What happened to a case beside its opening, what is next, and the sentence that says so."""


async def test_what_is_next_is_told_in_a_sentence(stack: Addresses, tmp_path: Path) -> None:
    """Each case belongs to a tenant of its own: one view holds them all."""
    events = [
        (f"t{number}", event)
        for number, (more, *_) in enumerate(TOLD)
        for event in (*chased.opened(), *more)
    ]
    async with office(stack.postgres, tmp_path, events) as house:
        for number, (_, standing, sentence) in enumerate(TOLD):
            told = await house.as_(f"t{number}").get(f"/v1/cases/{CASE}/next")
            assert (told["standing"], told["sentence"]) == (standing, sentence)


async def test_without_a_policy_nothing_leaves_and_it_is_said(
    stack: Addresses, tmp_path: Path
) -> None:
    noted = dunning.CaseNoted(**OF_CASE, currency="EUR")
    events = [*chased.parties(), noted, chased.followed()]
    async with office(stack.postgres, tmp_path, events) as house:
        told = await house.get(f"/v1/cases/{CASE}/next")

    assert (told["standing"], told["gate"]) == ("no_policy", "policy_unknown")
    assert told["sentence"] == "Nothing will leave: no policy is published for De Bakker BV."


async def test_a_gate_of_one_item_does_not_hide_the_step_of_another(
    stack: Addresses, tmp_path: Path
) -> None:
    other = named("item F-18")
    disputed: Any = dunning.DisputeOpened(
        **OF_CASE,
        dispute=named("dispute"),
        item=other,
        amount=None,
        reason="damaged",
        owner="paula",
        due_on=None,
        opened_on=day("2026-03-10"),
        opened_by="paula",
        personal=dunning.FreeText(text="two boxes"),
    )
    events = [
        *chased.opened(),
        chased.followed("F-18", "10.00", "2026-02-20"),
        disputed,
        chased.gated("disputed_items_wait", other),
        chased.planned("2026-03-16", "reminder"),
    ]
    async with office(stack.postgres, tmp_path, events) as house:
        told = await house.get(f"/v1/cases/{CASE}/next")

    assert told["standing"] == "planned"
    assert told["sentence"].endswith("Known by now: F-18 is disputed.")


async def test_the_demand_or_call_that_is_next_is_named(stack: Addresses, tmp_path: Path) -> None:
    async with office(stack.postgres, tmp_path, [*chased.opened(), chased.proposed()]) as house:
        told = await house.get(f"/v1/cases/{CASE}/next")
        whole = await house.get(f"/v1/cases/{CASE}")

    assert (told["demand"], told["on"], told["step"]) == (DEMAND, "2026-03-16", "reminder")
    assert whole["next"]["sentence"] == told["sentence"]
    assert [one["demand"] for one in whole["demands"]] == [DEMAND]
