"""Plans are drawn up, agreed with the debtor, taken back."""

from itertools import pairwise

from libs.events.contracts.dunning import Instalment, PlanAgreed, PlanEnded, PlanProposed
from libs.events.loop.decider import Decision
from libs.kernel.days import add_bank_days
from libs.kernel.keys import path_of
from libs.kernel.money import Money, total
from services.dunning.domain.file import File, near
from services.dunning.domain.items.asked_for import items_spoken_of, open_together
from services.dunning.domain.items.state import ItemState
from services.dunning.domain.now import Now
from services.dunning.domain.plans.commands import AgreePlan, EndPlan, InstalmentWanted, ProposePlan
from services.dunning.domain.plans.state import Plan
from services.dunning.domain.promises import replace_promises
from services.dunning.domain.recalling import recall
from services.dunning.domain.refusals import (
    AmountNotPositive,
    CurrencyDiffers,
    DebtorIsMerged,
    InstalmentsOutOfOrder,
    PlanIsNotWhole,
    PlanIsOver,
    PlanUnknown,
)


def propose_plan(file: File, command: ProposePlan) -> Decision:
    """Raises DebtorIsMerged, ItemUnknown, ItemIsClosed, NothingIsOpen, ItemsOfSeveralCurrencies,
    CurrencyDiffers, AmountNotPositive, InstalmentsOutOfOrder, PlanIsNotWhole, DayUnknown,
    DayTooFar."""
    _check_is_one(file)
    items, now = items_spoken_of(file, command.items), file.day()
    wanted, whole = command.instalments, open_together(items)
    _check(wanted, whole)
    case, plan = items[0].case, file.ids.hashed(file.tenant, "plan", file.message.id)
    proposed = PlanProposed(
        **file.about(case),
        plan=plan,
        items=tuple(item.item for item in items),
        instalments=tuple(_instalment(file, case, one, now) for one in wanted),
        total=whole,
        proposed_on=now.today,
        proposed_by=command.proposed_by,
    )
    file.on_case(case, proposed)
    return file.decision({"plan": plan, "case": case, "total": str(whole)})


def _check_is_one(file: File) -> None:
    """At an old address a plan would end at once, and go on as one promise."""
    if file.debtor.into:
        raise DebtorIsMerged(debtor=file.debtor_id, into=file.debtor.into)


def _check(wanted: tuple[InstalmentWanted, ...], whole: Money) -> None:
    for one in wanted:
        if one.amount.currency != whole.currency:
            raise CurrencyDiffers(amount=one.amount, currency=whole.currency)
        if not one.amount.is_positive:
            raise AmountNotPositive(amount=one.amount)
    for before, after in pairwise(wanted):
        if after.due_on <= before.due_on:
            raise InstalmentsOutOfOrder(due_on=after.due_on, before_on=before.due_on)
    _check_whole(total((one.amount for one in wanted), whole.currency), whole)


def _check_whole(asked: Money, whole: Money) -> None:
    if asked != whole:
        raise PlanIsNotWhole(total=asked, open=whole)


def _instalment(file: File, case: str, wanted: InstalmentWanted, now: Now) -> Instalment:
    days = file.settings(case).settle_days
    judged_from_on = add_bank_days(near(wanted.due_on, now), days)
    return Instalment(amount=wanted.amount, due_on=wanted.due_on, judged_from_on=judged_from_on)


def agree_plan(file: File, command: AgreePlan) -> Decision:
    """Its items have to be open by as much as when it was drawn up.

    Raises PlanUnknown, PlanIsOver, DebtorIsMerged, PlanIsNotWhole, DayUnknown.
    """
    case, plan = _plan(file, command.plan)
    answer = {"plan": command.plan, "case": case}
    if plan.standing == "agreed":
        return file.decision(answer)
    if plan.standing != "proposed":
        raise PlanIsOver(plan=command.plan, standing=plan.standing)
    _check_is_one(file)
    items = tuple(map(file.item, plan.items))
    _check_whole(plan.total, open_together(items))
    _replace_others(file, case, items, command.noted_by)
    agreed = PlanAgreed(
        **file.about(case),
        plan=command.plan,
        items=plan.items,
        total=plan.total,
        until_on=plan.until_on,
        agreed_on=file.day().today,
        noted_by=command.noted_by,
    )
    file.on_case(case, agreed)
    recall_planned(file, case, command.plan)
    file.reconsider()
    return file.decision(answer)


def recall_planned(file: File, case: str, plan: str) -> None:
    """What asks for items of a plan that is kept from here on."""
    pending = file.case(case).pending
    planned = file.case(case).plans[plan].items
    asked = tuple(item for item in planned if pending is not None and item in pending.items)
    if asked:
        cause = path_of(file.tenant, "plan", plan)
        recall(file, case, "plans_are_given_their_time", asked, cause)


def _replace_others(file: File, case: str, items: tuple[ItemState, ...], by: str) -> None:
    names = tuple(item.item for item in items)
    replace_promises(file, case, names, by)
    for name, plan in file.case(case).open_plans.items():
        if not set(names).isdisjoint(plan.items):
            _end(file, case, name, "replaced", by)


def end_plan(file: File, command: EndPlan) -> Decision:
    """Raises PlanUnknown, PlanIsOver."""
    case, plan = _plan(file, command.plan)
    if plan.standing in ("kept", "broken"):
        raise PlanIsOver(plan=command.plan, standing=plan.standing)
    if plan.standing != "ended":
        _end(file, case, command.plan, "taken_back", command.ended_by)
        file.reconsider()
    return file.decision({"plan": command.plan, "case": case})


def _end(file: File, case: str, plan: str, reason: str, by: str) -> None:
    fields = {**file.about(case), "plan": plan, "reason": reason, "ended_by": by}
    file.on_case(case, PlanEnded.model_validate(fields))
    file.close_task("plan_not_judged", plan)


def _plan(file: File, plan: str) -> tuple[str, Plan]:
    """Raises PlanUnknown."""
    for case in file.cases.values():
        known = file.case(case).plans.get(plan)
        if known is not None:
            return case, known
    raise PlanUnknown(debtor=file.debtor_id, plan=plan)
