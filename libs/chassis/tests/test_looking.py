"""What waits in partitions is looked for when something was folded, and each second anyway."""

from libs.chassis.looking import ANYWAY_EVERY_S, Looks


class Clock:
    """Stands until it is moved."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_after_a_look_that_found_nothing_only_a_fold_is_worth_another() -> None:
    looks = Looks(Clock())
    assert looks.is_worth_it({0: 5, 1: 7})
    looks.found(0)

    assert not looks.is_worth_it({0: 5, 1: 7})
    assert looks.is_worth_it({0: 5, 1: 8})


def test_a_partition_that_came_or_went_is_worth_a_look() -> None:
    looks = Looks(Clock())
    assert looks.is_worth_it({0: 5})
    looks.found(0)
    assert looks.is_worth_it({0: 5, 1: 7})
    looks.found(0)
    assert looks.is_worth_it({1: 7})


def test_what_was_found_is_looked_at_again_and_so_is_what_could_not_be_looked_at() -> None:
    looks = Looks(Clock())
    assert looks.is_worth_it({0: 5})
    looks.found(3)
    assert looks.is_worth_it({0: 5})
    # Nothing is said of this look: it failed.
    assert looks.is_worth_it({0: 5})


def test_each_second_it_looks_anyway() -> None:
    clock = Clock()
    looks = Looks(clock)
    assert looks.is_worth_it({0: 5})
    looks.found(0)
    clock.now_s += ANYWAY_EVERY_S - 0.01
    assert not looks.is_worth_it({0: 5})
    clock.now_s += 0.01
    assert looks.is_worth_it({0: 5})
