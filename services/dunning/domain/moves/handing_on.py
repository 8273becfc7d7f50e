"""What is known of what left is sent after it: all of it once, then whatever comes late."""

from libs.events.contracts.dunning import (
    DisputeCarried,
    ItemBaggage,
    ItemHandedOn,
    MoneyCarried,
    PlacementCarried,
    PlanEnded,
    PromiseCarried,
    PromiseLeft,
    StepCarried,
)
from services.dunning.domain.cases.state import Promise
from services.dunning.domain.file import File
from services.dunning.domain.items.state import ItemState
from services.dunning.domain.moves.commands import AdoptDebtor, AdoptItem


def hand_on(file: File) -> None:
    """At the end of each decision, whatever it was about."""
    if file.debtor.into:
        _hand_debtor_on(file)
    for name in tuple(file.touched):
        item = file.item(name)
        if item.into and not item.is_handed_on:
            _hand_item_on(file, item)
        elif item.into:
            _send_late(file, file.item_before(name), item)


def _hand_item_on(file: File, item: ItemState) -> None:
    """Only when no demand that names it lacks an outcome, and all it has had has come here."""
    if not item.has_baggage or _is_asked_for(file, item):
        return
    _send(file, item, baggage_of(item), is_whole=True)
    handed = ItemHandedOn(**file.about(item.case), item=item.item, into=item.into)
    file.on_item(item.item, handed)


def _is_asked_for(file: File, item: ItemState) -> bool:
    pending = file.case(item.case).pending if item.case else None
    return pending is not None and item.item in pending.items


def _send_late(file: File, before: ItemState, now: ItemState) -> None:
    late = news_of(before, now)
    if late.model_copy(update={"withheld_until_on": None}) != ItemBaggage():
        _send(file, now, late, is_whole=False)


def _send(file: File, item: ItemState, baggage: ItemBaggage, *, is_whole: bool) -> None:
    said = {
        "item": item.item,
        "creditor": file.debtor.creditor,
        "came_from": file.debtor_id,
        "is_whole": is_whole,
        "kind": item.kind,
        "number": item.number,
        "open": item.open,
        "issued_on": item.issued_on,
        "due_on": item.due_on,
        "baggage": baggage,
    }
    file.send_to(item.into, AdoptItem.model_validate(said))


def baggage_of(item: ItemState) -> ItemBaggage:
    return news_of(ItemState(), item)


def news_of(before: ItemState, now: ItemState) -> ItemBaggage:
    """What is known now and was not before; steps that were known and are not, too."""
    placements = []
    if now.out_by != before.out_by:
        if before.out_by:
            placements.append(PlacementCarried(placement=before.out_by, is_out=False))
        if now.out_by:
            placements.append(PlacementCarried(placement=now.out_by, is_out=True))
    claimed, withheld = now.claimed_until_on, now.withheld
    return ItemBaggage(
        is_withheld=withheld is not None if withheld != before.withheld else None,
        withheld_until_on=withheld.until_on if withheld else None,
        steps=_steps(now, but=before),
        undone=_steps(before, but=now),
        disputes=tuple(_disputes(before, now)),
        claimed_until_on=claimed if claimed != before.claimed_until_on else None,
        reopened_on=now.reopened_on if now.reopened_on != before.reopened_on else None,
        placements=tuple(placements),
    )


def _steps(item: ItemState, *, but: ItemState) -> tuple[StepCarried, ...]:
    return tuple(
        StepCarried.model_validate({"step": name, "taken_on": one.on, "by": one.by, "way": one.way})
        for name, one in item.steps.items()
        if but.steps.get(name) != one
    )


def _disputes(before: ItemState, now: ItemState) -> list[DisputeCarried]:
    return [
        DisputeCarried.model_validate(
            {
                "dispute": name,
                "amount": one.amount,
                "due_on": one.due_on,
                "resolution": one.resolution or None,
            }
        )
        for name, one in now.disputes.items()
        if before.disputes.get(name) != one
    ]


def _hand_debtor_on(file: File) -> None:
    """Its pause when it has just been said, or has just left with it; promises at once, also
    those that are made after it left: it is where they were sent that money is counted."""
    before, now = file.debtor_before, file.debtor
    has_just_left = not before.into
    until_on = now.paused_until_on
    is_news = has_just_left or until_on != before.paused_until_on
    resumed = before.into and before.paused_until_on is not None and until_on is None
    promises = (*_promises_leave(file), *_plans_leave(file))
    if not promises and not resumed and not (is_news and until_on is not None):
        return
    adopt = AdoptDebtor(
        creditor=now.creditor,
        came_from=file.debtor_id,
        paused_until_on=before.paused_until_on if resumed else until_on if is_news else None,
        is_resumed=bool(resumed),
        promises=promises,
    )
    file.send_to(now.into, adopt)


def _promises_leave(file: File) -> list[PromiseCarried]:
    carried = []
    for case in file.cases.values():
        for name, promise in file.case(case).promises.items():
            if promise.standing != "ended":
                carried.append(_carried(name, promise))
                left = PromiseLeft(**file.about(case), promise=name, into=file.debtor.into)
                file.on_case(case, left)
    return carried


def _plans_leave(file: File) -> list[PromiseCarried]:
    """What is left of a plan goes on as a promise through its last day: its items stay as silent
    as they were, and a person agrees on instalments with the debtor that is one now."""
    carried = []
    for case in file.cases.values():
        for name, plan in file.case(case).open_plans.items():
            rest = plan.total - plan.paid
            if rest.is_positive:
                judged_from_on = plan.dues[-1].judged_from_on
                carried.append(_carried(name, Promise(plan.items, rest, judged_from_on)))
            fields = {**file.about(case), "plan": name, "reason": "merged", "ended_by": ""}
            file.on_case(case, PlanEnded.model_validate(fields))
            file.close_task("plan_not_judged", name)
    return carried


def _carried(name: str, promise: Promise) -> PromiseCarried:
    said = {
        "promise": name,
        "items": promise.items,
        "amount": promise.amount,
        "judged_from_on": promise.judged_from_on,
        "standing": promise.standing,
        "money": tuple(_money(promise)),
    }
    return PromiseCarried.model_validate(said)


def _money(promise: Promise) -> list[MoneyCarried]:
    carried = []
    for named, one in promise.money.items():
        source, _, item = named.partition("#")
        carried.append(
            MoneyCarried(item=item, source=source, amount=one.amount, booked_on=one.booked_on)
        )
    return carried
