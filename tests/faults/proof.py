"""What has to be true in the end, read by code that the services do not share."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.structs import ConsumerRecord

from audit.balance import version_gaps
from audit.log import Fact, read_facts
from audit.summary import Known, Summary, summarised
from audit.truth import Truth
from deploy.local.waiting import wait_until
from libs.cli.verifying.cut import topics_of
from libs.cli.verifying.reading import verified
from libs.cli.verifying.tables import compared
from libs.events.contracts.topology import MATCHING
from libs.events.log.address import Broker
from tests.faults.platform import PARTITIONS, RUNNING, Range

AT_REST_WITHIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Proof:
    """A platform at rest, held against the truth of the life that went in."""

    range: Range
    truth: Truth
    facts: Sequence[Fact]

    def each_version_follows_the_one_before(self) -> int:
        """How many streams."""
        assert version_gaps(self.facts) == []
        return len({(fact.service, fact.stream) for fact in self.facts})

    def the_books_agree_to_the_cent(self) -> Summary:
        """Each document and entry once, each account at its bank's balance, each debt right."""
        summary = summarised(self.facts, self.range.session.tenant, self.truth)
        assert summary.differences == ()
        return summary

    def what_can_be_known_is_applied(self, summary: Summary) -> Known:
        assert summary.known is not None
        known = summary.known
        assert known.certain > 0
        assert (known.exact, known.wrong, known.left) == (known.certain, 0, ())
        return known

    async def each_command_is_answered(self) -> int:
        """Of all that an edge wrote into an inbox; how many."""
        answered = {
            (fact.service, answer["command"])
            for fact in self.facts
            if fact.name == "commands_answered"
            for answer in fact.fields["answers"]
        }
        asked = {
            (name, header(record, "ce_id"))
            for name, service in RUNNING.items()
            for record in await self._records(service.inbox_topic)
            if header(record, "ce_bodyhash")
        }
        assert asked - answered == set()
        return len(asked)

    async def nobody_wrote_after_its_successor(self) -> int:
        """By the writers' epochs in matching's log; how many writers there were."""
        epochs: dict[int, list[int]] = defaultdict(list)
        for record in await self._records(MATCHING.events_topic):
            epochs[record.partition].append(int(header(record, "ce_epoch")))
        assert all(seen == sorted(seen) for seen in epochs.values())
        return sum(len(set(seen)) for seen in epochs.values())

    async def each_row_is_what_the_log_folds_to(self) -> int:
        """States and look-ups of all services that run, from offset 0; how many."""
        every = await compared(self.range.environment, PARTITIONS, lambda _: None)
        found = [one for one in every if one.service in RUNNING]
        assert [(one.service, one.differences, one.skipped) for one in found] == [
            (name, (), "") for name in RUNNING
        ]
        return sum(one.rows for one in found)

    async def inputs(self) -> int:
        """How many commands and heard events matching has decided."""
        return sum([len(await self._records(topic)) for topic in MATCHING.input_topics])

    async def _records(self, topic: str) -> list[ConsumerRecord]:
        return await records_of(self.range.stack.kafka, topic)


async def proof_at_rest(shot: Range, truth: Truth) -> Proof:
    """When nothing is in flight or parked, and each statement is at rest."""
    await until_at_rest(shot)
    return Proof(shot, truth, await read_facts(shot.stack.kafka))


async def until_at_rest(shot: Range) -> None:
    """Fails on what the log says wrongly, and on what does not come to rest."""
    broker = Broker(shot.stack.kafka)
    async with topics_of(broker, tuple(RUNNING.values())) as topics:
        found = await verified(topics, broker, told=lambda _, __: None, patience_s=AT_REST_WITHIN_S)
    assert found.differences == ()
    assert found.is_quiet


async def records_of(kafka: str, topic: str) -> list[ConsumerRecord]:
    """All that is committed now, in the order of each partition."""
    places = [TopicPartition(topic, number) for number in range(PARTITIONS)]
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka, isolation_level="read_committed")
    found: list[ConsumerRecord] = []
    await consumer.start()
    try:
        consumer.assign(places)
        await consumer.seek_to_beginning()
        ends = await consumer.end_offsets(places)

        async def is_read() -> bool:
            for records in (await consumer.getmany(timeout_ms=100)).values():
                found.extend(records)
            return all([await consumer.position(place) >= ends[place] for place in places])

        await wait_until(f"{topic} is read to its end", is_read, limit_s=AT_REST_WITHIN_S)
        return found
    finally:
        await consumer.stop()


def header(record: ConsumerRecord, name: str) -> str:
    """Empty when it is not there."""
    return next((value.decode() for key, value in record.headers if key == name), "")
