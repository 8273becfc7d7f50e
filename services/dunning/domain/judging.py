"""Promises are judged once the ledger is known far enough: kept, or broken."""

from datetime import date, timedelta

from libs.events.contracts.dunning import PromiseBroken, PromiseKept, TaskKind
from libs.kernel.days import add_bank_days
from libs.kernel.money import Money, smaller, total
from services.dunning.domain.cases.state import Promise
from services.dunning.domain.now import Now
from services.dunning.domain.review import Review


def judge_promises(review: Review) -> None:
    """Each promise whose day is covered is kept or broken; money that came to light turns it.

    A promise whose day nobody covers is not broken: after a while it is a task.
    """
    for name, promise in review.case.promises.items():
        if promise.standing == "ended":
            continue
        if not all(review.file.item(item).item for item in promise.items):
            review.look_tomorrow()  # they come with a merged debtor, as the promise did
        elif promise.standing in ("kept", "broken"):
            _judge_again(review, name, promise)
        elif promise.standing == "open" and is_covered(review.now, promise.judged_from_on):
            _judge(review, name, promise)
        elif promise.standing == "open":
            wait_for_cover(review, promise.judged_from_on, "promise_not_judged", name)


def is_covered(now: Now, judged_from_on: date) -> bool:
    """Whether anybody can tell what was paid in time for a deadline."""
    if now.creditor.feed == "none":
        return now.today >= judged_from_on
    through_on = now.ledger.through_on
    return through_on is not None and through_on >= judged_from_on


def wait_for_cover(review: Review, judged_from_on: date, task: TaskKind, about: str) -> None:
    """Look again on the day itself, or once the cover is late: then it is a task."""
    if review.now.creditor.feed == "none":
        review.look_on(judged_from_on)
        return
    late_on = add_bank_days(judged_from_on, review.now.creditor.feed_days_max)
    if review.today > late_on:
        review.file.open_task(task, about, review.case_id, again=False)
    else:
        review.look_on(late_on + timedelta(days=1))


def _missing(review: Review, promise: Promise) -> Money:
    """What of the promised money did not come in time; what was cancelled is not missed."""
    still_open = total(
        (review.file.item(item).open for item in promise.items), promise.amount.currency
    )
    wanted = smaller(promise.amount, promise.paid + still_open)
    return wanted - promise.paid_in_time


def _judge(review: Review, name: str, promise: Promise) -> None:
    review.file.close_task("promise_not_judged", name)
    missing = _missing(review, promise)
    if missing.is_positive:
        _break(review, name, promise, missing)
    else:
        _keep(review, name, promise)


def _judge_again(review: Review, name: str, promise: Promise) -> None:
    missing = _missing(review, promise)
    if promise.standing == "kept" and missing.is_positive:
        _break(review, name, promise, missing)
    elif (
        promise.standing == "broken"
        and promise.paid_in_time.is_positive
        and not (missing.is_positive)
    ):
        _keep(review, name, promise)
        review.file.close_task("promise_broken", name)


def _keep(review: Review, name: str, promise: Promise) -> None:
    kept = PromiseKept(**review.file.about(review.case_id), promise=name, paid=promise.paid_in_time)
    review.file.on_case(review.case_id, kept)


def _break(review: Review, name: str, promise: Promise, missing: Money) -> None:
    broken = PromiseBroken(
        **review.file.about(review.case_id),
        promise=name,
        paid=promise.paid_in_time,
        missing=missing,
        judged_on=review.today,
    )
    review.file.on_case(review.case_id, broken)
    review.file.open_task("promise_broken", name, review.case_id)
