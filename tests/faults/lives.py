"""Lives of two tenants that are equal in all but the tenant, played side by side under fire."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from audit.truth import Truth, read_truth
from deploy.local.postbox import Postbox
from libs.cli.calling import LONG_PATIENCE_S, Api
from libs.cli.playing.heard import Heard, heard_of
from libs.cli.playing.player import Player
from libs.cli.playing.resting import NoRest, Rest, rest_of
from libs.cli.playing.script import Day, Script, script_in
from libs.cli.session import Session
from libs.events.codec.envelope import Envelope, LogRecord
from libs.events.contracts.topology import TOPOLOGY
from libs.events.progress.port import TenantHeld
from libs.simulator.economy import Economy, live
from libs.simulator.write import write
from tests.faults.errands import Errands, errands_of
from tests.faults.people import AskingChaser
from tests.faults.platform import PARTITIONS, Range

STARTS_ON = date(2026, 1, 5)
GROWS_BY = 10
PATIENCE_S = 120.0
OUTCOME_WITHIN_S = 420.0
"""A mail that two moods of its server meet is tried a third time five minutes later."""
AGAIN_S = 0.2
ADVANCE = "/v1/days/advance"
MAIL = "internal_"
OUTCOMES_OF_MAIL = ("internal_sent", "internal_withdrawn", "internal_failed")

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


@dataclass(frozen=True, slots=True)
class Measure:
    """How much there is in a life."""

    invoices: int
    debtors: int
    payments: int = 0
    """Of debtors, at least: a life that has fewer gets more invoices."""
    months: int = 2


def lives_of(seed: int, tenants: Sequence[str], folder: Path, of: Measure) -> list[Life]:
    """The same creditor, debtors, numbers and accounts for each tenant."""
    grown = (
        live(seed, invoices=many, debtors=of.debtors, starts_on=STARTS_ON, months=of.months)
        for many in count(of.invoices, GROWS_BY)
    )
    economy = next(one for one in grown if paid_by_debtors(one) >= of.payments)
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

    def __init__(self, consumer: AIOKafkaConsumer, tenant: str, *, limit_s: float) -> None:
        super().__init__(consumer, tenant, limit_s=limit_s)
        self.tenant = tenant
        self.asked: dict[str, str] = {}
        """Demand to its debtor."""
        self.mails: dict[str, str] = {}
        """To the creditor's own people, that have no outcome yet: by id, what was said last."""
        self.meanwhile: Callable[[], Awaitable[None]] | None = None
        """Is awaited while the demands of a day are under way."""

    def asked_debtors(self) -> set[str]:
        """That a demand is under way to."""
        return {self.asked[one] for one in self.open["demand"]}

    async def sent(self) -> None:
        await self.catch_up()
        if self.meanwhile is not None:
            await self.meanwhile()
        await Heard.sent(self)

    async def mailed(self) -> None:
        """Wait until each mail to the creditor's own people has its outcome. Raises NoRest."""
        ends_s = asyncio.get_running_loop().time() + OUTCOME_WITHIN_S
        await self.catch_up()
        while self.mails:
            if asyncio.get_running_loop().time() > ends_s:
                raise NoRest(f"mails to people have no outcome: {self.mails}")
            await asyncio.sleep(AGAIN_S)
            await self.catch_up()

    def _note(self, record: LogRecord) -> None:
        Heard._note(self, record)
        envelope = Envelope(record.headers)
        name = envelope.type.split(".")[2]
        is_mail = name.startswith(MAIL)
        if envelope.tenant != self.tenant or not (is_mail or name == "demand_proposed"):
            return
        said: dict[str, Any] = json.loads(record.value or b"{}")
        if not is_mail:
            self.asked[said["demand"]] = said["debtor"]
        elif name in OUTCOMES_OF_MAIL or said.get("last"):
            self.mails.pop(said["message"], None)
        else:
            self.mails[said["message"]] = name

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


Told = tuple[ClockedApi, Rest, PatientHeard]
"""What a player asks: the services, whether all is decided, and what the log says."""


@dataclass(slots=True)
class Stage:
    """The lives of a round, and how far they are."""

    shot: Range
    lives: Sequence[Life]
    gate: Gate = _open
    begun: dict[str, int] = field(default_factory=dict)
    """Days, by tenant."""
    told: dict[str, Told] = field(default_factory=dict)
    """By tenant, while the stage is open."""
    has_errands: bool = False
    """Whether people merge, assign and lend besides."""

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Every life's session: strikes that outlast the lives ask through it too."""
        async with AsyncExitStack() as sessions:
            for life in self.lives:
                told = told_of(self.shot.session_of(life.tenant), self.shot.stack.kafka)
                self.told[life.tenant] = await sessions.enter_async_context(told)
            yield

    def api(self, tenant: str) -> ClockedApi:
        """Through which its people ask."""
        return self.told[tenant][0]

    def over(self, life: Life) -> Sequence[Day]:
        """The days of its script that are."""
        return life.script.days[: max(self.begun.get(life.tenant, 0) - 1, 0)]

    async def play(self) -> None:
        """All lives, side by side, each day behind the gate."""
        async with asyncio.TaskGroup() as group:
            for life in self.lives:
                group.create_task(self._play(life))

    async def _play(self, life: Life) -> None:
        mailbox = Postbox(self.shot.session.path, 0).folder
        api, rest, heard = self.told[life.tenant]
        errands = self._errands(life, api, rest, heard)

        async def begins(day_on: str) -> None:
            number = self.begun.get(life.tenant, 0)
            await self.gate(number)
            self.begun[life.tenant] = number + 1
            if errands:
                errands.begins(number, day_on)

        player = Player(
            api,
            rest,
            begins=begins,
            chaser=AskingChaser(
                api, heard, patience_s=PATIENCE_S, mailbox=mailbox, errands=errands
            ),
            taken=frozenset({"accepted", "duplicate"}),
            patience_s=PATIENCE_S,
        )
        await player.play(life.script)
        await rest.of(tuple(TOPOLOGY))
        await heard.mailed()

    def _errands(self, life: Life, api: Api, rest: Rest, heard: PatientHeard) -> Errands | None:
        if not self.has_errands:
            return None
        seed, days = life.truth.seed, len(life.script.days)
        errands = errands_of(api, rest, life.tenant, heard.asked_debtors, seed=seed, days=days)
        heard.meanwhile = errands.meanwhile
        return errands


@asynccontextmanager
async def told_of(session: Session, kafka: str) -> AsyncIterator[Told]:
    """What a player of that tenant asks, with the patience that a fire needs."""
    tenant = session.tenant
    async with (
        ClockedApi(session, patience_s=LONG_PATIENCE_S) as api,
        rest_of(kafka, tenant, PARTITIONS) as rest,
        heard_of(kafka, tenant, PARTITIONS) as heard,
    ):
        patient_rest = PatientRest(rest.port, tenant, PARTITIONS)
        yield api, patient_rest, PatientHeard(heard.consumer, tenant, limit_s=OUTCOME_WITHIN_S)
