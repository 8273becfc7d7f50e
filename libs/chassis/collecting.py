"""Python's collector of cycles, set for a process that makes and drops much that has none."""

import gc
from typing import Final

YOUNG_MAX: Final = 50_000
"""So many more objects than were dropped, before the young ones are looked at."""
YOUNG_TIMES: Final = 20
MIDDLE_TIMES: Final = 20


def calm_collector() -> None:
    """After the start: what is there stays, and a batch is not searched while it is decided."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_MAX, YOUNG_TIMES, MIDDLE_TIMES)
