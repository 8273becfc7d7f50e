"""All checks together over one pass of the log."""

from libs.cli.verifying.differences import Check, Difference
from libs.cli.verifying.facts import Fact
from libs.cli.verifying.items import Items
from libs.cli.verifying.movements import Movements
from libs.cli.verifying.parked import Parked
from libs.cli.verifying.payments import Payments
from libs.cli.verifying.statements import Statements
from libs.cli.verifying.versions import Versions


class Books:
    """Shown every fact of the log once, in the order of each partition."""

    def __init__(self) -> None:
        movements = Movements()
        self.versions = Versions()
        self.checks: tuple[Check, ...] = (
            self.versions,
            movements,
            Payments(),
            Items(),
            Statements(movements),
            Parked(),
        )
        self.facts = 0

    def see(self, fact: Fact) -> None:
        self.facts += 1
        for check in self.checks:
            check.see(fact)

    def differences(self) -> list[Difference]:
        """What is wrong, whatever is still to come."""
        return [found for check in self.checks for found in check.differences()]

    def in_flight(self) -> list[Difference]:
        """What is not finished, and wrong if nothing more comes."""
        return [found for check in self.checks for found in check.in_flight()]
