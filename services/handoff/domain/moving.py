"""A placed debtor is merged: its items go, and who has them for it is told of them all the same."""

from collections.abc import Mapping
from typing import Final, get_args

from libs.events.contracts.dunning import (
    DisputeOpened,
    DisputeResolved,
    ItemAdopted,
    PromiseAdopted,
    PromiseLeft,
    PromiseMade,
)
from libs.events.contracts.handoff import (
    BaggageNoted,
    ClaimNoted,
    DisputeNoted,
    ItemCame,
    ItemLeft,
    ItemNoted,
    PromiseNoted,
    SuspicionNoted,
    WithholdingNoted,
)
from libs.events.contracts.matching import ItemMovedIn, ItemMovedOut
from libs.events.contracts.model import Erased, Event
from libs.kernel.keys import path_of
from services.handoff.domain.adopting import OpenEvent
from services.handoff.domain.agreeing import Agreed, PlanBegin, items_agreed
from services.handoff.domain.commands import HearOfMoved
from services.handoff.domain.folder import Folder

MoveEvent = ItemMovedOut | ItemMovedIn | ItemAdopted | PromiseAdopted | PromiseLeft
Told = OpenEvent | DisputeOpened | DisputeResolved
"""What an agency that has an item is told of it."""

_TOLD: Final[Mapping[str, type[Event]]] = {
    one.TYPE: one for one in (*get_args(Told), *get_args(Agreed))
}


def note_move(folder: Folder, heard: MoveEvent) -> None:
    match heard:
        case ItemMovedOut():
            _leave(folder, heard)
        case ItemMovedIn():
            _come(folder, heard)
        case ItemAdopted():
            _note_baggage(folder, heard)
        case PromiseAdopted() | PromiseLeft():
            _move_promise(folder, heard)


def _leave(folder: Folder, heard: ItemMovedOut) -> None:
    item = folder.item(heard.item)
    if item.item and not item.into:
        left = ItemLeft(
            item=heard.item, creditor=heard.creditor, debtor=heard.debtor, into=heard.into
        )
        folder.on_item(heard.item, left)


def _come(folder: Folder, heard: ItemMovedIn) -> None:
    about = {"item": heard.item, "creditor": heard.creditor, "debtor": heard.debtor}
    if folder.item(heard.item).item:
        return
    noted = ItemNoted(
        **about,
        kind=heard.kind,
        number=heard.number,
        open=heard.open,
        issued_on=heard.issued_on,
        due_on=heard.due_on,
    )
    folder.on_item(heard.item, ItemCame(**about, formerly=heard.formerly))
    folder.on_item(heard.item, noted)
    for one in heard.suspicions:
        if not one.is_expired:
            folder.on_item(heard.item, SuspicionNoted(**about, by=one.by, holds=True))


def _note_baggage(folder: Folder, heard: ItemAdopted) -> None:
    """What dunning knows of it, at the key where it is now."""
    about = {"item": heard.item, "creditor": heard.creditor, "debtor": heard.debtor}
    brought = heard.baggage
    for one in brought.disputes:
        waits = one.resolution != "refused"
        if waits != (one.dispute in folder.item(heard.item).disputes):
            noted = DisputeNoted(**about, dispute=one.dispute, amount=one.amount, waits=waits)
            folder.on_item(heard.item, noted)
    if brought.claimed_until_on is not None:
        folder.on_item(heard.item, ClaimNoted(**about, until_on=brought.claimed_until_on))
    if brought.is_withheld is not None:
        withheld = {"is_withheld": brought.is_withheld, "until_on": brought.withheld_until_on}
        folder.on_item(heard.item, WithholdingNoted.model_validate(about | withheld))
    last = brought.placements[-1] if brought.placements else None
    out_by = None
    if last is not None:
        out_by = last.placement if last.is_out else ""
    noted_too = BaggageNoted(**about, is_whole=heard.is_whole, out_by=out_by)
    folder.on_item(heard.item, noted_too)


def _move_promise(folder: Folder, heard: PromiseAdopted | PromiseLeft) -> None:
    """It is judged at the other key; who has its items for this debtor is told nothing by that."""
    is_open = isinstance(heard, PromiseAdopted) and heard.standing == "open"
    if is_open == (heard.promise in folder.debtor.promises):
        return
    known = folder.debtor.promises.get(heard.promise, ())
    noted = PromiseNoted(
        promise=heard.promise,
        creditor=heard.creditor,
        debtor=heard.debtor,
        items=heard.items if isinstance(heard, PromiseAdopted) else known,
        standing="open" if is_open else "ended",
    )
    folder.on_debtor(noted)


def tell_former(folder: Folder, heard: Event) -> None:
    """A placement runs at the key where it was asked for: it hears there what happens here.

    Before it is adopted here, as long as it is known what a promise that ends was about.
    """
    for debtor, theirs in _formerly(folder, _items_of(folder, heard)).items():
        told = heard.model_copy(update={"debtor": debtor})
        if isinstance(told, DisputeOpened):
            told = told.model_copy(update={"personal": Erased()})
        if isinstance(told, PromiseMade | PlanBegin):
            told = told.model_copy(update={"items": theirs})
        command = HearOfMoved(kind=heard.TYPE, said=told.model_dump_json(), items=theirs)
        folder.draft.send(path_of(folder.tenant, "debtor", debtor), command)


def _items_of(folder: Folder, heard: Event) -> tuple[str, ...]:
    """None of what no agency is told."""
    if isinstance(heard, Told):
        return (heard.item,)
    return items_agreed(folder, heard) if isinstance(heard, Agreed) else ()


def _formerly(folder: Folder, items: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """By debtor that was merged, which of these items it had."""
    found: dict[str, tuple[str, ...]] = {}
    for item in items:
        for debtor in folder.item(item).formerly:
            found[debtor] = (*found.get(debtor, ()), item)
    return found


def told_of_moved(command: HearOfMoved) -> Event:
    """The fact as its old debtor would have heard it."""
    return _TOLD[command.kind].read(command.said.encode())
