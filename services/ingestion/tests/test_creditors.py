"""Creditors and imports are announced: every partition has its copy; days are adopted."""

from datetime import date

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.ingestion import (
    CreditorChanged,
    CreditorRegistered,
    DocumentsAdded,
    ImportEnded,
    ImportFinished,
    ImportStarted,
    Noted,
)
from libs.events.loop.days import day_path
from libs.testkit.scenarios import heard, like, told
from services.ingestion.domain.commands import AnnounceCreditor
from services.ingestion.domain.paths import creditor_path
from services.ingestion.domain.refusals import (
    AccountHasCreditor,
    CreditorExists,
    CreditorUnknown,
    ImportIsOver,
    ImportOfAnother,
    ImportUnknown,
    RevisionDiffers,
)
from services.ingestion.tests.building import (
    CREDITOR,
    TENANT,
    a_creditor,
    an_account,
    creditor_changes,
    creditor_facts,
    day_started,
    documents_added,
    import_at_rest,
    import_ended,
    import_started,
    ingestion,
)


def test_a_creditor_is_registered_and_announced() -> None:
    registered = CreditorRegistered(facts=creditor_facts(), revision=1)
    (
        ingestion.when(a_creditor())
        .then(registered)
        .then_copies(registered)
        .then_answers(outcome="accepted", creditor="bakery", revision="1")
    )


def test_the_same_creditor_again_is_a_duplicate() -> None:
    (
        ingestion.given(a_creditor())
        .when(a_creditor())
        .then_nothing()
        .then_answers(outcome="duplicate")
    )


def test_the_same_creditor_with_other_facts_is_refused() -> None:
    (
        ingestion.given(a_creditor())
        .when(a_creditor(name="De Beenhouwer"))
        .then_refused(CreditorExists)
    )


def test_a_change_keeps_what_it_does_not_name() -> None:
    changed = CreditorChanged(facts=creditor_facts(name="De Beenhouwer"), revision=2)
    (
        ingestion.given(a_creditor())
        .when(creditor_changes(name="De Beenhouwer"))
        .then(changed)
        .then_copies(changed)
    )


def test_two_changes_at_once_both_hold() -> None:
    account = an_account()
    facts = creditor_facts(zone="Europe/Paris", accounts=(account,))
    (
        ingestion.given(a_creditor(), creditor_changes(zone="Europe/Paris"))
        .when(creditor_changes(accounts=(account,)))
        .then(CreditorChanged(facts=facts, revision=3))
    )


def test_a_change_of_what_was_changed_since_is_refused() -> None:
    scenario = ingestion.given(a_creditor(), creditor_changes(zone="Europe/Paris"))
    scenario.when(creditor_changes(name="De Beenhouwer", if_revision=1))
    scenario.then_refused(RevisionDiffers, revision="2")
    changed = like(CreditorChanged, revision=3)
    scenario.when(creditor_changes(name="De Beenhouwer", if_revision=2)).then(changed)


def test_a_change_that_somebody_else_made_already_needs_no_revision() -> None:
    scenario = ingestion.given(a_creditor(), creditor_changes(zone="Europe/Paris"))
    scenario.when(creditor_changes(zone="Europe/Paris", if_revision=1)).then_nothing()


def test_an_account_named_again_takes_the_place_of_what_it_was() -> None:
    dormant = an_account(cover="no")
    (
        ingestion.given(a_creditor(accounts=(an_account(), an_account("NL91ABNA0417164300"))))
        .when(creditor_changes(accounts=(dormant,)))
        .then(
            like(
                CreditorChanged,
                facts=creditor_facts(accounts=(dormant, an_account("NL91ABNA0417164300"))),
            )
        )
    )


def test_a_change_that_changes_nothing_is_a_duplicate() -> None:
    (
        ingestion.given(a_creditor())
        .when(creditor_changes(zone="Europe/Brussels"))
        .then_nothing()
        .then_answers(outcome="duplicate")
    )


def test_a_creditor_that_is_not_there_is_not_changed() -> None:
    ingestion.when(creditor_changes(name="De Beenhouwer")).then_refused(CreditorUnknown)


def test_an_announcement_that_was_overtaken_changes_no_copy() -> None:
    late = AnnounceCreditor(facts=creditor_facts(), revision=1)
    (
        ingestion.given(a_creditor(), creditor_changes(zone="Europe/Paris"))
        .when(told(creditor_path(TENANT, CREDITOR), late))
        .then_nothing()
    )


def test_an_account_belongs_to_one_creditor() -> None:
    (
        ingestion.given(a_creditor(accounts=(an_account(),)))
        .when(a_creditor("brewery", accounts=(an_account(),)))
        .then_refused(AccountHasCreditor, creditor="bakery")
    )


def test_an_account_is_not_added_where_another_creditor_has_it() -> None:
    (
        ingestion.given(a_creditor(accounts=(an_account(),)), a_creditor("brewery"))
        .when(creditor_changes("brewery", accounts=(an_account(),)))
        .then_refused(AccountHasCreditor, creditor="bakery")
    )


def test_an_import_is_announced_as_it_starts() -> None:
    started = ImportStarted(import_id="i1", creditor="bakery", started_by="ann")
    ingestion.given(a_creditor()).when(import_started()).then(started).then_copies(started)


def test_an_import_of_an_unknown_creditor_is_refused() -> None:
    ingestion.when(import_started()).then_refused(CreditorUnknown)


def test_an_import_counts_its_documents_and_is_finished_once_at_rest() -> None:
    finished = ImportFinished(import_id="i1", creditor="bakery", documents_count=3)
    (
        ingestion.given(a_creditor(), import_started(), documents_added("a", "b"))
        .when(documents_added("c"))
        .then(like(DocumentsAdded, originals=("c",), count_so_far=3))
        .when(import_ended())
        .then(like(ImportEnded, documents_count=3, ended_by="client"))
        .when(import_at_rest())
        .then(finished)
        .then_copies(finished)
        .when(import_at_rest())
        .then_nothing()
    )


def test_an_import_that_was_not_ended_is_not_finished() -> None:
    ingestion.given(a_creditor(), import_started()).when(import_at_rest()).then_nothing()


def test_nothing_is_added_to_an_import_that_is_over() -> None:
    (
        ingestion.given(a_creditor(), import_started(), import_ended())
        .when(documents_added("a"))
        .then_refused(ImportIsOver)
    )


def test_an_import_that_was_not_started_is_unknown() -> None:
    ingestion.when(documents_added("a")).then_refused(ImportUnknown)
    ingestion.when(import_ended()).then_refused(ImportUnknown)


def test_an_import_is_of_one_creditor() -> None:
    (
        ingestion.given(a_creditor(), a_creditor("brewery"), import_started())
        .when(import_started(creditor="brewery"))
        .then_refused(ImportOfAnother, creditor="bakery")
    )
    (
        ingestion.given(a_creditor(), import_started())
        .when(documents_added("a", creditor="brewery"))
        .then_refused(ImportOfAnother, creditor="bakery")
    )


def test_an_import_is_started_and_ended_once() -> None:
    (
        ingestion.given(a_creditor(), import_started())
        .when(import_started())
        .then_nothing()
        .when(import_ended())
        .then(like(ImportEnded))
        .when(import_ended())
        .then_nothing()
        .then_answers(outcome="duplicate")
    )


def test_each_partition_adopts_a_day_from_its_own_copy() -> None:
    noted = Noted(day_on=date(2026, 3, 12), zone="Europe/Brussels", tenant=None, played=False)
    ingestion.when(day_started("2026-03-12")).then().then_copies(noted)


def test_the_owners_record_of_a_day_is_not_adopted() -> None:
    path = day_path(None, "Europe/Brussels")
    event = DayStarted(day_on=date(2026, 3, 12), zone="Europe/Brussels")
    ingestion.when(heard("calendar", path, path, event)).then_nothing()


def test_a_day_that_was_adopted_is_not_adopted_again() -> None:
    ingestion.given(day_started("2026-03-12")).when(day_started("2026-03-12")).then_nothing()
    ingestion.given(day_started("2026-03-12")).when(day_started("2026-03-11")).then_nothing()
