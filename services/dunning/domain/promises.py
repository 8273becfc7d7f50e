"""Promises: left alone until the ledger is known far enough, then kept or broken."""

from libs.events.contracts.dunning import (
    ItemMoneyNoted,
    PlanMoneyNoted,
    PromiseEnded,
    PromiseMade,
    PromiseMoneyNoted,
)
from libs.events.contracts.model import Event
from libs.events.loop.decider import Decision
from libs.kernel.days import add_bank_days
from libs.kernel.keys import path_of
from libs.kernel.money import Money
from services.dunning.domain.agreed_money import PromisedMoney
from services.dunning.domain.commands import MakePromise, TakeBackPromise
from services.dunning.domain.file import File, near
from services.dunning.domain.items.asked_for import items_spoken_of, open_together
from services.dunning.domain.items.state import ItemState
from services.dunning.domain.recalling import recall
from services.dunning.domain.refusals import (
    AmountNotPositive,
    AmountOverOpen,
    CurrencyDiffers,
    PromiseIsJudged,
    PromiseUnknown,
)


def make_promise(file: File, command: MakePromise) -> Decision:
    """Raises ItemUnknown, ItemIsClosed, NothingIsOpen, ItemsOfSeveralCurrencies, CurrencyDiffers,
    AmountNotPositive, AmountOverOpen, DayUnknown, DayTooFar, DebtorIsMerged."""
    items = items_spoken_of(file, command.items)
    case, amount, now = items[0].case, _amount(items, command.amount), file.day()
    names = tuple(item.item for item in items)
    replace_promises(file, case, names, command.noted_by)
    promise = file.ids.hashed(file.tenant, "promise", file.message.id)
    judged_from_on = add_bank_days(near(command.pay_by_on, now), file.settings(case).settle_days)
    made = PromiseMade(
        **file.about(case),
        promise=promise,
        items=names,
        amount=amount,
        pay_by_on=command.pay_by_on,
        judged_from_on=judged_from_on,
        made_on=now.today,
        noted_by=command.noted_by,
    )
    file.on_case(case, made)
    pending = file.case(case).pending
    asked = tuple(name for name in names if pending is not None and name in pending.items)
    if asked:
        cause = path_of(file.tenant, "promise", promise)
        recall(file, case, "promises_are_given_their_time", asked, cause)
    file.reconsider()
    answer = {"promise": promise, "case": case, "judged_from_on": judged_from_on.isoformat()}
    return file.decision(answer)


def _amount(items: tuple[ItemState, ...], promised: Money | None) -> Money:
    currency = items[0].open.currency
    whole = open_together(items)
    amount = whole if promised is None else promised
    if amount.currency != currency:
        raise CurrencyDiffers(amount=amount, currency=currency)
    if not amount.is_positive:
        raise AmountNotPositive(amount=amount)
    if amount > whole:
        raise AmountOverOpen(amount=amount, open=whole)
    return amount


def replace_promises(file: File, case: str, items: tuple[str, ...], by: str) -> None:
    """Open promises about one of these items count no more."""
    for name, promise in file.case(case).open_promises.items():
        if not set(items).isdisjoint(promise.items):
            ended = PromiseEnded(**file.about(case), promise=name, reason="replaced", ended_by=by)
            file.on_case(case, ended)
            file.close_task("promise_not_judged", name)


def take_back_promise(file: File, command: TakeBackPromise) -> Decision:
    """Raises PromiseUnknown, PromiseIsJudged."""
    name = command.promise
    case = next((one for one in file.cases.values() if name in file.case(one).promises), "")
    if not case:
        raise PromiseUnknown(debtor=file.debtor_id, promise=name)
    standing = file.case(case).promises[name].standing
    if standing == "ended":
        return file.decision({"case": case})
    if standing != "open":
        raise PromiseIsJudged(promise=name, standing=standing)
    ended = PromiseEnded(
        **file.about(case), promise=name, reason="taken_back", ended_by=command.ended_by
    )
    file.on_case(case, ended)
    file.close_task("promise_not_judged", name)
    file.reconsider()
    return file.decision({"case": case})


def note_money(file: File, item: ItemState, source: str, booked: PromisedMoney) -> None:
    """Money was set against an item, or taken off it: what was agreed about it counts it.

    Promises that come along with the item count it once they are here.
    """
    known, case = f"{source}#{item.item}", file.case(item.case)
    fields = {
        **file.about(item.case),
        "item": item.item,
        "source": source,
        "amount": booked.amount,
        "booked_on": booked.booked_on,
    }
    if not item.has_baggage:
        file.on_item(item.item, ItemMoneyNoted(**fields))
    noted: list[Event] = []
    for name, promise in case.promises.items():
        counts = item.item in promise.items and promise.standing != "ended"
        if counts and (booked.amount.is_positive or known in promise.money):
            noted.append(PromiseMoneyNoted(**fields, promise=name))
    for name, plan in case.plans.items():
        counts = item.item in plan.items and plan.counts_money
        if counts and (booked.amount.is_positive or known in plan.money):
            noted.append(PlanMoneyNoted(**fields, plan=name))
    for event in noted:
        file.on_case(item.case, event)
        file.reconsider()
