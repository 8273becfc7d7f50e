"""A database that is moved by anybody, and one that knows what the log does not."""

from collections.abc import Iterator, Sequence
from typing import Final

from libs.events.contracts.runtime import Answer, CommandsAnswered
from libs.events.loop.answering import answers_by_record
from libs.events.loop.statements import statement
from tests.faults.mutants.mutant import Exchange, Mutant, Named, Simulated

_COMPARED: Final = "where partition = $1 and next_offset = $2 and token = $3"
_UNCOMPARED: Final = "where partition = $1 and $2::bigint >= 0 and $3::text <> ''"


def _statement_without_comparing(name: str) -> str:
    text = statement(name)
    if name != "fold":
        return text
    assert _COMPARED in text, "the fold compares in other words now"
    return text.replace(_COMPARED, _UNCOMPARED)


def _without_refusals(answers: Sequence[Answer]) -> Iterator[CommandsAnswered]:
    """A record as before, so that the batch has an own event; the database is told of all."""
    for record in answers_by_record(answers):
        kept = tuple(one for one in record.answers if one.outcome == "recorded")
        yield CommandsAnswered(answers=kept)


STORING: Final[tuple[Mutant, ...]] = (
    Mutant(
        "checkpoint_uncompared",
        "a fold moves the checkpoint wherever and whoever's it is",
        Named(
            "libs/events/loop/tests/test_takeover.py::test_an_owner_stopped_between_commit_"
            "and_fold_does_not_fold_over_its_successor",
            (Exchange("libs.events.loop.store", "statement", _statement_without_comparing),),
        ),
    ),
    Mutant(
        "refusals_in_the_database",
        "that a command was refused stands in the database alone",
        Named(
            "libs/events/loop/tests/test_owning.py::"
            "test_a_refusal_is_found_again_when_the_database_was_wiped",
            (Exchange("libs.events.loop.deciding", "answers_by_record", _without_refusals),),
        ),
    ),
    Mutant(
        "frees_first",
        "a retry frees the key before its messages are decided",
        Simulated("frees_first"),
    ),
)
