"""Keys are destroyed in an order that any crash may cut: the receipt is never there before."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from obstore.store import MemoryStore

from libs.chassis.objects import ObjectErased, Objects
from libs.events.codec.keyring import Receipt, Subject, Tombstone
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.loop.edge import NotTaken, Question
from services.ingestion.adapters.destroying import Destroyer, Doomed
from services.ingestion.domain.commands import FinishErasure
from services.ingestion.domain.erasures import KeyList
from services.ingestion.tests.building import SECRET, TENANT, debtor_of

DEBTOR: Final = debtor_of("C-1")
SUBJECTS: Final = (f"debtor/{DEBTOR}", "payment/p1", "payment/p2")
STEPS: Final = len(SUBJECTS) + 2
"""A key each, the objects, the question for the receipt."""
LISTED: Final = KeyList(DEBTOR, asking=1, part=1, parts=1, asked_by="ada", subjects=SUBJECTS)
DOOMED: Final = Doomed(f"{TENANT}/debtor/{DEBTOR}", LISTED)


class Crash(Exception):
    """The process ends here."""


@dataclass
class Life:
    """One process; after so many steps it ends, before or after the step had its effect."""

    steps_max: int
    dies_after_effect: bool
    steps: int = 0

    async def step(self, effect: Callable[[], Any]) -> Any:
        self.steps += 1
        if self.steps == self.steps_max and not self.dies_after_effect:
            raise Crash
        done = await effect()
        if self.steps == self.steps_max:
            raise Crash
        return done


@dataclass
class House:
    """What outlives a process: keys, objects, and the receipts that were recorded."""

    keyring: MemoryKeyring = field(default_factory=MemoryKeyring)
    store: MemoryStore = field(default_factory=MemoryStore)
    received: list[FinishErasure] = field(default_factory=list)

    @property
    def objects(self) -> Objects:
        return Objects(self.store, self.keyring, SECRET)

    async def destroyed(self) -> bool:
        kept = await self.keyring.keys_for([Subject(TENANT, one) for one in SUBJECTS], create=False)
        return all(isinstance(one, Tombstone) for one in kept.values())

    async def runs(self, life: Life) -> None:
        """A process finds the list and carries it out, as far as it lives."""
        await Destroyer(_Keys(self, life), _Objects(self, life), SECRET, self._asked(life)).destroy(
            TENANT, [DOOMED]
        )

    def _asked(self, life: Life) -> Callable[[Question], Any]:
        async def record(question: Question) -> None:
            assert isinstance(question.command, FinishErasure)
            assert await self.destroyed(), "a receipt before a tombstone"
            self.received.append(question.command)

        async def ask(question: Question) -> None:
            await life.step(lambda: record(question))

        return ask


class _Keys(MemoryKeyring):
    """The house's keyring, as a process that may end uses it."""

    def __init__(self, house: House, life: Life) -> None:
        super().__init__()
        self._house, self._life = house, life

    async def destroy(self, subject: Subject, *, reason: str, by: str) -> Receipt:
        destroy = self._house.keyring.destroy
        receipt: Receipt = await self._life.step(lambda: destroy(subject, reason=reason, by=by))
        return receipt


class _Objects(Objects):
    """The house's objects, as a process that may end uses them."""

    def __init__(self, house: House, life: Life) -> None:
        super().__init__(house.store, house.keyring, SECRET)
        self._life = life

    async def empty(self, tenant: str, subjects: Collection[str]) -> Mapping[str, int]:
        empty = super().empty
        emptied: Mapping[str, int] = await self._life.step(lambda: empty(tenant, subjects))
        return emptied


@pytest.mark.parametrize("dies_after_effect", [False, True])
@pytest.mark.parametrize("step", range(1, STEPS + 1))
async def test_a_process_that_dies_at_any_step_is_followed_by_one_that_ends_it(
    step: int, dies_after_effect: bool
) -> None:
    house = House()
    name = await house.objects.put(TENANT, SUBJECTS[0], b"an invoice")
    await house.keyring.keys_for([Subject(TENANT, one) for one in SUBJECTS], create=True)
    with pytest.raises(Crash):
        await house.runs(Life(step, dies_after_effect))
    was_received = len(house.received)
    assert was_received == (step == STEPS and dies_after_effect)

    await house.runs(Life(STEPS + 1, dies_after_effect))

    assert await house.destroyed()
    assert len({one.receipts for one in house.received}) == 1  # the first tombstones, each time
    assert [one.subject for one in house.received[-1].receipts] == list(SUBJECTS)
    assert house.received[-1].objects_count == 1
    with pytest.raises(ObjectErased):
        await house.objects.get(TENANT, name)


async def test_what_the_broker_does_not_take_is_tried_again() -> None:
    house = House()
    await house.keyring.keys_for([Subject(TENANT, one) for one in SUBJECTS], create=True)

    async def away(_: Question) -> None:
        raise NotTaken

    with pytest.raises(NotTaken):
        await Destroyer(house.keyring, house.objects, SECRET, away).destroy(TENANT, [DOOMED])
    await house.runs(Life(STEPS + 1, dies_after_effect=True))
    assert len(house.received) == 1
