"""What of a case is placed: as much as is owed and not contested, and no more than one takes."""

from libs.events.contracts.handoff import PlacementOffered, PlacementRequested
from libs.testkit.scenarios import Scenario, like
from services.handoff.domain.refusals import AlreadyPlaced, NotRunning
from services.handoff.domain.requesting import ITEMS_MAX
from services.handoff.tests.asking import a_request, an_agency, the_offer
from services.handoff.tests.building import (
    AGENCY,
    PLACEMENT,
    a_creditor,
    a_day,
    a_debtor,
    an_item,
    eur,
    handoff,
    proposed,
    reduced,
    settled,
)
from services.handoff.tests.people_say import disputed, resolved


def a_case() -> Scenario:
    """A debtor with an open item, and one agency."""
    return handoff.given(a_creditor(), a_day(), a_debtor(), an_item(), an_agency())


def test_what_a_credit_note_answers_is_contested_no_more() -> None:
    """40.00 of 120.00 are contested and credited: 80.00 are owed, and nothing of them contested."""
    contested = (disputed("F-17", "40.00"), resolved("credit_note_expected"))
    case = a_case().given(*contested, proposed(), a_request(placement=PLACEMENT))
    case.given(reduced("F-17", "40.00", "80.00", payment=""), resolved("valid"))
    case.when(the_offer()).then_among(like(PlacementOffered, total=eur("80.00")))


def test_a_credit_note_of_less_leaves_the_rest_contested_and_a_payment_all_of_it() -> None:
    case = a_case().given(disputed("F-17", "60.00"), proposed(), a_request(placement=PLACEMENT))
    case.given(reduced("F-17", "20.00", "100.00", payment=""))
    case.given(reduced("F-17", "10.00", "90.00"))
    case.when(the_offer()).then_among(like(PlacementOffered, total=eur("50.00")))


def test_a_case_that_has_ended_is_not_placed_by_asking_for_it_again() -> None:
    """It is said so: what was paid at the barrier was withdrawn, and nobody has it."""
    case = a_case().given(proposed(), a_request(placement=PLACEMENT))
    case.when(a_request(placement=PLACEMENT)).then_nothing().then_answers(agency=AGENCY)
    case.given(settled(), the_offer())
    case.when(a_request(placement=PLACEMENT)).then_refused(NotRunning, stage="withdrawn")


def test_of_more_than_a_placement_takes_the_oldest_are_placed_first() -> None:
    """An offer names each item in one record, and of 3,000 it would be more than a record takes."""
    early = [an_item(f"E-{number}", "1.00", due="2026-02-01") for number in range(ITEMS_MAX)]
    case = a_case().given(*early, an_item("F-18", "30.00"))
    case.when(a_request())
    (first,) = [one.event for one in case.recorded]
    assert isinstance(first, PlacementRequested)
    assert set(first.items) == {f"item-E-{number}" for number in range(ITEMS_MAX)}
    case.when(a_request()).then(like(PlacementRequested, items=("item-F-17", "item-F-18")))
    case.when(a_request()).then_refused(AlreadyPlaced)
