"""A simulated life on its way in over HTTP, as far as it is let, by callers that ask again."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.local.waiting import wait_until
from libs.cli.calling import Api
from libs.cli.importing.bank import BankImport
from libs.cli.importing.invoices import import_invoices
from libs.cli.importing.peeking import peek
from libs.cli.importing.report import Line
from libs.cli.playing.script import Script

INVOICE_LANES = 4
ANSWERED_WITHIN_S = 90.0
TAKEN = {"accepted", "duplicate", "waiting"}

Send = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Step:
    """One request of the life, in the lane of those that go one after the other."""

    lane: str
    send: Send


@dataclass(slots=True)
class Load:
    """The steps of a life in the order in which they come; each lane works through its own."""

    steps: Sequence[Step]
    let: int = 0
    """How many of the steps may be begun."""
    begun: int = 0
    answered: int = 0
    _let_more: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Until each step is answered. Raises what a caller is refused in the end."""
        lanes: dict[str, list[tuple[int, Step]]] = defaultdict(list)
        for number, step in enumerate(self.steps):
            lanes[step.lane].append((number, step))
        async with asyncio.TaskGroup() as group:
            for lane in lanes.values():
                group.create_task(self._work_through(lane))

    async def _work_through(self, lane: Iterable[tuple[int, Step]]) -> None:
        for number, step in lane:
            while number >= self.let:
                self._let_more.clear()
                await self._let_more.wait()
            self.begun += 1
            await step.send()
            self.answered += 1

    def let_more(self, count: int) -> None:
        self.let = min(self.let + count, len(self.steps))
        self._let_more.set()

    async def until_under_way(self, answered: int) -> None:
        """That many are answered, and others begun."""
        await wait_until(
            f"{answered} requests answered",
            lambda: self.answered >= answered and self.begun > answered,
            limit_s=ANSWERED_WITHIN_S,
        )

    async def until_answered(self) -> None:
        """Of all that was let in."""
        await wait_until(
            f"{self.let} requests answered",
            lambda: self.answered == self.let,
            limit_s=ANSWERED_WITHIN_S,
        )


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends the files of one creditor, and keeps what became of them."""

    api: Api
    bank: BankImport
    told: list[Line] = field(default_factory=list)

    async def day(self, day_on: str) -> None:
        await self.api.post("calendar", "/v1/days/advance", {"to": day_on})

    async def document(self, file: Path) -> None:
        report = await import_invoices(self.api, self.bank.creditor, [file])
        self._keep(report.lines)

    async def statement(self, file: Path) -> None:
        self._keep(await self.bank.file(file))

    def outcomes(self) -> Counter[str]:
        return Counter(line.outcome for line in self.told)

    def _keep(self, lines: Iterable[Line]) -> None:
        for line in lines:
            assert line.outcome in TAKEN, line.text()
            self.told.append(line)

    def steps(self, script: Script) -> Iterator[Step]:
        """Days, documents side by side, each account's statements one after the other."""
        documents = 0
        for day in script.days:
            yield Step("days", _call(self.day, day.day_on))
            for file in day.invoices:
                documents += 1
                yield Step(f"documents {documents % INVOICE_LANES}", _call(self.document, file))
            for file in day.bank:
                yield Step(f"account {peek(file)[0]}", _call(self.statement, file))


async def sender_of(api: Api, script: Script) -> Sender:
    """Registers the life's creditor."""
    sent = await api.post("ingestion", "/v1/creditors", script.creditor)
    ibans = {account["iban"] for account in script.creditor["accounts"]}
    return Sender(api, BankImport(api, sent["creditor"], ibans, add_accounts=False))


def _call(do: Callable[[Any], Awaitable[None]], what: Any) -> Send:
    return lambda: do(what)
