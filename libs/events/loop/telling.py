"""What is told of an owner's doings: figures for metrics, and the steps of traces."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from libs.events.codec.envelope import Envelope
from libs.events.contracts.runtime import type_name_of
from libs.events.contracts.topology import ServiceTopics
from libs.events.loop.batch import Batch, NewEvent, Poison
from libs.events.loop.decider import Message
from libs.events.loop.pending import Read
from libs.events.loop.seams import Gauges
from libs.events.loop.tenure import Tenure
from libs.events.loop.tracing import Step, Tracing, now_ns

Messages = list[Message | Poison | None]


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells it of one worker's partitions."""

    topics: ServiceTopics
    gauges: Gauges
    tracing: Tracing

    def took_over(self, tenure: Tenure, seconds: float) -> None:
        self.gauges.took_over(tenure.number, seconds)
        self.gauges.parked(tenure.number, len(tenure.parking.keys))

    def followed(self, messages: Messages) -> Messages:
        """Each message as a step of its own: what it leads to carries the step's context."""
        if not self.tracing.is_on:
            return messages
        return [
            replace(message, trace=self.tracing.below(message.trace))
            if isinstance(message, Message) and message.trace
            else message
            for message in messages
        ]

    def decided(self, tenure: Tenure, batch: Batch, read: Sequence[Read], seconds: float) -> None:
        """`read`: the messages that the batch covers, as `followed` gave them."""
        self.gauges.decided(tenure.number, len(read), seconds)
        self._recorded(tenure, batch, read)

    def retried(self, tenure: Tenure, batch: Batch, read: Sequence[Read]) -> None:
        """The same of parked messages, which no input position passes."""
        self._recorded(tenure, batch, read)

    def _recorded(self, tenure: Tenure, batch: Batch, read: Sequence[Read]) -> None:
        for kind, times in Counter(type(new.event) for new in batch.events).items():
            self.gauges.recorded(type_name_of(kind, self.topics.name), times)
        self.gauges.parked(tenure.number, len(tenure.parking.keys))
        if self.tracing.is_on:
            for step in self._steps(batch, read):
                self.tracing.ended(step)

    def _steps(self, batch: Batch, read: Sequence[Read]) -> Iterator[Step]:
        parked = {item.message.id for item in batch.parked}
        began_ns = {one.incoming.message.id: one.read_ns for one in read}
        for one in read:
            message = one.incoming.message
            if isinstance(message, Message) and message.trace:
                yield self._processed(one, message, is_parked=message.id in parked)
        for new in batch.events:
            if new.follows:
                yield self._followed(new, began_ns.get(new.causation) or now_ns())

    def _processed(self, read: Read, message: Message, *, is_parked: bool) -> Step:
        return Step(
            name=f"process {read.incoming.topic}",
            kind="consumer",
            trace=message.trace,
            parent=Envelope(read.record.headers).trace,
            began_ns=read.read_ns,
            attributes=_about(read.incoming.topic, "process", message.partition)
            | {
                "messaging.kafka.offset": read.incoming.next_offset - 1,
                "messaging.message.id": message.id,
                "relance.tenant": message.tenant,
                "relance.type": type_name_of(message.body, self.topics.name),
                "relance.depth": message.depth,
            },
            error="parked" if is_parked else "",
        )

    def _followed(self, new: NewEvent, began_ns: int) -> Step:
        """An event that goes on with another trace than its cause's: linked to that."""
        topic = self.topics.events_topic
        return Step(
            name=f"send {topic}",
            kind="producer",
            trace=new.trace,
            parent=new.follows[0],
            began_ns=began_ns,
            attributes=_about(topic, "send")
            | {
                "messaging.message.id": new.id,
                "relance.tenant": new.tenant,
                "relance.type": type_name_of(new.event, self.topics.name),
            },
            links=new.follows[1:],
        )


def _about(topic: str, operation: str, partition: int | None = None) -> dict[str, str | int]:
    """What OpenTelemetry's conventions for messaging say of a topic."""
    about: dict[str, str | int] = {
        "messaging.system": "kafka",
        "messaging.destination.name": topic,
        "messaging.operation.name": operation,
        "messaging.operation.type": operation,
    }
    if partition is not None:
        about["messaging.destination.partition.id"] = str(partition)
    return about
