"""An agency's answer is late by the creditor's calendar, whichever day begins elsewhere."""

from libs.events.contracts.handoff import AnswerMissed
from libs.testkit.scenarios import like
from services.handoff.tests.asking import a_request, an_agency, the_offer
from services.handoff.tests.building import (
    PLACEMENT,
    a_creditor,
    a_day,
    a_day_by_the_clock,
    a_debtor,
    an_item,
    handoff,
    proposed,
    says_nothing_of,
)


def test_the_days_of_an_answer_are_those_of_the_creditors_calendar() -> None:
    """Elsewhere it is the next day already, and a tenant that plays days ignores the clock."""
    known = (a_creditor(), a_day_by_the_clock("2026-04-01"), a_debtor(), an_item(), an_agency())
    case = handoff.given(*known, proposed(), a_request(placement=PLACEMENT), the_offer())
    elsewhere = a_day_by_the_clock("2026-04-07", "Pacific/Auckland")
    says_nothing_of(AnswerMissed, case.when(elsewhere))
    case.when(a_day_by_the_clock("2026-04-07")).then_among(like(AnswerMissed))
    played = handoff.given(*known, a_day(), proposed(), a_request(placement=PLACEMENT))
    played.given(the_offer())
    says_nothing_of(AnswerMissed, played.when(a_day_by_the_clock("2026-11-27")))
