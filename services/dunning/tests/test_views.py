"""What the view makes of events: cases, demands with why, calls, what people agreed."""

from typing import Any

from libs.events.contracts import dunning, notifications
from libs.events.contracts.dunning import FreeText
from libs.events.contracts.model import Erased
from libs.testkit.stack import Addresses
from services.dunning.tests import chased
from services.dunning.tests.chased import CALL, CASE, CREDITOR, DEBTOR, DEMAND, ITEM, OF_CASE, eur
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


async def test_calls_come_in_order_of_value_with_the_note_of_the_one_before(
    stack: Addresses,
) -> None:
    small, great = named("small"), named("great")
    note = dunning.NoteAdded(
        note=named("note"),
        creditor=CREDITOR,
        debtor=DEBTOR,
        noted_by="paula",
        noted_on=day("2026-03-20"),
        personal=FreeText(text="Ask for An"),
    )
    calls = (
        chased.called(),
        chased.logged(),
        chased.called(small, "10.00"),
        note,
        chased.called(great, "900.00"),
    )
    async with filled(stack.postgres, [*chased.opened(), *calls]) as chasing:
        scheduled = AgreedFilter(state="scheduled")
        listed = await chasing.agreed(TENANT, "calls", scheduled, ALL)
        assert [one["call"] for one in listed] == [great, small]
        first = listed[0]
        assert (first["asked"], first["numbers"]) == ("900.00 EUR", ["F-17"])
        assert first["contacts"][0]["phone"] == "+32 2 555 01 02"
        assert (first["before_text"], first["note_text"]) == (
            "Will ask her bookkeeper",
            "Ask for An",
        )
        second = await chasing.agreed(TENANT, "calls", scheduled, Page(great, 1))
        assert [one["call"] for one in second] == [small]
        (done,) = await chasing.agreed(TENANT, "calls", AgreedFilter(CALL), ALL)
        assert (done["state"], done["outcome"], done["text"]) == (
            "logged",
            "reached",
            "Will ask her bookkeeper",
        )


async def test_a_promise_that_was_broken_is_kept_when_the_money_is_found(stack: Addresses) -> None:
    promise = named("promise")
    made = dunning.PromiseMade(
        **OF_CASE,
        promise=promise,
        items=(ITEM,),
        amount=eur("48.00"),
        pay_by_on=day("2026-03-20"),
        judged_from_on=day("2026-03-24"),
        made_on=day("2026-03-17"),
        noted_by="paula",
    )
    broken = dunning.PromiseBroken(
        **OF_CASE,
        promise=promise,
        paid=eur("8.00"),
        missing=eur("40.00"),
        judged_on=day("2026-03-24"),
    )
    kept = dunning.PromiseKept(**OF_CASE, promise=promise, paid=eur("48.00"))
    async with filled(stack.postgres, [*chased.opened(), made, broken]) as chasing:
        (one,) = await chasing.agreed(TENANT, "promises", AgreedFilter(state="broken"), ALL)
        assert (one["missing"], one["paid"], one["numbers"]) == ("40.00 EUR", "8.00 EUR", ["F-17"])
    async with filled(stack.postgres, [*chased.opened(), made, broken, kept]) as chasing:
        (one,) = await chasing.agreed(TENANT, "promises", ANY, ALL)
        assert (one["state"], one["missing"]) == ("kept", "0.00 EUR")


def what_people_agreed() -> list[Any]:
    """A dispute that is refused, a pause, a claim, and a task that is done."""
    dispute, task = named("dispute"), named("task")
    return [
        *chased.opened(),
        dunning.DisputeOpened(
            **OF_CASE,
            dispute=dispute,
            item=ITEM,
            amount=eur("8.00"),
            reason="wrong_price",
            owner="paula",
            due_on=day("2026-03-30"),
            opened_on=day("2026-03-17"),
            opened_by="paula",
            personal=Erased(),
        ),
        dunning.DisputeResolved(
            **OF_CASE, dispute=dispute, item=ITEM, resolution="refused", resolved_by="tom"
        ),
        dunning.DunningPaused(
            creditor=CREDITOR,
            debtor=DEBTOR,
            until_on=day("2026-04-01"),
            reason="flooded",
            paused_by="paula",
        ),
        dunning.PaidClaimNoted(**OF_CASE, item=ITEM, until_on=day("2026-03-23"), noted_by="paula"),
        dunning.TaskOpened(
            **OF_CASE, task=task, kind="paid_claim", about=ITEM, opened_on=day("2026-03-18")
        ),
        dunning.TaskDone(task=task, creditor=CREDITOR, debtor=DEBTOR, done_by="paula"),
    ]


async def test_disputes_pauses_claims_and_tasks_are_listed_with_what_came_of_them(
    stack: Addresses,
) -> None:
    async with filled(stack.postgres, what_people_agreed()) as chasing:
        (one,) = await chasing.agreed(TENANT, "disputes", AgreedFilter(state="resolved"), ALL)
        assert (one["amount"], one["number"], one["resolution"], one["text"]) == (
            "8.00 EUR",
            "F-17",
            "refused",
            None,
        )
        (pause,) = await chasing.agreed(TENANT, "pauses", AgreedFilter(state="paused"), ALL)
        assert (pause["until_on"], pause["resumed_by"]) == (day("2026-04-01"), None)
        (claim,) = await chasing.agreed(TENANT, "paid_claims", ANY, ALL)
        assert (claim["number"], claim["open"]) == ("F-17", "48.00 EUR")
        (done,) = await chasing.agreed(TENANT, "tasks", ANY, ALL)
        assert (done["state"], done["done_by"], done["number"]) == ("done", "paula", "F-17")


async def test_the_newest_version_of_a_policy_is_listed_and_every_one_is_shown(
    stack: Addresses,
) -> None:
    async with filled(stack.postgres, [chased.published(), chased.published(2)]) as chasing:
        (newest,) = await chasing.policies(TENANT)
        assert newest["version"] == 2
        first = await chasing.policy(TENANT, "four-steps", 1)
        assert first is not None
        assert [one["step"] for one in first["facts"]["steps"]][:2] == ["reminder", "call"]


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
        assert await chasing.policies("third") == []
        assert await chasing.debtor("third", DEBTOR) is None
