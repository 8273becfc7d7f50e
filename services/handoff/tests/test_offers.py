"""From a request to an offer: who may have a case, and what keeps an item out at the barrier."""

from datetime import date

import pytest

from libs.events.contracts.handoff import (
    AgencyRegistered,
    AgencyTold,
    AnswerMissed,
    HeldItem,
    PlacementFreed,
    PlacementHeld,
    PlacementOffered,
    PlacementRefused,
    PlacementRequested,
    PlacementWithdrawn,
    ProposalNoted,
    Registration,
)
from libs.testkit.scenarios import Heard, Scenario, like, told
from services.handoff.domain.commands import (
    HoldOffer,
    RefusePlacement,
    ReportOffer,
    WithdrawPlacement,
)
from services.handoff.domain.refusals import (
    AgencyDoesNotTake,
    AgencyNotRegistered,
    AgencyUnknown,
    AlreadyPlaced,
    DayUnknown,
    DebtorUnknown,
    ItemUnknown,
    NoAgencyTakesIt,
    NothingToPlace,
    NotOffered,
    NotRunning,
    OtherProcess,
    PlacementUnknown,
    RevisionDiffers,
)
from services.handoff.tests.asking import a_request, accepted, an_agency, the_offer
from services.handoff.tests.building import (
    AGENCY,
    DEBTOR,
    KEY,
    PLACEMENT,
    a_creditor,
    a_day,
    a_debtor,
    a_statement,
    an_item,
    eur,
    handoff,
    proposed,
    reduced,
    says_nothing_of,
    settled,
    suspected,
    unsuspected,
)
from services.handoff.tests.people_say import (
    disputed,
    plan_broken,
    planned,
    promise_taken_back,
    promised,
    released,
    resolved,
    withheld,
)

BY_THE_SEA = Registration(country="NL", register_id="nl-wki", number="17")


def a_case(**debtor: str) -> Scenario:
    """A debtor with an open item, and one agency."""
    known = (a_creditor(), a_day(), a_debtor(**debtor), an_item())  # type: ignore[arg-type]
    return handoff.given(*known, an_agency())


def a_requested_case() -> Scenario:
    return a_case().given(proposed(), a_request(placement=PLACEMENT))


def test_the_last_step_of_a_ladder_waits_for_one_word() -> None:
    case = a_case()
    case.when(proposed()).then(like(ProposalNoted, placement=PLACEMENT, total=eur("120.00")))
    case.when(proposed()).then_nothing()
    case.when(a_request(placement=PLACEMENT)).then(
        like(PlacementRequested, placement=PLACEMENT, agency=AGENCY, items=("item-F-17",))
    ).then_answers(agency=AGENCY)


def test_a_person_may_place_a_case_before_its_ladder_ends() -> None:
    case = a_case().given(an_item("F-18", "30.00"))
    case.when(a_request()).then(like(PlacementRequested, items=("item-F-17", "item-F-18")))


def test_what_is_open_at_the_barrier_is_offered_and_the_agency_is_told() -> None:
    case = a_requested_case()
    case.when(the_offer()).then(
        like(
            PlacementOffered,
            total=eur("120.00"),
            offered_on=date(2026, 4, 1),
            answer_by_on=date(2026, 4, 6),
            cut={"matching": 1},
        ),
        like(AgencyTold, agency=AGENCY, number=1, kind="placement_offered", posted=False),
    ).then_answers(outcome="started")


def test_the_same_start_again_may_go_on_without_an_event() -> None:
    case = a_requested_case().given(the_offer())
    case.when(the_offer()).then_nothing().then_answers(outcome="started")
    case.when(the_offer(began="10:05")).then_nothing().then_answers(outcome="offered")
    case.when(told(KEY, ReportOffer(placement=PLACEMENT))).then_nothing()


def test_a_start_is_refused_with_the_token_of_another_process() -> None:
    a_requested_case().when(the_offer(token="another")).then_refused(OtherProcess)


@pytest.mark.parametrize(
    ("meanwhile", "gate"),
    [
        (settled(), "paid_items_are_not_placed"),
        (disputed(), "disputed_items_are_not_placed"),
        (promised(), "promised_items_are_not_placed"),
        (planned(), "promised_items_are_not_placed"),
        (suspected(), "suspected_items_are_not_placed"),
        (withheld(), "withheld_items_are_not_placed"),
        (withheld(until="2026-04-02"), "withheld_items_are_not_placed"),
    ],
)
def test_what_came_before_the_barrier_keeps_an_item_out(meanwhile: Heard, gate: str) -> None:
    held = HeldItem.model_validate({"item": "item-F-17", "gate": gate})
    case = a_requested_case().given(meanwhile)
    case.when(the_offer()).then(
        like(PlacementWithdrawn, reason="nothing_to_place", held=(held,))
    ).then_answers(outcome="withdrawn")
    case.when(the_offer()).then_nothing()


@pytest.mark.parametrize(
    ("closed", "opened"),
    [
        (disputed(), resolved("refused")),
        (promised(), promise_taken_back()),
        (planned(), plan_broken()),
        (suspected(), unsuspected()),
        (withheld(), released()),
        (withheld(until="2026-04-02"), a_day("2026-04-02")),
    ],
)
def test_what_is_over_by_then_keeps_nothing_out(closed: Heard, opened: Heard) -> None:
    a_requested_case().given(closed, opened).when(the_offer()).then_among(like(PlacementOffered))


def test_a_dispute_may_be_heard_before_its_item() -> None:
    early = handoff.given(a_creditor(), a_day(), a_debtor(), an_agency(), disputed(), an_item())
    early.when(a_request()).then_refused(NothingToPlace)


def test_what_is_withheld_may_be_heard_of_before_its_item() -> None:
    early = handoff.given(a_creditor(), a_day(), a_debtor(), an_agency(), withheld(), an_item())
    early.given(proposed(), a_request(placement=PLACEMENT)).when(the_offer())
    early.then(like(PlacementWithdrawn))


def test_the_rest_of_a_case_is_offered_at_what_is_open() -> None:
    case = a_case().given(an_item("F-18", "30.00"), an_item("F-19", "50.00"), an_item("F-20"))
    case.given(proposed("F-17", "F-18", "F-19", "F-20"), a_request(placement=PLACEMENT))
    case.given(reduced("F-17", "20.00", "100.00"), disputed("F-17", "40.00"), settled("F-18"))
    case.given(withheld("F-20")).when(the_offer())
    case.then_among(like(PlacementOffered, total=eur("110.00")))
    (offered,) = [e.event for e in case.recorded if isinstance(e.event, PlacementOffered)]
    assert [(one.item, one.placed, one.open) for one in offered.items] == [
        ("item-F-17", eur("60.00"), eur("100.00")),  # 100.00 open, 40.00 of it contested
        ("item-F-19", eur("50.00"), eur("50.00")),
    ]
    gates = [one.gate for one in offered.held]
    assert gates == ["paid_items_are_not_placed", "withheld_items_are_not_placed"]


def test_what_holds_an_offer_is_said_once_per_change_of_cause() -> None:
    hold = told(KEY, HoldOffer(placement=PLACEMENT, cause="barrier", service="matching"))
    case = a_requested_case()
    case.when(hold).then(like(PlacementHeld, cause="barrier", service="matching"))
    case.when(hold).then_nothing()
    case.given(the_offer()).when(hold).then_nothing()


def test_open_books_hold_an_offer_until_they_are_at_rest() -> None:
    """What a statement's chunks carry is in bulk, for which no barrier waits."""
    case = a_requested_case().given(a_statement("opened"))
    case.when(the_offer()).then(like(PlacementHeld, cause="books_open"))
    case.when(the_offer()).then_nothing().then_answers(outcome="held")
    case.when(a_statement("advanced")).then(like(PlacementFreed, placement=PLACEMENT))
    case.when(the_offer()).then_among(like(PlacementOffered))
    early = a_requested_case().given(a_statement("advanced"), a_statement("opened"))
    early.when(the_offer()).then_among(like(PlacementOffered))


def test_a_request_can_be_taken_back_until_it_is_an_offer() -> None:
    back = told(KEY, WithdrawPlacement(debtor=DEBTOR, placement=PLACEMENT, withdrawn_by="paula"))
    case = a_requested_case()
    case.when(back).then(like(PlacementWithdrawn, reason="by_person"))
    case.when(the_offer()).then_nothing().then_answers(outcome="withdrawn")
    a_requested_case().given(the_offer()).when(back).then_refused(NotRunning)


def test_an_item_is_in_one_placement_at_a_time() -> None:
    case = a_requested_case()
    case.when(a_request()).then_refused(AlreadyPlaced, placement=PLACEMENT)
    case.given(the_offer(), accepted())
    case.when(a_request("F-17")).then_refused(AlreadyPlaced, item="item-F-17")


def test_what_is_not_known_is_not_placed() -> None:
    handoff.given(a_creditor(), a_day()).when(a_request()).then_refused(DebtorUnknown)
    handoff.given(a_creditor(), a_debtor(), an_item(), an_agency()).when(a_request()).then_refused(
        DayUnknown
    )
    a_case().when(a_request("F-99")).then_refused(ItemUnknown)
    a_case().when(a_request(agency="agency-9")).then_refused(AgencyUnknown)
    a_case().when(a_request(placement="placement-9")).then_refused(PlacementUnknown)
    a_case().given(settled()).when(a_request()).then_refused(NothingToPlace)


def test_a_contract_that_was_changed_since_it_was_looked_at_is_not_changed() -> None:
    scenario = handoff.given(an_agency(), an_agency(answer_days=7))
    scenario.when(an_agency(answer_days=9, if_revision=1))
    scenario.then_refused(RevisionDiffers, revision="2")
    registered = like(AgencyRegistered, revision=3)
    scenario.when(an_agency(answer_days=9, if_revision=2)).then(registered)


def test_an_agency_takes_cases_of_its_countries_and_creditors() -> None:
    known = (a_creditor(), a_day(), a_debtor(country="FR"), an_item())
    dutch = handoff.given(*known, an_agency(countries=("NL",)))
    dutch.when(a_request()).then_refused(NoAgencyTakesIt, country="FR")
    dutch.when(a_request(agency=AGENCY)).then_refused(AgencyDoesNotTake, agency=AGENCY)
    others = handoff.given(*known, an_agency(creditors=("creditor-2",)))
    others.when(a_request()).then_refused(NoAgencyTakesIt)


def test_of_several_agencies_the_first_by_its_name_takes_it() -> None:
    case = a_case().given(an_agency("agency-2", name="Aarts"), an_agency("agency-3", name="Zoet"))
    case.when(a_request()).then(like(PlacementRequested, agency="agency-2"))


def test_consumers_go_only_to_an_agency_that_their_country_has_registered() -> None:
    """Netherlands: register of the Wki, obligatory from 1 April 2025."""
    case = a_case(kind="consumer", country="NL")
    case.when(a_request()).then_refused(AgencyNotRegistered, country="NL", agency=AGENCY)
    case.when(a_request(agency=AGENCY)).then_refused(AgencyNotRegistered)
    case.given(an_agency("agency-2", BY_THE_SEA))
    case.when(a_request()).then(like(PlacementRequested, agency="agency-2"))


def test_a_business_may_go_to_any() -> None:
    a_case(kind="business", country="NL").when(a_request()).then(like(PlacementRequested))


def test_an_agency_refuses_and_the_creditor_has_it_again() -> None:
    refusal = RefusePlacement(
        debtor=DEBTOR, placement=PLACEMENT, agency=AGENCY, reason="too small", refused_by="anton"
    )
    case = a_requested_case()
    case.when(told(KEY, refusal)).then_refused(PlacementUnknown)
    case.given(the_offer())
    case.when(told(KEY, refusal)).then_among(like(PlacementRefused, items=("item-F-17",)))
    case.when(told(KEY, refusal)).then_nothing()
    case.when(accepted()).then_refused(NotOffered, stage="refused")
    case.when(a_request()).then(like(PlacementRequested))


def test_another_agency_does_not_even_know_of_it() -> None:
    case = a_requested_case().given(the_offer())
    case.when(accepted(agency="agency-2")).then_refused(PlacementUnknown)


def test_no_answer_within_the_contracts_days_is_a_task_once() -> None:
    case = a_requested_case().given(the_offer())
    says_nothing_of(AnswerMissed, case.when(a_day("2026-04-06")))
    case.when(a_day("2026-04-07")).then_among(
        like(AnswerMissed, answer_by_on=date(2026, 4, 6), agency=AGENCY)
    )
    says_nothing_of(AnswerMissed, case.when(a_day("2026-04-08")))
    case.when(accepted()).then_among(like(AgencyTold, kind="placement_accepted"))


def test_an_answer_in_time_is_no_task() -> None:
    case = a_requested_case().given(the_offer(), accepted(), a_day("2026-04-06"))
    says_nothing_of(AnswerMissed, case.when(a_day("2026-04-20")))
