"""What an agency reports, what it is told meanwhile, and how a case comes back."""

from datetime import date

from libs.events.contracts.dunning_people import FreeText
from libs.events.contracts.handoff import (
    ActionReported,
    AgencyTold,
    EscalatedToBailiff,
    ItemsRecalled,
    PlacedItemChanged,
    PlacementClosed,
    PlacementRecalled,
    RecoveryNoted,
    RecoveryRemitted,
    RecoveryReported,
    RemittanceReported,
)
from libs.kernel.money import read_money
from libs.testkit.scenarios import Scenario, Told, like, told
from services.handoff.domain.agency_commands import ReportRemittance
from services.handoff.domain.commands import (
    ClosePlacement,
    EscalatePlacement,
    RecallItems,
    RecallPlacement,
    ReportAction,
    ReportFee,
)
from services.handoff.domain.refusals import (
    AlreadyRemitted,
    CurrencyDiffers,
    ItemUnknown,
    NotAccepted,
    NotRunning,
    PlacementUnknown,
    RecoveredMoreThanPlaced,
    RecoveryUnknown,
)
from services.handoff.tests.asking import a_request, accepted, an_agency, recovered, the_offer
from services.handoff.tests.building import (
    AGENCY,
    CREDITOR,
    DEBTOR,
    KEY,
    PLACEMENT,
    a_creditor,
    a_day,
    a_debtor,
    agency_key,
    an_item,
    eur,
    extended,
    handoff,
    proposed,
    reduced,
    says_nothing_of,
    settled,
)
from services.handoff.tests.people_say import (
    disputed,
    plan_broken,
    planned,
    promise_taken_back,
    promised,
    resolved,
)


def an_offered_case() -> Scenario:
    known = (a_creditor(), a_day(), a_debtor(), an_item(), an_item("F-18", "30.00"))
    asked = (proposed("F-17", "F-18"), a_request(placement=PLACEMENT), the_offer())
    return handoff.given(*known, an_agency(), *asked)


def an_accepted_case() -> Scenario:
    return an_offered_case().given(accepted())


def an_action(*, agency: str = AGENCY) -> Told:
    command = ReportAction(
        debtor=DEBTOR,
        placement=PLACEMENT,
        agency=agency,
        kind="letter",
        done_on=date(2026, 4, 7),
        reported_by="anton",
        personal=FreeText(text="a letter"),
    )
    return told(KEY, command)


def recalled(*numbers: str) -> Told:
    about = {"debtor": DEBTOR, "placement": PLACEMENT, "recalled_by": "paula"}
    if not numbers:
        return told(KEY, RecallPlacement(**about, reason="by_person"))
    items = tuple(f"item-{number}" for number in numbers)
    return told(KEY, RecallItems(**about, items=items, reason="disputed"))


def closed(agency: str = AGENCY) -> Told:
    command = ClosePlacement(
        debtor=DEBTOR, placement=PLACEMENT, agency=agency, result="recovered", closed_by="anton"
    )
    return told(KEY, command)


def remitted(*recoveries: str, agency: str = AGENCY) -> Told:
    command = ReportRemittance(
        agency=agency,
        creditor=CREDITOR,
        reference="REM-2026-0042",
        recoveries=recoveries,
        remitted_on=date(2026, 4, 30),
        reported_by="anton",
    )
    return told(agency_key(agency), command)


def test_nothing_is_reported_before_the_case_is_accepted() -> None:
    an_offered_case().when(an_action()).then_refused(NotAccepted, stage="offered")
    an_offered_case().when(recovered()).then_refused(NotAccepted)


def test_an_agency_reports_of_its_own_cases_alone() -> None:
    case = an_accepted_case()
    case.when(an_action()).then(like(ActionReported, kind="letter", agency=AGENCY))
    case.when(an_action(agency="agency-2")).then_refused(PlacementUnknown)


def test_a_payment_to_the_creditor_is_told_with_the_fee_of_the_contract() -> None:
    case = an_accepted_case()
    case.when(reduced("F-17", "20.00", "100.00")).then_among(
        like(PlacedItemChanged, reason="paid", amount=eur("20.00"), fee=eur("1.00")),  # 5 %
        like(AgencyTold, kind="item_changed", number=3),
    )
    case.when(settled("F-17", "100.00")).then_among(
        like(PlacedItemChanged, open=eur("0.00"), amount=eur("100.00"), fee=eur("5.00"))
    )


def test_a_credit_note_earns_the_agency_nothing() -> None:
    an_accepted_case().when(reduced("F-17", "20.00", "100.00", payment="")).then_among(
        like(PlacedItemChanged, reason="credited", fee=eur("0.00"))
    )


def test_of_more_time_the_agency_is_told_until_when() -> None:
    case = an_accepted_case().when(extended(to="2026-05-01"))
    (news,) = [one.event for one in case.recorded if isinstance(one.event, AgencyTold)]
    assert (news.facts["reason"], news.facts["due_on"]) == ("extended", "2026-05-01")


def test_an_offer_that_is_not_answered_yet_is_told_as_well() -> None:
    an_offered_case().when(settled()).then_among(like(AgencyTold, kind="item_changed", number=2))


def test_disputes_and_promises_are_told() -> None:
    case = an_accepted_case()
    case.when(disputed()).then_among(like(AgencyTold, kind="item_disputed"))
    case.when(disputed()).then_nothing()
    case.when(resolved("credit_note_expected")).then_nothing()
    case.when(resolved("refused")).then_among(like(AgencyTold, kind="dispute_resolved"))
    case.when(promised()).then_among(like(AgencyTold, kind="promise_made"))
    case.when(promise_taken_back()).then_among(like(AgencyTold, kind="promise_ended"))
    case.when(planned()).then_among(like(AgencyTold, kind="promise_made"))
    case.when(plan_broken()).then_among(like(AgencyTold, kind="promise_ended"))


def test_what_concerns_no_placed_item_is_not_told() -> None:
    case = an_accepted_case().given(an_item("F-20", "5.00"))
    says_nothing_of(AgencyTold, case.when(settled("F-20", "5.00")))


def test_a_recovery_is_reported_with_the_fee_of_the_contract() -> None:
    """15 % of 100.00."""
    case = an_accepted_case()
    case.when(recovered()).then(
        like(RecoveryReported, amount=eur("100.00"), fee=eur("15.00")),
        like(RecoveryNoted, gross=eur("100.00"), fee=eur("15.00"), agency=AGENCY),
    )


def test_what_cannot_have_been_recovered_is_refused() -> None:
    case = an_accepted_case()
    case.when(recovered("F-17", "120.01")).then_refused(RecoveredMoreThanPlaced, open="120.00 EUR")
    case.when(recovered("F-17", "70.00", times=2)).then_refused(
        RecoveredMoreThanPlaced, amount="140.00 EUR", open="120.00 EUR"
    )
    case.when(recovered("F-17", "60.00", times=2)).then_among(
        like(RecoveryReported, amount=eur("120.00"))
    )
    case.when(recovered("F-99", "1.00")).then_refused(ItemUnknown)
    fee = ReportFee(
        debtor=DEBTOR,
        placement=PLACEMENT,
        agency=AGENCY,
        amount=read_money("5.00 GBP"),
        what="search",
        reported_by="anton",
    )
    case.when(told(KEY, fee)).then_refused(CurrencyDiffers, currency="EUR")


def test_recall_and_recovery_in_either_order_keep_the_money() -> None:
    first = an_accepted_case().given(recovered())
    first.when(recalled()).then_among(like(PlacementRecalled, items=("item-F-17", "item-F-18")))
    second = an_accepted_case().given(recalled())
    second.when(recovered()).then_among(like(RecoveryReported, amount=eur("100.00")))
    second.when(an_action()).then_refused(NotAccepted, stage="recalled")


def test_money_that_an_agency_had_when_its_case_was_ended_is_reported_all_the_same() -> None:
    """The creditor may have ended it while the debtor was paying the agency."""
    case = an_accepted_case().given(closed(agency=""))
    case.when(recovered()).then_among(
        like(RecoveryReported, amount=eur("100.00")), like(RecoveryNoted, gross=eur("100.00"))
    )
    case.when(an_action()).then_refused(NotAccepted, stage="closed")


def test_single_items_are_taken_back_and_the_rest_goes_on() -> None:
    case = an_accepted_case()
    case.when(recalled("F-18")).then_among(
        like(ItemsRecalled, items=("item-F-18",), reason="disputed"),
        like(AgencyTold, kind="items_recalled"),
    )
    case.when(recalled("F-18")).then_refused(ItemUnknown)
    says_nothing_of(AgencyTold, case.when(settled("F-18", "30.00")))
    case.when(recalled("F-17")).then_among(like(PlacementRecalled, items=("item-F-17",)))


def test_a_case_is_closed_with_what_it_came_to() -> None:
    case = an_accepted_case().given(recovered())
    case.when(closed()).then_among(
        like(PlacementClosed, recovered=eur("100.00"), fees=eur("15.00"), result="recovered")
    )
    case.when(closed()).then_nothing()
    case.when(recalled()).then_refused(NotRunning, stage="closed")
    an_offered_case().when(closed()).then_refused(NotRunning, stage="offered")


def test_a_case_goes_to_a_bailiff_once() -> None:
    escalate = told(
        KEY, EscalatePlacement(debtor=DEBTOR, placement=PLACEMENT, escalated_by="paula")
    )
    case = an_accepted_case()
    case.when(escalate).then_among(like(EscalatedToBailiff), like(AgencyTold))
    case.when(escalate).then_nothing()


def _recovery(case: Scenario, amount: str) -> str:
    case.when(recovered("F-17", amount))
    return case.answer["recovery"]


def test_a_remittance_is_net_of_fees_and_has_each_recovery_once() -> None:
    case = an_accepted_case()
    one, two = _recovery(case, "33.30"), _recovery(case, "50.00")
    case.when(remitted(one, two)).then(
        # 15 % of 33.30 is 4.995: rounded half up 5.00; of 50.00 it is 7.50
        like(RemittanceReported, gross=eur("83.30"), fees=eur("12.50"), net=eur("70.80")),
        like(RecoveryRemitted, recovery=one),
        like(RecoveryRemitted, recovery=two),
    )
    case.when(remitted(one)).then_refused(AlreadyRemitted, recovery=one)
    case.when(remitted("unknown")).then_refused(RecoveryUnknown)


def test_nobody_remits_what_another_agency_recovered() -> None:
    case = an_accepted_case().given(an_agency("agency-2"))
    recovery = _recovery(case, "50.00")
    case.when(remitted(recovery, agency="agency-2")).then_refused(RecoveryUnknown)
