"""The deliberate faults, each with what it leaves out."""

import importlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from libs.events.contracts.ingestion import InvoiceRegistered
from libs.events.contracts.matching import ItemOpened, ItemReduced, ItemReopened
from libs.events.contracts.model import Event
from libs.events.contracts.topology import ServiceTopics
from libs.events.loop.decider import Decider
from libs.events.progress.port import ProgressPort
from libs.events.progress.rounds import rounds
from libs.kernel.ids import IdSecret
from libs.testkit.interleave.history import Setting
from libs.testkit.interleave.mutants.deciders import AccountUnused, WithoutBounce, WithoutWake
from libs.testkit.interleave.mutants.directed import (
    calm,
    credited_before_it_opens,
    day_after_day,
    many_that_meet,
    one_that_is_reduced,
    one_that_reopens,
    paid_twice_without_a_word,
    poisoned,
    twins,
    wiped,
)
from libs.testkit.interleave.mutants.owners import (
    FreesFirst,
    NotesUnsaid,
    PositionsKept,
    WithoutCut,
)
from libs.testkit.interleave.mutants.wrapped import AtOnce
from libs.testkit.interleave.platform import Deciders, real_deciders
from libs.testkit.interleave.truth.scene import Scene, new_scene
from libs.testkit.world.scheduler import Weather
from libs.testkit.world.world import World
from services.matching.domain.commands import ReceivePayment, Search, Wake
from services.matching.domain.statements.books import Books
from services.matching.domain.statements.facts import FactEntry, Facts, payment_id
from services.matching.domain.statements.judging import RULES, Accept, Verdict


@dataclass(frozen=True, slots=True)
class Patch:
    """A name in a module, and what stands there while the fault lasts."""

    module: str
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is broken."""

    name: str
    sentence: str
    setting: Setting = field(default_factory=Setting)
    patches: tuple[Patch, ...] = ()
    scene: Callable[[Random], Scene] = new_scene
    """A scene in which it shows often."""
    weather: Callable[[Random, World], Weather] = Weather.drawn
    """And how that is disturbed."""

    @contextmanager
    def applied(self, *, directed: bool = False) -> Iterator[Setting]:
        """While it lasts, histories are played with the fault."""
        modules = [(importlib.import_module(one.module), one) for one in self.patches]
        whole = [getattr(module, one.name) for module, one in modules]
        for module, one in modules:
            setattr(module, one.name, one.value)
        try:
            setting = self.setting
            if directed:
                setting = replace(setting, scene=self.scene, weather=self.weather)
            yield setting
        finally:
            for (module, one), value in zip(modules, whole, strict=True):
                setattr(module, one.name, value)


def _matching(spoil: Callable[[Decider], Decider]) -> Setting:
    """Real deciders, matching's with a fault in it."""

    def deciders(ids: IdSecret) -> Deciders:
        real = dict(real_deciders(ids))
        return {**real, "matching": spoil(real["matching"])}

    return Setting(deciders=deciders, bytes_every=0)


def _without_wake(said: type[Event]) -> Setting:
    return _matching(lambda decider: WithoutWake(decider, said))


def _first_of_its_fingerprint(
    ids: IdSecret, tenant: str, account: str, entry: FactEntry, _: int
) -> str:
    return payment_id(ids, tenant, account, entry, 1)


def _what_opens_at_the_last_balance_is_new(facts: Facts, books: Books) -> Verdict | None:
    chain = books.chain
    if not chain.is_begun or facts.opening != chain.last_close:
        return None
    return Accept("after", tuple(entry.position for entry in facts.entries))


async def _one_round(
    port: ProgressPort, service: ServiceTopics, tenant: str, partitions: Sequence[int]
) -> int:
    """What was in the inputs is decided; what follows from it may not be."""
    ends = {topic: await port.ends(topic) for topic in service.input_topics}
    while not await _is_passed(port, service.name, partitions, ends):
        await port.pause()
    return 1


async def _is_passed(
    port: ProgressPort,
    service: str,
    partitions: Sequence[int],
    ends: Mapping[str, Mapping[int, int]],
) -> bool:
    published = await port.published(service)
    return all(
        number in published and published[number].positions.get(topic, 0) >= by_number[number]
        for topic, by_number in ends.items()
        for number in partitions
    )


async def _rounds_of_nobody(
    port: ProgressPort, service: ServiceTopics, tenant: str, partitions: Sequence[int]
) -> int:
    """As if no tenant ever had a parked key."""
    return await rounds(_Unparked(port), service, tenant, partitions)


class _Unparked:
    """A port that tells of no parked key."""

    def __init__(self, port: ProgressPort) -> None:
        self.ends, self.checkpoints, self.pause = port.ends, port.checkpoints, port.pause
        self._port = port

    async def published(self, service: str) -> Mapping[int, Any]:
        found = await self._port.published(service)
        return {n: replace(one, parked_tenants=()) for n, one in found.items()}


_RECORDING = "services.matching.domain.statements.recording"
_JUDGING = "services.matching.domain.statements.judging"
_RESTING = "libs.events.progress.resting"
_WHOLE = RULES

FAULTS: tuple[Fault, ...] = (
    Fault(
        "search_at_once",
        "search in the same decision as the record",
        _matching(
            lambda decider: AtOnce(
                decider, records=(ReceivePayment, InvoiceRegistered), at_once=(Search, Wake)
            )
        ),
        scene=many_that_meet,
        weather=calm,
    ),
    Fault(
        "no_cut",
        "look-up without the cut",
        Setting(owner_class=WithoutCut, bytes_every=0),
        scene=many_that_meet,
        weather=wiped,
    ),
    Fault(
        "no_wake_opened",
        "no wake of what has opened",
        _without_wake(ItemOpened),
        scene=many_that_meet,
        weather=calm,
    ),
    Fault(
        "no_wake_reopened",
        "no wake of what has reopened",
        _without_wake(ItemReopened),
        scene=one_that_reopens,
        weather=calm,
    ),
    Fault(
        "no_wake_reduced",
        "no wake of what was reduced",
        _without_wake(ItemReduced),
        scene=one_that_is_reduced,
        weather=calm,
    ),
    Fault(
        "no_bounce",
        "no bounce of what rests on an amount",
        _matching(WithoutBounce),
        scene=paid_twice_without_a_word,
        weather=calm,
    ),
    Fault(
        "twins_are_one",
        "twins told by their fingerprint alone",
        patches=(Patch(_RECORDING, "payment_id", _first_of_its_fingerprint),),
        scene=twins,
    ),
    Fault(
        "balance_alone",
        "statements chained by balance alone",
        patches=(
            Patch(_JUDGING, "RULES", (_WHOLE[0], _what_opens_at_the_last_balance_is_new, *_WHOLE)),
        ),
    ),
    Fault(
        "frees_first",
        "a retry that frees the key first",
        Setting(owner_class=FreesFirst, bytes_every=0),
        scene=day_after_day,
        weather=poisoned,
    ),
    Fault(
        "account_unused",
        "money on account that names an item not used",
        _matching(AccountUnused),
        scene=credited_before_it_opens,
    ),
    Fault(
        "notes_unsaid",
        "heard facts kept without own events",
        Setting(owner_class=NotesUnsaid, bytes_every=0),
    ),
    Fault(
        "positions_kept",
        "positions not taken from what a takeover folded",
        Setting(owner_class=PositionsKept, bytes_every=0),
    ),
    Fault(
        "one_round",
        "rest told after one round",
        patches=(Patch(_RESTING, "rounds", _one_round),),
        weather=calm,
    ),
    Fault(
        "parked_ignored",
        "rest told although the tenant has a parked key",
        patches=(Patch(_RESTING, "rounds", _rounds_of_nobody),),
        scene=day_after_day,
        weather=poisoned,
    ),
)


def fault(name: str) -> Fault:
    """Raises KeyError."""
    return {one.name: one for one in FAULTS}[name]
