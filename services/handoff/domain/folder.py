"""A debtor's folder within one decision: what is known, and what is recorded step by step."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from libs.events.contracts.handoff import NewsKind
from libs.events.contracts.model import Event
from libs.events.loop.days import today
from libs.events.loop.decider import Decision, Message, States
from libs.events.loop.draft import Draft
from libs.kernel.ids import IdSecret
from libs.kernel.keys import identity_of, tenant_of
from services.handoff.domain.agencies import (
    Agencies,
    AgencyState,
    agencies_index,
    agency_copy,
    agency_key,
)
from services.handoff.domain.agency_commands import TellAgency
from services.handoff.domain.books import BooksState, books_copy
from services.handoff.domain.creditors import CreditorState, creditor_copy
from services.handoff.domain.debtors import DebtorState, debtor_stream, evolve_debtor
from services.handoff.domain.items import ItemState, evolve_item, item_streams, open_items_index
from services.handoff.domain.placement import (
    PlacementState,
    evolve_placement,
    placement_stream,
    running_index,
)
from services.handoff.domain.refusals import DayUnknown, PlacementUnknown


class Folder:
    """What one decision at a debtor's key knows and records."""

    def __init__(self, message: Message, states: States, ids: IdSecret) -> None:
        self.tenant, self.debtor_id = tenant_of(message.key), identity_of(message.key)
        self.message, self.ids, self.partition = message, ids, message.partition
        self.draft = Draft(states, _evolve)

    @property
    def debtor(self) -> DebtorState:
        state: DebtorState = self.draft.of(debtor_stream(self.tenant, self.debtor_id))
        return state

    def item(self, item: str) -> ItemState:
        state: ItemState = self.draft.of(self._item_stream(item))
        return state if state.debtor == self.debtor_id else ItemState()

    def _item_stream(self, item: str, *, is_new: bool = False) -> str:
        """Where it stands here; what of it is heard first may be heard before it has come."""
        began, moved = item_streams(self.tenant, self.debtor_id, item)
        if self.draft.of(moved).debtor:
            return moved
        return began if is_new or self.draft.of(began).debtor == self.debtor_id else moved

    @property
    def open_items(self) -> tuple[ItemState, ...]:
        """What is open of the debtor, the oldest due first."""
        found = self.draft.states.index(open_items_index(self.tenant, self.debtor_id))
        items: list[ItemState] = [self.draft.of(stream) for stream in found]
        return tuple(sorted(items, key=lambda one: (one.due_on, one.number, one.item)))

    @property
    def running(self) -> tuple[PlacementState, ...]:
        """The debtor's placements that run, as this decision has left them."""
        found = self.draft.states.index(running_index(self.tenant, self.debtor_id))
        states: list[PlacementState] = [self.draft.of(stream) for stream in found]
        return tuple(one for one in states if one.is_running)

    def placement(self, placement: str, agency: str = "") -> PlacementState:
        """A placement that is there; with `agency`, one that this agency was offered.

        Raises PlacementUnknown.
        """
        state: PlacementState = self.draft.of(placement_stream(self.tenant, placement))
        is_theirs = not agency or (agency == state.agency and state.stage not in _NOT_THEIRS)
        if state.stage == "unheard" or not is_theirs:
            raise PlacementUnknown(placement=placement)
        return state

    @property
    def agencies(self) -> Agencies:
        return self.draft.states.index(agencies_index(self.tenant))

    def agency(self, agency: str) -> AgencyState:
        state: AgencyState = self.draft.of(agency_copy(self.tenant, agency, self.partition))
        return state

    def today(self) -> date:
        """The day in the creditor's zone. Raises DayUnknown."""
        creditor = self.debtor.creditor
        known: CreditorState = self.draft.of(creditor_copy(self.tenant, creditor, self.partition))
        states = self.draft.states
        day_on = today(states, self.tenant, known.zone, self.partition) if known.zone else None
        if day_on is None:
            raise DayUnknown(creditor=creditor)
        return day_on

    @property
    def is_booking(self) -> bool:
        """Whether the creditor's books are not at rest."""
        stream = books_copy(self.tenant, self.debtor.creditor, self.partition)
        state: BooksState = self.draft.of(stream)
        return bool(state.open)

    def new_id(self, kind: str) -> str:
        """Of what this message makes: the same message twice makes one."""
        return self.ids.hashed(self.tenant, kind, self.message.id)

    def about(self, placement: PlacementState) -> dict[str, Any]:
        """The fields that every event about a placement has."""
        return {
            "placement": placement.placement,
            "agency": placement.agency,
            "creditor": placement.creditor,
            "debtor": placement.debtor,
        }

    def on_debtor(self, event: Event) -> None:
        self.draft.record(debtor_stream(self.tenant, self.debtor_id), event)

    def on_item(self, item: str, event: Event, *, is_new: bool = False) -> None:
        self.draft.record(self._item_stream(item, is_new=is_new), event)

    def on_placement(self, placement: str, event: Event) -> None:
        self.draft.record(placement_stream(self.tenant, placement), event)

    def tell(self, placement: PlacementState, kind: NewsKind, **facts: object) -> None:
        """The agency's feed says it next."""
        about = self.about(placement)
        said = {name: str(value) for name, value in facts.items()}
        command = TellAgency(kind=kind, facts=said, **about)
        self.draft.send(agency_key(self.tenant, placement.agency), command)

    def decision(self, answer: Mapping[str, str] | None = None) -> Decision:
        return self.draft.decision(answer)


_NOT_THEIRS = frozenset({"unheard", "proposed", "requested", "withdrawn"})
"""Stages in which an agency knows nothing of a placement."""


def _evolve(state: object, event: Event) -> object:
    match state:
        case DebtorState():
            return evolve_debtor(state, event)
        case ItemState():
            return evolve_item(state, event)
        case PlacementState():
            return evolve_placement(state, event)
        case _:
            raise TypeError(f"a debtor's folder holds no {type(state).__name__}")
