"""What the database keeps: encoded beforehand, equal for equal states, refused in time."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from libs.events.contracts.runtime import Answer
from libs.events.loop.batch import Row
from libs.events.loop.rows import NAME_BYTES_MAX, Unstorable, decode, encode, rows_of
from libs.events.loop.tenure import CachedRows
from libs.events.loop.texts import unusable_texts
from libs.events.loop.working import Rules
from libs.kernel.money import Money
from libs.testkit.counter import Counter, Tally, tally

RULES = Rules(Counter("counter"))
A = tally("t", "a")


@dataclass(frozen=True, slots=True)
class Open:
    """A state with what states have."""

    amount: Money | None = None
    rate_percent: Decimal = Decimal("0")
    due_on: date | None = None
    shares: dict[str, Money] | None = None


def test_a_state_reads_back_equal_and_its_amounts_are_text() -> None:
    state = Open(
        amount=Money.of("40.00", "EUR"),
        rate_percent=Decimal("12.50"),
        due_on=date(2026, 3, 1),
        shares={"s": Money.of("-1.00", "EUR")},
    )
    assert decode(encode(state), Open) == state
    assert b'"amount":"40.00"' in encode(state)
    assert b'"rate_percent":"12.50"' in encode(state)


def test_equal_states_are_equal_bytes_whatever_order_they_were_built_in() -> None:
    one, two = Money.of("1.00", "EUR"), Money.of("2.00", "EUR")
    assert encode(Open(shares={"a": one, "b": two})) == encode(Open(shares={"b": two, "a": one}))


def test_a_stream_has_a_row_and_one_for_each_entry_that_it_gives_to_look_ups() -> None:
    named = Row(A, Tally(total=1, name="n", due_on=date(2026, 3, 1)), 2)
    rows = rows_of(RULES, {A: named, "t/part/a.1": Row(A, Tally(), 1)}, ())
    assert [(r.stream, r.kind, r.index_key, r.due_on, r.version) for r in rows.states] == [
        (A, "tally", None, date(2026, 3, 1), 2),
        ("t/part/a.1", "part", f"parts of {A}", None, 1),
    ]
    assert [(r.stream, r.number, r.name, r.lookup_key, r.owner) for r in rows.lookups] == [
        (A, 0, "names", "n", A)
    ]
    assert rows.entries() == [1, 0]


@pytest.mark.parametrize("name", ["a\x00b", "x" * (NAME_BYTES_MAX + 1), "\ud800"])
def test_names_that_the_database_cannot_index_are_refused_before_anything_is_written(
    name: str,
) -> None:
    with pytest.raises(Unstorable) as refused:
        rows_of(RULES, {A: Row(A, Tally(name=name), 1)}, ())
    assert refused.value.stream == A


def test_of_two_outcomes_of_one_command_the_later_stands() -> None:
    first = Answer(command="c", body_hash="h", tenant="t", outcome="recorded")
    second = first.model_copy(update={"outcome": "nothing"})
    assert rows_of(RULES, {}, (first, second)).answers == (second,)


def test_cached_rows_are_bounded_and_the_longest_unused_goes_first() -> None:
    cached = CachedRows(2)
    row = Row(A, Tally(), 1)
    cached.put({"a": row, "b": None})
    assert cached.known(["a"]) == {"a": row}
    cached.put({"c": row})
    assert cached.known(["a", "b", "c"]) == {"a": row, "c": row}


def test_texts_that_cannot_be_kept_are_named_by_their_field() -> None:
    value = {"lines": ({"text": "a\x00"}, {"text": "fine"}), "name": "\udfff", "n": 3}
    assert list(unusable_texts(value)) == [
        ("lines[0].text", "a NUL"),
        ("name", "an unpaired surrogate"),
    ]
