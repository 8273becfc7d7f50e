"""What the dispatcher may rely on, and what it does, whichever surroundings it is given."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from libs.events.contracts.runtime import Answer
from libs.events.effects.effect import Effect, Failed, FailedForNow, Unsure
from libs.events.effects.port import Ask
from libs.testkit.counter import Break, tally
from libs.testkit.counting import counting
from libs.testkit.letters import (
    Compose,
    Letter,
    Recall,
    StartLetter,
    Write,
    letter_of,
)
from libs.testkit.stack import Addresses
from libs.testkit.world.turns import IDLE
from tests.contract.effect_ports import (
    ELSEWHERE,
    HERE,
    PARTITIONS,
    EffectsHarness,
    SimulatedHarness,
    broker_harness,
)

WAIT_S = 5.0
BOTH = [pytest.param("broker", marks=pytest.mark.stack), "simulator"]


@pytest.fixture(params=BOTH)
async def harness(request: pytest.FixtureRequest) -> AsyncIterator[EffectsHarness]:
    if request.param == "simulator":
        simulated = SimulatedHarness()
        yield simulated
        simulated.world.close()
        return
    stack: Addresses = request.getfixturevalue("stack")
    async with (
        counting(stack, partitions=PARTITIONS) as counter,
        broker_harness(stack, counter, is_silent=False) as found,
    ):
        yield found


@pytest.fixture(params=BOTH)
async def silent(request: pytest.FixtureRequest) -> AsyncIterator[EffectsHarness]:
    """The counter has never published anything."""
    if request.param == "simulator":
        simulated = SimulatedHarness()
        simulated.silence()
        yield simulated
        simulated.world.close()
        return
    stack: Addresses = request.getfixturevalue("stack")
    async with (
        counting(stack, partitions=PARTITIONS) as counter,
        broker_harness(stack, counter, is_silent=True) as found,
    ):
        yield found


def is_over(letter: Letter) -> bool:
    return letter.is_known and not letter.stage


async def test_a_letter_is_prepared_started_and_leaves_once(harness: EffectsHarness) -> None:
    await harness.tell("letters", HERE, Write())
    await harness.until(HERE, is_over, "the letter has left")
    assert harness.work.left == [(letter_of(HERE), 1)]
    assert (await harness.letter(HERE)).token == harness.port.process


async def test_only_what_waits_in_the_own_partitions_is_seen(harness: EffectsHarness) -> None:
    await harness.tell("letters", HERE, Write())
    await harness.tell("letters", ELSEWHERE, Write())
    (one,) = await harness.run(harness.port.waiting())
    assert (one.key, one.stage) == (HERE, "to_prepare")


async def test_a_letter_that_failed_for_now_leaves_with_its_next_attempt(
    harness: EffectsHarness,
) -> None:
    later = (harness.port.now() + timedelta(seconds=0.5)).isoformat()
    harness.work.results = [FailedForNow("refused_for_now", later)]
    await harness.tell("letters", HERE, Write())
    await harness.until(HERE, is_over, "the letter has left")
    assert harness.work.left == [(letter_of(HERE), 2)]
    assert (await harness.letter(HERE)).not_before == later


async def test_a_letter_that_failed_for_good_is_not_tried_again(harness: EffectsHarness) -> None:
    harness.work.results = [Failed("refused")]
    await harness.tell("letters", HERE, Write())
    await harness.until(HERE, is_over, "the letter has failed")
    assert (await harness.letter(HERE)).attempt == 1
    assert not harness.work.left


async def test_an_unsure_letter_is_repeated(harness: EffectsHarness) -> None:
    harness.work.results = [Unsure("cut_off")]
    await harness.tell("letters", HERE, Write())
    await harness.until(HERE, is_over, "the letter has left")
    assert harness.work.left == [(letter_of(HERE), 2)]
    assert (await harness.letter(HERE)).repeated


async def test_a_parked_key_of_the_tenant_holds_and_is_named(harness: EffectsHarness) -> None:
    await harness.tell("counter", tally("t", "poison"), Break())
    await harness.tell("letters", HERE, Write())
    await harness.until(HERE, lambda letter: bool(letter.held), "the letter is held")
    held = await harness.letter(HERE)
    assert (held.held, held.held_by) == ("parked", harness.counter)
    assert not harness.work.left


async def test_a_recalled_letter_that_was_held_never_leaves(harness: EffectsHarness) -> None:
    await harness.tell("counter", tally("t", "poison"), Break())
    await harness.tell("letters", HERE, Write())
    await harness.until(HERE, lambda letter: bool(letter.held), "the letter is held")
    await harness.tell("letters", HERE, Recall())
    await harness.until(HERE, is_over, "the letter is withdrawn")
    assert not harness.work.left


async def test_a_service_that_publishes_nothing_holds_and_is_named(silent: EffectsHarness) -> None:
    await silent.tell("letters", HERE, Write())
    await silent.until(HERE, lambda letter: bool(letter.held), "the letter is held")
    held = await silent.letter(HERE)
    assert (held.held, held.held_by) == ("silent_service", silent.counter)
    assert not silent.work.left


def ask_of(harness: EffectsHarness, command: Compose | StartLetter) -> Ask:
    effect = Effect(key=HERE, tenant="t", what=letter_of(HERE))
    return Ask(harness.port.fresh_id(), effect, command)


async def asked(harness: EffectsHarness, *asks: Ask) -> list[Answer | None]:
    return await harness.run(harness.port.ask(asks, WAIT_S))


async def test_the_same_id_is_the_same_command_and_answered_alike(harness: EffectsHarness) -> None:
    await harness.tell("letters", HERE, Write())
    ask = ask_of(harness, Compose())
    (first,) = await asked(harness, ask)
    assert first is not None
    assert first.outcome == "recorded"
    (again,) = await asked(harness, ask)
    assert again == first
    (other,) = await asked(harness, ask_of(harness, Compose()))
    assert other is not None
    assert other.outcome == "nothing"


async def test_a_start_with_the_token_of_another_process_is_refused(
    harness: EffectsHarness,
) -> None:
    await harness.tell("letters", HERE, Write())
    began_at = harness.port.now().isoformat()
    foreign, own = (
        ask_of(harness, StartLetter(attempt=1, token=token, began_at=began_at, cut={}))
        for token in ("another's", harness.port.process)
    )
    answers = await asked(harness, ask_of(harness, Compose()), foreign, own)
    assert [one.rule if one else "none" for one in answers] == [None, "not_yours", None]
    assert (await harness.letter(HERE)).token == harness.port.process


async def test_work_is_cut_off_at_its_limit(harness: EffectsHarness) -> None:
    async def never() -> None:
        while True:
            await IDLE

    with pytest.raises(TimeoutError):
        await harness.run(harness.port.within(never(), 0.2))
    assert await harness.run(harness.port.within(asyncio.sleep(0, "done"), 0.2)) == "done"


async def test_what_is_done_together_comes_back_in_order_with_what_it_raised(
    harness: EffectsHarness,
) -> None:
    async def half(number: int) -> int:
        if number % 2:
            raise ValueError(number)
        return number // 2

    found = await harness.run(harness.port.together([half(8), half(5), half(2)]))
    assert [repr(one) for one in found] == ["4", "ValueError(5)", "1"]


async def test_the_clock_of_ages_goes_on(harness: EffectsHarness) -> None:
    began_s = harness.port.awake_s()

    async def while_it_stands() -> None:
        while harness.port.awake_s() <= began_s:
            await harness.port.pause()

    await harness.run(while_it_stands())
    assert harness.port.awake_s() > began_s
