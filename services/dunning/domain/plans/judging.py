"""Instalments are judged once the ledger is known far enough; one missed breaks the plan."""

from libs.events.contracts.dunning import InstalmentKept, PlanBroken, PlanKept, PlanMended
from libs.kernel.money import Money, smaller, total
from services.dunning.domain.judging import is_covered, wait_for_cover
from services.dunning.domain.plans.agreeing import recall_planned
from services.dunning.domain.plans.state import Plan
from services.dunning.domain.review import Review


def judge_plans(review: Review) -> None:
    """Each in the order of its instalments; money that came to light turns what was judged."""
    for name, plan in review.case.plans.items():
        if plan.counts_money:
            _judge(review, name)


def _judge(review: Review, name: str) -> None:
    plan = review.case.plans[name]
    for number, due in enumerate(plan.dues, start=1):
        if not is_covered(review.now, due.judged_from_on):
            if plan.standing == "agreed":
                wait_for_cover(review, due.judged_from_on, "plan_not_judged", name)
            return
        missing = _missing(review, plan, number)
        if missing.is_positive:
            _break(review, name, number, missing)
            return
        _keep(review, name, number)
        plan = review.case.plans[name]
        if plan.standing == "broken" and number > plan.kept_count:
            return
    _end(review, name)


def _missing(review: Review, plan: Plan, number: int) -> Money:
    """What was to be paid by an instalment and was not in time; what was cancelled is not
    missed."""
    still_open = total((review.file.item(item).open for item in plan.items), plan.currency)
    return smaller(plan.wanted_by(number), plan.paid + still_open) - plan.paid_for(number)


def _keep(review: Review, name: str, number: int) -> None:
    """One that was missed mends its plan, when money came to light that had been in time."""
    plan, file = review.case.plans[name], review.file
    is_mended = plan.standing == "broken" and number > plan.kept_count
    if number <= plan.kept_count or (is_mended and not plan.paid_for(number).is_positive):
        return
    if is_mended:
        _mend(review, name, plan)
    kept = InstalmentKept(
        **file.about(review.case_id), plan=name, number=number, paid=plan.paid_for(number)
    )
    file.on_case(review.case_id, kept)
    file.close_task("plan_not_judged", name)


def _mend(review: Review, name: str, plan: Plan) -> None:
    mended = PlanMended(
        **review.file.about(review.case_id),
        plan=name,
        items=plan.items,
        total=plan.total,
        until_on=plan.until_on,
    )
    review.file.on_case(review.case_id, mended)
    review.file.close_task("plan_broken", name)
    recall_planned(review.file, review.case_id, name)


def _break(review: Review, name: str, number: int, missing: Money) -> None:
    plan = review.case.plans[name]
    if plan.standing == "broken":
        return
    broken = PlanBroken(
        **review.file.about(review.case_id),
        plan=name,
        number=number,
        paid=plan.paid_for(number),
        missing=missing,
        judged_on=review.today,
    )
    review.file.on_case(review.case_id, broken)
    review.file.close_task("plan_not_judged", name)
    review.file.open_task("plan_broken", name, review.case_id)


def _end(review: Review, name: str) -> None:
    plan = review.case.plans[name]
    if plan.standing == "agreed":
        kept = PlanKept(**review.file.about(review.case_id), plan=name, paid=plan.paid)
        review.file.on_case(review.case_id, kept)
