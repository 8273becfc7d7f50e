"""What a person may drop, judged without a broker: by who wrote it, whose it is, and its order."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from libs.events.codec.envelope import Record
from libs.events.contracts.model import Contract
from libs.events.contracts.runtime import KeyFreed, ParkedDropped
from libs.events.contracts.topology import MATCHING
from libs.events.loop.batch import Batch, Incoming, Poison
from libs.events.loop.decider import Decision, Found, Message, Refusal, Send, States
from libs.events.loop.deciding import Known, Place, always_needed, decide_batch
from libs.events.loop.dropping import (
    CompensationCrashes,
    Drop,
    HeardFactIsRetried,
    NotFirst,
    NotParked,
    OfAnotherTenant,
    OwnSendIsRetried,
    ReportIsRetried,
    Terms,
    Waiting,
    check_drop,
    drop_parked,
    why_not,
)
from libs.events.loop.parking import DROPPED_MAX, runtime_stream
from libs.events.loop.provenance import Author, Provenance, provenance_in, provenance_of
from libs.events.loop.working import Loaded, Rules
from libs.testkit.counter import Break, Count, Counted, Counter, Name, Ring, tally

A = tally("t", "a")
TERMS = Terms({Count.TYPE: "Counted"}, frozenset({Ring.TYPE}))


def message(number: int, body: Contract, *, from_edge: bool = True, depth: int = 0) -> Message:
    return Message(
        id=f"m{number}",
        tenant="t",
        key=A,
        body=body,
        partition=0,
        depth=depth,
        body_hash="h" if from_edge else "",
    )


def waiting(one: Message) -> Waiting:
    return Waiting(Incoming(one, "inbox", 1), provenance_of(one))


def drop(one: Message, **other: str) -> Drop:
    asked = Drop(key=A, message=one.id, reason="a mistake", tenant="t", dropped_by="anna")
    return replace(asked, **other)


class Desk:
    """A parked key of a counter, and what is done with it, each on the rows before."""

    def __init__(self, counter: Counter, messages: Sequence[Message]) -> None:
        self.rules = Rules(counter)
        self.place = Place(partition=0, partitions=1, positions={})
        self.loaded = Loaded(rows=dict.fromkeys((*always_needed(0), A)))
        items = [Incoming(one, "inbox", number) for number, one in enumerate(messages, start=1)]
        self._keep(decide_batch(self.rules, items, self.loaded, self.place, Known()))

    def drop(self, one: Message, known: Known | None = None) -> Batch:
        batch = drop_parked(
            self.rules, drop(one), waiting(one), self.loaded, self.place, known or Known()
        )
        self._keep(batch)
        return batch

    def _keep(self, batch: Batch) -> None:
        self.loaded.rows.update(batch.rows)


class Crashing(Counter):
    """Crashes on counts that it sent itself, and when it makes up for one."""

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        if isinstance(message.body, Count) and not message.from_edge:
            raise ZeroDivisionError
        return super().decide(message, states, found)


class CrashingTwice(Crashing):
    def compensate(self, message: Message, states: States, found: Found) -> Decision:
        raise KeyError(message.key)


class SendingBack(Crashing):
    def compensate(self, message: Message, states: States, found: Found) -> Decision:
        return Decision(sends=(Send(A, Count(add=1)),))


@pytest.mark.parametrize(
    ("author", "kind", "refused"),
    [
        ("edge", Name.TYPE, None),
        ("edge", Ring.TYPE, ReportIsRetried),  # nobody says again what has happened outside
        ("nobody", "?", None),
        ("own", Name.TYPE, OwnSendIsRetried),
        ("own", Count.TYPE, None),  # made up for
        ("own", "?", OwnSendIsRetried),
        ("heard", Counted.TYPE, HeardFactIsRetried),
        ("heard", "?", HeardFactIsRetried),
    ],
)
def test_what_may_be_dropped_hangs_on_who_wrote_it(
    author: Author, kind: str, refused: type[Refusal] | None
) -> None:
    found = why_not(Provenance("m", kind, "t", author), TERMS)
    assert type(found) is (refused or type(None))


def test_only_the_first_message_of_the_same_tenant_is_dropped() -> None:
    one = message(1, Break())
    with pytest.raises(NotParked):
        check_drop(drop(one), None, TERMS)
    with pytest.raises(NotFirst, match="m1 comes before m2"):
        check_drop(drop(one, message="m2"), waiting(one), TERMS)
    with pytest.raises(OfAnotherTenant):
        check_drop(drop(one, tenant="other"), waiting(one), TERMS)


def test_poison_of_nobody_that_can_be_told_is_anybodys_whom_it_holds() -> None:
    poison = Poison("m1", A, None, "header ce_tenant is absent", 0)
    found = Waiting(Incoming(poison, "inbox", 1), Provenance("m1", "?", None, "nobody"))
    asked = Drop(key=A, message="m1", reason="noise", tenant="other", dropped_by="anna")
    assert check_drop(asked, found, TERMS) == ""


def test_an_own_send_that_cannot_be_read_is_made_up_for_by_nothing() -> None:
    poison = Poison("m1", A, "t", "Count: add: int_type", 0)
    found = Waiting(Incoming(poison, "inbox", 1), Provenance("m1", Count.TYPE, "t", "own"))
    asked = Drop(key=A, message="m1", reason="noise", tenant="t", dropped_by="anna")
    with pytest.raises(OwnSendIsRetried):
        check_drop(asked, found, TERMS)


def test_the_last_one_frees_the_key_in_the_transaction_that_drops_it() -> None:
    first, last = message(1, Break()), message(2, Count(add=1))
    desk = Desk(Counter("counter"), [first, last])
    batch = desk.drop(first)
    (dropped,) = [new.event for new in batch.events if isinstance(new.event, ParkedDropped)]
    assert (dropped.message, dropped.message_type) == ("m1", Break.TYPE)
    assert (dropped.reason, dropped.dropped_by, dropped.compensation) == ("a mistake", "anna", "")
    assert not any(isinstance(new.event, KeyFreed) for new in batch.events)
    batch = desk.drop(last)
    assert any(isinstance(new.event, KeyFreed) for new in batch.events)
    assert [(answer.command, answer.rule) for answer in batch.answers] == [("m2", "dropped")]
    parking = desk.loaded.rows[runtime_stream("parking", 0)]
    assert parking is not None
    assert (parking.state.keys, len(parking.state.dropped)) == ({}, 2)


def test_what_is_decided_instead_keeps_the_depth_of_what_is_dropped() -> None:
    """The barrier counts what follows at its depth, also of what began long ago."""
    one = message(1, Count(add=1), from_edge=False, depth=7)
    batch = Desk(SendingBack("counter"), [one]).drop(one)
    assert [(new.depth, new.causation) for new in batch.commands] == [(8, "m1")]
    assert batch.answers == ()


def test_what_would_be_too_deep_or_crashes_is_not_dropped() -> None:
    deep = message(1, Count(add=1), from_edge=False, depth=16)
    with pytest.raises(CompensationCrashes, match="TooDeep"):
        Desk(SendingBack("counter"), [deep]).drop(deep)
    broken = message(1, Count(add=1), from_edge=False)
    with pytest.raises(CompensationCrashes, match="KeyError at compensate"):
        Desk(CrashingTwice("counter"), [broken]).drop(broken)


def test_only_the_latest_drops_are_kept_in_the_state() -> None:
    many = [message(number, Break()) for number in range(DROPPED_MAX + 5)]
    desk = Desk(Counter("counter"), many)
    for one in many:
        desk.drop(one)
    parking = desk.loaded.rows[runtime_stream("parking", 0)]
    assert parking is not None
    assert [one.message for one in parking.state.dropped] == [one.id for one in many[5:]]


INBOX, HEARD = MATCHING.inbox_topic, "relance.ingestion.events"


@pytest.mark.parametrize(
    ("topic", "headers", "author"),
    [
        (INBOX, [("ce_bodyhash", b"h")], "edge"),
        (INBOX, [("ce_causationid", b"c")], "own"),
        (INBOX, [("ce_bodyhash", b"\xff"), ("ce_causationid", b"c")], "own"),
        (INBOX, [], "nobody"),
        (HEARD, [], "heard"),
        (HEARD, [("ce_bodyhash", b"h")], "heard"),
        ("relance.elsewhere.events", [], "nobody"),
    ],
)
def test_the_headers_of_what_cannot_be_read_tell_who_wrote_it(
    topic: str, headers: list[tuple[str, bytes]], author: Author
) -> None:
    parked = [*headers, ("ce_parkedtopic", topic.encode()), ("ce_parkedoffset", b"3")]
    record = Record(MATCHING.parked_topic, 0, 9, A.encode(), b"noise", parked)
    found = provenance_in(record, MATCHING)
    assert (found.author, found.type, found.tenant) == (author, "?", None)
