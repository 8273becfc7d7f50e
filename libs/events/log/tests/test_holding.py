"""How long a transaction that nobody ends has held its readers."""

from libs.events.log.holding import HeldBack


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_it_is_counted_from_when_the_stable_offset_stood_still() -> None:
    clock = Clock()
    held = HeldBack(clock)

    assert held.seconds(0, {"inbox": (7, 7)}) == 0.0
    assert held.seconds(0, {"inbox": (7, 9)}) == 0.0
    clock.now_s += 4.0
    assert held.seconds(0, {"inbox": (7, 12)}) == 4.0


def test_what_moves_on_is_not_held() -> None:
    clock = Clock()
    held = HeldBack(clock)

    held.seconds(0, {"inbox": (7, 9)})
    clock.now_s += 4.0
    assert held.seconds(0, {"inbox": (9, 12)}) == 0.0
    clock.now_s += 1.0
    assert held.seconds(0, {"inbox": (12, 12)}) == 0.0
    clock.now_s += 1.0
    assert held.seconds(0, {"inbox": (12, 13)}) == 0.0


def test_the_topic_that_is_held_longest_counts_and_each_partition_by_itself() -> None:
    clock = Clock()
    held = HeldBack(clock)

    held.seconds(0, {"inbox": (7, 9), "heard": (3, 3)})
    clock.now_s += 2.0
    assert held.seconds(0, {"inbox": (7, 9), "heard": (3, 5)}) == 2.0
    assert held.seconds(1, {"inbox": (7, 9)}) == 0.0
