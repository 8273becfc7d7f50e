"""What the view makes of events: cases, demands with why, calls, what people agreed."""

from typing import Any

from libs.events.contracts import dunning, matching, notifications
from libs.testkit.stack import Addresses
from services.dunning.tests import chased
from services.dunning.tests.chased import CASE, CREDITOR, DEBTOR, DEMAND, OF_CASE, eur
from services.dunning.tests.view_filling import TENANT, day, filled, named
from services.dunning.views.reading import AgreedFilter, CaseFilter, DemandFilter, Page

ALL = Page(None, 100)
ANY = AgreedFilter()


async def test_a_case_shows_whose_it_is_what_is_open_and_when_it_is_looked_at(
    stack: Addresses,
) -> None:
    credit = dunning.CreditNoted(**OF_CASE, source=named("s"), on_account=eur("3.00"))
    more = (chased.followed("F-18", "10.00", "2026-02-20"), credit)
    async with filled(stack.postgres, [*chased.opened(), *more]) as chasing:
        (case,) = await chasing.cases(TENANT, CaseFilter(), ALL)

        assert (case["case"], case["state"], case["policy"]) == (CASE, "open", "four-steps")
        assert (case["creditor_name"], case["debtor_name"]) == ("De Bakker BV", "Jansen & Zonen")
        assert (case["open"], case["items_open"], case["on_account"]) == (
            "58.00 EUR",  # 48.00 + 10.00
            2,
            "3.00 EUR",
        )
        assert case["oldest_due_on"] == day("2026-02-20")
        assert case["planned"] == {"check_on": "2026-03-16", "step": "reminder"}
        assert (case["gate"], case["pending"]) == (None, None)


async def test_a_gate_holds_until_what_it_held_goes_on(stack: Addresses) -> None:
    held = [*chased.opened(), chased.gated("stale_bank_data_holds_everything")]
    async with filled(stack.postgres, held) as chasing:
        (case,) = await chasing.cases(
            TENANT, CaseFilter(gate="stale_bank_data_holds_everything"), ALL
        )
        assert case["gate"]["since_on"] == "2026-03-16"
        (cause,) = await chasing.gates(TENANT, None, None, None)
        assert (cause["gated_count"], cause["cases_now"], cause["open_now"]) == (
            1,
            1,
            ["48.00 EUR"],
        )
    async with filled(stack.postgres, [*held, chased.proposed()]) as chasing:
        (case,) = await chasing.cases(TENANT, CaseFilter(), ALL)
        assert (case["gate"], case["pending"]) == (None, DEMAND)
        (cause,) = await chasing.gates(TENANT, CREDITOR, day("2026-03-01"), day("2026-03-31"))
        assert (cause["gated_count"], cause["cases_now"]) == (1, 0)


async def test_what_waited_for_a_statement_is_not_told_as_held_once_that_is_booked(
    stack: Addresses,
) -> None:
    """Nobody says so of a case whose next step is not due."""
    where: dict[str, Any] = {"account": named("account"), "creditor": CREDITOR}
    booking = matching.FeedOpened(**where, statement=named("statement"))
    at_rest = matching.FeedAdvanced(
        **where, statement=named("statement"), through_on=day("2026-03-13")
    )
    held = [*chased.opened(), booking, chased.gated("open_feeds_hold_everything")]
    for events, cases_now in ((held, 1), ([*held, at_rest], 0)):
        async with filled(stack.postgres, events) as chasing:
            (cause,) = await chasing.gates(TENANT, None, None, None)
            assert (cause["gated_count"], cause["cases_now"]) == (1, cases_now)


async def test_a_gate_of_one_item_is_shown_at_that_item(stack: Addresses) -> None:
    other = named("item F-18")
    events = [
        *chased.opened(),
        chased.followed("F-18", "10.00", "2026-02-20"),
        chased.gated("disputed_items_wait", other),
    ]
    async with filled(stack.postgres, events) as chasing:
        case = await chasing.case(TENANT, CASE)
        assert case is not None
        gates = {one["number"]: one["gate"] for one in case["items"]}
        assert gates["F-17"] is None
        assert gates["F-18"]["gate"] == "disputed_items_wait"
        assert case["gate"]["gate"] == "disputed_items_wait"


async def test_a_sent_demand_shows_its_barrier_and_takes_its_step(stack: Addresses) -> None:
    events = [
        *chased.opened(),
        chased.proposed(),
        notifications.MessageHeld(**chased.OF_MESSAGE, cause="barrier", service="matching"),
        chased.started(),
        chased.sent(),
        chased.ended("sent"),
        chased.taken(),
        chased.called(),
    ]
    async with filled(stack.postgres, events) as chasing:
        demand = await chasing.demand(TENANT, DEMAND)
        assert demand is not None
        assert (demand["status"], demand["net"], demand["hold"]) == ("sent", "48.00 EUR", None)
        (attempt,) = demand["attempts"]
        assert attempt["cut"] == {"ingestion": 1, "matching": 5, "dunning": 2}
        assert (attempt["outcome"], attempt["reply"]) == ("sent", "250 queued")
        assert [one["step"] for one in demand["steps"]] == ["reminder"]
        told = [one["what"] for one in demand["behind"]]
        assert told == [
            "item_followed",
            "demand_proposed",
            "message_held",
            "send_started",
            "message_sent",
            "demand_ended",
            "step_taken",
        ]
        (listed,) = await chasing.demands(TENANT, DemandFilter(status="sent"), ALL)
        assert listed["demand"] == DEMAND
        assert await chasing.demands(TENANT, DemandFilter(status="held"), ALL) == []


async def test_a_demand_whose_barrier_is_not_had_is_held(stack: Addresses) -> None:
    held = notifications.MessageHeld(**chased.OF_MESSAGE, cause="parked", service="matching")
    async with filled(stack.postgres, [*chased.opened(), chased.proposed(), held]) as chasing:
        (demand,) = await chasing.demands(TENANT, DemandFilter(status="held"), ALL)
        assert demand["hold"] == {"cause": "parked", "service": "matching"}


async def test_the_newest_demands_come_first_and_pages_go_on_from_there(stack: Addresses) -> None:
    one, *more = (named(f"demand {number}") for number in (1, 2, 3))
    said = [chased.proposed().model_copy(update={"demand": demand}) for demand in (one, *more)]
    async with filled(stack.postgres, [*chased.opened(), *said]) as chasing:
        first = await chasing.demands(TENANT, DemandFilter(), Page(None, 2, newest_first=True))
        place = Page(first[-1]["demand"], 2, newest_first=True)
        rest = await chasing.demands(TENANT, DemandFilter(), place)
        assert [told["demand"] for told in (*first, *rest)] == [*more[::-1], one]


async def test_a_recalled_demand_names_the_payment_that_recalled_it(stack: Addresses) -> None:
    share = f"{TENANT}/share/{named('share')}"
    events = [
        *chased.opened(),
        chased.proposed(),
        *chased.paid(),
        chased.recalled("paid_items_are_not_demanded", share),
        chased.ended("withdrawn"),
    ]
    async with filled(stack.postgres, events) as chasing:
        demand = await chasing.demand(TENANT, DEMAND)
        assert demand is not None
        assert (demand["status"], demand["recall_gate"]) == (
            "withdrawn",
            "paid_items_are_not_demanded",
        )
        cause = demand["cause"]
        assert (cause["kind"], cause["amount"], cause["payment_amount"], cause["payer_name"]) == (
            "share",
            "48.00 EUR",
            "50.00 EUR",
            "Jansen",
        )
        page = await chasing.demands(
            TENANT, DemandFilter(gate="paid_items_are_not_demanded", day_on=day("2026-03-16")), ALL
        )
        assert len(page) == 1


async def test_the_newest_version_of_a_policy_is_listed_and_every_one_is_shown(
    stack: Addresses,
) -> None:
    async with filled(stack.postgres, [chased.published(), chased.published(2)]) as chasing:
        (newest,) = await chasing.policies(TENANT, ALL)
        assert newest["version"] == 2
        assert await chasing.newest_policy(TENANT, "four-steps") == newest
        assert await chasing.newest_policy(TENANT, "three-steps") is None
        first = await chasing.policy(TENANT, "four-steps", 1)
        assert first is not None
        assert [one["step"] for one in first["facts"]["steps"]][:2] == ["reminder", "call"]


async def test_policies_are_listed_page_by_page(stack: Addresses) -> None:
    newer = chased.published(2)
    gentle = newer.model_copy(update={"facts": newer.facts.model_copy(update={"policy": "gentle"})})
    async with filled(stack.postgres, [chased.published(), newer, gentle]) as chasing:
        (first,) = await chasing.policies(TENANT, Page(None, 1))
        (second,) = await chasing.policies(TENANT, Page(first["policy"], 1))
        assert [first["policy"], second["policy"]] == ["four-steps", "gentle"]
        assert await chasing.policies(TENANT, Page(second["policy"], 1)) == []


async def test_the_timeline_of_a_debtor_tells_what_was_asked_and_leaves_out_what_is_adopted(
    stack: Addresses,
) -> None:
    events = [*chased.opened(), chased.proposed(), chased.sent(), chased.called(), chased.logged()]
    async with filled(stack.postgres, events) as chasing:
        debtor = await chasing.debtor(TENANT, DEBTOR)
        assert debtor is not None
        assert [one["what"] for one in debtor["timeline"]] == [
            "case_opened",
            "demand_proposed",
            "message_sent",
            "call_scheduled",
            "call_logged",
        ]
        assert debtor["timeline"][-1]["details"]["text"] == "Will ask her bookkeeper"
        assert await chasing.debtor(TENANT, named("nobody")) is None


async def test_a_tenant_never_sees_the_rows_of_another(stack: Addresses) -> None:
    events = [*chased.opened(), *(("other", one) for one in chased.opened())]
    async with filled(stack.postgres, events) as chasing:
        assert len(await chasing.cases(TENANT, CaseFilter(), ALL)) == 1
        assert len(await chasing.cases("third", CaseFilter(), ALL)) == 0
        assert await chasing.policies("third", ALL) == []
        assert await chasing.debtor("third", DEBTOR) is None
