"""What holds a demand that is due, and what lets it go."""

from libs.events.contracts.dunning import (
    CheckScheduled,
    DemandGated,
    DemandProposed,
    TaskDone,
    TaskOpened,
)
from libs.testkit.scenarios import Heard, Scenario, Told, like
from services.dunning.tests.building import (
    DEBTOR,
    FOUR_STEPS,
    a_changed_creditor,
    a_changed_debtor,
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    covered,
    demand_id,
    dunning,
    eur,
    feed_advanced,
    feed_interrupted,
    feed_opened,
    feed_resumed,
    import_finished,
    import_started,
    on,
    task_id,
)
from services.dunning.tests.debtor_facts import (
    an_item,
    credit_booked,
    reopened,
    sent,
    settled,
    share_booked,
    share_taken_back,
    suspected,
    suspicion_expired,
    unsuspected,
)
from services.dunning.tests.people_say import task_closed
from services.dunning.tests.test_ladder import demanded


def due_tomorrow(*more: Heard | Told, creditor: Heard | None = None) -> Scenario:
    """An item due for its reminder on Wednesday 18 March; it is the 17th."""
    return dunning.given(
        creditor or a_creditor(),
        a_policy(),
        a_day("2026-03-17"),
        a_debtor(),
        an_item("F-1", "120.00", due="2026-03-06"),
        *more,
    )


def test_a_suspected_item_waits_until_the_suspicion_is_answered() -> None:
    scenario = due_tomorrow(suspected("F-1", until="2026-03-25")).when(a_day("2026-03-18"))
    scenario.then(
        like(DemandGated, gate="suspected_items_wait", items=("F-1",), until_on=on("2026-03-25")),
        like(CheckScheduled, check_on=on("2026-03-25")),
    )
    scenario.when(unsuspected("F-1")).then_among(like(DemandProposed, attempt=1))


def test_a_suspicion_that_is_too_old_becomes_a_task_and_holds_no_more() -> None:
    scenario = due_tomorrow(suspected("F-1")).given(a_day("2026-03-18"))
    scenario.when(suspicion_expired("F-1"))
    scenario.then_among(
        like(TaskOpened, kind="suspicion_expired", about="F-1"), like(DemandProposed, attempt=1)
    )


def test_a_gate_is_said_once_however_many_days_it_holds() -> None:
    scenario = due_tomorrow(suspected("F-1", until="2026-03-31")).given(a_day("2026-03-18"))
    scenario.when(a_day("2026-03-19")).then()


def test_what_a_gate_holds_does_not_hold_its_neighbours() -> None:
    scenario = due_tomorrow(an_item("F-2", due="2026-03-06"), suspected("F-1"))
    scenario.when(a_day("2026-03-18"))
    assert [one.item for one in demanded(scenario).items] == ["F-2"]
    scenario.then_among(like(DemandGated, gate="suspected_items_wait", items=("F-1",)))


def test_a_reopened_item_keeps_its_steps_and_has_grace() -> None:
    scenario = due_tomorrow().given(a_day("2026-03-18"), sent(demand_id("2026-03-18")))
    scenario.given(settled("F-1"), a_day("2026-03-26"))
    scenario.when(reopened("F-1")).then_among(
        like(DemandGated, gate="reopened_items_have_grace", until_on=on("2026-03-29"))
    )


def test_overpaid_debtors_are_not_asked_while_the_net_is_zero() -> None:
    scenario = due_tomorrow(share_booked("s1", "150.00")).when(a_day("2026-03-18"))
    scenario.then_among(like(DemandGated, gate="small_net_due_waits", items=()))
    scenario.when(share_taken_back("s1", "150.00")).then_among(like(DemandProposed))


def test_a_credit_note_on_account_lowers_what_is_asked() -> None:
    scenario = due_tomorrow(credit_booked("C-1", "20.00")).when(a_day("2026-03-18"))
    demand = demanded(scenario)
    assert (demand.total, demand.credit, demand.net) == (eur("120.00"), eur("20.00"), eur("100.00"))


def test_less_than_the_policys_least_is_not_asked_for() -> None:
    policy = a_policy("four-steps", *FOUR_STEPS, net_due_mins=(eur("200.00"),))
    scenario = due_tomorrow(policy).when(a_day("2026-03-18"))
    scenario.then_among(like(DemandGated, gate="small_net_due_waits"))


def test_a_ledger_that_is_not_known_far_enough_holds_everything() -> None:
    """Three bank days before Wednesday the 18th is Friday the 13th."""
    scenario = due_tomorrow(creditor=a_creditor("required")).given(covered("2026-03-12"))
    scenario.when(a_day("2026-03-18")).then_among(
        like(DemandGated, gate="stale_bank_data_holds_everything", items=())
    )
    scenario.when(covered("2026-03-13")).then_among(like(DemandProposed, attempt=1))


def test_a_ledger_of_which_nothing_is_known_is_stale() -> None:
    scenario = due_tomorrow(creditor=a_creditor("required")).when(a_day("2026-03-18"))
    scenario.then_among(like(DemandGated, gate="stale_bank_data_holds_everything"))


def test_a_creditor_without_a_feed_is_chased_by_the_day() -> None:
    due_tomorrow(creditor=a_creditor("none")).when(a_day("2026-03-18")).then_among(
        like(DemandProposed)
    )


def test_a_creditor_that_gives_up_its_feed_is_chased_at_once() -> None:
    scenario = due_tomorrow(creditor=a_creditor("required")).given(a_day("2026-03-18"))
    scenario.when(a_changed_creditor("none")).then_among(like(DemandProposed))


def test_a_statement_being_booked_holds_everything_until_it_has_come_to_rest() -> None:
    scenario = due_tomorrow(feed_opened("s1"), feed_opened("s2")).when(a_day("2026-03-18"))
    scenario.then_among(like(DemandGated, gate="open_feeds_hold_everything"))
    scenario.when(feed_advanced("s1")).then()
    scenario.when(feed_advanced("s2")).then_among(like(DemandProposed))


def test_an_advance_of_another_statement_ends_nothing() -> None:
    scenario = due_tomorrow(feed_opened("s1"), feed_advanced("s0")).when(a_day("2026-03-18"))
    scenario.then_among(like(DemandGated, gate="open_feeds_hold_everything"))


def test_a_statement_that_is_heard_of_again_after_its_end_opens_nothing() -> None:
    scenario = due_tomorrow(feed_opened("s1"), feed_advanced("s1"), feed_opened("s1"))
    scenario.when(a_day("2026-03-18")).then_among(like(DemandProposed))


def test_a_gap_in_the_statements_holds_everything_until_it_closes() -> None:
    scenario = due_tomorrow(feed_interrupted()).when(a_day("2026-03-18"))
    scenario.then_among(like(DemandGated, gate="interrupted_feeds_hold_everything"))
    scenario.when(feed_resumed()).then_among(like(DemandProposed))


def test_an_import_holds_everything_until_it_has_come_to_rest() -> None:
    scenario = due_tomorrow(import_started()).when(a_day("2026-03-18"))
    scenario.then_among(like(DemandGated, gate="open_imports_hold_everything"))
    scenario.when(import_finished()).then_among(like(DemandProposed))


def test_an_import_of_overdue_items_asks_for_no_decision_each() -> None:
    scenario = due_tomorrow(import_started()).given(a_day("2026-03-18"))
    scenario.when(an_item("F-2", due="2026-02-01"))
    assert not scenario.sent
    scenario.when(import_finished())
    assert [one.item for one in demanded(scenario).items] == ["F-2", "F-1"]


def test_messages_of_a_case_keep_their_distance() -> None:
    """Three days by the policy: nothing before Saturday the 21st, and then the weekend is kept."""
    scenario = due_tomorrow().given(a_day("2026-03-18"), sent(demand_id("2026-03-18")))
    scenario.when(an_item("F-2", due="2026-03-06")).then_among(
        like(DemandGated, gate="messages_keep_their_distance", until_on=on("2026-03-21")),
        like(CheckScheduled, check_on=on("2026-03-21")),
    )
    scenario.when(a_day("2026-03-21")).then_among(
        like(DemandGated, gate="weekends_and_holidays_are_kept", until_on=on("2026-03-23"))
    )
    scenario.when(a_day("2026-03-23")).then_among(like(DemandProposed))


def test_holidays_are_those_of_the_debtors_country() -> None:
    """1 May is no working day in Belgium and France, and one in the Netherlands."""
    for country, gated in (("BE", True), ("NL", False)):
        scenario = dunning.given(
            a_creditor(),
            a_policy(),
            a_day("2026-04-30"),
            a_debtor(country=country),
            an_item("F-1", due="2026-04-19"),
        ).when(a_day("2026-05-01"))
        events = [type(one.event) for one in scenario.recorded]
        assert (DemandGated in events, DemandProposed in events) == (gated, not gated), country


def test_a_played_day_keeps_weekends_and_has_no_send_window() -> None:
    scenario = dunning.given(
        a_creditor(),
        a_policy(),
        a_day("2026-03-17", played_by="acme"),
        a_debtor(),
        an_item("F-1", due="2026-03-06"),
    ).when(a_day("2026-03-18", played_by="acme"))
    assert demanded(scenario).send_window is None
    weekend = dunning.given(
        a_creditor(),
        a_policy(),
        a_day("2026-03-20", played_by="acme"),
        a_debtor(),
        an_item("F-1", due="2026-03-09"),
    ).when(a_day("2026-03-21", played_by="acme"))
    weekend.then_among(like(DemandGated, gate="weekends_and_holidays_are_kept"))


def test_without_an_address_there_is_a_task_and_no_message() -> None:
    scenario = dunning.given(
        a_creditor(),
        a_policy(),
        a_day("2026-03-17"),
        a_debtor(email=""),
        an_item("F-1", due="2026-03-06"),
    ).when(a_day("2026-03-18"))
    scenario.then_among(
        like(DemandGated, gate="no_address_no_message", items=()),
        like(TaskOpened, kind="address_missing", about=DEBTOR),
    )
    scenario.when(a_changed_debtor(email="ap@smith.example")).then_among(
        like(TaskDone, done_by=""), like(DemandProposed)
    )


def test_an_address_that_is_lost_again_is_a_task_again() -> None:
    scenario = dunning.given(
        a_creditor(),
        a_policy(),
        a_day("2026-03-18"),
        a_debtor(email=""),
        an_item("F-1", due="2026-03-06"),
        a_changed_debtor(email="ap@smith.example"),
        sent(demand_id("2026-03-18")),
        a_changed_debtor(email=""),
    )
    scenario.when(an_item("F-2", due="2026-03-06")).then_among(
        like(DemandGated, gate="no_address_no_message"),
        like(TaskOpened, kind="address_missing", about=DEBTOR),
    )


def test_a_closed_task_about_an_address_does_not_come_back_every_day() -> None:
    scenario = dunning.given(
        a_creditor(),
        a_policy(),
        a_day("2026-03-18"),
        a_debtor(email=""),
        an_item("F-1", due="2026-03-06"),
        task_closed(task_id("address_missing", DEBTOR)),
    )
    for day in ("2026-03-19", "2026-03-21", "2026-03-23"):
        scenario.when(a_day(day))
        assert not any(type(one.event) is TaskOpened for one in scenario.recorded), day


def test_a_case_without_a_policy_says_so_once_and_opens_when_one_is_published() -> None:
    scenario = dunning.given(a_creditor(), a_day("2026-03-17"), a_debtor())
    scenario.when(an_item("F-1", due="2026-03-06")).then_among(
        like(DemandGated, gate="policy_unknown", items=())
    )
    scenario.when(a_day("2026-03-18")).then()
    scenario.when(a_policy()).then_among(like(DemandProposed, step="reminder"))


def test_what_was_heard_before_its_creditor_is_decided_once_that_is_known() -> None:
    scenario = dunning.given(an_item("F-1", due="2026-03-06"), a_policy(), a_day("2026-03-18"))
    scenario.given(a_debtor()).when(a_creditor()).then_among(like(DemandProposed))


def test_what_was_heard_before_its_debtor_is_decided_once_that_is_known() -> None:
    scenario = dunning.given(a_creditor(), a_policy(), a_day("2026-03-18"))
    scenario.given(an_item("F-1", due="2026-03-06"))
    scenario.when(a_debtor()).then_among(like(DemandProposed))
