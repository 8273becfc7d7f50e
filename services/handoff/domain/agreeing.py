"""What dunning says people agreed is adopted: disputes, promises, plans, claims, pauses, and what
somebody withheld."""

from collections.abc import Iterator, Mapping
from typing import Any

from libs.events.contracts.dunning import (
    DisputeOpened,
    DisputeResolved,
    DunningPaused,
    DunningResumed,
    ItemReleased,
    ItemWithheld,
    PaidClaimNoted,
    PlanAgreed,
    PlanBroken,
    PlanEnded,
    PlanKept,
    PlanMended,
    PromiseBroken,
    PromiseEnded,
    PromiseKept,
    PromiseMade,
)
from libs.events.contracts.handoff import (
    ClaimNoted,
    DisputeNoted,
    NewsKind,
    PauseNoted,
    PromiseNoted,
    WithholdingNoted,
)
from services.handoff.domain.folder import Folder
from services.handoff.domain.placement import PlacementState

DisputeEvent = DisputeOpened | DisputeResolved
PromiseEnd = PromiseKept | PromiseBroken | PromiseEnded
PlanBegin = PlanAgreed | PlanMended
PlanEnd = PlanKept | PlanBroken | PlanEnded
AgreedEnd = PromiseEnd | PlanEnd
Agreed = PromiseMade | PlanBegin | AgreedEnd
PauseEvent = DunningPaused | DunningResumed
WithholdingEvent = ItemWithheld | ItemReleased


def note_dispute(folder: Folder, heard: DisputeEvent) -> None:
    """Only `refused` lets the amount be asked for again."""
    waits = isinstance(heard, DisputeOpened) or heard.resolution != "refused"
    known = folder.item(heard.item).disputes
    if waits == (heard.dispute in known):
        return
    amount = heard.amount if isinstance(heard, DisputeOpened) else known.get(heard.dispute)
    noted = DisputeNoted(
        item=heard.item,
        creditor=heard.creditor,
        debtor=heard.debtor,
        dispute=heard.dispute,
        amount=amount,
        waits=waits,
    )
    folder.on_item(heard.item, noted)
    kind: NewsKind = "item_disputed" if waits else "dispute_resolved"
    said = {"item": heard.item, "dispute": heard.dispute, "amount": amount or "whole"}
    for placement in _out_with(folder, (heard.item,)):
        folder.tell(placement, kind, **said, placeable=folder.item(heard.item).placeable)


def note_promise(folder: Folder, heard: PromiseMade) -> None:
    _begin(folder, heard.promise, heard, {"amount": heard.amount, "pay_by_on": heard.pay_by_on})


def note_plan(folder: Folder, heard: PlanBegin) -> None:
    """As long as it is kept a plan is a promise to pay all of it by its last day."""
    _begin(folder, heard.plan, heard, {"amount": heard.total, "pay_by_on": heard.until_on})


def _begin(
    folder: Folder, name: str, heard: PromiseMade | PlanBegin, said: Mapping[str, Any]
) -> None:
    if name in folder.debtor.promises:
        return
    noted = PromiseNoted(
        promise=name,
        creditor=heard.creditor,
        debtor=heard.debtor,
        items=heard.items,
        standing="open",
    )
    folder.on_debtor(noted)
    for placement in _out_with(folder, heard.items):
        folder.tell(placement, "promise_made", promise=name, **said, items=" ".join(heard.items))


def end_agreed(folder: Folder, heard: AgreedEnd, moved: tuple[str, ...] = ()) -> None:
    """`moved`: the items that it is about, where it left with a merged debtor."""
    name, standing = agreed_in(heard), _standing(heard)
    known = folder.debtor.promises.get(name)
    if known is not None:
        about = {"promise": name, "creditor": heard.creditor, "debtor": heard.debtor}
        said = {"items": known, "standing": standing}
        folder.on_debtor(PromiseNoted.model_validate(about | said))
    for placement in _out_with(folder, known or moved):
        folder.tell(placement, "promise_ended", promise=name, standing=standing)


def agreed_in(heard: Agreed) -> str:
    """The promise or the plan that it is about."""
    return heard.plan if isinstance(heard, PlanBegin | PlanEnd) else heard.promise


def items_agreed(folder: Folder, heard: Agreed) -> tuple[str, ...]:
    """What it is about, before it is adopted."""
    if isinstance(heard, PromiseMade | PlanBegin):
        return heard.items
    return folder.debtor.promises.get(agreed_in(heard), ())


def _standing(heard: PromiseEnd | PlanEnd) -> str:
    match heard:
        case PromiseKept() | PlanKept():
            return "kept"
        case PromiseBroken() | PlanBroken():
            return "broken"
        case _:
            return "ended"


def note_claim(folder: Folder, heard: PaidClaimNoted) -> None:
    if folder.item(heard.item).claimed_until_on != heard.until_on:
        noted = ClaimNoted(
            item=heard.item,
            creditor=heard.creditor,
            debtor=heard.debtor,
            until_on=heard.until_on,
        )
        folder.on_item(heard.item, noted)


def note_withholding(folder: Folder, heard: WithholdingEvent) -> None:
    is_withheld = isinstance(heard, ItemWithheld)
    until_on = heard.until_on if isinstance(heard, ItemWithheld) else None
    item = folder.item(heard.item)
    if (is_withheld, until_on) != (item.is_withheld, item.withheld_until_on):
        noted = WithholdingNoted(
            item=heard.item,
            creditor=heard.creditor,
            debtor=heard.debtor,
            is_withheld=is_withheld,
            until_on=until_on,
        )
        folder.on_item(heard.item, noted)


def note_pause(folder: Folder, heard: PauseEvent) -> None:
    until_on = heard.until_on if isinstance(heard, DunningPaused) else None
    if folder.debtor.paused_until_on != until_on:
        noted = PauseNoted(creditor=heard.creditor, debtor=heard.debtor, until_on=until_on)
        folder.on_debtor(noted)


def _out_with(folder: Folder, items: tuple[str, ...]) -> Iterator[PlacementState]:
    """The placements that an agency knows of and that have one of these items."""
    return (one for one in folder.running if one.is_out and not set(items).isdisjoint(one.items))
