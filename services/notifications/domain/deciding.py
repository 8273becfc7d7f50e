"""One decision about one message to a debtor."""

from datetime import date
from typing import ClassVar, TypedDict

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
from libs.events.loop.decider import Recorded
from services.notifications.domain.drafting import Drafting, Words
from services.notifications.domain.message import MessageState, evolve_message, message_stream


class About(TypedDict):
    """The ids that every event of a message carries."""

    message: str
    demand: str
    case: str
    creditor: str
    debtor: str


class Draft(Drafting[MessageState]):
    """Events about one message so far."""

    words: ClassVar[Words] = Words(
        held=MessageHeld,
        started=SendStarted,
        sent=MessageSent,
        failed_for_now=AttemptFailed,
        failed=MessageFailed,
        uncertain=MessageUncertain,
        withdrawn=MessageWithdrawn,
    )

    def __init__(self, tenant: str, state: MessageState, today: date | None) -> None:
        """`today`: the day in the message's zone; None: none has been noted."""
        super().__init__(tenant, state)
        self._today = today

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
        return self._today is not None and self._today > self.state.day_on

    @property
    def is_recalled(self) -> bool:
        return bool(self.state.recalled_gate)

    def recorded(self, event: Event) -> tuple[Recorded, MessageState]:
        state = evolve_message(self.state, event)
        return Recorded(message_stream(self._tenant, state.message), event), state

    def withdraw(self) -> None:
        self.recall(self.state.recalled_gate, self.state.recalled_cause)

    def recall(self, gate: str, cause: str) -> None:
        """No further attempt may follow: its dunner wishes it back."""
        self.end(MessageWithdrawn(**self.about, reason="recalled", gate=gate, cause=cause))
