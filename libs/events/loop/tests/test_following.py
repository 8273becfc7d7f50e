"""What a request leads to names it as the step that led there, over sends, services and rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from libs.events.contracts.model import Event
from libs.events.loop.batch import Row
from libs.events.loop.decider import Message, Recorded
from libs.events.loop.edge import Edge
from libs.events.loop.tracing import Step, named_below
from libs.events.loop.working import FOLLOWS_MAX, Loaded, Rules, Working
from libs.testkit.counter import Count, Counted, Counter, Tally, tally
from libs.testkit.counting import WIPE, Counting
from libs.testkit.tripwire import wait_until

A, B, C = (tally("t", name) for name in "abc")
CALLER = "00-" + "a1" * 16 + "-" + "b2" * 8 + "-01"
OTHER = "00-" + "c3" * 16 + "-" + "d4" * 8 + "-01"
THIRD = "00-" + "e5" * 16 + "-" + "f6" * 8 + "-01"


@dataclass(slots=True)
class Remembered:
    """Keeps the steps that are told; ids are counted up."""

    steps: list[Step] = field(default_factory=list)
    count: int = 0

    @property
    def is_on(self) -> bool:
        return True

    def below(self, trace: str) -> str:
        self.count += 1
        return named_below(trace, str(self.count))

    def ended(self, step: Step) -> None:
        self.steps.append(step)


def working(**began: str) -> Working:
    """Streams of tallies, each with the trace that it began under."""
    rows: dict[str, Row | None] = {
        tally("t", name): Row(tally("t", name), Tally(), 1, trace) for name, trace in began.items()
    }
    return Working(Rules(Counter("counter")), Loaded(rows=rows))


def caused(trace: str) -> Message:
    return Message("m1", "t", C, Count(add=1), 0, trace=trace)


def counted(*follows: str) -> Recorded:
    return Recorded(C, Counted(add=1), follows)


def test_an_event_has_the_trace_of_its_cause() -> None:
    assert working(a=OTHER).followed(caused(CALLER), counted()) == (CALLER, ())


def test_what_goes_on_with_a_stream_continues_its_trace_and_is_linked_to_its_cause() -> None:
    step = working(a=OTHER, b=THIRD).followed(caused(CALLER), counted(A, B))

    assert step == (named_below(OTHER, "m1", C), (OTHER, CALLER, THIRD))


def test_without_a_trace_of_its_cause_it_still_goes_on() -> None:
    step = working(a=OTHER).followed(caused(""), counted(A))

    assert step == (named_below(OTHER, "m1", C), (OTHER,))


def test_a_stream_that_nobody_followed_changes_nothing() -> None:
    assert working(a="").followed(caused(CALLER), counted(A, B)) == (CALLER, ())


def test_within_one_trace_nothing_is_linked() -> None:
    earlier = named_below(CALLER, "earlier")

    assert working(a=earlier).followed(caused(CALLER), counted(A)) == (CALLER, ())


def test_links_are_bounded() -> None:
    names = [f"n{number}" for number in range(FOLLOWS_MAX + 5)]
    began = {name: named_below(OTHER, name) for name in names}

    _, links = working(**began).followed(caused(CALLER), counted(*(tally("t", n) for n in names)))

    assert len(links) == FOLLOWS_MAX


def test_the_first_trace_of_a_stream_stays() -> None:
    work = working(a="")
    event: Event = Counted(add=1)

    for trace in ("", CALLER, OTHER):
        work.apply(A, A, event, trace)

    assert work.changed[A].trace == CALLER


async def ask(counter: Counting, edge: Edge, command: Count, trace: str) -> None:
    answer = await edge.ask(replace(counter.question(A, command), trace=trace), wait_s=15.0)
    assert answer is not None


def processed(steps: Sequence[Step], depth: int) -> Step:
    (found,) = [step for step in steps if step.attributes["relance.depth"] == depth]
    return found


async def test_a_command_and_what_it_sends_are_steps_one_below_the_other(
    counter: Counting,
) -> None:
    told = Remembered()
    async with counter.edge() as edge, counter.running(tracing=told):
        await ask(counter, edge, Count(add=1, spread_to=(B,)), CALLER)

        async def both_are_told() -> bool:
            return len(told.steps) == 2

        await wait_until(both_are_told, "the send is decided too")
    first, second = processed(told.steps, 0), processed(told.steps, 1)
    assert first.parent == CALLER
    assert second.parent == first.trace
    assert first.name == f"process {counter.topics.inbox_topic}"
    assert first.attributes["relance.type"] == Count.TYPE
    assert first.attributes["messaging.system"] == "kafka"
    assert 0 < first.began_ns <= second.began_ns


async def test_what_nobody_follows_makes_no_step(counter: Counting) -> None:
    told = Remembered()
    async with counter.edge() as edge, counter.running(tracing=told):
        await ask(counter, edge, Count(add=1, spread_to=(B,)), "")

        async def both_are_counted() -> bool:
            return await counter.total() == 2

        await wait_until(both_are_counted, "the send is decided too")
    assert (told.steps, told.count) == ([], 0)


async def test_a_stream_remembers_its_trace_over_a_wiped_database(counter: Counting) -> None:
    async with counter.edge() as edge, counter.running(tracing=Remembered()):
        await ask(counter, edge, Count(add=1), CALLER)
        await ask(counter, edge, Count(add=1), OTHER)
    before = await traces(counter)
    await counter.pool.execute(WIPE)
    async with counter.running():
        assert await traces(counter) == before
        assert (await counter.refolded()).differences == ()
    assert before[A][:36] == CALLER[:36]


async def traces(counter: Counting) -> dict[str, str]:
    found = await counter.pool.fetch("select stream, trace from states where kind = 'tally'")
    return {row["stream"]: row["trace"] for row in found}
