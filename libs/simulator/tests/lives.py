"""Lives that several tests look at; each is lived once."""

from datetime import date
from functools import cache

from libs.simulator.economy import Economy, live

SEEDS = (1, 2, 3)
STARTS_ON = date(2026, 1, 5)


@cache
def life(seed: int, invoices: int = 200) -> Economy:
    return live(seed, invoices=invoices, starts_on=STARTS_ON)
