"""The versions of every stream count 1, 2, 3 … without gap or repeat."""

from collections.abc import Iterator

from libs.cli.verifying.differences import Difference
from libs.cli.verifying.facts import Fact


class Versions:
    """Of each service's streams by themselves: two services may use one name."""

    name = "versions"

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], int] = {}
        self._wrong: list[Difference] = []

    def see(self, fact: Fact) -> None:
        place = (fact.service, fact.stream)
        expected = self._last.get(place, 0) + 1
        if fact.version != expected:
            found = f"{fact.version} at {fact.place}"
            self._wrong.append(Difference(self.name, fact.stream, str(expected), found))
        self._last[place] = fact.version

    def differences(self) -> Iterator[Difference]:
        yield from self._wrong

    def in_flight(self) -> Iterator[Difference]:
        yield from ()

    @property
    def streams(self) -> int:
        return len(self._last)
