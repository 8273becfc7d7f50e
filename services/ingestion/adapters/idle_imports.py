"""Imports that nobody ended: over after ten minutes of wall clock without a document."""

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from libs.chassis.parts import Given
from libs.events.loop.edge import NotTaken, Question
from services.ingestion.domain.commands import EndImport
from services.ingestion.domain.paths import import_path
from services.ingestion.views.reading import forgotten_imports

log = structlog.get_logger(__name__)

LOOK_EVERY_S: Final = 2.0
_ANSWER_S: Final = 10.0


async def end_idle_imports(given: Given, idle_s: float) -> None:
    """For ever. Each import is ended by a command of its own, the same whoever sends it."""
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        before = datetime.now(UTC) - timedelta(seconds=idle_s)
        for tenant, import_id, last_at in await forgotten_imports(given.pool, before):
            question = _question(given, tenant, import_id, last_at)
            try:
                await given.edge.ask(question, wait_s=_ANSWER_S)
            except NotTaken:
                break  # the broker is away; the next look finds them again
            log.info("import_ended", import_id=import_id, idle_s=idle_s)


def _question(given: Given, tenant: str, import_id: str, last_at: str) -> Question:
    return Question(
        tenant=tenant,
        key=import_path(tenant, import_id),
        command=EndImport(import_id=import_id, ended_by="timeout"),
        command_id=given.ids.hashed(tenant, "idle-import", import_id, last_at),
        body_hash=hashlib.sha256(last_at.encode()).hexdigest(),
    )
