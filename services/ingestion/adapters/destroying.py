"""Destroys the keys of debtors that are to be erased, empties their objects, and says so."""

import asyncio
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from libs.chassis.parts import Given
from libs.events.codec.envelope import instant
from libs.events.codec.keyring import KeyringMistake, Subject
from libs.events.contracts.ingestion import KeyReceipt
from libs.events.loop.decider import Entry, Lookup
from libs.events.loop.edge import NotTaken, Question
from libs.events.progress.resting import ALL
from libs.kernel.keys import partition_of, tenant_of
from services.ingestion.domain.commands import FinishErasure
from services.ingestion.domain.erasures import KeyList
from services.ingestion.handlers.erasures import ERASING

log = structlog.get_logger(__name__)

LOOK_EVERY_S: Final = 1.0
LISTS_MAX: Final = 50
_ANSWER_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class _Doomed:
    """A list that was found, and where it is answered."""

    key: str
    listed: KeyList

    @property
    def tenant(self) -> str:
        return tenant_of(self.key)


async def destroy_keys(given: Given) -> None:
    """For ever: what is listed goes, then the receipt is recorded; after a crash it is done again.

    Destroying is idempotent, and a list is there until its receipt is.
    """
    question = Lookup(ERASING, ALL, LISTS_MAX)
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        found = (await given.store.look_up([question]))[question]
        doomed = [_Doomed(entry.owner, entry.value) for entry in found if _is_ours(entry, given)]
        try:
            for tenant in sorted({one.tenant for one in doomed}):
                await _destroy(given, tenant, [one for one in doomed if one.tenant == tenant])
        except KeyringMistake as mistake:
            # No receipt without a tombstone: it is tried again with the keyring of this log.
            log.error("keys_not_destroyed", error=type(mistake).__name__, reason=str(mistake))
        except NotTaken:
            log.warning("erasure_waits", reason="NotTaken")


def _is_ours(entry: Entry, given: Given) -> bool:
    return partition_of(entry.owner, given.settings.partitions) in given.owned()


async def _destroy(given: Given, tenant: str, doomed: Sequence[_Doomed]) -> None:
    """First every key, then the objects in one walk through the store, then the receipts."""
    receipts = {one.key + str(one.listed.part): await _receipts(given, one) for one in doomed}
    names = frozenset(name for one in doomed for name in one.listed.subjects)
    emptied = await given.objects.empty(tenant, names)
    for one in doomed:
        objects_count = sum(emptied.get(name, 0) for name in one.listed.subjects)
        command = FinishErasure(
            debtor=one.listed.debtor,
            asking=one.listed.asking,
            part=one.listed.part,
            parts=one.listed.parts,
            receipts=receipts[one.key + str(one.listed.part)],
            objects_count=objects_count,
        )
        await given.edge.ask(_question(given, one, command), wait_s=_ANSWER_S)
        log.info(
            "keys_destroyed",
            debtor=one.listed.debtor,
            keys_count=len(command.receipts),
            objects_count=objects_count,
        )


async def _receipts(given: Given, one: _Doomed) -> tuple[KeyReceipt, ...]:
    """Raises KeyMissing."""
    listed, gone = one.listed, []
    for name in listed.subjects:
        receipt = await given.keyring.destroy(
            Subject(one.tenant, name),
            reason=f"erasure of debtor/{listed.debtor}, question {listed.asking}",
            by=listed.asked_by,
        )
        at = instant(receipt.destroyed_at)
        gone.append(KeyReceipt(subject=name, key_id=receipt.key_id, destroyed_at=at))
    return tuple(gone)


def _question(given: Given, one: _Doomed, command: FinishErasure) -> Question:
    # A fresh id each time: an answer recorded for an earlier try must not swallow this one.
    fresh = uuid.uuid4().hex
    return Question(
        tenant=one.tenant,
        key=one.key,
        command=command,
        command_id=given.ids.hashed(one.tenant, "erasure", one.listed.debtor, fresh),
        body_hash=hashlib.sha256(fresh.encode()).hexdigest(),
    )
