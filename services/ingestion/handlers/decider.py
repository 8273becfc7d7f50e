"""Ingestion's decider: leads each message to its part, each event to its state."""

from collections.abc import Mapping
from typing import Any

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.ingestion import EVENTS
from libs.events.contracts.matching import ErasureJudged
from libs.events.contracts.model import Command, Contract, Event
from libs.events.loop.days import NotedDay
from libs.events.loop.decider import (
    Decision,
    Found,
    Message,
    Needs,
    Placement,
    State,
    States,
)
from libs.events.progress.resting import ALL, RESTING, Resting
from libs.kernel.ids import IdSecret
from libs.kernel.keys import identity_of, is_copy, tenant_of
from services.ingestion.domain.commands import COMMANDS
from services.ingestion.domain.creditors import Creditor
from services.ingestion.domain.debtors import Debtor, Document
from services.ingestion.domain.erasures import KeyList
from services.ingestion.domain.imports import Import
from services.ingestion.domain.merges import Merges
from services.ingestion.domain.numbers import Number
from services.ingestion.handlers.creditors import ACCOUNT_CREDITORS, Creditors, accounts_of
from services.ingestion.handlers.days import Days
from services.ingestion.handlers.debtors import Debtors, Documents
from services.ingestion.handlers.erasures import ERASING, Erasures
from services.ingestion.handlers.folding import after
from services.ingestion.handlers.handling import Handler
from services.ingestion.handlers.imports import Imports
from services.ingestion.handlers.numbers import Numbers


class IngestionDecider:
    """Documents and parties, each once (protocol §1)."""

    service: str = "ingestion"
    commands: tuple[type[Command], ...] = COMMANDS
    hears: tuple[type[Event], ...] = (DayStarted, ErasureJudged)
    events: tuple[type[Event], ...] = EVENTS
    state_types: Mapping[str, type] = {
        "creditor": Creditor,
        "number": Number,
        "debtor": Debtor,
        "invoice": Document,
        "credit_note": Document,
        "import": Import,
        "merges": Merges,
        "key_list": KeyList,
        "day": NotedDay,
    }
    lookup_types: Mapping[str, type] = {
        ACCOUNT_CREDITORS: str,
        RESTING: Resting,
        ERASING: KeyList,
    }

    def __init__(self, secret: IdSecret) -> None:
        parts: tuple[Handler, ...] = (
            Creditors(),
            Numbers(secret),
            Documents(),
            Debtors(),
            Erasures(),
            Imports(),
            Days(),
        )
        self._handlers: Mapping[type[Contract], Handler] = {
            body: part for part in parts for body in part.handles
        }

    def needs(self, message: Message, states: States) -> Needs:
        return self._handlers[type(message.body)].needs(message, states)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        return self._handlers[type(message.body)].decide(message, states, found)

    def evolve(self, state: State, event: Event) -> State:
        return after(state, event)

    def place(self, stream: str, state: State) -> Placement:
        """A creditor is found by its accounts, what waits by its waiting; no copies."""
        if is_copy(stream):
            return Placement()
        match state:
            case Creditor() if state.is_registered:
                return Placement(entries=accounts_of(stream, state))
            case Import() if state.is_ended and not state.is_finished:
                # Its documents lie in the bulk of their numbers' partitions.
                waiting = Resting(stream, tenant_of(stream), identity_of(stream), is_spread=True)
                return Placement(entries=((RESTING, ALL, waiting),))
            case Debtor() if state.erasure.stage == "queued":
                return Placement(due_on=state.erasure.until_on)
            case KeyList() if state.subjects:
                return Placement(entries=((ERASING, ALL, state),))
            case _:
                return Placement()

    def read_content(self, raw: bytes) -> Any:
        raise TypeError("ingestion decides without looking into files")
