"""Whether the ledger has something against an erasure, and what goes with a debtor."""

from datetime import date
from typing import Any

from libs.events.contracts.ingestion import ErasureAsked
from libs.events.contracts.ingestion_erasure import PAYMENTS_MAX
from libs.events.contracts.matching import ErasureJudged, ShareBooked
from libs.testkit.scenarios import Heard, Scenario, happened, heard, like
from services.matching.tests.building import (
    CREDITOR,
    a_cancellation,
    a_credit_note,
    a_day,
    a_payment,
    a_return,
    an_invoice,
    applied,
    eur,
    item_id,
    key,
    matching,
    on_account,
    the_creditor,
    to_item,
    undone,
)

LONG_AFTER = "2037-01-01"
"""Ten Belgian years after the end of the year of all that is booked here."""
PAID = (an_invoice("F-2026-17", "48.00"), a_payment("p1", "48.00", text="F-2026-17"))


def an_erasure(asking: int = 1, *, debtor: str = "smith", day_on: str | None = None) -> Heard:
    asked = ErasureAsked(
        debtor=debtor,
        creditor=CREDITOR,
        asking=asking,
        asked_by="ada",
        day_on=date.fromisoformat(day_on) if day_on else None,
    )
    return heard("ingestion", key("debtor", debtor), key("debtor", debtor), asked)


def on(day: str, *history: Any) -> Scenario:
    """A history that lies in the past of that day."""
    return matching.given(the_creditor(), *history, a_day(day))


def test_an_open_item_stands_against_it() -> None:
    (
        on(LONG_AFTER, an_invoice("F-2026-17", "48.00"))
        .when(an_erasure())
        .then(
            like(
                ErasureJudged,
                asking=1,
                verdict="blocked",
                cause="open_item",
                about=item_id("F-2026-17"),
                number="F-2026-17",
            )
        )
    )


def test_an_item_open_in_part_stands_against_it_also_while_it_is_suspected() -> None:
    (
        on(
            "2026-03-05",
            an_invoice("F-2026-17", "48.00", name="Smith"),
            a_payment("p1", "20.00", text="F-2026-17", name="Jones"),
        )
        .when(an_erasure())
        .then(like(ErasureJudged, verdict="blocked", cause="open_item", number="F-2026-17"))
    )


def test_money_on_account_stands_against_it() -> None:
    (
        on(LONG_AFTER, *PAID, a_payment("p2", "5.00"), applied("p2", on_account("smith", "5.00")))
        .when(an_erasure())
        .then(like(ErasureJudged, verdict="blocked", cause="money_on_account", about="p2"))
    )


def test_money_that_waits_under_an_items_name_stands_against_it() -> None:
    (
        on(
            LONG_AFTER,
            an_invoice("F-1", "9.00"),
            a_cancellation("F-1"),
            a_credit_note("C-9", "9.00", names="F-8"),
        )
        .when(an_erasure())
        .then(like(ErasureJudged, verdict="blocked", cause="money_on_account", number="C-9"))
    )


def test_while_the_retention_term_runs_it_waits_for_its_end_with_the_law() -> None:
    (
        on("2036-12-31", *PAID)
        .when(an_erasure())
        .then(
            like(
                ErasureJudged,
                verdict="waits",
                cause="retention",
                until_on=date(2037, 1, 1),
                law="Code TVA, art. 60, § 4; loi du 20 novembre 2022",
                payments=(),
            )
        )
    )


def test_a_cancelled_invoice_is_kept_as_long() -> None:
    (
        on("2030-01-01", an_invoice("F-2026-17", "48.00"), a_cancellation("F-2026-17"))
        .when(an_erasure())
        .then(like(ErasureJudged, verdict="waits", until_on=date(2037, 1, 1)))
    )


def test_on_the_day_on_which_the_last_term_ends_it_is_free_with_its_payments() -> None:
    (
        on(LONG_AFTER, *PAID)
        .when(an_erasure())
        .then(like(ErasureJudged, asking=1, verdict="free", cause=None, payments=("p1",)))
    )


def test_whoever_asks_may_know_a_later_day() -> None:
    (
        on("2036-12-31", *PAID)
        .when(an_erasure(day_on=LONG_AFTER))
        .then(like(ErasureJudged, verdict="free"))
    )


def test_a_return_goes_with_the_payment_that_it_took_back() -> None:
    (
        on(
            LONG_AFTER,
            an_invoice("F-2026-17", "48.00"),
            a_payment("p1", "48.00", text="F-2026-17", bank="B1"),
            a_return("r1", "48.00", bank="B1"),
            a_payment("p2", "48.00", text="F-2026-17", on="2026-03-20"),
        )
        .when(an_erasure())
        .then(like(ErasureJudged, verdict="free", payments=("p1", "p2", "r1")))
    )


def test_a_payment_that_a_person_took_off_goes_with_its_own_debtor() -> None:
    (
        on(
            LONG_AFTER,
            *PAID,
            undone("p1"),
            a_payment("p2", "48.00", text="ours", on="2026-03-20"),
            applied("p2", to_item("F-2026-17", "48.00")),
        )
        .when(an_erasure())
        .then(like(ErasureJudged, verdict="free", payments=("p2",)))
    )


def test_another_debtors_payments_stay() -> None:
    (
        on(
            LONG_AFTER,
            *PAID,
            an_invoice("F-2026-18", "31.00", debtor="jones"),
            a_payment("p2", "31.00", text="F-2026-18"),
        )
        .when(an_erasure(debtor="jones"))
        .then(like(ErasureJudged, debtor="jones", verdict="free", payments=("p2",)))
    )


def test_a_question_is_answered_once_and_the_next_one_anew() -> None:
    asked = on("2026-03-05", an_invoice("F-2026-17", "48.00"), an_erasure())
    asked.when(an_erasure()).then_nothing()
    asked.given(a_payment("p1", "48.00", text="F-2026-17"))
    asked.when(an_erasure(2)).then(like(ErasureJudged, asking=2, verdict="waits"))
    asked.when(an_erasure(1)).then_nothing()


def test_without_a_day_nothing_is_judged_by_guessing() -> None:
    (
        matching.given(the_creditor(), *PAID)
        .when(an_erasure())
        .then(like(ErasureJudged, verdict="blocked", cause="day_unknown"))
    )


def test_many_payments_come_in_parts() -> None:
    many = [
        happened(
            key("debtor", "smith"),
            key("share", f"s{number}"),
            ShareBooked(
                share=f"s{number}",
                payment=f"p{number:05}",
                creditor=CREDITOR,
                debtor="smith",
                item="",
                amount=eur("0.00"),
                evidence="person",
                booked_on=date(2026, 3, 3),
            ),
        )
        for number in range(PAYMENTS_MAX + 1)
    ]
    judged = on(LONG_AFTER, *many).when(an_erasure())
    judged.then(
        like(ErasureJudged, verdict="free", part=1, parts=2),
        like(ErasureJudged, verdict="free", part=2, parts=2, payments=(f"p{PAYMENTS_MAX:05}",)),
    )


def test_money_that_comes_after_the_judgement_is_booked_and_is_the_next_questions() -> None:
    story = on(LONG_AFTER, *PAID, an_erasure())
    story.given(a_payment("p2", "48.00", text="F-2026-17", on="2037-01-02"))
    story.given(applied("p2", to_item("F-2026-17", "48.00")))  # nothing of it is open any more
    story.when(an_erasure(2)).then(
        like(ErasureJudged, asking=2, verdict="blocked", cause="money_on_account", about="p2")
    )
    story.given(undone("p2"))
    story.when(an_erasure(3)).then(like(ErasureJudged, asking=3, verdict="free", payments=("p1",)))


def test_an_invoice_that_comes_after_the_judgement_opens_and_stands_against_the_next() -> None:
    story = on(LONG_AFTER, *PAID, an_erasure())
    story.given(an_invoice("F-2037-1", "9.00"))
    story.when(an_erasure(2)).then(
        like(ErasureJudged, asking=2, cause="open_item", number="F-2037-1")
    )
