"""What decisions at a debtor's key have to see: its folder, read in steps."""

from collections.abc import Iterable, Iterator, Mapping

from libs.events.loop.days import day_streams
from libs.events.loop.decider import Message, Needs, States
from libs.kernel.keys import identity_of, tenant_of
from services.handoff.domain.agencies import agencies_index, agency_copy
from services.handoff.domain.books import books_copy
from services.handoff.domain.creditors import CreditorState, creditor_copy
from services.handoff.domain.debtors import DebtorState, debtor_stream
from services.handoff.domain.items import item_streams, open_items_index
from services.handoff.domain.placement import PlacementState, placement_stream, running_index


class Sight:
    """A debtor's streams for one message, as far as they can be named yet."""

    def __init__(self, message: Message, states: States) -> None:
        self._tenant, self._debtor = tenant_of(message.key), identity_of(message.key)
        self._partition, self._states = message.partition, states

    def heard(self, items: Iterable[str] = ()) -> Needs:
        """The debtor, these items, what runs, and the contracts of who has it."""
        streams = [debtor_stream(self._tenant, self._debtor), *self._items(items)]
        running = running_index(self._tenant, self._debtor)
        streams += self._contracts_of(running)
        return Needs(streams=tuple(dict.fromkeys(streams)), indexes=(running,))

    def agreed(self, name: str) -> Needs:
        """The same of what a promise or a plan is about, once the debtor is read."""
        debtor = debtor_stream(self._tenant, self._debtor)
        if not self._states.seen(debtor):
            return self.heard()
        known: DebtorState = self._states.of(debtor)
        return self.heard(known.promises.get(name, ()))

    def waiting(self) -> Needs:
        """What runs, the day, and whether the creditor's books are at rest."""
        needs = self.heard()
        streams = tuple(dict.fromkeys((*needs.streams, *self._days())))
        return Needs(streams=streams, indexes=needs.indexes)

    def asked(self, placement: str, items: Iterable[str] = ()) -> Needs:
        """One placement with its items, its agency, and the day."""
        stream = placement_stream(self._tenant, placement)
        streams = [debtor_stream(self._tenant, self._debtor), stream, *self._items(items)]
        if self._states.seen(stream):
            known: PlacementState = self._states.of(stream)
            streams += self._items(known.items)
            if known.agency:
                streams.append(agency_copy(self._tenant, known.agency, self._partition))
        return Needs(streams=tuple(dict.fromkeys((*streams, *self._days()))))

    def requested(self, placement: str, items: tuple[str, ...], *, is_new: bool) -> Needs:
        """A request: the proposal or what is open, what runs, and every agency."""
        needs = self.asked(placement, items)
        indexes = [running_index(self._tenant, self._debtor), agencies_index(self._tenant)]
        if not items and is_new:
            indexes.append(open_items_index(self._tenant, self._debtor))
        return Needs(streams=needs.streams, indexes=tuple(indexes))

    def _contracts_of(self, running: str) -> Iterator[str]:
        """Of the agencies that have a case of the debtor, once the index is loaded."""
        try:
            placements: Mapping[str, PlacementState] = self._states.index(running)
        except LookupError:
            return
        for one in placements.values():
            yield agency_copy(self._tenant, one.agency, self._partition)

    def _items(self, items: Iterable[str]) -> Iterator[str]:
        """Of each both streams that it may stand on."""
        return (one for item in items for one in item_streams(self._tenant, self._debtor, item))

    def _days(self) -> Iterator[str]:
        """The creditor's copy, and its days once its zone can be read."""
        debtor = debtor_stream(self._tenant, self._debtor)
        if not self._states.seen(debtor):
            return
        known: DebtorState = self._states.of(debtor)
        copy = creditor_copy(self._tenant, known.creditor, self._partition)
        yield copy
        yield books_copy(self._tenant, known.creditor, self._partition)
        if self._states.seen(copy):
            creditor: CreditorState = self._states.of(copy)
            if creditor.zone:
                yield from day_streams(self._tenant, creditor.zone, self._partition)
