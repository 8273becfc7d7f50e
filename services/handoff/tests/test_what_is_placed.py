"""What of a case is placed: as much as is owed and not contested, and no more than one takes."""

from libs.events.contracts.handoff import PlacementOffered
from libs.testkit.scenarios import Scenario, like
from services.handoff.tests.asking import a_request, an_agency, the_offer
from services.handoff.tests.building import (
    PLACEMENT,
    a_creditor,
    a_day,
    a_debtor,
    an_item,
    disputed,
    eur,
    handoff,
    proposed,
    reduced,
    resolved,
)


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
