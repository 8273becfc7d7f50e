"""Two debtors become one: what the first had is at the second, and what comes later goes there."""

from libs.events.contracts.matching import (
    CreditMovedIn,
    DebtorClosed,
    DueDateExtended,
    ItemArrived,
    ItemCancelled,
    ItemForwarded,
    ItemMovedIn,
    ItemMovedOut,
    ItemReduced,
    ItemReopened,
    ItemSettled,
    PaymentAllocated,
    PaymentIdentified,
    PaymentReceived,
    PaymentSuggested,
    SettlementSuspected,
    ShareBooked,
    ShareBounced,
    ShareForwarded,
    ShareMovedIn,
    ShareReleased,
    ShareTakenBack,
    SuspicionLifted,
)
from libs.testkit.scenarios import Heard, Scenario, Told, happened, like
from services.matching.domain.commands import BookShare, Suspect
from services.matching.domain.items.state import ItemState
from services.matching.domain.moves import leaving
from services.matching.tests.building import (
    CREDITOR,
    a_cancellation,
    a_credit_note,
    a_merge,
    a_payment,
    an_extension,
    an_invoice,
    applied,
    eur,
    item_id,
    key,
    matching,
    on_account,
    share_id,
    to_item,
    undone,
)

F17 = item_id("F-2026-17")


def _item_at(scenario: Scenario, debtor: str) -> ItemState:
    state: ItemState = scenario.state(f"{key('item', F17)}~{debtor}")
    return state


def test_an_item_and_its_money_move_to_the_other_debtor() -> None:
    scenario = matching.given(
        an_invoice("F-2026-17", "48.00"), a_payment("p1", "20.00", text="F-2026-17")
    )
    scenario.given(applied("p1", to_item("F-2026-17", "20.00"))).when(a_merge("smith", "jones"))
    scenario.then(
        like(DebtorClosed, debtor="smith", into="jones", creditor=CREDITOR),
        like(ItemMovedOut, item=F17, debtor="smith", into="jones", open=eur("28.00")),
        like(ShareMovedIn, payment="p1", came_from="smith", debtor="jones", on_account=eur("0.00")),
        like(ItemMovedIn, item=F17, debtor="jones", open=eur("28.00"), formerly=("smith",)),
        like(ItemArrived, item=F17, debtor="smith", at="jones"),
    )
    scenario.when(undone("p1")).then_among(
        like(ItemReopened, item=F17, debtor="jones", open=eur("48.00")),
        like(ShareTakenBack, debtor="jones"),
        like(ShareReleased, payment="p1"),
    )


def test_a_merge_heard_again_is_nothing() -> None:
    scenario = matching.given(an_invoice("F-2026-17", "48.00"), a_merge("smith", "jones"))
    scenario.when(a_merge("smith", "jones")).then_nothing()


def test_a_debtor_without_anything_closes_all_the_same() -> None:
    matching.when(a_merge("smith", "jones")).then(like(DebtorClosed, debtor="smith", into="jones"))


def test_a_payment_finds_a_moved_item_where_it_is() -> None:
    (
        matching.given(an_invoice("F-2026-17", "48.00"), a_merge("smith", "jones"))
        .when(a_payment("p1", "48.00", text="F-2026-17"))
        .then(
            like(PaymentReceived, payment="p1"),
            like(PaymentIdentified, rule="number_with_open_amount"),
            like(ShareBooked, debtor="jones"),
            like(PaymentAllocated, debtor="jones"),
            like(ItemSettled, item=F17, debtor="jones"),
        )
    )


def test_a_share_that_was_sent_to_the_old_address_arrives_and_comes_back_by_it() -> None:
    scenario = matching.given(an_invoice("F-2026-17", "48.00"), a_merge("smith", "jones"))
    scenario.when(_share_for_smith("number")).then(
        like(ShareForwarded, debtor="smith", into="jones"),
        like(ShareBooked, debtor="jones"),
        like(PaymentAllocated, debtor="jones"),
        like(ItemSettled, item=F17),
    )


def test_a_share_on_an_amount_bounces_where_the_item_is_and_the_bounce_is_the_answer() -> None:
    scenario = matching.given(an_invoice("F-2026-17", "48.00"), a_merge("smith", "jones"))
    scenario.given(a_credit_note("C-1", "8.00", names="F-2026-17", debtor="jones"))
    scenario.when(_share_for_smith("amount")).then(
        like(ShareForwarded, debtor="smith"), like(ShareBounced, debtor="jones")
    )


def _share_for_smith(evidence: str) -> Told:
    command = BookShare.model_validate(
        {
            "share": share_id("p9"),
            "payment": "p9",
            "creditor": CREDITOR,
            "debtor": "smith",
            "item": F17,
            "amount": eur("48.00"),
            "evidence": evidence,
            "booked_on": "2026-03-03",
        },
        strict=False,
    )
    return Told(key("debtor", "smith"), command, from_edge=False)


def test_credit_that_waited_at_the_one_settles_the_item_of_the_other() -> None:
    scenario = matching.given(an_invoice("F-2026-17", "48.00", debtor="jones"))
    scenario.given(a_credit_note("C-1", "20.00", names="F-2026-17", debtor="smith"))
    scenario.when(a_merge("smith", "jones")).then(
        like(DebtorClosed, debtor="smith"),
        like(CreditMovedIn, debtor="jones", on_account=eur("20.00")),
        like(PaymentAllocated, source_kind="credit", debtor="jones", on_account=eur("0.00")),
        like(ItemReduced, item=F17, open=eur("28.00")),
    )


def test_an_item_that_moves_in_is_settled_by_what_waited_there_under_its_name() -> None:
    scenario = matching.given(
        a_credit_note("C-1", "20.00", names="F-2026-17", debtor="jones"),
        an_invoice("F-2026-17", "48.00", debtor="smith"),
        a_payment("p1", "28.00", text="F-2026-17"),
    )
    scenario.when(a_merge("smith", "jones")).then_among(
        like(ItemMovedIn, item=F17, open=eur("48.00")),
        like(ItemReduced, item=F17, open=eur("28.00")),
        like(PaymentIdentified, payment="p1", rule="number_with_open_amount"),
        like(ItemSettled, item=F17, debtor="jones"),
    )


def test_documents_and_words_that_come_to_the_old_address_reach_the_item() -> None:
    scenario = matching.given(an_invoice("F-2026-17", "48.00"), a_merge("smith", "jones"))
    scenario.when(an_extension("F-2026-17", "2026-04-30"))
    scenario.then(like(DueDateExtended, item=F17, debtor="jones"))
    scenario.then_answers(outcome="forwarded", debtor="jones")
    scenario.when(a_credit_note("C-1", "8.00", names="F-2026-17")).then_among(
        like(ItemReduced, item=F17, debtor="jones", open=eur("40.00"))
    )
    scenario.when(a_cancellation("F-2026-17")).then_among(
        like(ItemCancelled, item=F17, debtor="jones", written_back=eur("48.00"))
    )


def test_an_extension_that_was_sent_on_is_dropped_when_it_makes_no_sense_there() -> None:
    scenario = matching.given(an_invoice("F-2026-17", "48.00"), a_merge("smith", "jones"))
    scenario.when(an_extension("F-2026-17", "2026-01-01")).then_nothing()


def test_suspicions_come_along_and_are_lifted_by_the_route_that_they_went() -> None:
    scenario = matching.given(
        an_invoice("F-2026-17", "48.00", name="Smith Ltd"),
        a_payment("p1", "48.00", name="Smith Ltd"),
    )
    scenario.when(a_merge("smith", "jones"))
    assert "p1" in _item_at(scenario, "jones").suspicions
    scenario.when(applied("p1", on_account("jones", "48.00"))).then_among(
        like(SuspicionLifted, item=F17, debtor="jones", by="p1")
    )
    suspect = Suspect(
        item=F17, creditor=CREDITOR, by="p7", known_on=_item_at(scenario, "jones").due_on
    )
    scenario.when(Told(key("debtor", "smith"), suspect, from_edge=False))
    scenario.then(like(SettlementSuspected, item=F17, debtor="jones", by="p7"))


def test_money_on_account_of_a_merged_debtor_may_still_be_named_by_a_person() -> None:
    scenario = matching.given(
        an_invoice("F-2026-17", "48.00"), a_payment("p1", "10.00"), a_merge("smith", "jones")
    )
    scenario.when(applied("p1", on_account("smith", "10.00"))).then_among(
        like(ShareForwarded, debtor="smith", into="jones"), like(ShareBooked, debtor="jones")
    )


def test_who_paid_for_the_one_is_known_at_the_other() -> None:
    scenario = matching.given(
        an_invoice("F-2026-17", "48.00"), an_invoice("F-2026-18", "70.00")
    ).given(a_payment("p1", "48.00", text="F-2026-17", payer="BE68539007547034"))
    scenario.given(a_merge("smith", "jones"))
    scenario.when(a_payment("p2", "70.00", payer="BE68539007547034")).then_among(
        like(PaymentIdentified, payment="p2", rule="amount_of_known_payer"),
        like(ItemSettled, item=item_id("F-2026-18"), debtor="jones"),
    )


def test_three_debtors_in_a_row_send_on_what_passes_through() -> None:
    scenario = matching.given(an_invoice("F-2026-17", "48.00"), a_merge("jones", "brown"))
    scenario.when(a_merge("smith", "jones")).then(
        like(DebtorClosed, debtor="smith", into="jones"),
        like(ItemMovedOut, item=F17, into="jones"),
        like(ItemForwarded, item=F17, debtor="jones", into="brown"),
        like(ItemMovedIn, item=F17, debtor="brown", came_from="smith"),
        like(ItemArrived, item=F17, debtor="smith", at="brown"),
    )


def test_an_item_moves_twice_and_keeps_all_its_former_debtors() -> None:
    scenario = matching.given(an_invoice("F-2026-17", "48.00"), a_merge("smith", "jones"))
    scenario.when(a_merge("jones", "brown")).then_among(
        like(ItemMovedIn, item=F17, debtor="brown", formerly=("smith", "jones"))
    )
    scenario.when(_share_for_smith("number")).then_among(
        like(ShareForwarded, debtor="smith", into="jones"),
        like(ShareForwarded, debtor="jones", into="brown"),
        like(ItemSettled, item=F17, debtor="brown"),
    )


def test_a_moving_item_is_a_candidate_until_it_has_arrived() -> None:
    """Else an amount seems unique that is not: here both carry a name and the same amount."""
    moving = _without_arrival(an_invoice("F-2026-17", "48.00", name="Smith"))
    moving.given(an_invoice("F-2026-18", "48.00", debtor="brown", name="Smith"))
    moving.when(a_payment("p1", "48.00", name="Smith"))
    suggested = [one.event for one in moving.recorded if isinstance(one.event, PaymentSuggested)]
    assert {one.item for one in suggested[0].candidates} == {F17, item_id("F-2026-18")}


def _without_arrival(*given: Heard) -> Scenario:
    """The item moved out, and nobody has taken it over yet."""
    out = ItemMovedOut(item=F17, creditor=CREDITOR, debtor="smith", into="jones", open=eur("48.00"))
    return matching.given(*given, happened(key("debtor", "smith"), key("item", F17), out))


def test_what_is_too_big_for_a_record_is_handed_over_in_parts() -> None:
    moving = [
        ItemMovedIn.model_validate(
            {
                "item": f"i{n}", "kind": "invoice", "creditor": CREDITOR, "debtor": "jones",
                "came_from": "smith", "formerly": ["smith"], "number": f"F-{n}",
                "amount": "48.00 EUR", "open": "48.00 EUR", "issued_on": "2026-03-02",
                "due_on": "2026-03-02", "names": {},
            },
            strict=False,
        )
        for n in range(600)
    ]  # fmt: skip
    assert [len(part) for part in leaving.parts_of(moving)] == [250, 250, 100]
    long = [one.model_copy(update={"number": "F" * 100_000}) for one in moving[:5]]
    assert [len(part) for part in leaving.parts_of(long)] == [2, 2, 1]
    assert list(leaving.parts_of([])) == []
