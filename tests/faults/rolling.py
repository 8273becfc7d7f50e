"""A rolling restart: every process of an old platform after the other, while lives are played.

Readers first: the new build goes on writing the version before, until every process can read the
newest. Then the writers, one after the other.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from deploy.local.platform import Member
from deploy.local.ports import free_ports
from deploy.local.stack import Stack
from deploy.local.waiting import wait_until
from libs.events.contracts.matching_items import ItemSettled, ItemSettledV1
from libs.events.contracts.registry import short_name
from libs.events.contracts.topology import DUNNING, MATCHING, TOPOLOGY
from tests.faults.__main__ import logs_kept
from tests.faults.checks import Found, Proof
from tests.faults.lives import Life, Measure, Stage, lives_of
from tests.faults.platform import SPARE, Range, entry_of, running
from tests.faults.records import header, records_of
from tests.faults.silence import Silence, listening

IN_TWO = dict.fromkeys(TOPOLOGY, 2)
SESSION_S = 12
"""Nobody waits for it: who is told to stop hands over what it owns."""
OLD_BUILD = "tests.faults.old_build"
FIRST_VERSION = {"RELANCE_WRITE_BEFORE": short_name(ItemSettled)}
SEED = 7
INVOICES = 90
DEBTORS = 25
ENDS_WITHIN_S = 60.0
DAYS_BEFORE = 8
"""The lives' first days, on the old build alone: statements come with the second."""


@dataclass(slots=True)
class Rolled:
    """What it came to."""

    silence: Silence
    """Of each partition, from the first process that stopped to the last that was back."""
    stopped_s: dict[str, float] = field(default_factory=dict)
    """How long each process took to end once it was told to."""
    found: Found = field(default_factory=Found)
    versions: Counter[str] = field(default_factory=Counter)
    """Records by type, of settlements."""
    unheard: set[str] = field(default_factory=set)
    """Items that were settled, and that dunning never dropped."""
    last_words: str = ""
    """Of a reader of the old build that met the newest version."""


async def rolled(stack: Stack, folder: Path) -> Rolled:
    """Play two lives, exchange the build of all processes meanwhile, drain and check.

    Raises what a life's request raises when no retry helps.
    """
    async with running(
        stack, deduplicate=True, processes=IN_TWO, session_s=SESSION_S, module=OLD_BUILD
    ) as shot:
        lives = await asyncio.to_thread(
            lives_of, SEED, ("east", "west"), folder, Measure(INVOICES, DEBTORS)
        )
        with logs_kept(shot):
            result = await _while_played(shot, Stage(shot, lives))
        result.found = await Proof(shot, lives).find()
        await _settlements(shot, lives, result)
        return result


async def _while_played(shot: Range, stage: Stage) -> Rolled:
    begun, over = asyncio.Event(), asyncio.Event()
    last = max(len(life.script.days) for life in stage.lives) - DAYS_BEFORE

    async def gate(day: int) -> None:
        if day >= DAYS_BEFORE:
            begun.set()
        if day >= last:  # some days are left for the new build alone
            await over.wait()

    stage.gate = gate
    left_behind = _left_behind(shot)
    try:
        async with stage.opened(), asyncio.TaskGroup() as group:
            group.create_task(stage.play())
            await begun.wait()
            result = await _exchange(shot)
            left_behind.start()
            over.set()
        await wait_until(
            "the old reader ends", lambda: left_behind.process.pid() is None, limit_s=ENDS_WITHIN_S
        )
    finally:
        await left_behind.stop()
    result.last_words = left_behind.process.log_tail()
    return result


async def _exchange(shot: Range) -> Rolled:
    """The build of all processes; then those that write the contract are told no more."""
    new = [_new(one) for one in shot.members]
    async with listening(shot.stack.kafka, tuple(TOPOLOGY)) as silence:
        result = Rolled(silence)
        await _roll([_told(one, FIRST_VERSION) for one in new], result)
        await _roll([one for one in new if one.service == MATCHING.name], result)
    return result


def _left_behind(shot: Range) -> Member:
    """A third process of dunning, of the old build: somebody forgot it."""
    (like,) = (one for one in shot.members if one.name == f"{DUNNING.name}-1")
    return replace(like, number=SPARE, port=free_ports(1)[0])


def _new(member: Member) -> Member:
    return replace(member, command=entry_of(member.service))


def _told(member: Member, also: dict[str, str]) -> Member:
    return replace(member, environment={**member.environment, **also})


async def _roll(members: Sequence[Member], result: Rolled) -> None:
    """One at a time, the next when it is ready again; `members` as they are to be."""
    for member in members:
        began_s = time.monotonic()
        await member.stop()
        result.stopped_s[member.name] = time.monotonic() - began_s
        member.start()
        await member.wait_ready()


async def _settlements(shot: Range, lives: Iterable[Life], result: Rolled) -> None:
    """By version, and those that dunning never heard."""
    tenants, settled = {life.tenant for life in lives}, set()
    for record in await records_of(shot.stack.kafka, MATCHING.events_topic):
        kind, tenant = header(record, "ce_type"), header(record, "ce_tenant")
        if tenant in tenants and kind in (ItemSettledV1.TYPE, ItemSettled.TYPE):
            result.versions[kind] += 1
            settled.add(json.loads(record.value)["item"])
    dropped = {
        json.loads(record.value)["item"]
        for record in await records_of(shot.stack.kafka, DUNNING.events_topic)
        if ".item_dropped." in header(record, "ce_type")
    }
    result.unheard = settled - dropped
