"""What the decider's parts have in common: each handles a few kinds of messages."""

from typing import Any, NoReturn, Protocol

from libs.events.contracts.model import Contract
from libs.events.loop.decider import Decision, Found, Message, Needs, States
from libs.kernel.keys import copy_of
from services.ingestion.domain.creditors import Creditor
from services.ingestion.domain.paths import creditor_path
from services.ingestion.domain.refusals import CreditorUnknown


class Handler(Protocol):
    """Names what a message's decision has to see, and leads it to the domain's rule."""

    handles: tuple[type[Contract], ...]

    def needs(self, message: Message, states: States) -> Needs: ...

    def decide(self, message: Message, states: States, found: Found) -> Decision: ...


def own_copy(message: Message, creditor: str) -> str:
    """The stream of this partition's copy of a creditor.

    Whoever was told that a creditor is registered finds it here: the announcement lies in this
    partition's inbox before anything that is written after that answer.
    """
    return copy_of(creditor_path(message.tenant, creditor), message.partition)


def refuse_unknown_creditor(message: Message, creditor: str, states: States) -> None:
    """Raises CreditorUnknown."""
    known: Creditor = states.of(own_copy(message, creditor))
    if not known.is_registered:
        raise CreditorUnknown(creditor=creditor)


def not_handled(body: Any) -> NoReturn:
    raise TypeError(f"{type(body).__name__} is not handled here")
