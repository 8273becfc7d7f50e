"""Lives of two tenants that are equal in all but the tenant, played side by side under fire."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from aiokafka.errors import KafkaError

from audit.truth import Truth, read_truth
from deploy.local.postbox import Postbox
from libs.cli.calling import LONG_PATIENCE_S, Api
from libs.cli.playing.heard import Heard, heard_of
from libs.cli.playing.player import Player
from libs.cli.playing.resting import NoRest, Rest, rest_of
from libs.cli.playing.script import Script, script_in
from libs.cli.session import Session
from libs.events.contracts.topology import TOPOLOGY
from libs.events.progress.port import TenantHeld
from libs.simulator.economy import Economy, live
from libs.simulator.write import write
from tests.faults.people import AskingChaser
from tests.faults.platform import PARTITIONS, Range

MONTHS = 2
STARTS_ON = date(2026, 1, 5)
GROWS_BY = 10
PATIENCE_S = 120.0
AGAIN_S = 0.2
ADVANCE = "/v1/days/advance"

Gate = Callable[[int], Awaitable[None]]
"""Is awaited before a day begins, by its number."""


async def _open(_: int) -> None:
    """No day is held."""


@dataclass(frozen=True, slots=True)
class Life:
    """One tenant's."""

    tenant: str
    script: Script
    truth: Truth


def lives_of(
    seed: int,
    tenants: Sequence[str],
    folder: Path,
    *,
    invoices: int,
    debtors: int,
    payments: int = 0,
) -> list[Life]:
    """The same creditor, debtors, numbers and accounts for each tenant.

    `payments`: so many of debtors at least; a life that has fewer grows until it has them.
    """
    grown = (
        live(seed, invoices=many, debtors=debtors, starts_on=STARTS_ON, months=MONTHS)
        for many in count(invoices, GROWS_BY)
    )
    economy = next(one for one in grown if paid_by_debtors(one) >= payments)
    write(economy, folder)
    script = script_in(folder)
    return [Life(tenant, script, read_truth(script.truth)) for tenant in tenants]


def paid_by_debtors(economy: Economy) -> int:
    """Payments that are meant for an invoice."""
    return sum(bool(payment.split) for payment in economy.truth.payments)


@dataclass(frozen=True, slots=True)
class PatientRest(Rest):
    """Waits on while a key is parked, and while the broker is away."""

    async def of(self, services: Sequence[str]) -> None:
        ends_s = asyncio.get_running_loop().time() + PATIENCE_S
        while True:
            try:
                return await Rest.of(self, services)
            except (NoRest, KafkaError) as not_yet:
                waits = isinstance(not_yet.__cause__, TenantHeld) or isinstance(not_yet, KafkaError)
                if not waits or asyncio.get_running_loop().time() > ends_s:
                    raise
            await asyncio.sleep(AGAIN_S)


class PatientHeard(Heard):
    """Reads on when the broker is back."""

    async def catch_up(self) -> None:
        ends_s = asyncio.get_running_loop().time() + PATIENCE_S
        while True:
            try:
                return await Heard.catch_up(self)
            except KafkaError:
                if asyncio.get_running_loop().time() > ends_s:
                    raise
            await asyncio.sleep(AGAIN_S)


class ClockedApi(Api):
    """Tells the calendar what day it is; once it is told to jump, a day too far."""

    jumps = False

    async def post(self, service: str, path: str, body: Any, **params: str) -> Any:
        if path == ADVANCE and self.jumps:
            self.jumps = False
            body = {"to": str(date.fromisoformat(body["to"]) + timedelta(days=1))}
        return await super().post(service, path, body, **params)


@dataclass(slots=True)
class Stage:
    """The lives of a round, and how far they are."""

    shot: Range
    lives: Sequence[Life]
    gate: Gate = _open
    begun: dict[str, int] = field(default_factory=dict)
    """Days, by tenant."""
    apis: dict[str, ClockedApi] = field(default_factory=dict)
    """By tenant, of those that are played."""

    async def play(self) -> None:
        """All lives, side by side, each day behind the gate."""
        async with asyncio.TaskGroup() as group:
            for life in self.lives:
                group.create_task(self._play(life))

    async def _play(self, life: Life) -> None:
        session = self.shot.session_of(life.tenant)
        mailbox = Postbox(self.shot.session.path, 0).folder
        async with told_of(session, self.shot.stack.kafka) as (api, rest, heard):
            self.apis[life.tenant] = api

            async def begins(day_on: str) -> None:
                number = self.begun.get(life.tenant, 0)
                await self.gate(number)
                self.begun[life.tenant] = number + 1

            player = Player(
                api,
                rest,
                begins=begins,
                chaser=AskingChaser(api, heard, patience_s=PATIENCE_S, mailbox=mailbox),
                taken=frozenset({"accepted", "duplicate"}),
                patience_s=PATIENCE_S,
            )
            await player.play(life.script)
            await rest.of(tuple(TOPOLOGY))


@asynccontextmanager
async def told_of(session: Session, kafka: str) -> AsyncIterator[tuple[ClockedApi, Rest, Heard]]:
    """What a player of that tenant asks, with the patience that a fire needs."""
    tenant = session.tenant
    async with (
        ClockedApi(session, patience_s=LONG_PATIENCE_S) as api,
        rest_of(kafka, tenant, PARTITIONS) as rest,
        heard_of(kafka, tenant, PARTITIONS) as heard,
    ):
        patient_rest = PatientRest(rest.port, tenant, PARTITIONS)
        yield api, patient_rest, PatientHeard(heard.consumer, tenant, limit_s=PATIENCE_S)
