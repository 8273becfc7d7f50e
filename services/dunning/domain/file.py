"""A debtor's file within one decision: what is known, and what is recorded step by step."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from libs.events.contracts.dunning import (
    CaseNoted,
    CheckScheduled,
    TaskDone,
    TaskKind,
    TaskOpened,
)
from libs.events.contracts.model import Command, Event
from libs.events.loop.decider import Decision, Message, States
from libs.events.loop.draft import Draft
from libs.kernel.ids import IdSecret
from libs.kernel.keys import path_of, tenant_of
from services.dunning.domain.cases.evolving import evolve_case
from services.dunning.domain.cases.state import CaseState
from services.dunning.domain.commands import Reconsider
from services.dunning.domain.debtors.state import DebtorState, evolve_debtor
from services.dunning.domain.items.evolving import evolve_item
from services.dunning.domain.items.state import ItemState
from services.dunning.domain.ladder import calendar_of
from services.dunning.domain.now import (
    Now,
    case_stream,
    debtor_stream,
    item_streams,
    items_index,
    now_of,
)
from services.dunning.domain.policies import (
    Policies,
    PolicyVersion,
    policies_index,
    policy_for,
)
from services.dunning.domain.refusals import DayTooFar, DayUnknown
from services.dunning.domain.values import NO_DAY

DAYS_MAX: Final = 3660
"""How far from today a day may lie that a person names: ten years."""
NO_POLICY = PolicyVersion()
"""What holds of gates while no policy is known: their defaults."""


def case_of(ids: IdSecret, tenant: str, debtor: str, currency: str) -> str:
    """The id of a debtor's case in a currency; a debtor is of one creditor."""
    return ids.hashed(tenant, "case", debtor, currency)


class File:
    """What one decision at a debtor's key knows and records."""

    def __init__(self, message: Message, states: States, ids: IdSecret, debtor: str) -> None:
        self.tenant, self.ids, self.message = tenant_of(message.key), ids, message
        self.debtor_id, self.partition = debtor, message.partition
        self.draft = Draft(states, _evolve)
        self._is_reconsidered = False
        self._streams: dict[str, str] = {}
        """Where items stand that were found by their case."""
        self.touched: dict[str, None] = {}
        """Items of which something was recorded, in order."""

    @property
    def debtor(self) -> DebtorState:
        state: DebtorState = self.draft.of(debtor_stream(self.tenant, self.debtor_id))
        return state

    @property
    def debtor_before(self) -> DebtorState:
        """As it was before this decision."""
        state: DebtorState = self.draft.states.of(debtor_stream(self.tenant, self.debtor_id))
        return state

    @property
    def cases(self) -> Mapping[str, str]:
        """Currency to case, in the order of the currencies."""
        return dict(sorted(self.debtor.cases.items()))

    def case(self, case: str) -> CaseState:
        state: CaseState = self.draft.of(case_stream(self.tenant, case))
        return state

    def item(self, item: str) -> ItemState:
        state: ItemState = self.draft.of(self.item_stream(item))
        return state if state.debtor == self.debtor_id else ItemState()

    def item_before(self, item: str) -> ItemState:
        """As it was before this decision."""
        state: ItemState = self.draft.states.of(self.item_stream(item))
        return state if state.debtor == self.debtor_id else ItemState()

    def item_stream(self, item: str) -> str:
        """Where it stands here: where it came to, if it came with a merged debtor."""
        if item in self._streams:
            return self._streams[item]
        began, moved = item_streams(self.tenant, self.debtor_id, item)
        return moved if self.draft.of(moved).debtor else began

    def owed_items(self, case: str) -> tuple[ItemState, ...]:
        """What is owed of a case; also what left, or what has not quite come yet."""
        streams = self.draft.states.index(items_index(self.tenant, case))
        owed: dict[str, ItemState] = {stream: self.draft.of(stream) for stream in streams}
        self._streams |= {item.item: stream for stream, item in owed.items()}
        return tuple(owed.values())

    def open_items(self, case: str) -> tuple[ItemState, ...]:
        """What is open of a case, the oldest due first, as this decision has left it."""
        still_open = [item for item in self.owed_items(case) if item.is_open]
        return tuple(sorted(still_open, key=lambda one: (one.due_on, one.number, one.item)))

    def now(self, creditor: str = "") -> Now | None:
        """The day and the creditor; None: not known here yet."""
        owner = self.debtor.creditor or creditor
        if not owner:
            return None
        return now_of(self.tenant, owner, self.partition, self.draft.states)

    @property
    def policies(self) -> Policies:
        return self.draft.states.index(policies_index(self.tenant))

    def settings(self, case: str) -> PolicyVersion:
        """What the newest version of the case's policy says of gates and days."""
        state = self.case(case)
        for policy in self.policies.values():
            if policy.policy == state.policy:
                return policy.version(policy.newest)
        chosen = policy_for(self.policies, self.debtor.creditor)
        return chosen.version(chosen.newest) if chosen else NO_POLICY

    def ladder(self, case: str) -> PolicyVersion:
        """The version that an open case was opened under."""
        state = self.case(case)
        pinned = next(one for one in self.policies.values() if one.policy == state.policy)
        return pinned.version(state.policy_version)

    def day(self) -> Now:
        """The day and the creditor, for what cannot be said without. Raises DayUnknown."""
        now = self.now()
        if now is None:
            raise DayUnknown(creditor=self.debtor.creditor)
        return now

    def calendar(self, now: Now) -> str:
        return calendar_of(self.debtor.country, now.creditor.country)

    def about(self, case: str) -> dict[str, Any]:
        """The fields that every event about a case has."""
        return {"case": case, "creditor": self.debtor.creditor, "debtor": self.debtor_id}

    def on_debtor(self, event: Event) -> None:
        self.draft.record(debtor_stream(self.tenant, self.debtor_id), event)

    def on_case(self, case: str, event: Event, asked: Iterable[str] = ()) -> None:
        """`asked`: items that it goes on with, the first above all."""
        follows = tuple(map(self.item_stream, asked))
        self.draft.record(case_stream(self.tenant, case), event, follows)

    def on_item(self, item: str, event: Event) -> None:
        self.touched[item] = None
        self.draft.record(self.item_stream(item), event)

    def on_arriving_item(self, item: str, event: Event) -> None:
        """Of an item that comes with a merged debtor, or was not heard of yet."""
        self.touched[item] = None
        self.draft.record(item_streams(self.tenant, self.debtor_id, item)[1], event)

    def know_case(self, creditor: str, currency: str) -> str:
        """The debtor's case in a currency; said when it is the first that is heard of it."""
        case = case_of(self.ids, self.tenant, self.debtor_id, currency)
        if currency not in self.debtor.cases:
            noted = CaseNoted(
                case=case, creditor=creditor, debtor=self.debtor_id, currency=currency
            )
            self.on_debtor(noted)
        return case

    def check_on(self, case: str, currency: str, day_on: date | None, step: str = "") -> None:
        """The case is looked at again on this day."""
        if self.case(case).check_on != day_on:
            scheduled = CheckScheduled(
                **self.about(case), currency=currency, check_on=day_on, step=step
            )
            self.on_case(case, scheduled)

    def check_by(self, case: str, currency: str, day_on: date) -> None:
        """The case is looked at again on this day at the latest."""
        known = self.case(case).check_on
        if known is None or known > day_on:
            self.check_on(case, currency, day_on)

    def check_tomorrow(self, case: str, currency: str) -> None:
        now = self.now()
        day_on = NO_DAY if now is None else now.today + timedelta(days=1)
        self.check_by(case, currency, day_on)

    def send(self, command: Command) -> None:
        """A command to the debtor's own key, decided after this."""
        self.send_to(self.debtor_id, command)

    def send_to(self, debtor: str, command: Command) -> None:
        self.draft.send(path_of(self.tenant, "debtor", debtor), command)

    def reconsider(self) -> None:
        """A gate may have opened, or something fallen due: decide anew, one decision later."""
        if not self._is_reconsidered:
            self._is_reconsidered = True
            self.send(Reconsider(debtor=self.debtor_id))

    def task(self, kind: TaskKind, about: str) -> str:
        return self.ids.hashed(self.tenant, "task", self.debtor_id, kind, about)

    def open_task(self, kind: TaskKind, about: str, case: str = "", *, again: bool = True) -> None:
        """Once while it is open; with `again` also when a person has closed it before."""
        task = self.task(kind, about)
        is_open = self.debtor.tasks.get(task)
        if is_open or (is_open is False and not again):
            return
        now = self.now()
        opened = TaskOpened(
            **self.about(case),
            task=task,
            kind=kind,
            about=about,
            opened_on=now.today if now else None,
        )
        self.on_debtor(opened)

    def close_task(self, kind: TaskKind, about: str) -> None:
        """What it was about went away by itself."""
        task = self.task(kind, about)
        if self.debtor.tasks.get(task):
            done = TaskDone(
                task=task, creditor=self.debtor.creditor, debtor=self.debtor_id, done_by=""
            )
            self.on_debtor(done)

    def decision(self, answer: Mapping[str, str] | None = None) -> Decision:
        return self.draft.decision(answer)


def near(day_on: date, now: Now) -> date:
    """`day_on`, when a person can have meant it. Raises DayTooFar."""
    if abs((day_on - now.today).days) > DAYS_MAX:
        raise DayTooFar(day_on=day_on, today_on=now.today)
    return day_on


def _evolve(state: object, event: Event) -> object:
    match state:
        case DebtorState():
            return evolve_debtor(state, event)
        case CaseState():
            return evolve_case(state, event)
        case ItemState():
            return evolve_item(state, event)
        case _:
            raise TypeError(f"a debtor's file holds no {type(state).__name__}")
