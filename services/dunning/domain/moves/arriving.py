"""A merged debtor's items arrive, by two ways: what they are, and what they have had."""

from libs.events.contracts.dunning import (
    DunningPaused,
    DunningResumed,
    ItemAdopted,
    ItemTakenIn,
    MoneyCarried,
    PromiseAdopted,
    PromiseCarried,
    SuspicionNoted,
)
from libs.events.contracts.matching import ItemMovedIn
from libs.kernel.keys import path_of
from services.dunning.domain.file import File
from services.dunning.domain.moves.commands import AdoptDebtor, AdoptItem
from services.dunning.domain.recalling import recall, recall_item


def take_in(file: File, moved: ItemMovedIn) -> None:
    """It is not asked for before what it has had is here, too."""
    if file.item(moved.item).has_come:
        return
    case = file.know_case(moved.creditor, moved.open.currency)
    taken = ItemTakenIn(
        **file.about(case),
        item=moved.item,
        came_from=moved.came_from,
        kind=moved.kind,
        number=moved.number,
        amount=moved.amount,
        open=moved.open,
        issued_on=moved.issued_on,
        due_on=moved.due_on,
    )
    file.on_arriving_item(moved.item, taken)
    for one in moved.suspicions:
        noted = SuspicionNoted(
            **file.about(case),
            item=moved.item,
            by=one.by,
            holds=not one.is_expired,
            expired=one.is_expired,
            until_on=one.expires_on,
        )
        file.on_item(moved.item, noted)
        if one.is_expired and moved.open.is_positive:
            file.open_task("suspicion_expired", moved.item, case)
    if file.item(moved.item).is_open:
        file.reconsider()


def adopt_item(file: File, asked: AdoptItem) -> None:
    """What comes late may hold what is asked for here already."""
    case = file.know_case(asked.creditor, asked.open.currency)
    adopted = ItemAdopted(
        **file.about(case),
        item=asked.item,
        came_from=asked.came_from,
        is_whole=asked.is_whole,
        kind=asked.kind,
        number=asked.number,
        open=asked.open,
        issued_on=asked.issued_on,
        due_on=asked.due_on,
        baggage=asked.baggage,
    )
    file.on_arriving_item(asked.item, adopted)
    item = file.item(asked.item)
    recall_item(file, item, path_of(file.tenant, "debtor", asked.came_from))
    if asked.baggage.claimed_until_on is not None and item.is_owed and not item.into:
        file.open_task("paid_claim", item.item, case)
    if item.is_open:
        file.reconsider()


def adopt_debtor(file: File, asked: AdoptDebtor) -> None:
    """A promise is judged here at once when it is late."""
    _adopt_pause(file, asked)
    for promise in asked.promises:
        _adopt_promise(file, asked, promise)
    if file.cases:
        file.reconsider()


def _adopt_pause(file: File, asked: AdoptDebtor) -> None:
    """Of two the longer one holds: one that is ended there ends no longer one of the own, and one
    that is over holds nobody here."""
    until_on, known_on = asked.paused_until_on, file.debtor.paused_until_on
    now = file.now(asked.creditor)
    if now is not None and until_on is not None and until_on < now.today:
        return
    if asked.is_resumed:
        if known_on is not None and (until_on is None or known_on <= until_on):
            resumed = DunningResumed(
                creditor=file.debtor.creditor, debtor=file.debtor_id, resumed_by=""
            )
            file.on_debtor(resumed)
    elif until_on is not None and (known_on is None or known_on < until_on):
        paused = DunningPaused(
            creditor=file.debtor.creditor or asked.creditor,
            debtor=file.debtor_id,
            until_on=until_on,
            reason=f"merged: {asked.came_from}",
            paused_by="",
        )
        file.on_debtor(paused)
        cause = path_of(file.tenant, "pause", file.debtor_id)
        for case in file.cases.values():
            recall(file, case, "paused_debtors_are_left_alone", (), cause)


def _adopt_promise(file: File, asked: AdoptDebtor, promise: PromiseCarried) -> None:
    case = file.know_case(asked.creditor, promise.amount.currency)
    money = (*promise.money, *_counted_here(file, promise))
    adopted = PromiseAdopted(
        **file.about(case),
        promise=promise.promise,
        came_from=asked.came_from,
        items=promise.items,
        amount=promise.amount,
        judged_from_on=promise.judged_from_on,
        standing=promise.standing,
        money=_joined(money),
    )
    file.on_case(case, adopted)
    if promise.standing == "broken" and not file.debtor.into:
        file.open_task("promise_broken", promise.promise, case)
    pending = file.case(case).pending
    named = tuple(item for item in promise.items if pending and item in pending.items)
    if promise.standing == "open" and named:
        cause = path_of(file.tenant, "promise", promise.promise)
        recall(file, case, "promises_are_given_their_time", named, cause)


def _counted_here(file: File, promise: PromiseCarried) -> tuple[MoneyCarried, ...]:
    """What was set against its items here before the promise came."""
    return tuple(
        MoneyCarried(item=name, source=source, amount=one.amount, booked_on=one.booked_on)
        for name in promise.items
        if not file.item(name).has_baggage
        for source, one in file.item(name).money.items()
    )


def _joined(money: tuple[MoneyCarried, ...]) -> tuple[MoneyCarried, ...]:
    """Each source once for an item; what came to nothing is left out."""
    joined: dict[tuple[str, str], MoneyCarried] = {}
    for one in money:
        name = (one.source, one.item)
        before = joined.get(name)
        if before is not None:
            one = before.model_copy(update={"amount": before.amount + one.amount})
        joined[name] = one
    return tuple(one for one in joined.values() if not one.amount.is_zero)
