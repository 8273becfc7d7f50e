"""A debtor is erased: asked for, judged by the ledger, queued to its day, carried out once."""

from datetime import date
from typing import Any

from libs.events.contracts.ingestion import (
    DebtorErased,
    ErasureAsked,
    ErasureQueued,
    ErasureRefused,
    ErasureStarted,
    InvoiceRegistered,
    KeyReceipt,
    KeysDestroyed,
    KeysListed,
    NumberClaimed,
)
from libs.events.contracts.matching import ErasureJudged, Verdict
from libs.events.loop.decider import Placement
from libs.kernel.keys import path_of
from libs.testkit.scenarios import Heard, Told, heard, like, told
from services.ingestion.domain.commands import EraseDebtor, FinishErasure
from services.ingestion.domain.erasures import KeyList
from services.ingestion.domain.paths import debtor_path, key_list_stream
from services.ingestion.domain.refusals import DebtorIsErased, DebtorUnknown
from services.ingestion.handlers.decider import IngestionDecider
from services.ingestion.handlers.erasures import ERASING
from services.ingestion.tests.building import (
    SECRET,
    TENANT,
    a_credit_note,
    a_creditor,
    an_invoice,
    day_started,
    debtor_changes,
    debtor_of,
    ingestion,
    invoice_id,
)

DEBTOR = debtor_of("C-1")
PATH = debtor_path(TENANT, DEBTOR)
UNTIL = date(2037, 1, 1)
known = (a_creditor(), an_invoice("F-1"), day_started("2036-03-03"))


def erased() -> Told:
    return told(PATH, EraseDebtor(debtor=DEBTOR, asked_by="ada"))


def judged(verdict: Verdict, asking: int = 1, **rest: Any) -> Heard:
    """What the ledger answers."""
    answer = ErasureJudged(debtor=DEBTOR, asking=asking, verdict=verdict, **rest)
    return heard("matching", PATH, path_of(TENANT, "erasure", DEBTOR), answer)


def waits(asking: int = 1) -> Heard:
    return judged("waits", asking, cause="retention", until_on=UNTIL, law="art. 60")


def free(asking: int = 1, *payments: str, part: int = 1, parts: int = 1) -> Heard:
    return judged("free", asking, payments=payments, part=part, parts=parts)


def receipt(subject: str) -> KeyReceipt:
    return KeyReceipt(subject=subject, key_id="k", destroyed_at="2037-01-01T00:00:01.000Z")


def destroyed(*subjects: str, asking: int = 1, part: int = 1, parts: int = 1) -> Told:
    """The task says that the keys of a list are gone."""
    command = FinishErasure(
        debtor=DEBTOR,
        asking=asking,
        part=part,
        parts=parts,
        receipts=tuple(map(receipt, subjects)),
        objects_count=2,
    )
    return told(PATH, command)


def test_the_ledger_is_asked_with_the_creditors_day() -> None:
    (
        ingestion.given(*known)
        .when(erased())
        .then(
            ErasureAsked(
                debtor=DEBTOR,
                creditor="bakery",
                asking=1,
                asked_by="ada",
                day_on=date(2036, 3, 3),
            )
        )
        .then_answers(outcome="accepted", asking="1")
    )


def test_without_a_day_it_is_asked_all_the_same() -> None:
    (
        ingestion.given(a_creditor(), an_invoice("F-1"))
        .when(erased())
        .then(like(ErasureAsked, day_on=None))
    )


def test_who_is_not_there_is_not_erased() -> None:
    ingestion.given(a_creditor()).when(erased()).then_refused(DebtorUnknown)


def test_while_the_ledger_judges_nothing_is_asked_twice() -> None:
    (
        ingestion.given(*known, erased())
        .when(erased())
        .then_nothing()
        .then_answers(outcome="under_way", asking="1")
    )


def test_what_the_ledger_has_against_it_is_said_and_it_can_be_asked_again() -> None:
    story = ingestion.given(*known, erased())
    story.when(judged("blocked", cause="open_item", about="i1", number="F-1")).then(
        ErasureRefused(debtor=DEBTOR, asking=1, cause="open_item", about="i1", number="F-1")
    )
    story.when(erased()).then(like(ErasureAsked, asking=2))


def test_while_a_term_runs_it_is_queued_to_the_day_on_which_it_is_allowed() -> None:
    (
        ingestion.given(*known, erased())
        .when(waits())
        .then(
            ErasureQueued(debtor=DEBTOR, asking=1, until_on=UNTIL, cause="retention", law="art. 60")
        )
    )


def test_on_that_day_and_not_before_the_ledger_is_asked_again() -> None:
    story = ingestion.given(*known, erased(), waits())
    story.when(day_started("2036-12-31"))
    assert [type(one.event) for one in story.recorded] == []
    story.when(day_started("2037-01-01")).then(
        like(ErasureAsked, asking=2, asked_by="ada", day_on=UNTIL)
    )
    story.when(day_started("2037-01-02"))
    assert story.recorded == []


def test_what_is_queued_is_judged_at_once_when_it_is_asked_for_again() -> None:
    (ingestion.given(*known, erased(), waits()).when(erased()).then(like(ErasureAsked, asking=2)))


def test_what_is_free_begins_with_the_list_of_its_keys() -> None:
    (
        ingestion.given(*known, erased())
        .when(free(1, "p1", "p2"))
        .then(
            ErasureStarted(debtor=DEBTOR, asking=1, parts=1),
            KeysListed(
                debtor=DEBTOR,
                asking=1,
                part=1,
                parts=1,
                asked_by="ada",
                subjects=(f"debtor/{DEBTOR}", "payment/p1", "payment/p2"),
            ),
        )
    )


def test_the_receipt_comes_last_with_the_last_list() -> None:
    story = ingestion.given(
        *known, erased(), free(1, "p1", parts=2), free(1, "p2", part=2, parts=2)
    )
    story.when(destroyed("payment/p2", part=2, parts=2)).then(
        like(KeysDestroyed, part=2, receipts=(receipt("payment/p2"),), objects_count=2)
    )
    story.when(destroyed(f"debtor/{DEBTOR}", "payment/p1", part=1, parts=2)).then(
        like(KeysDestroyed, part=1),
        DebtorErased(debtor=DEBTOR, creditor="bakery", asking=1, asked_by="ada", parts=2),
    )


def test_a_list_that_has_not_come_yet_keeps_the_receipt_back() -> None:
    (
        ingestion.given(*known, erased(), free(1, "p1", parts=2))
        .when(destroyed(f"debtor/{DEBTOR}", "payment/p1", part=1, parts=2))
        .then(like(KeysDestroyed, part=1))
    )


def test_keys_that_are_destroyed_again_after_a_crash_are_received_once() -> None:
    (
        ingestion.given(*known, erased(), free(), destroyed(f"debtor/{DEBTOR}"))
        .when(destroyed(f"debtor/{DEBTOR}"))
        .then_nothing()
    )


def test_an_answer_twice_begins_once() -> None:
    ingestion.given(*known, erased(), free(1, "p1")).when(free(1, "p1")).then_nothing()


def test_an_answer_to_an_older_question_says_nothing() -> None:
    (ingestion.given(*known, erased(), waits(), erased()).when(free(1)).then_nothing())


def test_a_new_invoice_calls_off_what_is_not_begun() -> None:
    story = ingestion.given(*known, erased(), waits())
    story.when(an_invoice("F-2")).then(
        like(NumberClaimed, number="F-2"),
        like(InvoiceRegistered, debtor=DEBTOR),
        ErasureRefused(
            debtor=DEBTOR,
            asking=1,
            cause="new_document",
            about=invoice_id("F-2"),
            number="F-2",
        ),
    )
    story.when(day_started("2037-01-01"))
    assert story.recorded == []


def test_an_invoice_that_overtakes_the_answer_calls_it_off() -> None:
    (ingestion.given(*known, erased(), an_invoice("F-2")).when(free(1, "p1")).then_nothing())


def test_a_credit_note_calls_it_off_as_well() -> None:
    (
        ingestion.given(*known, erased())
        .when(a_credit_note("G-1", names="F-1"))
        .then_among(like(ErasureRefused, cause="new_document", number="G-1"))
    )


def test_an_invoice_that_comes_after_the_beginning_is_entered_and_the_erasure_goes_on() -> None:
    story = ingestion.given(*known, erased(), free())
    story.when(an_invoice("F-2")).then(
        like(NumberClaimed, number="F-2"), like(InvoiceRegistered, debtor=DEBTOR)
    )
    story.when(destroyed(f"debtor/{DEBTOR}")).then_among(like(DebtorErased, asking=1))


def test_of_who_was_erased_no_data_are_taken() -> None:
    story = ingestion.given(*known, erased(), free())
    story.when(debtor_changes("C-1", name="Jansen")).then_refused(DebtorIsErased)
    story.given(destroyed(f"debtor/{DEBTOR}"))
    story.when(debtor_changes("C-1", name="Jansen")).then_refused(DebtorIsErased)


def test_what_came_after_an_erasure_is_the_next_ones() -> None:
    story = ingestion.given(*known, erased(), free(1, "p1"), destroyed("payment/p1"))
    story.when(erased()).then(like(ErasureAsked, asking=2))
    story.when(free(2, "p1", "p9")).then(
        like(ErasureStarted, asking=2),
        like(
            KeysListed,
            asking=2,
            subjects=(f"debtor/{DEBTOR}", "payment/p1", "payment/p9"),
        ),
    )


def test_a_list_is_found_by_who_destroys_until_its_keys_are_gone() -> None:
    decider, stream = IngestionDecider(SECRET), key_list_stream(TENANT, DEBTOR, 1, 1)
    story = ingestion.given(*known, erased(), free(1, "p1"))
    listed: KeyList = story.state(stream)
    assert decider.place(stream, listed) == Placement(entries=((ERASING, "all", listed),))
    story.given(destroyed("payment/p1"))
    assert decider.place(stream, story.state(stream)) == Placement()
