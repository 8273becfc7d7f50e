"""What is written in the version before: rows are what a reader of the log will make of it."""

from datetime import date

from libs.events.contracts.model import Event
from libs.events.loop.batch import Batch, Incoming
from libs.events.loop.decider import Decision, Found, Message, Recorded, State, States
from libs.events.loop.deciding import Known, Place, always_needed, decide_batch
from libs.events.loop.folding import LoggedEvent, fold, no_depths
from libs.events.loop.working import Loaded, Rules
from libs.testkit.counter import Count, Counter, Tally, tally

DAY = date(2026, 3, 2)
A = tally("t", "a")


class BornV1(Event, type="relance.counter.born.v1"):
    """Did not say when."""

    name: str

    def upcast(self) -> "Born":
        return Born(name=self.name, born_on=None)


class Born(Event, type="relance.counter.born.v2", older=(BornV1,)):
    name: str
    born_on: date | None

    def downcast(self) -> BornV1:
        return BornV1(name=self.name)


class Registrar(Counter):
    """Keeps in its states what only the newest version says."""

    events: tuple[type[Event], ...] = (Born,)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        return Decision((Recorded(message.key, Born(name="anna", born_on=DAY)),))

    def evolve(self, state: State, event: Event) -> State:
        assert isinstance(event, Born)
        return Tally(name=event.name, due_on=event.born_on)


def decided(rules: Rules) -> Batch:
    message = Message(id="m", tenant="t", key=A, body=Count(add=1), partition=0)
    loaded = Loaded(rows=dict.fromkeys((*always_needed(0), A)))
    place = Place(partition=0, partitions=1, positions={})
    return decide_batch(rules, [Incoming(message, "inbox", 1)], loaded, place, Known())


def folded_again(rules: Rules, batch: Batch) -> object:
    """The state that a takeover makes of what stands in the log."""
    (new,) = (one for one in batch.events if one.stream == A)
    read = type(new.event).read(new.event.model_dump_json().encode()).upcast()
    assert isinstance(read, Event)
    logged = LoggedEvent(0, new.key, new.stream, new.version, read, None)
    return fold(rules, [logged], Loaded(rows={A: None}), no_depths()).rows[A].state


def test_the_newest_is_written_and_kept() -> None:
    rules = Rules(Registrar("counter"))
    batch = decided(rules)

    assert batch.events[0].event == Born(name="anna", born_on=DAY)
    assert batch.rows[A].state == Tally(name="anna", due_on=DAY) == folded_again(rules, batch)


def test_told_so_the_version_before_is_written_and_nothing_kept_that_it_does_not_say() -> None:
    rules = Rules(Registrar("counter"), frozenset({"counter.born"}))
    batch = decided(rules)

    assert batch.events[0].event == BornV1(name="anna")
    assert batch.rows[A].state == Tally(name="anna") == folded_again(rules, batch)
