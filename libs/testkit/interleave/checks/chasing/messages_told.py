"""Messages as notifications tells of them, and what really reached the mail server."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from libs.events.contracts import notifications as say
from libs.events.contracts.model import Event
from libs.events.loop.batch import NewEvent
from libs.testkit.interleave.checks.wrong import must
from libs.testkit.world.premises import Commit


@dataclass(frozen=True, slots=True)
class Delivery:
    """The mail server took a message over, whether anybody heard its answer or not."""

    message: str
    attempt: int
    token: str
    """Of the process that handed it over."""
    began_at: int
    """The moment at which its barrier began."""
    at: int
    age_s: float
    """From the beginning of its barrier, by the clock that goes on in a freeze."""


@dataclass(slots=True)
class Message:
    """One message."""

    noted: say.DemandNoted
    composed: say.MessageComposed | None = None
    starts: list[say.SendStarted] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    sent: list[say.MessageSent] = field(default_factory=list)
    uncertain_count: int = 0
    held_count: int = 0
    ended_by: Event | None = None
    is_bounced: bool = False

    @property
    def outcome(self) -> str:
        names = {
            say.MessageSent: "sent",
            say.MessageWithdrawn: "withdrawn",
            say.MessageFailed: "failed",
            say.MessageUncertain: "uncertain",
        }
        return names[type(self.ended_by)] if self.ended_by else ""


class MessagesTold:
    """Every message, as the events and the mail server so far leave it."""

    def __init__(self, age_max_s: float) -> None:
        self._age_max_s = age_max_s
        self.messages: dict[str, Message] = {}
        self.by_demand: dict[str, Message] = {}
        self._rules: Mapping[type[Event], Callable[[Any], None]] = {
            say.DemandNoted: self._noted,
            say.MessageComposed: self._composed,
            say.MessageHeld: self._held,
            say.SendStarted: self._started,
            say.MessageSent: self._sent,
            say.MessageWithdrawn: self._withdrawn,
            say.MessageFailed: self._failed,
            say.MessageUncertain: self._uncertain,
            say.MessageBounced: self._bounced,
        }

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            self._saw(new)

    def _saw(self, new: NewEvent) -> None:
        rule = self._rules.get(type(new.event))
        if rule is not None:
            rule(new.event)

    @property
    def is_any_ready(self) -> bool:
        """Whether a message is composed and has no outcome: its barrier may begin at any time."""
        return any(one.composed and one.ended_by is None for one in self.messages.values())

    def delivered(self, delivery: Delivery) -> None:
        """A message has left: by whom it may, while it may. Raises Wrong."""
        name, message = delivery.message, self.messages[delivery.message]
        started = [one for one in message.starts if one.attempt == delivery.attempt]
        must(bool(started), "start", f"{name} left without a start of its attempt", name)
        must(
            started[0].token == delivery.token,
            "start",
            f"{name} was started for {started[0].token} and left from {delivery.token}",
            name,
        )
        must(
            message.outcome != "withdrawn", "withdrawn", f"{name} left after it was withdrawn", name
        )
        must(
            delivery.age_s <= self._age_max_s,
            "age",
            f"{name} left {delivery.age_s:.1f} s after its barrier began",
            name,
        )
        must(
            len(message.deliveries) <= message.uncertain_count,
            "repeated",
            f"{name} left again, and nobody had said that it was uncertain",
            name,
        )
        message.deliveries.append(delivery)

    def _noted(self, event: say.DemandNoted) -> None:
        must(event.message not in self.messages, "once", f"{event.message} again", event.message)
        must(event.demand not in self.by_demand, "once", f"{event.demand} again", event.demand)
        self.messages[event.message] = self.by_demand[event.demand] = Message(event)

    def _composed(self, event: say.MessageComposed) -> None:
        message = self.messages[event.message]
        asked = {one.item: one.asked for one in message.noted.items}
        told = {one.item: one.asked for one in event.lines}
        must(asked == told, "message", f"{event.message} asks for {told}, not {asked}")
        message.composed = event

    def _held(self, event: say.MessageHeld) -> None:
        self.messages[event.message].held_count += 1

    def _started(self, event: say.SendStarted) -> None:
        message = self.messages[event.message]
        must(
            event.attempt == len(message.starts) + 1 and message.ended_by is None,
            "start",
            f"attempt {event.attempt} of {event.message} starts, it is {message.outcome or 'open'}",
            event.message,
        )
        message.starts.append(event)

    def _end(self, event: Any) -> Message:
        message = self.messages[event.message]
        must(
            message.ended_by is None,
            "outcome",
            f"{event.message} is {message.outcome}, and then {type(event).__name__}",
            event.message,
        )
        message.ended_by = event
        return message

    def _sent(self, event: say.MessageSent) -> None:
        message = self._end(event)
        message.sent.append(event)
        must(bool(message.deliveries), "sent", f"{event.message} never left", event.message)
        must(
            event.repeated or len(message.deliveries) == 1,
            "repeated",
            f"{event.message} left {len(message.deliveries)} times and nobody counts it",
            event.message,
        )
        must(
            message.uncertain_count > 0 or not event.repeated,
            "repeated",
            f"{event.message} is said to be repeated, and no attempt was uncertain",
            event.message,
        )

    def _withdrawn(self, event: say.MessageWithdrawn) -> None:
        message = self._end(event)
        must(not message.deliveries, "withdrawn", f"{event.message} has left", event.message)

    def _failed(self, event: say.MessageFailed) -> None:
        message = self._end(event)
        must(not message.deliveries, "failed", f"{event.message} has left", event.message)

    def _uncertain(self, event: say.MessageUncertain) -> None:
        message = self.messages[event.message]
        message.uncertain_count += 1
        if event.last:
            self._end(event)

    def _bounced(self, event: say.MessageBounced) -> None:
        self.messages[event.message].is_bounced |= event.permanent
