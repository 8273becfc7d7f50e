"""What the world keeps whatever befalls it, tried with purses that hand coins on."""

from random import Random

import pytest

from libs.events.codec.writing import NewQuestion
from libs.events.loop.folding import fold, no_depths, streams_of
from libs.events.loop.working import Loaded
from libs.events.progress.port import TenantHeld
from libs.events.progress.rounds import rounds
from libs.testkit.world.log import Broker, Fenced
from libs.testkit.world.progress import SimulatedProgress
from libs.testkit.world.scheduler import Scheduler, Weather
from libs.testkit.world.tests.purses import (
    KEYS,
    PURSES,
    Counted,
    Mint,
    Purse,
    PursesDecider,
)
from libs.testkit.world.turns import Running
from libs.testkit.world.wire import Spot
from libs.testkit.world.world import World

STORMY = Weather(crashes=True, wipes=True, poisons=True, heal_probability=0.1)
CALM = Weather()


def a_world(seed: int) -> World:
    return World({"purses": PursesDecider()}, {"purses": PURSES}, Random(seed), partitions=3)


def mint(world: World, number: int, *, coins: int = 1, hops: int = 5, key: str = "") -> None:
    question = NewQuestion(
        id=f"q{number}",
        tenant="t",
        key=key or KEYS[number % len(KEYS)],
        command=Mint(coins=coins, hops=hops),
        body_hash="h",
    )
    world.post("purses", question)


def play(world: World, weather: Weather, *, mints: int) -> Scheduler:
    """Mint a coin now and then, until all is minted; then wait until all is quiet."""
    left = list(range(mints))

    def act() -> bool:
        if not left:
            return False
        mint(world, left.pop())
        return True

    scheduler = Scheduler(world, weather, act, [])
    for _ in range(100_000):
        scheduler.step()
        if not left:
            break
    for _ in range(200):
        scheduler.step()
    scheduler.drain()
    return scheduler


def purses(world: World) -> dict[str, Purse]:
    shelves = world.premises.databases["purses"].shelves
    return {
        name: row.state
        for shelf in shelves
        for name, row in shelf.rows.items()
        if isinstance(row.state, Purse)
    }


@pytest.mark.parametrize("seed", range(12))
def test_whatever_befalls_the_owners_no_coin_is_lost_or_doubled(seed: int) -> None:
    world = a_world(seed)
    play(world, STORMY, mints=20)
    assert sum(purse.coins for purse in purses(world).values()) == 20
    assert not world.parked()


@pytest.mark.parametrize("seed", range(4))
def test_the_rows_equal_a_fold_of_the_log_from_its_beginning(seed: int) -> None:
    world = a_world(seed)
    play(world, STORMY, mints=15)
    database, rules = world.premises.databases["purses"], world.premises.rules["purses"]
    for log in world.premises.broker.topic(PURSES.events_topic).partitions:
        logged = [
            world.premises.wire.read_own("purses", Spot(log.topic, log.number, offset), content)
            for offset, content in log.read(0)
        ]
        nothing = Loaded(rows=dict.fromkeys(streams_of(logged)))
        folded = fold(rules, logged, nothing, no_depths())
        assert dict(folded.rows) == database.shelves[log.number].rows
        assert folded.depths == database.checkpoints[log.number].depths


def test_whoever_looks_one_decision_after_recording_is_seen_by_somebody() -> None:
    """Purses that look around at a cut: the last one to be known has seen all of them."""
    for seed in range(6):
        world = a_world(seed)
        play(world, STORMY, mints=20)
        assert max(purse.seen for purse in purses(world).values()) == len(purses(world))


def test_everything_happens_again_from_the_same_seed() -> None:
    first, second = a_world(7), a_world(7)
    assert play(first, STORMY, mints=10).steps == play(second, STORMY, mints=10).steps
    assert purses(first) == purses(second)


def test_rounds_wait_for_all_that_follows_from_what_was_in_the_inbox() -> None:
    world = a_world(3)
    scheduler = Scheduler(world, CALM, lambda: False, [])
    scheduler.drain()
    mint(world, 0, hops=5)
    took: list[int] = []

    async def wait() -> None:
        took.append(await rounds(SimulatedProgress(world.premises), PURSES, "t", range(3)))

    waiting = Running(wait())
    for _ in range(20_000):
        scheduler.step()
        waiting.step()
        if waiting.ended:
            break
    # Five hops and the look at the last purse: what is sent at depth 6 is decided by round 7.
    assert took == [7]
    assert sum(purse.coins for purse in purses(world).values()) == 1


def test_rounds_do_not_pass_while_the_tenant_has_a_parked_key() -> None:
    world = a_world(4)
    scheduler = Scheduler(world, CALM, lambda: False, [])
    world.poison("purses", KEYS[0])
    mint(world, 0, hops=0)
    while not world.parked():
        scheduler.step()

    async def wait() -> None:
        await rounds(SimulatedProgress(world.premises), PURSES, "t", range(3))

    waiting = Running(wait())

    def step_both() -> None:
        for _ in range(20_000):
            scheduler.step()
            waiting.step()

    with pytest.raises(TenantHeld):
        step_both()
    world.heal("purses", KEYS[0])
    scheduler.drain()
    assert not world.parked()


def test_parked_messages_are_decided_in_their_order_before_newer_ones() -> None:
    world = a_world(5)
    scheduler = Scheduler(world, CALM, lambda: False, [])
    order: list[str] = []
    world.watchers.append(lambda commit: order.extend(m.id for m in commit.decided))
    world.poison("purses", KEYS[0])
    for number in range(6):
        mint(world, number, hops=0, key=KEYS[0])
        for _ in range(60):
            scheduler.step()
    world.heal("purses", KEYS[0])
    for number in range(6, 9):
        mint(world, number, hops=0, key=KEYS[0])
    scheduler.drain()
    assert [name for name in order if name.startswith("q")] == [f"q{n}" for n in range(9)]


def test_records_of_an_aborted_transaction_are_not_read_and_leave_holes() -> None:
    broker = Broker(1)
    log = broker.topic("x").partitions[0]
    first = broker.start_producer("p")
    transaction = first.begin()
    first.append(transaction, log, "lost")
    log.append("from the edge")
    assert (log.end, log.stable_end, list(log.read(0))) == (2, 0, [])
    second = broker.start_producer("p")
    assert (log.end, log.stable_end, list(log.read(0))) == (3, 3, [(1, "from the edge")])
    with pytest.raises(Fenced):
        first.commit(transaction)
    transaction = second.begin()
    second.append(transaction, log, "kept")
    second.commit(transaction)
    assert (log.end, log.stable_end) == (4, 3)
    broker.mark_one(0, 0)
    assert list(log.read(2)) == [(3, "kept")]


def test_a_look_up_waits_for_a_partition_that_was_emptied() -> None:
    world = a_world(6)
    play(world, CALM, mints=12)
    world.premises.calm = False
    scheduler = Scheduler(world, Weather(wipes=True, crashes=True), lambda: False, [])
    counts: list[int] = []
    world.watchers.append(
        lambda commit: counts.extend(
            new.event.purses for new in commit.batch.events if isinstance(new.event, Counted)
        )
    )
    for number in range(12, 30):
        world.wipe("purses")
        mint(world, number, hops=0)
        for _ in range(300):
            scheduler.step()
    scheduler.drain()
    assert len(counts) == 18
    assert set(counts) == {len(KEYS)}
