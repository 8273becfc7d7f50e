"""A toy service that the world is tried with: purses that hand coins on, and look each other up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from libs.events.contracts.model import Command, Event
from libs.events.contracts.topology import ServiceTopics
from libs.events.loop.decider import (
    NOTHING,
    Decision,
    Found,
    Lookup,
    Message,
    Needs,
    Placement,
    Recorded,
    Send,
    State,
    States,
)


class Mint(Command, type="relance.purses.mint.v1"):
    """Coins for a purse, to be handed on `hops` times."""

    coins: int
    hops: int


class Hand(Command, type="relance.purses.hand.v1"):
    """Coins arrive at a purse."""

    coins: int
    hops: int


class Look(Command, type="relance.purses.look.v1"):
    """A purse counts all purses that there are."""


class Received(Event, type="relance.purses.received.v1"):
    """Coins are in a purse."""

    coins: int


class HandedOn(Event, type="relance.purses.handed_on.v1"):
    """Coins have left a purse."""

    coins: int


class Counted(Event, type="relance.purses.counted.v1"):
    """How many purses a purse has seen."""

    purses: int


@dataclass(frozen=True, slots=True)
class Purse:
    """A purse."""

    coins: int = 0
    seen: int = 0
    is_known: bool = False


PURSES = ServiceTopics(name="purses", events=(Received, HandedOn, Counted), hears={})
KEYS = tuple(f"t/purse/{n}" for n in range(6))


class PursesDecider:
    """Whoever receives coins looks around one decision later, then hands them on."""

    service: str = "purses"
    commands: tuple[type[Command], ...] = (Mint, Hand, Look)
    hears: tuple[type[Event], ...] = ()
    events: tuple[type[Event], ...] = (Received, HandedOn, Counted)
    state_types: Mapping[str, type] = {"purse": Purse}
    lookup_types: Mapping[str, type] = {"purses": int}

    def needs(self, message: Message, states: States) -> Needs:
        looks = (Lookup("purses", "all"),) if isinstance(message.body, Look) else ()
        return Needs(streams=(message.key,), lookups=looks)

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        match message.body:
            case Mint() | Hand():
                return _received(message.key, message.body.coins, message.body.hops)
            case Look():
                count = len(found.entries(Lookup("purses", "all")))
                return Decision((Recorded(message.key, Counted(purses=count)),))
            case _:
                return NOTHING

    def evolve(self, state: State, event: Event) -> State:
        match event:
            case Received():
                return replace(state, coins=state.coins + event.coins, is_known=True)
            case HandedOn():
                return replace(state, coins=state.coins - event.coins)
            case Counted():
                return replace(state, seen=max(state.seen, event.purses))
            case _:
                return state

    def place(self, stream: str, state: State) -> Placement:
        return Placement(entries=(("purses", "all", 1),) if state.is_known else ())

    def read_content(self, raw: bytes) -> Any:
        return raw


def _received(key: str, coins: int, hops: int) -> Decision:
    received = Recorded(key, Received(coins=coins))
    look = Send(key, Look())
    if hops == 0:
        return Decision((received,), (look,))
    following = KEYS[(KEYS.index(key) + 1) % len(KEYS)]
    on = Send(following, Hand(coins=coins, hops=hops - 1))
    return Decision((received, Recorded(key, HandedOn(coins=coins))), (look, on))
