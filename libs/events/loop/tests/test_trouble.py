"""A batch that fails is tried again, then cut down, and only a message's own fault parks it."""

import asyncpg
from aiokafka.errors import ProducerFenced

from libs.events.loop.trouble import LONG_S, Trouble

BUG = KeyError("of a decider")
QUICK_S = LONG_S / 2


def test_a_batch_that_failed_once_is_tried_again_as_it_is() -> None:
    trouble = Trouble(batch_max=500)
    trouble.note("m1", 300, BUG)
    assert trouble.batch == 500


def test_a_batch_that_failed_twice_is_taken_message_by_message_until_it_is_through() -> None:
    trouble = Trouble(batch_max=500)
    for _ in range(2):
        trouble.note("m1", 3, BUG)
    assert trouble.batch == 1
    for _ in range(3):
        assert trouble.batch == 1
        trouble.passed(1, QUICK_S)
    assert trouble.batch > 1


def test_only_a_message_that_fails_alone_again_and_again_is_condemned() -> None:
    trouble = Trouble(batch_max=500)
    for _ in range(2):
        trouble.note("m1", 3, BUG)
    trouble.passed(1, QUICK_S)
    trouble.note("m2", 1, BUG)
    assert trouble.condemned == {}
    trouble.note("m2", 1, BUG)
    assert trouble.condemned == {"m2": "KeyError"}
    trouble.passed(1, QUICK_S)
    assert trouble.condemned == {}


def test_failures_of_broker_and_database_make_batches_smaller_and_condemn_nobody() -> None:
    trouble = Trouble(batch_max=500)
    for error in (ProducerFenced(), asyncpg.InterfaceError("closed"), OSError(), TimeoutError()):
        trouble.note("m1", 400, error)
    assert trouble.condemned == {}
    # 400 → as it is → 200 → 100 → 50.
    assert trouble.batch == 50


def test_a_value_that_the_database_does_not_take_is_the_messages_own_fault() -> None:
    trouble = Trouble(batch_max=500)
    for _ in range(4):
        trouble.note("m1", 1, asyncpg.DataError("invalid byte sequence"))
    assert list(trouble.condemned) == ["m1"]


def test_long_batches_are_followed_by_smaller_ones_and_short_ones_by_bigger_again() -> None:
    trouble = Trouble(batch_max=500)
    trouble.passed(500, LONG_S * 2)
    assert trouble.batch == 250
    trouble.passed(250, LONG_S * 2)
    assert trouble.batch == 125
    for _ in range(4):
        trouble.passed(100, QUICK_S)
    assert trouble.batch == 500
