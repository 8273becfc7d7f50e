"""Records become messages in order, and those that nobody hears leave only their positions."""

from libs.events.codec.envelope import Record
from libs.events.loop.decider import Message
from libs.events.loop.pending import Pending
from libs.testkit.counter import Count, tally

KEY = tally("t", "a")


def record(topic: str, offset: int) -> Record:
    return Record(topic, 0, offset, KEY.encode(), b"{}", [])


def message(identity: str) -> Message:
    return Message(id=identity, tenant="t", key=KEY, body=Count(add=1), partition=0)


def taken(pending: Pending, heard: str) -> dict[str, int]:
    """`heard`: `a1 a2- b1`: topic, offset, `-` when nobody hears it."""
    places = [(word[0], int(word[1:].rstrip("-")), word.endswith("-")) for word in heard.split()]
    records = [record(topic, offset) for topic, offset, _ in places]
    messages = [None if unheard else message(f"{t}{o}") for t, o, unheard in places]
    return dict(pending.add(records, messages))


def ids(pending: Pending) -> list[str]:
    return [item.incoming.message.id for item in pending.items]


def test_messages_stand_in_the_order_they_came() -> None:
    pending = Pending()
    assert taken(pending, "a1 b7 a2") == {}
    assert ids(pending) == ["a1", "b7", "a2"]
    assert [item.incoming.next_offset for item in pending.first(2)] == [2, 8]


def test_what_nobody_hears_is_passed_at_once_where_no_message_stands_before_it() -> None:
    pending = Pending()
    assert taken(pending, "a1- a2- b3 a4-") == {"a": 5}
    assert ids(pending) == ["b3"]


def test_what_nobody_hears_behind_a_message_is_passed_with_it_and_not_before() -> None:
    pending = Pending()
    assert taken(pending, "a1 a2- a3- b5 a4 a6-") == {}
    before = {"a": 1, "b": 5}
    assert pending.positions_after(before) == before
    # After a1, whatever follows up to a4 is passed; after a4, a6 is.
    assert pending.positions_after({"a": 2, "b": 5}) == {"a": 4, "b": 5}
    pending.drop(2)
    assert ids(pending) == ["a4"]
    assert pending.positions_after({"a": 5, "b": 6}) == {"a": 7, "b": 6}
    pending.drop(1)
    assert taken(pending, "a7- b6-") == {"a": 8, "b": 7}


def test_arrivals_are_counted_so_that_a_cut_knows_whom_it_serves() -> None:
    pending = Pending()
    taken(pending, "a1 a2-")
    begun = pending.arrived
    taken(pending, "a3")
    assert [item.arrival <= begun for item in pending.items] == [True, False]
