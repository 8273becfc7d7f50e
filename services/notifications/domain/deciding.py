"""One decision about one message: what it records, and the message as that leaves it."""

from datetime import date
from typing import Final, TypedDict

from libs.events.contracts.model import Event
from libs.events.contracts.notifications import (
    MessageFailed,
    MessageUncertain,
    MessageWithdrawn,
)
from libs.events.effects.effect import OUTCOME
from libs.events.loop.decider import Decision, Recorded
from services.notifications.domain.message import MessageState, evolve_message, message_stream

STAGE: Final = "stage"
"""Where the message stands after the decision, as its asker is told beside the outcome."""


class About(TypedDict):
    """The ids that every event of a message carries."""

    message: str
    demand: str
    case: str
    creditor: str
    debtor: str


class Draft:
    """Events about one message so far."""

    def __init__(self, tenant: str, state: MessageState, today: date | None) -> None:
        """`today`: the day in the message's zone; None: none has been noted."""
        self.state = state
        self._tenant, self._today = tenant, today
        self._events: list[Recorded] = []

    @property
    def about(self) -> About:
        state = self.state
        return About(
            message=state.message,
            demand=state.demand,
            case=state.case,
            creditor=state.creditor,
            debtor=state.debtor,
        )

    @property
    def is_over(self) -> bool:
        """Whether a later day than the message's has begun in its zone."""
        return self._today is not None and self._today > self.state.day_on

    def record(self, event: Event) -> None:
        self.state = evolve_message(self.state, event)
        stream = message_stream(self._tenant, self.state.message)
        self._events.append(Recorded(stream, event))

    def recall(self, gate: str, cause: str) -> None:
        """No further attempt may follow: its dunner wishes it back."""
        self._end(MessageWithdrawn(**self.about, reason="recalled", gate=gate, cause=cause))

    def outlive(self) -> None:
        """No further attempt may follow: its day is over."""
        self._end(MessageWithdrawn(**self.about, reason="day_over"))

    def fail(self, event: MessageFailed) -> None:
        """No further attempt would help."""
        self._end(event)

    def go_on(self) -> None:
        """Whether another attempt may follow the one that ended."""
        if self.state.recalled_gate:
            self.recall(self.state.recalled_gate, self.state.recalled_cause)
        elif self.is_over:
            self.outlive()

    def decision(self, outcome: str = "") -> Decision:
        """What was recorded; `outcome` is what the asker is told, else where the message is."""
        answer = {OUTCOME: outcome or self.state.outcome or self.state.stage}
        return Decision(tuple(self._events), answer={**answer, STAGE: self.state.stage})

    def _end(self, event: MessageWithdrawn | MessageFailed) -> None:
        """What may have left is never said not to have: a person has to look."""
        if unsure := self.state.uncertain_attempt:
            self.record(MessageUncertain(**self.about, attempt=unsure, last=True))
        else:
            self.record(event)
