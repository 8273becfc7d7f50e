"""A batch that fails is tried again, then cut down, and only a message's own fault parks it."""

import asyncpg
from aiokafka.errors import ProducerFenced

from libs.events.loop.trouble import LEAST_RECORDS, LONG_S, Trouble

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
        trouble.passed(1, QUICK_S, 1)
    assert trouble.batch > 1


def test_only_a_message_that_fails_alone_again_and_again_is_condemned() -> None:
    trouble = Trouble(batch_max=500)
    for _ in range(2):
        trouble.note("m1", 3, BUG)
    trouble.passed(1, QUICK_S, 1)
    trouble.note("m2", 1, BUG)
    assert trouble.condemned == {}
    trouble.note("m2", 1, BUG)
    assert trouble.condemned == {"m2": "KeyError"}
    trouble.passed(1, QUICK_S, 1)
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
    trouble.passed(500, LONG_S * 2, 1_000)
    assert trouble.batch == 250
    trouble.passed(250, LONG_S * 2, 500)
    assert trouble.batch == 125
    for _ in range(4):
        trouble.passed(100, QUICK_S, 200)
    assert trouble.batch == 500


def test_what_leads_to_little_is_taken_together_however_long_it_takes() -> None:
    trouble = Trouble(batch_max=500)
    for _ in range(12):
        trouble.passed(1, LONG_S * 5, 2)
    assert trouble.batch == LEAST_RECORDS // 2
    trouble.passed(40, LONG_S * 5, 0)
    assert trouble.batch == LEAST_RECORDS // 2


def test_what_leads_to_much_is_taken_one_by_one_when_it_takes_long() -> None:
    trouble = Trouble(batch_max=500)
    for count in (8, 4, 2, 1):
        trouble.passed(count, LONG_S * 2, count * 500)
    assert trouble.batch == 1


def test_what_failed_as_a_whole_is_not_made_bigger_because_it_took_long() -> None:
    trouble = Trouble(batch_max=500)
    for _ in range(8):
        trouble.note("m1", 400, OSError())
    assert trouble.batch == 3
    trouble.passed(3, LONG_S * 2, 6)
    assert trouble.batch == 3
