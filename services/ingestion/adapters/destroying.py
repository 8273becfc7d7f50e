"""Destroys the keys of debtors that are to be erased, empties their objects, and says so."""

import asyncio
import hashlib
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import structlog

from libs.chassis.objects import Objects
from libs.chassis.parts import Given
from libs.events.codec.envelope import instant
from libs.events.codec.keyring import Keyring, KeyringMistake, Subject
from libs.events.contracts.ingestion import KeyReceipt
from libs.events.loop.decider import Entry, Lookup
from libs.events.loop.edge import NotTaken, Question
from libs.events.progress.resting import ALL
from libs.kernel.ids import IdSecret
from libs.kernel.keys import partition_of, tenant_of
from services.ingestion.domain.commands import FinishErasure
from services.ingestion.domain.erasures import KeyList
from services.ingestion.handlers.erasures import ERASING

log = structlog.get_logger(__name__)

LOOK_EVERY_S: Final = 1.0
LISTS_MAX: Final = 50
_ANSWER_S: Final = 10.0

Ask = Callable[[Question], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Doomed:
    """A list of keys that was found, and the routing key under which it is answered."""

    key: str
    listed: KeyList

    @property
    def tenant(self) -> str:
        return tenant_of(self.key)


async def destroy_keys(given: Given) -> None:
    """For ever: what is listed goes, then the receipt is recorded; after a crash it is done again.

    Destroying is idempotent, and a list is there until its receipt is.
    """

    async def ask(question: Question) -> None:
        await given.edge.ask(question, wait_s=_ANSWER_S)

    destroyer = Destroyer(given.keyring, given.objects, given.ids, ask)
    wanted = Lookup(ERASING, ALL, LISTS_MAX)
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        found = (await given.store.look_up([wanted]))[wanted]
        doomed = [Doomed(entry.owner, entry.value) for entry in found if _is_ours(entry, given)]
        try:
            for tenant in sorted({one.tenant for one in doomed}):
                await destroyer.destroy(tenant, [one for one in doomed if one.tenant == tenant])
        except KeyringMistake as mistake:
            # No receipt without a tombstone: it is tried again with the keyring of this log.
            log.error("keys_not_destroyed", error=type(mistake).__name__, reason=str(mistake))
        except NotTaken:
            log.warning("erasure_waits", reason="NotTaken")


def _is_ours(entry: Entry, given: Given) -> bool:
    return partition_of(entry.owner, given.settings.partitions) in given.owned()


class Destroyer:
    """Carries lists of keys out, in an order that any crash may cut."""

    def __init__(self, keyring: Keyring, objects: Objects, ids: IdSecret, ask: Ask) -> None:
        self._keyring, self._objects, self._ids, self._ask = keyring, objects, ids, ask

    async def destroy(self, tenant: str, doomed: Sequence[Doomed]) -> None:
        """First every key, then the objects in one walk through the store, then the receipts.

        Raises KeyMissing, and what asking raises.
        """
        receipts = [await self._receipts(one) for one in doomed]
        names = frozenset(name for one in doomed for name in one.listed.subjects)
        emptied = await self._objects.empty(tenant, names)
        for one, gone in zip(doomed, receipts, strict=True):
            objects_count = sum(emptied.get(name, 0) for name in one.listed.subjects)
            await self._ask(self._question(one, gone, objects_count))
            log.info(
                "keys_destroyed",
                debtor=one.listed.debtor,
                keys_count=len(gone),
                objects_count=objects_count,
            )

    async def _receipts(self, one: Doomed) -> tuple[KeyReceipt, ...]:
        listed, gone = one.listed, []
        for name in listed.subjects:
            receipt = await self._keyring.destroy(
                Subject(one.tenant, name),
                reason=f"erasure of debtor/{listed.debtor}, question {listed.asking}",
                by=listed.asked_by,
            )
            at = instant(receipt.destroyed_at)
            gone.append(KeyReceipt(subject=name, key_id=receipt.key_id, destroyed_at=at))
        return tuple(gone)

    def _question(
        self, one: Doomed, receipts: tuple[KeyReceipt, ...], objects_count: int
    ) -> Question:
        # A fresh id each time: an answer recorded for an earlier try must not swallow this one.
        fresh, listed = uuid.uuid4().hex, one.listed
        return Question(
            tenant=one.tenant,
            key=one.key,
            command=FinishErasure(
                debtor=listed.debtor,
                asking=listed.asking,
                part=listed.part,
                parts=listed.parts,
                receipts=receipts,
                objects_count=objects_count,
            ),
            command_id=self._ids.hashed(one.tenant, "erasure", listed.debtor, fresh),
            body_hash=hashlib.sha256(fresh.encode()).hexdigest(),
            is_fresh=True,
        )
