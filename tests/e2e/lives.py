"""Lives of the simulator, fed in day by day over the API and held against their truth."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from libs.cli.calling import LONG_PATIENCE_S, Api
from libs.cli.playing.auditing import audited
from libs.cli.playing.player import Player, Told
from libs.cli.playing.resting import rest_of
from libs.cli.playing.script import Script, script_in
from libs.cli.session import Session
from libs.cli.together import together
from libs.events.contracts.topology import TOPOLOGY
from libs.kernel.money import Money, read_money
from libs.simulator.economy import Economy, live
from libs.simulator.entries import NOT_PROVIDED
from libs.simulator.scoring import Outcome, Score, Shares, score
from libs.simulator.truth import PaymentKey, Truth
from libs.simulator.write import write
from tests.e2e.platform import PARTITIONS, Platform

STARTS_ON: Final = date(2026, 1, 5)
LOOKS_AT_ONCE: Final = 8
OUTCOMES: Final = {"suggested": Outcome.SUGGESTED, "returned": Outcome.RETURNED}

Applied = dict[PaymentKey, Shares | Outcome]
Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """A life that was played: what the simulator says of it, and what the auditor says."""

    score: Score
    audit: dict[str, Any]


def a_life(seed: int, invoices: int, folder: Path, *, months: int = 3) -> tuple[Economy, Script]:
    """Some months of a creditor: files in `folder`, and the order in which they arrive."""
    economy = live(seed, invoices=invoices, starts_on=STARTS_ON, months=months)
    write(economy, folder)
    return economy, script_in(folder)


async def judged(
    platform: Platform, tenant: str, life: tuple[Economy, Script], told: Told = lambda _: None
) -> Judged:
    """Play it as a tenant of its own, then read what became of each bank entry."""
    economy, script = life
    session = _Reached(platform, tenant)
    async with (
        Api(session, patience_s=LONG_PATIENCE_S) as api,
        rest_of(platform.kafka, tenant, PARTITIONS) as rest,
    ):
        await Player(api, rest, told=told, done=lambda: None).play(script)
        await rest.of(tuple(TOPOLOGY))
        found = await _applied(api, economy.truth)
    audit = await audited(platform.kafka, tenant, script.truth)
    return Judged(score(economy.truth, found, day_by_day=True), audit)


class _Reached(Session):
    """A session on a platform that tests have started."""

    def __init__(self, platform: Platform, tenant: str) -> None:
        super().__init__(tenant=tenant)
        self._platform = platform

    def url(self, service: str) -> str:
        return self._platform.member(service).url

    def token(self) -> str:
        return self._platform.token(self.tenant)


async def _applied(api: Api, truth: Truth) -> Applied:
    """What became of each entry, under the key that the truth has for it."""
    (creditor,) = (await api.get("ingestion", "/v1/creditors"))["items"]
    ibans = {one["account"]: one["iban"] for one in creditor["accounts"]}
    listed = await api.everything("matching", "/v1/payments")
    statements = await api.everything("matching", "/v1/statements")
    payments = await _each(api, "payments", (one["payment"] for one in listed))
    whole = await _each(api, "statements", (one["statement"] for one in statements))
    began = {one["statement"]: one["from_on"] for one in whole}
    payments.sort(key=lambda one: (began[one["statement"]], one["statement"], one["position"]))
    applied: Applied = {}
    for key, payment in _numbered(payments, ibans):
        applied[key] = _outcome_of(payment)
    applied |= _set_aside(whole, ibans, truth, applied)
    return applied


async def _each(api: Api, place: str, names: Iterable[str]) -> list[Shown]:
    """One by one, whole; a few at a time."""
    waiting, found = iter(list(names)), []

    async def work() -> None:
        for name in waiting:
            found.append(await api.get("matching", f"/v1/{place}/{name}"))

    await together(work() for _ in range(LOOKS_AT_ONCE))
    return found


def _numbered(
    payments: Iterable[Shown], ibans: Mapping[str, str]
) -> Iterator[tuple[PaymentKey, Shown]]:
    """With keys that count what is otherwise equal."""
    seen: dict[tuple[Any, ...], int] = defaultdict(int)
    for one in payments:
        amount = read_money(one["amount"])
        signed = amount if one["kind"] == "credit" else -amount
        end_to_end = one["end_to_end_id"] if one["end_to_end_id"] != NOT_PROVIDED else ""
        reference = one["bank_reference"] or end_to_end
        place = (ibans[one["account"]], date.fromisoformat(one["booked_on"]), signed, reference)
        seen[place] += 1
        yield PaymentKey(*place, seen[place]), one


def _outcome_of(payment: Shown) -> Shares | Outcome:
    shares = [
        (one["number"], read_money(one["amount"]))
        for one in payment["shares"]
        if one["released"] is None
    ]
    return shares or OUTCOMES.get(payment["outcome"], Outcome.UNIDENTIFIED)


def _set_aside(
    statements: Iterable[Shown], ibans: Mapping[str, str], truth: Truth, applied: Applied
) -> Applied:
    """Entries that are nobody's payment: they show no reference, so the truth's is taken."""
    left: dict[tuple[str, date, Money], list[PaymentKey]] = defaultdict(list)
    for payment in truth.payments:
        if payment.key not in applied:
            left[payment.key[:3]].append(payment.key)
    aside: Applied = {}
    for statement in statements:
        for nth, entry in enumerate(statement["set_aside"], start=1):
            place = (
                ibans[statement["account"]],
                date.fromisoformat(entry["booked_on"]),
                read_money(entry["amount"]),
            )
            keys = left[place]
            key = keys.pop(0) if keys else PaymentKey(*place, statement["statement"], nth)
            aside[key] = Outcome.SET_ASIDE
    return aside
