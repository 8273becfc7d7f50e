"""What a batch has to see, asked of its messages in rounds, each round loaded together."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from libs.events.loop.batch import Poison
from libs.events.loop.decider import Lookup, Message, Needs
from libs.events.loop.deciding import NEEDS_ROUNDS_MAX, always_needed, needs_of, reason_of
from libs.events.loop.parking import Parking, runtime_stream
from libs.events.loop.pending import Read
from libs.events.loop.seams import Contents
from libs.events.loop.store import Store
from libs.events.loop.tenure import Tenure
from libs.events.loop.working import NO_NEEDS, Loaded, Rules, Working
from libs.events.progress.cut import Cut


@dataclass(slots=True)
class Asked:
    """What was loaded for the first messages of a lane, and what they need beside it."""

    items: list[Read]
    loaded: Loaded
    needs: list[Needs]
    condemned: dict[str, str] = field(default_factory=dict)

    def cut_before(self, index: int) -> None:
        del self.items[index:], self.needs[index:]

    def lookups(self) -> list[Lookup]:
        return list(dict.fromkeys(lookup for needs in self.needs for lookup in needs.lookups))

    def first_that_looks_up(self) -> int | None:
        return next((i for i, needs in enumerate(self.needs) if needs.lookups), None)


class Asker:
    """Asks deciders what they need, and loads it."""

    def __init__(
        self, rules: Rules, store: Store, contents: Contents | None, contents_max: int
    ) -> None:
        self._rules, self._store = rules, store
        self._contents, self._contents_max = contents, contents_max
        self._read: OrderedDict[tuple[str, str], Any] = OrderedDict()

    async def ask(
        self,
        tenure: Tenure,
        items: list[Read],
        condemned: Mapping[str, str],
        *,
        are_parked: bool = False,
    ) -> Asked:
        """Streams, indexes and contents of `items`; look-ups and due keys are only named.

        What is parked already, or condemned to be, needs nothing; `are_parked`: it is retried.
        """
        asked = Asked(items, Loaded(), [NO_NEEDS] * len(items), dict(condemned))
        await self._load(tenure, asked.loaded, Needs(streams=always_needed(tenure.number)))
        open_items = list(range(len(items)))
        for _ in range(NEEDS_ROUNDS_MAX):
            work = Working(self._rules, asked.loaded)
            parking: Parking = work.of(runtime_stream("parking", tenure.number))
            for index in open_items:
                message = items[index].incoming.message
                parks = message.key in parking.keys and not are_parked
                parks = parks or message.id in condemned
                asked.needs[index] = NO_NEEDS if parks else needs_of(self._rules, message, work)
            open_items = [i for i in open_items if _is_open(asked.loaded.missing(asked.needs[i]))]
            if not open_items:
                break
            missing = [asked.loaded.missing(asked.needs[i]) for i in open_items]
            await self._load(tenure, asked.loaded, _together(missing))
            await self._read_contents(asked, open_items)
        self._cut_where_due_is_asked(asked)
        return asked

    async def look_up(self, asked: Asked, cut: Cut) -> None:
        """All look-ups of the batch at once, when the cut is passed. Raises NotAtCut."""
        found = await self._store.look_up(asked.lookups(), cut.ends)
        asked.loaded.lookups.update(found)

    async def _load(self, tenure: Tenure, loaded: Loaded, needs: Needs) -> None:
        known = tenure.rows.known(needs.streams)
        loaded.rows.update(known)
        missing = [stream for stream in needs.streams if stream not in known]
        if not missing and not needs.indexes:
            return
        stored = await self._store.load(tenure.holder, missing, needs.indexes)
        rows = {stream: stored.rows.get(stream) for stream in missing} | dict(stored.rows)
        loaded.rows.update(rows)
        loaded.indexes.update(stored.indexes)
        tenure.rows.put(rows)

    async def load_due(self, tenure: Tenure, asked: Asked) -> None:
        """Which keys are due, where the first message asks for them."""
        day = asked.needs[0].due_on
        if day is not None:
            asked.loaded.due[day] = await self._store.due(tenure.number, day)

    def _cut_where_due_is_asked(self, asked: Asked) -> None:
        """Such a message is the first of its batch: it has to see what others changed."""
        for index, needs in enumerate(asked.needs):
            if index and needs.due_on is not None:
                asked.cut_before(index)
                return

    async def _read_contents(self, asked: Asked, indexes: Iterable[int]) -> None:
        for index in indexes:
            message = asked.items[index].incoming.message
            if isinstance(message, Poison):
                continue
            for name in asked.needs[index].contents:
                if name not in asked.loaded.contents:
                    await self._read_content(asked, message, name)

    async def _read_content(self, asked: Asked, message: Message, name: str) -> None:
        if self._contents is None:
            raise LookupError("this worker was given no object store")
        place = (message.tenant, name)
        if place not in self._read:
            raw = await self._contents.get(message.tenant, name)
            try:
                # Big files take long to read: not on the loop that heartbeats share.
                value = await asyncio.to_thread(self._rules.decider.read_content, raw)
            except Exception as bug:  # whoever named it parks, as if its decision had crashed
                asked.condemned[message.id] = reason_of(bug)
                return
            self._read[place] = value
            if len(self._read) > self._contents_max:
                self._read.popitem(last=False)
        asked.loaded.contents[name] = self._read[place]


def _is_open(missing: Needs) -> bool:
    """Whether asking again may need more than was asked for: look-ups and due keys add nothing."""
    return bool(missing.streams or missing.indexes or missing.contents)


def _together(needs: Sequence[Needs]) -> Needs:
    return Needs(
        streams=tuple(dict.fromkeys(stream for one in needs for stream in one.streams)),
        indexes=tuple(dict.fromkeys(index for one in needs for index in one.indexes)),
    )
