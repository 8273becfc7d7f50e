"""What tokens were found to be is remembered for seconds, and never longer than they hold."""

import time

import pytest
from joserfc.jwk import OKPKey

from libs.chassis.identity import Principal, Tokens, Unauthenticated
from libs.chassis.remembering import KNOWN_MAX, LIFE_S, Remembering


class Counting:
    """A verifier whose key may be withdrawn; counts what it is asked."""

    def __init__(self) -> None:
        self.tokens, self.asked, self.is_withdrawn = (
            Tokens(OKPKey.generate_key("Ed25519")),
            0,
            False,
        )

    async def principal(self, token: str) -> Principal:
        self.asked += 1
        if self.is_withdrawn:
            raise Unauthenticated(reason="its issuer has no such key")
        return self.tokens.verify(token)


class Clock:
    """Seconds since the epoch that pass when a test says so."""

    def __init__(self) -> None:
        self.now_s = time.time()

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture(name="verifier")
def _verifier() -> Counting:
    return Counting()


@pytest.fixture(name="clock")
def _clock() -> Clock:
    return Clock()


@pytest.fixture(name="remembering")
def _remembering(verifier: Counting, clock: Clock) -> Remembering:
    return Remembering(verifier, clock, clock)


async def test_a_token_is_verified_once_in_some_seconds(
    remembering: Remembering, verifier: Counting, clock: Clock
) -> None:
    paula = verifier.tokens.issue("paula", "one", ["controller"])
    other = verifier.tokens.issue("otto", "two", ["manager"])
    for _ in range(3):
        assert (await remembering.principal(paula)).subject == "paula"
        assert (await remembering.principal(other)).tenant == "two"
    assert verifier.asked == 2

    clock.now_s += LIFE_S
    await remembering.principal(paula)
    assert verifier.asked == 3


async def test_a_token_is_not_taken_past_its_end(
    remembering: Remembering, verifier: Counting, clock: Clock
) -> None:
    token = verifier.tokens.issue("paula", "one", ["controller"], life_s=3)
    await remembering.principal(token)
    clock.now_s += 3
    await remembering.principal(token)  # within the leeway that the verifier gives
    await remembering.principal(token)
    assert verifier.asked == 3


async def test_a_withdrawn_key_is_noticed_within_its_life(
    remembering: Remembering, verifier: Counting, clock: Clock
) -> None:
    token = verifier.tokens.issue("paula", "one", ["controller"])
    await remembering.principal(token)
    verifier.is_withdrawn = True
    clock.now_s += LIFE_S
    with pytest.raises(Unauthenticated):
        await remembering.principal(token)


async def test_a_clock_that_is_set_back_keeps_no_token_longer(
    verifier: Counting, clock: Clock
) -> None:
    running = Clock()
    remembering = Remembering(verifier, clock, running)
    token = verifier.tokens.issue("paula", "one", ["controller"])
    await remembering.principal(token)
    clock.now_s -= 3_600
    running.now_s += LIFE_S
    await remembering.principal(token)
    assert verifier.asked == 2


async def test_what_was_refused_is_asked_for_again(
    remembering: Remembering, verifier: Counting
) -> None:
    token = verifier.tokens.issue("paula", "one", ["controller"])
    verifier.is_withdrawn = True
    with pytest.raises(Unauthenticated):
        await remembering.principal(token)
    verifier.is_withdrawn = False
    assert (await remembering.principal(token)).subject == "paula"


async def test_no_more_than_some_are_remembered(
    remembering: Remembering, verifier: Counting
) -> None:
    tokens = [verifier.tokens.issue(f"p{one}", "one", ["sales"]) for one in range(KNOWN_MAX + 1)]
    for token in tokens:
        await remembering.principal(token)
    await remembering.principal(tokens[-1])
    assert verifier.asked == KNOWN_MAX + 1
    await remembering.principal(tokens[0])
    assert verifier.asked == KNOWN_MAX + 2
