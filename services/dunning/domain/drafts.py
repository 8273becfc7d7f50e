"""Drafts: what would leave today, approved by people, or taken out of it."""

from datetime import timedelta

from libs.events.contracts.dunning import DemandApproved, ItemReleased, ItemWithheld
from libs.events.loop.decider import Decision
from libs.kernel.keys import path_of
from services.dunning.domain.cases.state import Pending
from services.dunning.domain.commands import ApproveDemand, ReleaseItem, WithholdDemand
from services.dunning.domain.file import File
from services.dunning.domain.ladder import Next
from services.dunning.domain.proposing import APPROVALS, Ask, items_of, proposed
from services.dunning.domain.recalling import recall
from services.dunning.domain.refusals import (
    AnotherPersonHasToApprove,
    DayOfDemandIsOver,
    DemandUnknown,
    ItemIsNotInDemand,
    ItemIsNotWithheld,
)


def approve(file: File, command: ApproveDemand) -> Decision:
    """The last approval proposes it, with what is open of its items now: it is what was drafted,
    since whatever changes an item drops its draft.

    Raises DemandUnknown, DayOfDemandIsOver, AnotherPersonHasToApprove, DayUnknown.
    """
    case, pending = _pending(file, command.demand)
    now = file.day()
    answer = {"demand": command.demand, "case": case, "approvals_left": "0"}
    if not pending.is_draft:
        return file.decision(answer)
    if pending.day_on != now.today:
        raise DayOfDemandIsOver(demand=command.demand, day_on=pending.day_on, today_on=now.today)
    if command.approved_by in pending.approvals:
        raise AnotherPersonHasToApprove(demand=command.demand, approved_by=command.approved_by)
    approvals = (*pending.approvals, command.approved_by)
    # A creditor that asks for more eyes since the draft is given them.
    needed = max(pending.approvals_needed, APPROVALS[now.creditor.review])
    left = max(0, needed - len(approvals))
    approved = DemandApproved(
        **file.about(case),
        demand=command.demand,
        approved_by=command.approved_by,
        approvals=approvals,
        approvals_left=left,
    )
    file.on_case(case, approved)
    if not left:
        _propose(file, case, pending)
    return file.decision(answer | {"approvals_left": str(left)})


def _propose(file: File, case: str, pending: Pending) -> None:
    ladder = file.ladder(case).steps
    rungs = {step.step: rung for rung, step in enumerate(ladder)}
    due = tuple(
        Next(file.item(item), ladder[rungs[asked.step]], rungs[asked.step], pending.day_on)
        for item, asked in pending.items.items()
    )
    ask = Ask(pending.demand, file.case(case).attempts, due)
    file.on_case(case, proposed(file, case, ask), asked=items_of(due))


def withhold(file: File, command: WithholdDemand) -> Decision:
    """Of a draft, or of a demand that is on its way: that one is recalled, the rest asked anew.

    Raises DemandUnknown, ItemIsNotInDemand, DayUnknown.
    """
    case, pending = _pending(file, command.demand)
    now = file.day()
    items = tuple(dict.fromkeys(command.items)) or tuple(pending.items)
    for item in items:
        if item not in pending.items:
            raise ItemIsNotInDemand(demand=command.demand, item=item)
    until_on = None if command.for_good else now.today + timedelta(days=1)
    for item in items:
        withheld = ItemWithheld(
            **file.about(case),
            item=item,
            demand=command.demand,
            until_on=until_on,
            withheld_on=now.today,
            withheld_by=command.withheld_by,
            personal=command.personal,
        )
        file.on_item(item, withheld)
    recall(file, case, "withheld_items_wait", items, path_of(file.tenant, "item", items[0]))
    file.reconsider()
    said = until_on.isoformat() if until_on else ""
    return file.decision({"demand": command.demand, "case": case, "until_on": said})


def release(file: File, command: ReleaseItem) -> Decision:
    """Raises ItemIsNotWithheld."""
    item = file.item(command.item)
    if item.withheld is None or item.debtor != file.debtor_id:
        raise ItemIsNotWithheld(item=command.item)
    released = ItemReleased(
        **file.about(item.case), item=item.item, released_by=command.released_by
    )
    file.on_item(item.item, released)
    file.reconsider()
    return file.decision({"item": item.item, "case": item.case})


def _pending(file: File, demand: str) -> tuple[str, Pending]:
    """The case of a demand without an outcome. Raises DemandUnknown."""
    for case in file.cases.values():
        pending = file.case(case).pending
        if pending is not None and pending.demand == demand:
            return case, pending
    raise DemandUnknown(debtor=file.debtor_id, demand=demand)
