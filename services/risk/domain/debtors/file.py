"""A debtor's file within one decision: what is known, and what is recorded step by step."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from libs.events.contracts.model import Command, Event
from libs.events.contracts.risk import CheckScheduled, ExposureChanged, OwedOn
from libs.events.loop.decider import Decision, Message, States
from libs.events.loop.draft import Draft
from libs.kernel.ids import IdSecret
from libs.kernel.keys import identity_of, path_of, tenant_of
from libs.kernel.money import Money
from services.risk.domain.credit.exposure import exposure_of
from services.risk.domain.debtors.evolving import evolve_debtor
from services.risk.domain.debtors.state import DebtorState, Owed
from services.risk.domain.items import ItemState, evolve_item
from services.risk.domain.now import day_of, debtor_stream, item_streams
from services.risk.domain.refusals import DayHasPassed, DayTooFar, DayUnknown

DAYS_MAX: Final = 3660
"""How far from today a day may lie that a person names: ten years."""


class File:
    """What one decision at a debtor's key knows and records."""

    def __init__(self, message: Message, states: States, ids: IdSecret, creditor: str) -> None:
        """`creditor` where the debtor may not be known yet."""
        self.tenant, self.ids, self.message = tenant_of(message.key), ids, message
        self.debtor_id, self._partition = identity_of(message.key), message.partition
        self.draft = Draft(states, _evolve)
        self.creditor = self.debtor.creditor or creditor
        self.today = self._today()
        self.was_overridden = self.debtor.override is not None
        """Before this decision."""

    @property
    def debtor(self) -> DebtorState:
        state: DebtorState = self.draft.of(debtor_stream(self.tenant, self.debtor_id))
        return state

    @property
    def about(self) -> dict[str, Any]:
        """The fields that every event about a debtor has."""
        return {"debtor": self.debtor_id, "creditor": self.creditor}

    def item(self, item: str) -> ItemState:
        state: ItemState = self.draft.of(self._stream(item))
        return state if state.debtor == self.debtor_id else ItemState()

    def _stream(self, item: str, *, is_new: bool = False) -> str:
        """Where it stands here; what of it is heard first may be heard before it has come."""
        began, moved = item_streams(self.tenant, self.debtor_id, item)
        if self.draft.of(moved).debtor:
            return moved
        return began if is_new or self.draft.of(began).debtor == self.debtor_id else moved

    def on_debtor(self, event: Event) -> None:
        self.draft.record(debtor_stream(self.tenant, self.debtor_id), event)

    def on_item(self, item: str, event: Event, *, is_new: bool = False) -> None:
        """What the item's change does to what is owed is said with it."""
        before = self.item(item)
        self.draft.record(self._stream(item, is_new=is_new), event)
        self._owe(before, self.item(item))

    def day(self) -> date:
        """The day, for what cannot be said without. Raises DayUnknown."""
        if self.today is None:
            raise DayUnknown(creditor=self.creditor)
        return self.today

    def coming(self, day_on: date) -> date:
        """A day from today on, when a person can have meant it. Raises DayUnknown, DayHasPassed,
        DayTooFar."""
        today = self.day()
        if day_on < today:
            raise DayHasPassed(day_on=day_on, today_on=today)
        if (day_on - today).days > DAYS_MAX:
            raise DayTooFar(day_on=day_on, today_on=today)
        return day_on

    def named(self, kind: str) -> str:
        """The id of what this message makes; the same message makes the same one."""
        return self.ids.hashed(self.tenant, kind, self.message.id)

    def expose(self, currency: str, owed: Mapping[date, Owed]) -> None:
        """Say what is owed in a currency; `owed`: the due days with other sums than before."""
        days = {**self.debtor.owed.get(currency, {})}
        days |= {due_on.isoformat(): one for due_on, one in owed.items()}
        now = exposure_of(days, currency, self.today)
        if not owed and now == self.debtor.exposures.get(currency):
            return
        changed = ExposureChanged(
            **self.about,
            not_due=now.not_due,
            overdue=now.overdue,
            disputed=now.disputed,
            as_of_on=self.today,
            owed=tuple(_said(due_on, one) for due_on, one in sorted(owed.items())),
        )
        self.on_debtor(changed)

    def send_to(self, debtor: str, command: Command) -> None:
        self.draft.send(path_of(self.tenant, "debtor", debtor), command)

    def check_on(self, day_on: date | None) -> None:
        """The debtor is looked at again on this day."""
        if self.debtor.check_on != day_on:
            self.on_debtor(CheckScheduled(**self.about, check_on=day_on))

    def decision(self, answer: Mapping[str, str] | None = None) -> Decision:
        return self.draft.decision(answer)

    def _today(self) -> date | None:
        if not self.creditor:
            return None
        return day_of(self.tenant, self.creditor, self._partition, self.draft.states)

    def _owe(self, before: ItemState, after: ItemState) -> None:
        if not after.item:
            return
        currency, owed = after.open.currency, dict[date, Owed]()
        for item, sign in ((before, -1), (after, 1)):
            if item.is_open:
                known = owed.get(item.due_on) or self.debtor.owed_on(currency, item.due_on)
                owed[item.due_on] = _moved(known, item, sign)
        news = {
            due_on: one
            for due_on, one in owed.items()
            if one != self.debtor.owed_on(currency, due_on)
        }
        if news:
            self.expose(currency, news)


def _moved(owed: Owed, item: ItemState, sign: int) -> Owed:
    counts = 0 if item.is_wholly_contested else sign
    return Owed(
        owed.open + _signed(item.open, sign),
        owed.disputed + _signed(item.disputed, sign),
        owed.items_count + counts,
    )


def _signed(amount: Money, sign: int) -> Money:
    return amount if sign > 0 else -amount


def _said(due_on: date, owed: Owed) -> OwedOn:
    return OwedOn(
        due_on=due_on, open=owed.open, disputed=owed.disputed, items_count=owed.items_count
    )


def _evolve(state: object, event: Event) -> object:
    match state:
        case DebtorState():
            return evolve_debtor(state, event)
        case ItemState():
            return evolve_item(state, event)
        case _:
            raise TypeError(f"a debtor's file holds no {type(state).__name__}")
