"""What the dispatcher may rely on, and what it does, whichever surroundings it is given."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from libs.events.contracts.runtime import Answer
from libs.events.effects.effect import Effect, Failed, FailedForNow, Unsure
from libs.events.effects.port import Ask
from libs.kernel.keys import tenant_of
from libs.testkit.counter import Break, tally
from libs.testkit.letters import (
    Compose,
    Letter,
    Recall,
    StartLetter,
    Write,
    letter_of,
)
from libs.testkit.world.turns import IDLE
from tests.contract.effect_ports import (
    EffectsHarness,
    SimulatedHarness,
    Street,
    key_in,
    street_on,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

WAIT_S = 5.0
BOTH = [pytest.param("broker", marks=pytest.mark.stack), "simulator"]


@pytest_asyncio.fixture(scope="module", params=BOTH, loop_scope="module")
async def street(request: pytest.FixtureRequest) -> AsyncIterator[Street | None]:
    """On the broker, what all tests share; None: in memory, where each has its own."""
    if request.param == "simulator":
        yield None
        return
    async with street_on(request.getfixturevalue("stack")) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="module")
async def harness(street: Street | None) -> AsyncIterator[EffectsHarness]:
    if street is not None:
        yield street.harness()
        return
    simulated = SimulatedHarness()
    yield simulated
    simulated.world.close()


@pytest_asyncio.fixture(params=BOTH, loop_scope="module")
async def silent(request: pytest.FixtureRequest) -> AsyncIterator[EffectsHarness]:
    """The counter has never published anything."""
    if request.param == "simulator":
        simulated = SimulatedHarness()
        simulated.silence()
        yield simulated
        simulated.world.close()
        return
    async with street_on(request.getfixturevalue("stack"), is_silent=True) as street:
        yield street.harness()


def here(harness: EffectsHarness) -> str:
    """A key whose letter is dispatched."""
    return key_in(harness.tenant, 0)


def own(harness: EffectsHarness) -> list[tuple[str, int]]:
    """What left; not what another test left behind."""
    return [one for one in harness.work.left if tenant_of(one[0]) == harness.tenant]


def is_over(letter: Letter) -> bool:
    return letter.is_known and not letter.stage


async def test_a_letter_is_prepared_started_and_leaves_once(harness: EffectsHarness) -> None:
    await harness.tell("letters", here(harness), Write())
    await harness.until(here(harness), is_over, "the letter has left")
    assert own(harness) == [(letter_of(here(harness)), 1)]
    assert (await harness.letter(here(harness))).token == harness.port.process


async def test_only_what_waits_in_the_own_partitions_is_seen(harness: EffectsHarness) -> None:
    await harness.tell("letters", here(harness), Write())
    await harness.tell("letters", key_in(harness.tenant, 1), Write())
    seen = await harness.run(harness.port.waiting())
    (one,) = [one for one in seen if one.tenant == harness.tenant]
    assert (one.key, one.stage) == (here(harness), "to_prepare")


async def test_a_letter_that_failed_for_now_leaves_with_its_next_attempt(
    harness: EffectsHarness,
) -> None:
    later = (harness.port.now() + timedelta(seconds=0.5)).isoformat()
    harness.work.results = {letter_of(here(harness)): [FailedForNow("refused_for_now", later)]}
    await harness.tell("letters", here(harness), Write())
    await harness.until(here(harness), is_over, "the letter has left")
    assert own(harness) == [(letter_of(here(harness)), 2)]
    assert (await harness.letter(here(harness))).not_before == later


async def test_a_letter_that_failed_for_good_is_not_tried_again(harness: EffectsHarness) -> None:
    harness.work.results = {letter_of(here(harness)): [Failed("refused")]}
    await harness.tell("letters", here(harness), Write())
    await harness.until(here(harness), is_over, "the letter has failed")
    assert (await harness.letter(here(harness))).attempt == 1
    assert not own(harness)


async def test_an_unsure_letter_is_repeated(harness: EffectsHarness) -> None:
    harness.work.results = {letter_of(here(harness)): [Unsure("cut_off")]}
    await harness.tell("letters", here(harness), Write())
    await harness.until(here(harness), is_over, "the letter has left")
    assert own(harness) == [(letter_of(here(harness)), 2)]
    assert (await harness.letter(here(harness))).repeated


async def test_a_parked_key_of_the_tenant_holds_and_is_named(harness: EffectsHarness) -> None:
    await harness.tell("counter", tally(harness.tenant, "poison"), Break())
    await harness.tell("letters", here(harness), Write())
    await harness.until(here(harness), lambda letter: bool(letter.held), "the letter is held")
    held = await harness.letter(here(harness))
    assert (held.held, held.held_by) == ("parked", harness.counter)
    assert not own(harness)


async def test_a_recalled_letter_that_was_held_never_leaves(harness: EffectsHarness) -> None:
    await harness.tell("counter", tally(harness.tenant, "poison"), Break())
    await harness.tell("letters", here(harness), Write())
    await harness.until(here(harness), lambda letter: bool(letter.held), "the letter is held")
    await harness.tell("letters", here(harness), Recall())
    await harness.until(here(harness), is_over, "the letter is withdrawn")
    assert not own(harness)


async def test_a_service_that_publishes_nothing_holds_and_is_named(silent: EffectsHarness) -> None:
    await silent.tell("letters", here(silent), Write())
    await silent.until(here(silent), lambda letter: bool(letter.held), "the letter is held")
    held = await silent.letter(here(silent))
    assert (held.held, held.held_by) == ("silent_service", silent.counter)
    assert not own(silent)


def ask_of(harness: EffectsHarness, command: Compose | StartLetter) -> Ask:
    effect = Effect(key=here(harness), tenant=harness.tenant, what=letter_of(here(harness)))
    return Ask(harness.port.fresh_id(), effect, command)


async def asked(harness: EffectsHarness, *asks: Ask) -> list[Answer | None]:
    return await harness.run(harness.port.ask(asks, WAIT_S))


async def test_the_same_id_is_the_same_command_and_answered_alike(harness: EffectsHarness) -> None:
    await harness.tell("letters", here(harness), Write())
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
    await harness.tell("letters", here(harness), Write())
    began_at = harness.port.now().isoformat()
    foreign, own = (
        ask_of(harness, StartLetter(attempt=1, token=token, began_at=began_at, cut={}))
        for token in ("another's", harness.port.process)
    )
    answers = await asked(harness, ask_of(harness, Compose()), foreign, own)
    assert [one.rule if one else "none" for one in answers] == [None, "not_yours", None]
    assert (await harness.letter(here(harness))).token == harness.port.process


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
