"""How much garbage a process lets come together before it frees it at one go."""

import gc
from collections.abc import Iterator

import pytest

from libs.chassis.collecting import PAGES_YOUNG_MAX, YOUNG_MAX, calm_collector


@pytest.fixture(autouse=True)
def _left_as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.mark.parametrize("young_max", [YOUNG_MAX, PAGES_YOUNG_MAX])
def test_what_is_there_is_never_looked_at_again_and_what_comes_is_after_so_many(
    young_max: int,
) -> None:
    kept = [[] for _ in range(1_000)]  # type: list[list[object]]
    calm_collector(young_max)
    assert gc.get_freeze_count() >= len(kept)
    assert gc.get_threshold()[0] == young_max


def test_what_a_page_leaves_is_freed_in_small_parts() -> None:
    """Objects that hold one another: what is freed at once is never much more than the bound."""
    freed = list[int]()

    def looked(phase: str, found: dict[str, int]) -> None:
        if phase == "stop" and found["generation"] == 0:
            freed.append(found["collected"])

    calm_collector(PAGES_YOUNG_MAX)
    gc.callbacks.append(looked)
    try:
        for _ in range(4 * PAGES_YOUNG_MAX):
            ring: list[object] = []
            ring.append(ring)
    finally:
        gc.callbacks.remove(looked)
    assert len(freed) >= 3
    assert 0 < max(freed) <= 2 * PAGES_YOUNG_MAX
