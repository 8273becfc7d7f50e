"""What the view makes of what people agreed: calls, promises, disputes, pauses, claims, tasks."""

from typing import Any

from libs.events.contracts import dunning
from libs.events.contracts.dunning import FreeText
from libs.events.contracts.ingestion import PortfolioAssigned
from libs.events.contracts.model import Erased, Event
from libs.events.views.reading import PORTFOLIO
from libs.testkit.stack import Addresses
from services.dunning.api.next_told import next_of
from services.dunning.tests import chased
from services.dunning.tests.chased import CALL, CREDITOR, DEBTOR, ITEM, OF_CASE, eur
from services.dunning.tests.view_filling import TENANT, day, filled, named
from services.dunning.views.reading import AgreedFilter, Page

ALL = Page(None, 100)
ANY = AgreedFilter()
JONES = named("jones")
CASE_OF_JONES = named("case of jones")


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


async def test_a_call_that_is_needed_again_is_told_without_what_had_dropped_it(
    stack: Addresses,
) -> None:
    dropped = dunning.CallDropped(**OF_CASE, call=CALL, gate="promises_are_given_their_time")
    events = [*chased.opened(), chased.called(), dropped, chased.called()]
    async with filled(stack.postgres, events) as chasing:
        (call,) = await chasing.agreed(TENANT, "calls", ANY, ALL)
        assert (call["state"], call["drop_gate"]) == ("scheduled", None)


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


def withheld_and_merged() -> list[Event]:
    """Smith's item is taken out of what leaves, and goes to Jones with him."""
    at_jones = OF_CASE | {"debtor": JONES}
    item: dict[str, Any] = {"item": ITEM, "kind": "invoice", "number": "F-17"}
    days: dict[str, Any] = {"issued_on": day("2026-01-15"), "due_on": day("2026-03-06")}
    taken_in = dunning.ItemTakenIn(
        **at_jones, **item, **days, came_from=DEBTOR, amount=eur("48.00"), open=eur("48.00")
    )
    carried = dunning.ItemBaggage(is_withheld=True)
    adopted = dunning.ItemAdopted(
        **at_jones, **item, **days, came_from=DEBTOR, is_whole=True, open=eur("48.00"),
        baggage=carried,
    )  # fmt: skip
    return [
        *chased.opened(),
        dunning.ItemWithheld(
            **OF_CASE, item=ITEM, demand=named("demand"), until_on=None,
            withheld_on=day("2026-03-18"), withheld_by="paula",
            personal=dunning.FreeText(text="An calls first"),
        ),
        taken_in,
        adopted,
    ]  # fmt: skip


async def test_what_was_withheld_is_withheld_where_the_item_is_now(stack: Addresses) -> None:
    async with filled(stack.postgres, withheld_and_merged()) as chasing:
        (row,) = await chasing.agreed(TENANT, "withheld", ANY, ALL)
        assert (row["debtor"], row["state"], row["until_on"]) == (JONES, "withheld", None)
        assert (row["withheld_by"], row["text"]) == ("paula", "An calls first")
    late = dunning.ItemReleased(**OF_CASE, item=ITEM, released_by="tom")
    news = withheld_and_merged()[-1]
    assert isinstance(news, dunning.ItemAdopted)
    told = dunning.ItemBaggage(is_withheld=False)
    after = news.model_copy(update={"is_whole": False, "baggage": told})
    async with filled(stack.postgres, [*withheld_and_merged(), late, after]) as chasing:
        (row,) = await chasing.agreed(TENANT, "withheld", ANY, ALL)
        assert (row["debtor"], row["state"], row["released_by"]) == (JONES, "released", "tom")


async def test_who_released_it_is_who_did_so_last_wherever(stack: Addresses) -> None:
    *opened, withheld, taken_in, adopted = withheld_and_merged()
    zoe = dunning.ItemReleased(**OF_CASE, item=ITEM, released_by="zoe")
    otto = zoe.model_copy(update={"debtor": JONES, "released_by": "otto"})
    events = [*opened, withheld, zoe, withheld, taken_in, adopted, otto]
    async with filled(stack.postgres, events) as chasing:
        (row,) = await chasing.agreed(TENANT, "withheld", ANY, ALL)
        assert (row["debtor"], row["released_by"]) == (JONES, "otto")


def a_plan_and_a_merge() -> list[Event]:
    """Smith goes into Jones with a plan that is under way, and with its item."""
    plan, at_jones = named("plan"), OF_CASE | {"debtor": JONES, "case": CASE_OF_JONES}
    of_plan: dict[str, Any] = {"plan": plan, "items": (ITEM,), "total": eur("48.00")}
    due = dunning.Instalment(
        amount=eur("48.00"), due_on=day("2026-03-27"), judged_from_on=day("2026-03-31")
    )
    return [
        *chased.opened(),
        dunning.PlanProposed(
            **OF_CASE, **of_plan, instalments=(due,), proposed_on=day("2026-03-17"),
            proposed_by="paula",
        ),
        dunning.PlanAgreed(
            **OF_CASE, **of_plan, until_on=due.due_on, agreed_on=day("2026-03-17"),
            noted_by="paula",
        ),
        dunning.PlanEnded(**OF_CASE, plan=plan, reason="merged", ended_by=""),
        dunning.CaseNoted(**at_jones, currency="EUR"),
        dunning.CaseOpened(**at_jones, currency="EUR", policy="four-steps", policy_version=1),
        dunning.PromiseAdopted(
            **at_jones, promise=plan, came_from=DEBTOR, items=(ITEM,), amount=eur("48.00"),
            judged_from_on=day("2026-03-31"), standing="open",
        ),
        dunning.ItemTakenIn(
            **at_jones, item=ITEM, kind="invoice", number="F-17", came_from=DEBTOR,
            issued_on=day("2026-01-15"), due_on=day("2026-03-06"), amount=eur("48.00"),
            open=eur("48.00"),
        ),
        PortfolioAssigned(debtor=JONES, creditor=CREDITOR, sales="sofie", assigned_by="paula"),
    ]  # fmt: skip


async def test_a_plan_of_a_merged_debtor_is_told_as_the_promise_that_it_is_now(
    stack: Addresses,
) -> None:
    async with filled(stack.postgres, a_plan_and_a_merge()) as chasing:
        (plan,) = await chasing.agreed(TENANT, "plans", ANY, ALL)
        assert (plan["state"], plan["numbers"]) == ("ended", ["F-17"])
        (promise,) = await chasing.agreed(TENANT, "promises", ANY, ALL)
        assert (promise["debtor"], promise["pay_by_on"]) == (JONES, day("2026-03-27"))
        found = await chasing.case(TENANT, CASE_OF_JONES)
        assert found is not None
        assert "48.00 EUR are promised by Friday 27 March 2026" in next_of(found).sentence


async def test_who_sees_the_new_debtor_alone_is_told_of_what_came_along(
    stack: Addresses,
) -> None:
    """What was said at the old one is not shown: nobody can tell by when it was promised."""
    own = dunning.PromiseMade(
        **OF_CASE | {"debtor": JONES, "case": CASE_OF_JONES}, promise=named("own"), items=(),
        amount=eur("8.00"), pay_by_on=day("2026-03-20"), judged_from_on=day("2026-03-24"),
        made_on=day("2026-03-17"), noted_by="paula",
    )  # fmt: skip
    async with filled(stack.postgres, [*a_plan_and_a_merge(), own]) as chasing:
        before = PORTFOLIO.set("sofie")
        try:
            found = await chasing.case(TENANT, CASE_OF_JONES)
            second = await chasing.agreed(TENANT, "promises", ANY, Page(own.promise, 1))
        finally:
            PORTFOLIO.reset(before)
        assert found is not None
        assert [one["promise"] for one in second] == [named("plan")]
        told = next_of(found).sentence
        assert "48.00 EUR are promised, judged once known through Tuesday 31 March 2026" in told
