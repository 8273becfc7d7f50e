"""Demands that should not have left, each held against what the log knew before its barrier."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from audit.causes import perhaps_before, surely_before
from audit.chase import Chase, Demand, Hold, Line, Message, Start


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a demand that was started, or with what became of it."""

    why: str
    message: str
    about: str
    """Invoice number, or what else it is about."""
    expected: int = 0
    """Minor units."""
    found: int = 0


def wrongs(chase: Chase) -> list[Wrong]:
    """Of every attempt that passed its barrier, whether or not it then left."""
    found = []
    for message in chase.messages.values():
        demand = chase.demands.get(message.demand)
        for start in message.starts.values():
            if demand is None:
                found.append(Wrong("sent for no demand", message.id, message.demand))
            else:
                found += _of_start(chase, demand, message, start)
    return [*found, *_steps_twice(chase), *_sent_twice(chase)]


def _of_start(chase: Chase, demand: Demand, message: Message, start: Start) -> Iterator[Wrong]:
    for line in demand.lines:
        yield from _of_line(chase, demand, message, (line, start.began_at))
    asked = {(line.item, line.asked) for line in demand.lines}
    said = {(line.item, line.asked) for line in message.lines}
    if asked != said:
        yield Wrong("says other amounts than its demand", message.id, demand.id)
    if demand.total != sum(line.asked for line in demand.lines):
        total = sum(line.asked for line in demand.lines)
        yield Wrong("total is not its lines", message.id, demand.id, total, demand.total)


def _of_line(
    chase: Chase, demand: Demand, message: Message, at: tuple[Line, datetime]
) -> Iterator[Wrong]:
    line, began_at = at
    if line.item not in chase.movements:
        yield Wrong("asks for an item that was never opened", message.id, line.number)
        return
    closed = _closed(chase, demand, line.item, began_at)
    for hold in closed:
        if hold.amount is None:
            yield Wrong(_kind(hold), message.id, line.number)
    contested = sum(hold.amount for hold in closed if hold.amount is not None)
    surely = chase.open_at(line.item, lambda moment: surely_before(moment, began_at))
    perhaps = chase.open_at(line.item, lambda moment: perhaps_before(moment, began_at))
    if max(surely, perhaps) <= 0:
        yield Wrong("settled before", message.id, line.number, 0, line.asked)
    elif line.asked not in (surely - contested, perhaps - contested):
        yield Wrong("another amount was open", message.id, line.number, surely, line.asked)


def _closed(chase: Chase, demand: Demand, item: str, began_at: datetime) -> list[Hold]:
    """What held the item when the barrier began."""
    holds = [*chase.holds.get(item, ()), *chase.holds.get(demand.debtor, ())]
    return [hold for hold in holds if _holds(hold, demand.day_on, began_at)]


def _holds(hold: Hold, day_on: date, began_at: datetime) -> bool:
    is_over = hold.until_at is not None and perhaps_before(hold.until_at, began_at)
    has_passed = hold.through_on is not None and day_on > hold.through_on
    return surely_before(hold.from_at, began_at) and not is_over and not has_passed


def _kind(hold: Hold) -> str:
    """`promise 4711` is a promise."""
    return f"held by {hold.gate.partition(' ')[0]}"


def _steps_twice(chase: Chase) -> Iterator[Wrong]:
    for item, taken in chase.taken.items():
        counted = Counter(one.step for one in taken if not one.undone)
        for step, count in counted.items():
            if count > 1:
                yield Wrong("an item had a step twice", taken[0].by, f"{item} {step}", 1, count)


def _sent_twice(chase: Chase) -> Iterator[Wrong]:
    """The same, by what left the house: whatever dunning says of its steps."""
    left: dict[tuple[str, str], list[str]] = {}
    for message in chase.messages.values():
        demand = chase.demands.get(message.demand)
        if demand and message.sent and not message.bounced:
            for line in demand.lines:
                left.setdefault((line.item, line.step), []).append(message.id)
    for (item, step), messages in left.items():
        if len(messages) > 1:
            about = f"{item} {step}"
            yield Wrong("an item was asked for twice by one step", messages[1], about)
