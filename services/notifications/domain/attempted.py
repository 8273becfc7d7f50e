"""What leaves as a mail, as its attempts need it: the same for whoever it is for."""

from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from libs.events.contracts.model import Event
from libs.events.contracts.notifications import (
    AttemptFailed,
    MessageFailed,
    MessageHeld,
    MessageSent,
    MessageUncertain,
    MessageWithdrawn,
    SendStarted,
)
from libs.events.contracts.notifications_people import (
    InternalAttemptFailed,
    InternalFailed,
    InternalHeld,
    InternalSent,
    InternalStarted,
    InternalUncertain,
    InternalWithdrawn,
)

Stage = Literal["unheard", "to_compose", "composed", "started", "ended"]
"""`composed`: the next attempt may begin. `started`: one is under way and has to report."""
Outcome = Literal["", "sent", "withdrawn", "failed", "uncertain"]


@dataclass(frozen=True, slots=True)
class Attempted:
    """No field says who a person is."""

    message: str = ""
    stage: Stage = "unheard"
    outcome: Outcome = ""
    content: str = ""
    held: str = ""
    """Cause that the next attempt is recorded as held for; empty: it is not held."""
    held_by: str = ""
    """Service that held it."""
    attempt: int = 0
    """The last one that started."""
    token: str = ""
    """Of the process of the attempt that is under way."""
    began_at: str = ""
    """When the barrier of the attempt under way began."""
    not_before: str = ""
    """When the next attempt may begin; empty: at once."""
    tries: int = 0
    """Attempts that a server kept from succeeding."""
    uncertain_attempt: int = 0
    """An attempt that may have left; 0: none."""

    @property
    def is_open(self) -> bool:
        return self.stage in ("to_compose", "composed", "started")


S = TypeVar("S", bound=Attempted)


def evolve_attempts(state: S, event: Event) -> S:
    """What an event says of attempts; of anything else nothing."""
    match event:
        case MessageHeld() | InternalHeld():
            return replace(state, held=event.cause, held_by=event.service)
        case SendStarted() | InternalStarted():
            return replace(
                state,
                stage="started",
                attempt=event.attempt,
                token=event.token,
                began_at=event.began_at,
                held="",
                held_by="",
                not_before="",
            )
        case AttemptFailed() | InternalAttemptFailed():
            tries = state.tries + (event.reason != "aged")
            return replace(
                state, stage="composed", token="", not_before=event.not_before, tries=tries
            )
        case _:
            return _after_attempt(state, event)


def _after_attempt(state: S, event: Event) -> S:
    match event:
        case MessageUncertain(last=False) | InternalUncertain(last=False):
            return replace(
                state, stage="composed", token="", uncertain_attempt=event.attempt, not_before=""
            )
        case MessageUncertain() | InternalUncertain():
            return _ended(state, "uncertain")
        case MessageSent() | InternalSent():
            return _ended(state, "sent")
        case MessageFailed() | InternalFailed():
            return _ended(state, "failed")
        case MessageWithdrawn() | InternalWithdrawn():
            return _ended(state, "withdrawn")
        case _:
            return state


def _ended(state: S, outcome: Outcome) -> S:
    return replace(state, stage="ended", outcome=outcome, token="")
