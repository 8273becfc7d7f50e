"""A debtor's cases decided anew: each opened or closed, judged, asked for, looked at again."""

from libs.events.contracts.dunning import CaseClosed, CaseOpened, DemandGated
from services.dunning.domain.asking import ask
from services.dunning.domain.calls import end_calls
from services.dunning.domain.cases.state import CaseState
from services.dunning.domain.disputes import look_at_disputes
from services.dunning.domain.file import File
from services.dunning.domain.judging import judge_promises
from services.dunning.domain.noted import LedgerState
from services.dunning.domain.plans.judging import judge_plans
from services.dunning.domain.policies import policy_for
from services.dunning.domain.recalling import drop_draft
from services.dunning.domain.review import Review
from services.dunning.domain.values import NO_DAY


def is_waiting(case: CaseState, ledger: LedgerState) -> bool:
    """Whether nothing can be asked of the case, whatever its items are.

    It has a demand without an outcome, or something of its creditor's is still being booked, as
    was said of it already: then its items need not even be read.
    """
    if case.pending is not None:
        return True
    closed = {
        "open_feeds_hold_everything": bool(ledger.statements),
        "interrupted_feeds_hold_everything": bool(ledger.interrupted),
        "open_imports_hold_everything": bool(ledger.imports),
    }
    return any(closed.get(gate, False) and not held.items for gate, held in case.held.items())


def consider(file: File) -> None:
    """Decide each case of a debtor anew."""
    now = file.now()
    for currency, case in file.cases.items():
        if now is None or not file.debtor.is_noted:
            file.check_by(case, currency, NO_DAY)
        else:
            _consider(Review(file, case, currency, now))


def _consider(review: Review) -> None:
    judge_promises(review)
    judge_plans(review)
    end_calls(review)
    if is_waiting(review.case, review.now.ledger):
        _wait(review)
    elif _has_ladder(review):
        look_at_disputes(review)
        ask(review)
    review.schedule()


def _wait(review: Review) -> None:
    """An outcome wakes the case by itself; a draft that nobody approves ends with its day."""
    pending = review.case.pending
    if pending is not None and pending.is_draft and pending.day_on < review.today:
        drop_draft(review.file, review.case_id, None)
    if pending is None or pending.is_draft:
        review.look_tomorrow()


def _has_ladder(review: Review) -> bool:
    """Open the case when something of it is open and a policy known; close it when nothing is."""
    file, case = review.file, review.case
    if file.open_items(review.case_id):
        return case.is_open or open_case(review)
    if case.is_open:
        _close(review)
    return False


def _close(review: Review) -> None:
    """Nothing is open any more: what a person was to look at for it is out of the way."""
    file, case = review.file, review.case_id
    file.on_case(case, CaseClosed(**file.about(case)))
    file.close_task("ladder_ended", case)
    for promise in review.case.promises:
        file.close_task("promise_broken", promise)
    for plan in review.case.plans:
        file.close_task("plan_broken", plan)


def open_case(review: Review) -> bool:
    """Pin the newest ladder of the creditor's policy; when none is published, say so once."""
    file, case = review.file, review.case_id
    policy = policy_for(file.policies, file.debtor.creditor)
    if policy is None:
        review.look_on(NO_DAY)
        if "policy_unknown" not in review.case.held:
            gated = DemandGated(
                **file.about(case), gate="policy_unknown", items=(), day_on=review.today
            )
            file.on_case(case, gated)
        return False
    opened = CaseOpened(
        **file.about(case),
        currency=review.currency,
        policy=policy.policy,
        policy_version=policy.newest,
    )
    file.on_case(case, opened)
    return True
