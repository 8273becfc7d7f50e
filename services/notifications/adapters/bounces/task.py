"""Reads delivery reports for ever, and has each noted at its message's key."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, Literal, Protocol

import asyncpg
import structlog

from libs.chassis.parts import Given
from libs.events.contracts.runtime import Answer
from libs.events.loop.edge import NotTaken, Question
from libs.events.views.reading import ViewNotReady
from libs.kernel.ids import IdSecret
from libs.kernel.keys import path_of
from services.notifications.adapters.bounces.folder import arrived, put_aside
from services.notifications.adapters.bounces.reports import Failure, read_report
from services.notifications.domain.commands import NoteBounce
from services.notifications.views.reading import MessageFound, messages_by_id

log = structlog.get_logger(__name__)

LOOK_EVERY_S: Final = 2.0
SURELY_SHOWN_S: Final = 60.0
"""A report may be quicker than the view; a file is unknown when it is older than this."""
_ANSWER_S: Final = 10.0

Where = Literal["done", "unknown"]
Find = Callable[[tuple[str, ...]], Awaitable[list[MessageFound]]]
"""Those of our messages that have one of these Message-IDs."""


class Asks(Protocol):
    """What the edge does here."""

    async def ask(self, question: Question, *, wait_s: float = 10.0) -> Answer | None: ...


class Mailroom:
    """One folder of reports."""

    def __init__(
        self,
        folder: Path,
        find: Find,
        edge: Asks,
        ids: IdSecret,
        *,
        shown_s: float = SURELY_SHOWN_S,
    ) -> None:
        self._folder, self._find = folder, find
        self._edge, self._ids, self._shown_s = edge, ids, shown_s

    async def look(self) -> int:
        """Read what has arrived; returns how many files were put aside.

        Raises NotTaken, and what a database that is away raises.
        """
        count = 0
        for file in await asyncio.to_thread(arrived, self._folder):
            with suppress(FileNotFoundError):  # another process was quicker
                where = await self._judge(file)
                if where is not None:
                    await asyncio.to_thread(put_aside, file, self._folder, where)
                    log.info("report_read", file=file.name, where=where)
                    count += 1
        return count

    async def _judge(self, file: Path) -> Where | None:
        """Where it belongs; None: it is looked at again."""
        raw = await asyncio.to_thread(file.read_bytes)
        report = await asyncio.to_thread(read_report, raw)
        if report is None or not report.message_ids:
            return "unknown"
        ours = await self._find(report.message_ids)
        if not ours:
            age_s = time.time() - file.stat().st_mtime
            return "unknown" if age_s > self._shown_s else None
        lost = [(one, failure) for one in ours if (failure := report.but_for(one.copies))]
        if not lost:
            log.info("copy_bounced", message=ours[0].message)
            return "done"
        answers = [await self._note(one, failure, raw) for one, failure in lost]
        if any(answer is None for answer in answers):
            return None
        told = any(answer is not None and answer.outcome != "refused" for answer in answers)
        return "done" if told else "unknown"

    async def _note(self, found: MessageFound, failure: Failure, raw: bytes) -> Answer | None:
        tenant, message = found.tenant, found.message
        digest = hashlib.sha256(raw).hexdigest()
        question = Question(
            tenant=tenant,
            key=path_of(tenant, "debtor", found.debtor),
            command=NoteBounce(message=message, status=failure.status, permanent=failure.permanent),
            command_id=self._ids.hashed(tenant, "bounce", message, digest),
            body_hash=digest,
        )
        return await self._edge.ask(question, wait_s=_ANSWER_S)


async def read_bounces(given: Given, folder: Path) -> None:
    """For ever; a folder that is not there yet is waited for."""

    async def find(message_ids: tuple[str, ...]) -> list[MessageFound]:
        return await messages_by_id(given.pool, message_ids)

    mailroom = Mailroom(folder, find, given.edge, given.ids)
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        try:
            await mailroom.look()
        except (NotTaken, ViewNotReady, asyncpg.UndefinedTableError) as absent:
            log.warning("reports_wait", reason=type(absent).__name__)
