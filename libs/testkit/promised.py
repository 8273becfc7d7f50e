"""What is promised in seconds, by who has the machine."""

import os
from typing import Final

BESIDE_OTHERS: Final = 6
"""So many times as long where several run at once: as many stacks and stories want its cores."""


def within_s(promised_s: float) -> float:
    """The promise itself where a test runs alone (`make race`, `make nightly`), else six times it.

    Beside others a bound in seconds tells of the others: a story that ends 3 s after the release
    by itself took 13 s on a slow machine, in a suite of two lanes.
    """
    is_alone = "PYTEST_XDIST_WORKER" not in os.environ
    return promised_s if is_alone else promised_s * BESIDE_OTHERS
