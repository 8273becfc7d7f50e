"""What is done to a platform while it works, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from tests.faults.crashing import Moment


class Fault(StrEnum):
    """One of the things that happen."""

    KILLED = "a worker is killed, and starts again at once"
    KILLED_FOR_LONG = "a worker is killed, and starts again when another has its partitions"
    FROZEN = "a worker stands still until another has its partitions, and then goes on"
    STOPPED = "a worker is told to stop, and starts again"
    JOINED = "another worker joins, and leaves"
    BROKER_KILLED = "the broker is killed, and starts again at once"
    DATABASE_KILLED = "the database server is killed, and starts again at once"
    WIPED = "the database of a service is wiped"
    BROKER_CUT = "a worker loses its connections to the broker for some seconds"
    DATABASE_CUT = "a worker loses its connections to the database for some seconds"
    SAME_NAME = "two live processes under one static name"
    CLOCK_JUMPED = "the clock jumps a day"
    IMPORTED_AGAIN = "files of earlier days are imported again"
    MAIL_LATER = "the next mail server answers 451"
    MAIL_DROPPED = "the next mail server takes mails and drops the connection before it answers"
    MAIL_HANGS = "the next mail server takes mails and never answers"
    PARKED = "a key is parked by a bug, and freed by a retry"
    DROPPED = "a key is parked by a bug, its first message dropped, the rest retried"


WITH_TAKEOVERS = (
    Fault.KILLED_FOR_LONG,
    Fault.FROZEN,
    Fault.STOPPED,
    Fault.JOINED,
    Fault.KILLED,
    Fault.BROKER_KILLED,
    Fault.WIPED,
)
"""Each of these moves partitions, or makes them be taken over anew."""
OTHERS = tuple(fault for fault in Fault if fault not in WITH_TAKEOVERS)
What = Fault | Moment
MOVING_A_ROUND = 4
OTHERS_A_ROUND = 4
MOMENTS_A_ROUND = 3


@dataclass(frozen=True, slots=True)
class Planned:
    """A fault, or a moment at which a process is to die, and the day on which it happens."""

    what: What
    on: int
    """Number of the day of the lives."""


def schedule(seed: int, number: int, days: int) -> list[Planned]:
    """Of one round; over some rounds each fault and each moment has its turn as often."""
    chance = Random(f"{seed} faults {number}")
    what: list[What] = [
        *_turn(WITH_TAKEOVERS, MOVING_A_ROUND, seed, number),
        *_turn(OTHERS, OTHERS_A_ROUND, seed, number),
        *_turn(Moment, MOMENTS_A_ROUND, seed, number),
    ]
    chance.shuffle(what)
    # The beginning has no demands yet, and what is armed late may find nothing to hit.
    first, last = days // 6, days * 5 // 6
    on = sorted(chance.sample(range(first, last), len(what)))
    return [Planned(one, day) for one, day in zip(what, on, strict=True)]


def _turn(some: Iterable[What], count: int, seed: int, number: int) -> list[What]:
    """The next `count` of them, in an order that the seed gives, round after round."""
    order = list(some)
    Random(f"{seed} order").shuffle(order)
    begin = number * count
    return [order[place % len(order)] for place in range(begin, begin + count)]
