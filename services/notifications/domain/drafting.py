"""One decision about one mail, whoever it is for: what it records, and how that leaves it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Generic, TypeVar

from libs.events.contracts.model import Event
from libs.events.effects.effect import OUTCOME
from libs.events.loop.decider import Decision, Recorded
from services.notifications.domain.attempted import Attempted

STAGE: Final = "stage"
"""Where the mail stands after the decision, as its asker is told beside the outcome."""

S = TypeVar("S", bound=Attempted)
Say = Callable[..., Event]


@dataclass(frozen=True, slots=True)
class Words:
    """The events by which one kind of mail tells of its attempts; their fields are the same."""

    held: Say
    started: Say
    sent: Say
    failed_for_now: Say
    failed: Say
    uncertain: Say
    withdrawn: Say


class Drafting(ABC, Generic[S]):
    """Events about one mail so far."""

    words: ClassVar[Words]

    def __init__(self, tenant: str, state: S) -> None:
        self.state = state
        self._tenant = tenant
        self._events: list[Recorded] = []

    @property
    @abstractmethod
    def about(self) -> Mapping[str, object]:
        """The ids that every event of the mail carries."""

    @property
    @abstractmethod
    def is_over(self) -> bool:
        """Whether a later day than the mail's has begun in its zone."""

    @property
    @abstractmethod
    def is_recalled(self) -> bool:
        """Whether no further attempt may follow, for another reason than its day."""

    @abstractmethod
    def recorded(self, event: Event) -> tuple[Recorded, S]:
        """The event on its stream, and the mail after it."""

    @abstractmethod
    def withdraw(self) -> None:
        """No further attempt may follow: it is recalled."""

    def record(self, event: Event) -> None:
        recorded, self.state = self.recorded(event)
        self._events.append(recorded)

    def outlive(self) -> None:
        """No further attempt may follow: its day is over."""
        self.end(self.words.withdrawn(**self.about, reason="day_over"))

    def end(self, event: Event) -> None:
        """No further attempt would help, or may follow.

        What may have left is never said not to have: a person has to look.
        """
        if unsure := self.state.uncertain_attempt:
            event = self.words.uncertain(**self.about, attempt=unsure, last=True)
        self.record(event)

    def go_on(self) -> None:
        """Whether another attempt may follow the one that ended."""
        if self.is_recalled:
            self.withdraw()
        elif self.is_over:
            self.outlive()

    def decision(self, outcome: str = "") -> Decision:
        """What was recorded; `outcome` is what the asker is told, else where the mail is."""
        answer = {OUTCOME: outcome or self.state.outcome or self.state.stage}
        return Decision(tuple(self._events), answer={**answer, STAGE: self.state.stage})
