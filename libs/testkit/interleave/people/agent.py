"""Whoever works for the agency: takes cases on, reports what they bring, remits, closes."""

from random import Random

from libs.events.contracts.handoff import (
    PlacementAccepted,
    PlacementOffered,
    RecoveredItem,
    RecoveryReported,
)
from libs.events.contracts.model import Command
from libs.kernel.keys import path_of
from libs.kernel.money import Money
from libs.testkit.interleave.people.asking import Act, Asking, Edge
from libs.testkit.interleave.people.days import Days
from libs.testkit.interleave.truth.documents import EUR, FIRST_DAY
from libs.testkit.interleave.truth.remitting import RECOVERED, Transfer
from libs.testkit.world.premises import Commit
from services.handoff.domain.agency_commands import ReportRemittance
from services.handoff.domain.commands import AcceptPlacement, ClosePlacement, ReportRecovery

AGENCY = "agency-1"


class Agent:
    """Talks to handoff about what it was offered; `reported_by` names the transfer meant."""

    def __init__(self, tenant: str, creditor: str, edge: Edge, days: Days, random: Random) -> None:
        self._tenant, self._creditor, self._edge = tenant, creditor, edge
        self._days, self._random = days, random
        self._offered: dict[str, PlacementOffered] = {}
        self._accepted: dict[str, PlacementOffered] = {}
        self._recovered: dict[str, list[str]] = {}
        """Reference of a transfer to the recoveries that are meant for it."""

    def saw(self, commit: Commit) -> None:
        for new in commit.batch.events:
            match new.event:
                case PlacementOffered() as offered:
                    self._offered[offered.placement] = offered
                case PlacementAccepted() as accepted:
                    self._accepted[accepted.placement] = self._offered[accepted.placement]
                case RecoveryReported() as reported:
                    self._recovered.setdefault(reported.reported_by, []).append(reported.recovery)

    def threads(self, transfers: tuple[Transfer, ...]) -> list[list[Act]]:
        takes_on: list[Act] = [self._accept] * self._random.randint(1, 3)
        of_transfers = [
            [
                *[self._recover(one.reference)] * one.recoveries_count,
                self._remit(one),
                *([self._close] if self._random.random() < 0.5 else []),
            ]
            for one in transfers
        ]
        return [takes_on, *of_transfers]

    def _accept(self) -> bool:
        waiting = sorted(self._offered.keys() - self._accepted.keys())
        if not waiting:
            return self._days.is_calm()
        offered = self._offered[self._random.choice(waiting)]
        about = {"debtor": offered.debtor, "placement": offered.placement, "agency": AGENCY}
        self._ask(offered.debtor, AcceptPlacement(**about, accepted_by="anton"))
        return True

    def _recover(self, reference: str) -> Act:
        """Some of what was placed, whatever became of it since; perhaps it is recalled by now."""

        def recover() -> bool:
            if not self._accepted:
                return self._days.is_calm()
            case = self._accepted[self._random.choice(sorted(self._accepted))]
            item = self._random.choice(case.items)
            command = ReportRecovery(
                debtor=case.debtor,
                placement=case.placement,
                agency=AGENCY,
                items=(RecoveredItem(item=item.item, amount=Money.of(RECOVERED, EUR)),),
                received_on=FIRST_DAY,
                reported_by=reference,
            )
            self._ask(case.debtor, command)
            return True

        return recover

    def _remit(self, transfer: Transfer) -> Act:
        """Once all that it is meant to bring was recovered; what was refused never is."""
        asking: list[Asking] = []

        def remit() -> bool:
            recoveries = self._recovered.get(transfer.reference, [])
            if len(recoveries) < transfer.recoveries_count:
                return self._days.is_calm()
            if not asking:
                command = ReportRemittance(
                    agency=AGENCY,
                    creditor=self._creditor,
                    reference=transfer.reference,
                    recoveries=tuple(recoveries[: transfer.recoveries_count]),
                    remitted_on=FIRST_DAY,
                    reported_by="anton",
                )
                key = path_of(self._tenant, "agency", AGENCY)
                # A recovery is a debt at the agency's key one send after it was reported.
                asking.append(Asking(self._edge, "handoff", key, command, "recovery_unknown"))
            return asking[0]()

        return remit

    def _close(self) -> bool:
        if not self._accepted:
            return self._days.is_calm()
        case = self._accepted[self._random.choice(sorted(self._accepted))]
        about = {"debtor": case.debtor, "placement": case.placement, "agency": AGENCY}
        self._ask(case.debtor, ClosePlacement(**about, result="recovered", closed_by="anton"))
        return True

    def _ask(self, debtor: str, command: Command) -> None:
        self._edge.ask("handoff", path_of(self._tenant, "debtor", debtor), command)
