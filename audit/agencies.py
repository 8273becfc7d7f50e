"""What agencies report that they have and transfer, held against what the ledger made of it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from audit.balance import Difference
from audit.cents import cents
from audit.ledger import Ledger
from audit.log import Fact

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The cases that went to agencies; amounts in minor units."""

    offered: int
    accepted: int
    actions: int
    closed: int
    recoveries: int
    recovered: int
    remittances: int
    """Whose money has come."""
    remitted: int
    """Net of fees."""
    fees: int
    clearing: int
    """What agencies still have of the creditors' money."""

    def document(self) -> dict[str, int]:
        return asdict(self)


class Reports:
    """Of one tenant: what was said of cases and of money, by name of the event."""

    def __init__(self, facts: Iterable[Fact], tenant: str) -> None:
        self.told: Counter[str] = Counter()
        self.recoveries: dict[str, Fields] = {}
        self.remittances: dict[str, Fields] = {}
        self.settled: dict[str, Fields] = {}
        self.collected: Counter[str] = Counter()
        """Recovery to what the ledger has of it."""
        for fact in facts:
            if fact.tenant == tenant and fact.service in ("handoff", "matching"):
                self._note(fact.name, fact.fields)

    def _note(self, name: str, f: Fields) -> None:
        self.told[name] += 1
        match name:
            case "recovery_reported":
                self.recoveries[f["recovery"]] = f
            case "remittance_reported":
                self.remittances[f["remittance"]] = f
            case "remittance_settled":
                self.settled[f["remittance"]] = f
            case "remittance_reopened":
                self.settled.pop(f["remittance"], None)
            case "collection_received":
                self.collected[f["payment"]] += cents(f["amount"])


def handed_over(reports: Reports, ledger: Ledger) -> HandedOver:
    """The figures."""
    settled = reports.settled.values()
    return HandedOver(
        offered=reports.told["placement_offered"],
        accepted=reports.told["placement_accepted"],
        actions=reports.told["action_reported"],
        closed=reports.told["placement_closed"],
        recoveries=len(reports.recoveries),
        recovered=sum(cents(one["amount"]) for one in reports.recoveries.values()),
        remittances=len(reports.settled),
        remitted=sum(cents(one["amount"]) for one in settled),
        fees=sum(cents(one["fees"]) for one in settled),
        clearing=sum(ledger.clearing.values()),
    )


def disagreed(reports: Reports, ledger: Ledger) -> list[Difference]:
    """Everything in which the reports and the ledger are not equal."""
    return [
        *_recoveries(reports),
        *_remittances(reports),
        *_remitted_once(reports),
        *_clearing(reports, ledger),
    ]


def _recoveries(reports: Reports) -> Iterator[Difference]:
    """Each is in the ledger once, with its amount, which is the sum of its items'."""
    for name in sorted({*reports.recoveries, *reports.collected}):
        said = reports.recoveries.get(name)
        amount = cents(said["amount"]) if said else 0
        if reports.collected[name] != amount:
            yield Difference("recovery", name, amount, reports.collected[name])
        parts = sum(cents(one["amount"]) for one in said["items"]) if said else 0
        if parts != amount:
            yield Difference("items of recovery", name, amount, parts)


def _remittances(reports: Reports) -> Iterator[Difference]:
    """Net is what its recoveries say, less their fees; and that is what the bank brought."""
    for name, said in sorted(reports.remittances.items()):
        found = [reports.recoveries.get(one["recovery"]) for one in said["recoveries"]]
        known = [one for one in found if one]
        net = sum(cents(one["amount"]) - cents(one["fee"]) for one in known)
        if cents(said["net"]) != net:
            yield Difference("net of remittance", name, net, cents(said["net"]))
        if name in reports.settled and cents(reports.settled[name]["amount"]) != net:
            came = cents(reports.settled[name]["amount"])
            yield Difference("money of remittance", name, net, came)
    for name in sorted(reports.settled.keys() - reports.remittances.keys()):
        came = cents(reports.settled[name]["amount"])
        yield Difference("money of remittance", name, 0, came)


def _remitted_once(reports: Reports) -> Iterator[Difference]:
    times = Counter(
        one["recovery"] for said in reports.remittances.values() for one in said["recoveries"]
    )
    for name, count in sorted(times.items()):
        if count != 1:
            yield Difference("times a recovery is remitted", name, 1, count, is_money=False)


def _clearing(reports: Reports, ledger: Ledger) -> Iterator[Difference]:
    """An agency has what it reported, less what it remitted and kept by its contract."""
    has: Counter[str] = Counter()
    for one in reports.recoveries.values():
        has[one["agency"]] += cents(one["amount"])
    for name in reports.settled.keys() & reports.remittances.keys():
        said = reports.remittances[name]
        has[said["agency"]] -= cents(said["gross"])
    for agency in sorted({*has, *ledger.clearing}):
        if has[agency] != ledger.clearing[agency]:
            where = "clearing account"
            yield Difference(where, agency, has[agency], ledger.clearing[agency])
