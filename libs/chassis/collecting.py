"""Python's collector of cycles, set for a process that makes and drops much that has none."""

import gc
from typing import Final

YOUNG_MAX: Final = 50_000
"""So many more objects than were dropped, before the young ones are looked at."""
PAGES_YOUNG_MAX: Final = 5_000
"""The same where pages are put together: each leaves some five hundred objects that hold one
another, and to free fifty thousand of those at once takes a tenth of a second."""
YOUNG_TIMES: Final = 20
MIDDLE_TIMES: Final = 20


def calm_collector(young_max: int = YOUNG_MAX) -> None:
    """After the start: what is there stays, and a batch is not searched while it is decided."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(young_max, YOUNG_TIMES, MIDDLE_TIMES)
