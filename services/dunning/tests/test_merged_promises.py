"""Two debtors become one: promises, pauses and money on account go along."""

from libs.events.contracts.dunning import (
    CallDropped,
    CreditNoted,
    DemandRecalled,
    DunningPaused,
    DunningResumed,
    PromiseAdopted,
    PromiseBroken,
    PromiseKept,
    PromiseLeft,
    PromiseMade,
    PromiseMoneyNoted,
    TaskOpened,
)
from libs.events.contracts.matching import (
    ShareMovedIn,
)
from libs.testkit.scenarios import heard, like
from services.dunning.domain.refusals import DebtorIsMerged
from services.dunning.tests.building import (
    CREDITOR,
    DEBTOR,
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    covered,
    dunning,
    eur,
    key,
    on,
    step,
)
from services.dunning.tests.debtor_facts import (
    allocated,
    an_item,
    share_booked,
)
from services.dunning.tests.merging import (
    both_known,
    closed,
    merged,
    moved_in,
    moved_out,
    paid_at_jones,
)
from services.dunning.tests.people_say import paused, promised, resumed


def test_a_promise_is_judged_where_its_items_are_with_the_money_of_both() -> None:
    scenario = both_known(an_item("F-1", due="2026-03-06"))
    scenario.given(promised("2026-03-20", "F-1"))
    scenario.given(share_booked("share-1", "50.00"), allocated("F-1", "50.00", booked="2026-03-18"))
    scenario.when(closed()).then_among(
        like(PromiseLeft, debtor=DEBTOR),
        like(PromiseAdopted, debtor="jones", amount=eur("120.00"), standing="open"),
    )
    scenario.given(moved_out("F-1", "70.00"), moved_in("F-1", "70.00"))
    scenario.given(*paid_at_jones("70.00"))
    scenario.when(a_day("2026-03-25")).then_among(like(PromiseKept, debtor="jones"))


def test_money_that_comes_before_the_promise_does_is_counted_for_it() -> None:
    """The item has arrived and is paid; what was promised of it is still on its way."""
    scenario = both_known(an_item("F-1", due="2026-03-06")).given(promised("2026-03-20", "F-1"))
    scenario.given(moved_in("F-1"), *paid_at_jones("120.00"))
    scenario.given(*merged("F-1"))
    scenario.when(a_day("2026-03-25")).then_among(like(PromiseKept, debtor="jones"))


def test_a_promise_without_its_money_is_broken_where_it_went() -> None:
    scenario = both_known(an_item("F-1", due="2026-03-06")).given(promised("2026-03-20", "F-1"))
    scenario.given(*merged("F-1"), moved_in("F-1"))
    scenario.when(a_day("2026-03-25")).then_among(
        like(PromiseBroken, debtor="jones", missing=eur("120.00"))
    )


def test_a_promise_that_is_made_to_the_old_debtor_goes_after_the_others() -> None:
    scenario = both_known(an_item("F-1", due="2026-03-06")).given(*merged("F-1"), moved_in("F-1"))
    scenario.given(a_day("2026-03-18"))
    scenario.when(promised("2026-03-20", "F-1")).then_among(
        like(PromiseMade, debtor=DEBTOR),
        like(PromiseLeft, debtor=DEBTOR),
        like(PromiseAdopted, debtor="jones"),
        like(DemandRecalled, debtor="jones", gate="promises_are_given_their_time"),
    )


def test_a_promise_of_all_that_is_open_has_to_be_made_where_it_is() -> None:
    scenario = both_known(an_item("F-1", due="2026-03-06")).given(*merged("F-1"))
    scenario.when(promised("2026-03-20")).then_refused(DebtorIsMerged, into="jones")


def test_of_two_pauses_the_longer_one_holds() -> None:
    scenario = both_known(an_item("F-1", due="2026-03-06")).given(paused("2026-04-01"))
    scenario.when(closed()).then_among(
        like(DunningPaused, debtor="jones", until_on=on("2026-04-01"))
    )
    scenario.when(paused("2026-03-20")).then(like(DunningPaused, debtor=DEBTOR))
    scenario.when(paused("2026-05-01")).then(
        like(DunningPaused, debtor=DEBTOR),
        like(DunningPaused, debtor="jones", until_on=on("2026-05-01")),
    )


def test_a_pause_that_is_over_does_not_come_along() -> None:
    """It would recall what is under way to Jones, whom nobody asked to leave alone."""
    theirs = an_item("F-2", due="2026-03-06", debtor="jones")
    scenario = both_known(an_item("F-1", due="2026-03-06"), theirs).given(paused("2026-03-17"))
    came = scenario.given(a_day("2026-03-18")).when(closed()).recorded
    assert not [one for one in came if isinstance(one.event, DunningPaused | DemandRecalled)]


def test_a_pause_that_is_ended_ends_no_longer_one_of_the_other() -> None:
    """Jones has one of his own until May; Smith's, until April, is ended after the merge."""
    scenario = both_known(an_item("F-1", due="2026-03-06")).given(paused("2026-04-01"))
    scenario.given(paused("2026-05-01", "jones"), closed())
    scenario.when(resumed()).then(like(DunningResumed, debtor=DEBTOR))


def test_a_pause_that_came_along_is_ended_where_it_went() -> None:
    scenario = both_known(an_item("F-1", due="2026-03-06")).given(paused("2026-04-01"), closed())
    scenario.when(resumed()).then_among(
        like(DunningResumed, debtor=DEBTOR), like(DunningResumed, debtor="jones")
    )


def test_what_only_passes_through_a_merged_debtor_leaves_no_task_there() -> None:
    """Smith broke a promise; he goes into Jones, who went into Brown before."""
    scenario = both_known(a_debtor("brown"), an_item("F-1", due="2026-03-06"))
    scenario.given(promised("2026-03-18", "F-1"), a_day("2026-03-23"))
    scenario.given(closed("jones", "brown"))
    scenario.when(closed())
    opened = [one.event for one in scenario.recorded if isinstance(one.event, TaskOpened)]
    assert [(one.debtor, one.kind) for one in opened] == [("brown", "promise_broken")]


def test_credit_on_account_and_calls_do_not_stay_behind() -> None:
    call = step("call", "after_due", 1, "call")
    scenario = dunning.given(
        a_creditor(), a_policy("calls", call), a_debtor(), a_day("2026-03-17"),
        an_item("F-1", due="2026-03-06"), share_booked("share-1", "5.00"),
    )  # fmt: skip
    scenario.when(closed()).then_among(
        like(CreditNoted, source="share/share-1", on_account=eur("0.00")),
        like(CallDropped, debtor=DEBTOR),
    )
    moved = ShareMovedIn(
        share="share-1", payment="p1", creditor=CREDITOR, debtor="jones", came_from=DEBTOR,
        item="", amount=eur("5.00"), on_account=eur("5.00"), booked_on=None,
    )  # fmt: skip
    scenario.when(heard("matching", key("debtor", "jones"), key("share", "share-1~jones"), moved))
    scenario.then_among(like(CreditNoted, debtor="jones", on_account=eur("5.00")))


def test_a_promise_of_several_items_is_not_judged_before_all_of_them_areboth_known() -> None:
    scenario = dunning.given(
        a_creditor("required"), a_policy(), a_debtor(), a_debtor("jones"), a_day("2026-03-17"),
        an_item("F-1", due="2026-03-06"), an_item("F-2", due="2026-03-06"), covered("2026-03-30"),
        promised("2026-03-20", "F-1", "F-2"),
    )  # fmt: skip
    scenario.given(closed(), moved_in("F-1"))
    scenario.when(a_day("2026-03-25"))
    assert not [one for one in scenario.recorded if isinstance(one.event, PromiseBroken)]


def test_money_is_counted_by_a_promise_that_has_come() -> None:
    scenario = both_known(an_item("F-1", due="2026-03-06")).given(promised("2026-03-20", "F-1"))
    scenario.given(*merged("F-1"), moved_in("F-1"))
    allocation, _ = paid_at_jones("70.00")
    scenario.when(allocation).then_among(
        like(PromiseMoneyNoted, debtor="jones", amount=eur("70.00"))
    )
