"""Free ports on the loopback, below the range that outgoing connections take theirs from."""

import asyncio
import random
import socket
from itertools import islice

LOOPBACK = "127.0.0.1"
# A client that keeps dialling a dead port of the outgoing range can connect to itself, and so
# hold the port that the restarted server needs. Linux begins that range at 32768.
CHOICE = range(20_000, 32_000)
TRIES_MAX = 200


def is_free(port: int) -> bool:
    """Tell whether a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def free_ports(count: int) -> list[int]:
    """Return that many different free ports.

    Raises:
        OSError: there are none to be found.
    """
    candidates = random.SystemRandom().sample(CHOICE, TRIES_MAX)
    found = list(islice((port for port in candidates if is_free(port)), count))
    if len(found) < count:
        raise OSError(f"no {count} free ports between {CHOICE.start} and {CHOICE.stop}")
    return found


async def is_listened_on(port: int) -> bool:
    """Tell whether something accepts connections there."""
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except OSError:
        return False
    writer.close()
    return True
