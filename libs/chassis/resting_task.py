"""Closes statements and imports of the owned partitions once they have come to rest."""

import asyncio
import hashlib
import uuid
from collections.abc import Callable
from typing import Final

import structlog

from libs.chassis.looking import Looks
from libs.chassis.parts import Given, Service
from libs.events.loop.decider import Lookup
from libs.events.loop.edge import NotTaken, Question
from libs.events.loop.store import Store
from libs.events.loop.worker import NOT_THERE, Worker
from libs.events.progress.port import WaitedTooLong
from libs.events.progress.resting import ALL, RESTING, BehindBulk, Resting, close_what_rests
from libs.kernel.keys import partition_of

log = structlog.get_logger(__name__)

LOOK_EVERY_S: Final = 0.1
ROUNDS_S: Final = 30.0
CLOSED_MAX: Final = 500
ANSWER_S: Final = 10.0


async def keep_closing(
    service: Service, given: Given, store: Store, worker: Callable[[], Worker | None]
) -> None:
    """For ever: read what waits, run rounds, close it. Begins again after a takeover by itself."""
    question = Lookup(RESTING, ALL, CLOSED_MAX)
    behind, looks = BehindBulk(), Looks()
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        try:
            running = worker()
            if running is None or not running.readiness.is_ready:
                continue
            if not looks.is_worth_it(running.checkpoints):
                continue
            found = (await store.look_up([question]))[question]
            waiting = [entry.value for entry in found if _is_ours(entry.value, given)]
            looks.found(len(waiting))
            if waiting:
                await _close(service, given, running, waiting, behind)
        except WaitedTooLong:
            log.warning("rest_not_reached", waiting=len(waiting), limit_s=ROUNDS_S)
        except (*NOT_THERE, NotTaken) as absent:
            log.warning("rest_waits", reason=type(absent).__name__)


def _is_ours(resting: Resting, given: Given) -> bool:
    """The owner of its key runs the rounds, and whoever takes over begins again."""
    return partition_of(resting.key, given.settings.partitions) in given.owned()


async def _close(
    service: Service, given: Given, worker: Worker, waiting: list[Resting], behind: BehindBulk
) -> None:
    closing = service.closing
    assert closing is not None

    async def close(resting: Resting) -> None:
        # A fresh id each time: an answer recorded for an earlier try must not swallow this one.
        fresh = uuid.uuid4().hex
        await given.edge.ask(
            Question(
                tenant=resting.tenant,
                key=resting.key,
                command=closing(resting),
                command_id=given.ids.hashed(resting.tenant, "rest", resting.what, fresh),
                body_hash=hashlib.sha256(fresh.encode()).hexdigest(),
                is_fresh=True,
            ),
            wait_s=ANSWER_S,
        )

    port = worker.progress.within(ROUNDS_S)
    partitions = range(given.settings.partitions)
    closed = await close_what_rests(port, service.topics, partitions, waiting, close, behind)
    if closed:
        log.info("came_to_rest", closed=closed, waiting=len(waiting))
