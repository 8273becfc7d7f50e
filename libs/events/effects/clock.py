"""The clock by which an attempt grows old."""

import time
from typing import Final

# Linux's monotonic clock stands still while the machine is suspended, this one does not.
_CLOCK: Final = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def awake_s() -> float:
    """Seconds since some moment before the process began, suspension counted.

    Where there is no such clock (macOS), the monotonic one, which counts it there by itself.
    """
    return time.clock_gettime(_CLOCK)
