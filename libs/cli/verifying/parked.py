"""No key waits because of a bug."""

from collections.abc import Iterator

from libs.cli.verifying.differences import Difference
from libs.cli.verifying.facts import Fact
from libs.events.contracts.runtime import KeyFreed, KeyParked


class Parked:
    """Keys that were parked and not freed, by service."""

    name = "parked"

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], str] = {}

    def see(self, fact: Fact) -> None:
        match fact.event:
            case KeyParked() as e:
                self._keys[fact.service, e.key] = e.reason
            case KeyFreed() as e:
                self._keys.pop((fact.service, e.key), None)
            case _:
                pass

    def differences(self) -> Iterator[Difference]:
        yield from ()

    def in_flight(self) -> Iterator[Difference]:
        for (service, key), reason in sorted(self._keys.items()):
            yield Difference(self.name, key, "nothing parked", f"parked in {service}: {reason}")
