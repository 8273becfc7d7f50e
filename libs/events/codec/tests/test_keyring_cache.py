"""How long a fetched key may stay in memory."""

from libs.events.codec.keyring import DataKey, Kept, Subject
from libs.events.codec.keyring_cache import KeyCache
from libs.events.codec.tests.keyrings import DEBTOR, OTHER


class Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


def _keys(*subjects: Subject) -> dict[Subject, Kept]:
    return {subject: DataKey.fresh() for subject in subjects}


def test_a_key_is_forgotten_at_the_end_of_its_life_however_often_it_was_used() -> None:
    clock = Clock()
    cache = KeyCache(keys_max=10, life_s=60, seconds=clock)
    keys = _keys(DEBTOR)
    cache.keep(keys, epoch=0)
    clock.seconds += 59
    assert cache.find([DEBTOR]) == keys
    clock.seconds += 1
    assert cache.find([DEBTOR]) == {}


def test_the_key_used_longest_ago_makes_room() -> None:
    cache = KeyCache(keys_max=2, life_s=60, seconds=Clock())
    third = Subject("acme", "debtor/third")
    cache.keep(_keys(DEBTOR, OTHER), epoch=0)
    cache.find([DEBTOR])
    cache.keep(_keys(third), epoch=0)
    assert set(cache.find([DEBTOR, OTHER, third])) == {DEBTOR, third}


def test_a_destruction_that_is_heard_of_empties_it() -> None:
    cache = KeyCache(keys_max=10, life_s=60, seconds=Clock())
    cache.keep(_keys(DEBTOR), epoch=3)
    cache.keep(_keys(OTHER), epoch=4)
    assert set(cache.find([DEBTOR, OTHER])) == {OTHER}


def test_an_answer_from_before_a_known_destruction_is_not_kept() -> None:
    cache = KeyCache(keys_max=10, life_s=60, seconds=Clock())
    cache.keep(_keys(OTHER), epoch=4)
    cache.keep(_keys(DEBTOR), epoch=3)
    assert set(cache.find([DEBTOR, OTHER])) == {OTHER}
