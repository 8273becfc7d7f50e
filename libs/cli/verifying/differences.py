"""What a check finds: a stream, what it should hold, what it holds."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from libs.cli.verifying.facts import Fact


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that should be equal and is not."""

    check: str
    stream: str
    expected: str
    found: str

    def document(self) -> dict[str, Any]:
        return asdict(self)

    def text(self) -> str:
        return f"{self.check}: {self.stream}: expected {self.expected}, found {self.found}"


class Check(Protocol):
    """Sees every fact, in the order of each partition, and says in the end what differs."""

    name: str

    def see(self, fact: Fact) -> None: ...

    def differences(self) -> Iterator[Difference]:
        """What is wrong, whatever is still to come."""

    def in_flight(self) -> Iterator[Difference]:
        """What is not finished at this cut, and wrong only if nothing more comes."""
