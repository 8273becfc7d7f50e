"""Feeds a life in day by day, as its files arrive: the day, its invoices, its bank files, rest."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

from libs.cli.answering import counted
from libs.cli.calling import Api
from libs.cli.failing import Refused
from libs.cli.importing.bank import import_bank
from libs.cli.importing.invoices import import_invoices
from libs.cli.importing.report import Report
from libs.cli.playing.ageing import Ageing, ageing_of
from libs.cli.playing.chasing import Chaser
from libs.cli.playing.chasing_told import chased_told
from libs.cli.playing.placing import Placer
from libs.cli.playing.resting import NoRest, Rest
from libs.cli.playing.script import Day, Script
from libs.cli.together import together

SHOWN_WITHIN_S: Final = 10.0
ACCEPTED: Final = "accepted"
LOOK_AGAIN_S: Final = 0.05
FRIDAY: Final = 4
OUTCOMES: Final = ("applied", "suggested", "unidentified", "assigned")
_SAID: Final = {"assigned": "returned by the bank"}

Told = Callable[[str], None]


@dataclass(slots=True)
class Player:
    """One creditor's life on a running platform."""

    api: Api
    rest: Rest
    told: Told = lambda _: None
    """Is told a line for each day on which something happened."""
    done: Callable[[], None] = lambda: None
    """Is told when a day is over."""
    begins: Callable[[str], Awaitable[None]] | None = None
    """Is awaited before a day begins; None: the next one begins at once."""
    taken: frozenset[str] = frozenset({ACCEPTED})
    """What may become of a file. Who asks again after a crash may be told of a duplicate."""
    patience_s: float = SHOWN_WITHIN_S
    """How long the API may take to show what the log says."""
    chaser: Chaser | None = None
    """Who chases what is overdue; None: nobody does."""
    placer: Placer | None = None
    """Who hands over what a ladder's end has proposed; None: it stays proposed."""
    ageing: list[Ageing] = field(default_factory=list)
    """What was open in the end of each week, and in the end of all."""
    began: list[tuple[datetime, str]] = field(default_factory=list)
    """By the wall clock: when each day of the life began."""
    _creditor: dict[str, Any] = field(default_factory=dict)
    _telling: asyncio.Task[None] | None = None
    """The line of the day before: views are read while the next day is fed in."""

    async def play(self, script: Script) -> None:
        """Everything, in its order. Raises Refused for a file that is not accepted, NoRest."""
        sent = await self.api.post("ingestion", "/v1/creditors", script.creditor)
        path = f"/v1/creditors/{sent['creditor']}"
        self._creditor = await self.api.get("ingestion", path)
        if self.chaser:
            await self.chaser.publish()
        await self.live(script.days)

    async def live(self, days: Iterable[Day]) -> None:
        """Some days, in their order. Raises as `play`."""
        try:
            for day in days:
                if self.begins:
                    await self.begins(day.day_on)
                report = await self._feed(day)
                chased = await self._chase(day)
                await self._told()
                self._telling = asyncio.create_task(self._tell(day, report, chased))
            await self._told()
        finally:
            if self._telling is not None:
                self._telling.cancel()

    async def _feed(self, day: Day) -> Report:
        """The day, its invoices, rest, its bank files, rest; what became of the bank files."""
        self.began.append((datetime.now(UTC), day.day_on))
        await self.api.post("calendar", "/v1/days/advance", {"to": day.day_on})
        if day.invoices:
            creditor = self._creditor["creditor"]
            self._accept(await import_invoices(self.api, creditor, day.invoices))
            await self.rest.of(("ingestion", "matching"))
        report = await import_bank(self.api, self._creditor, day.bank)
        self._accept(report)
        if day.bank:
            await self.rest.of(("matching",))
        return report

    async def _chase(self, day: Day) -> Counter[str]:
        """The mails of the day leave, calls are made, debtors answer; what happened, counted."""
        if self.chaser is None:
            return Counter()
        await self.rest.of(("calendar", "dunning"))
        await self.chaser.heard.sent()
        await self.chaser.call()
        await self.chaser.note(day.answers)
        if self.placer:
            await self.placer.place()
        await self.rest.of(("dunning",))
        await self.chaser.heard.sent()
        return self.chaser.heard.taken()

    async def _told(self) -> None:
        if self._telling is not None:
            await self._telling
            self._telling = None

    async def _tell(self, day: Day, report: Report, chased: Counter[str]) -> None:
        documents = counted(len(day.invoices), "document", "documents") if day.invoices else ""
        said = [documents, await self._booked(report), chased_told(chased)]
        if any(said):
            self.told(f"{day.day_on}  " + "; ".join(filter(None, said)))
        if self.chaser and date.fromisoformat(day.day_on).weekday() == FRIDAY:
            self.ageing.append(await ageing_of(self.api, day.day_on))
        self.done()

    async def _booked(self, report: Report) -> str:
        """What became of the day's bank entries, as the API shows it; empty: there were none."""
        entries = sum(int(line.more.get("new", "0")) for line in report.lines)
        outcomes: Counter[str] = Counter()

        async def look(statement: str) -> None:
            outcomes.update(await self._outcomes(statement))

        await together(look(line.ids["statement"]) for line in report.lines)
        payments = [f"{outcomes[one]} {_SAID.get(one, one)}" for one in OUTCOMES if outcomes[one]]
        others = entries - sum(outcomes.values())
        if others:
            payments.append(f"{others} set aside")
        told = f"{counted(entries, 'bank entry', 'bank entries')}: {', '.join(payments)}"
        return told if entries else ""

    async def _outcomes(self, statement: str) -> list[str]:
        """Of a statement at rest. Raises NoRest when the API does not show it so."""
        deadline_s = asyncio.get_running_loop().time() + self.patience_s
        while not (await self.api.get("matching", f"/v1/statements/{statement}"))["rested_at"]:
            if asyncio.get_running_loop().time() > deadline_s:
                raise NoRest(f"statement {statement} is not at rest")
            await asyncio.sleep(LOOK_AGAIN_S)
        found = await self.api.everything("matching", "/v1/payments", statement=statement)
        return [one["outcome"] for one in found]

    def _accept(self, report: Report) -> None:
        """Raises Refused, naming the first file that a life has and the platform does not take."""
        for line in report.lines:
            if line.outcome not in self.taken:
                rule = line.rule or line.outcome
                raise Refused(rule, f"{line.file}: {line.message or line.outcome}", line.ids)


def explained(payments: Iterable[dict[str, Any]], *, of_each: int = 2) -> list[str]:
    """A few payments of each outcome in their sentence, applied ones by different reasons."""
    seen: Counter[str] = Counter()
    reasons: set[str] = set()
    sentences = []
    for payment in payments:
        outcome, why = payment["outcome"], payment["why"]
        reason = _reason(payment)
        if why and outcome in OUTCOMES[:3] and reason not in reasons and seen[outcome] < of_each:
            seen[outcome] += 1
            reasons.add(reason)
            sentences.append(f"{outcome}: {why}")
    return sorted(sentences, key=lambda one: OUTCOMES.index(one.partition(":")[0]))


def _reason(payment: dict[str, Any]) -> str:
    """The kind of sentence: its words without names, numbers and amounts."""
    words = (payment["why"] or "").partition(": ")[2].split()
    return f"{payment['outcome']} {' '.join(word for word in words if word.islower())}"
