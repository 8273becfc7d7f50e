"""Small rules of commands: shares as they are written, timelines merged, batches told twice."""

from typing import Any

import click
import pytest
from aiokafka import TopicPartition

from libs.cli.commands.debtor import merged
from libs.cli.commands.payment import share_written
from libs.cli.failing import Refused
from libs.cli.importing.bank import told_once
from libs.cli.naming import account_named, is_id
from libs.cli.together import together
from libs.cli.verifying.cut import Undecided, decided_to
from libs.events.contracts.topology import MATCHING
from libs.events.progress.port import Snapshot


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("F-17", ("F-17", "120.50 EUR")),
        ("F-17=100.00", ("F-17", "100.00 EUR")),
        ("F-17=100", ("F-17", "100.00 EUR")),
        ("F-17=7 USD", ("F-17", "7.00 USD")),
        ("A=B=3.10", ("A=B", "3.10 EUR")),
    ],
)
def test_a_share_is_an_item_and_an_amount(text: str, expected: tuple[str, str]) -> None:
    assert share_written(text, "120.50 EUR", is_only=True) == expected


@pytest.mark.parametrize("text", ["F-17=much", "F-17=1.001", "F-17="])
def test_what_is_no_amount_is_a_usage_error(text: str) -> None:
    with pytest.raises(click.UsageError):
        share_written(text, "120.50 EUR", is_only=True)


def test_of_several_shares_each_has_an_amount() -> None:
    with pytest.raises(click.UsageError, match="each has an amount"):
        share_written("F-17", "120.50 EUR", is_only=False)


def test_a_debtor_has_one_timeline_whoever_says_it() -> None:
    ingestion = [{"at": "2026-01-05T08:00:00Z", "what": "invoice_registered"}]
    matching = [
        {"at": "2026-01-05T08:00:01Z", "what": "item_opened"},
        {"at": "2026-01-04T00:00:00Z", "what": "share_booked"},
    ]

    told = [one["what"] for one in merged(ingestion, matching)]

    assert told == ["share_booked", "invoice_registered", "item_opened"]


def test_what_was_taken_at_first_is_told_as_it_was_then() -> None:
    before: list[dict[str, Any]] = [
        {"statement": "s1", "outcome": "accepted"},
        {"statement": "s2", "outcome": "rejected", "rule": "account_unknown"},
    ]
    now: list[dict[str, Any]] = [
        {"statement": "s1", "outcome": "duplicate"},
        {"statement": "s2", "outcome": "accepted"},
    ]

    assert [one["outcome"] for one in told_once(before, now)] == ["accepted", "accepted"]


def test_an_account_is_known_by_its_iban_however_it_is_written() -> None:
    creditor = {"name": "C", "accounts": [{"account": "a1", "iban": "BE68539007547034"}]}

    assert account_named(creditor, "be68 5390 0754 7034") == "a1"
    assert account_named(creditor, "a1") == "a1"
    with pytest.raises(Refused, match="has no account 'BE00'"):
        account_named(creditor, "BE00")


@pytest.mark.parametrize(
    ("text", "known"), [("0k3w9xv2qpt5m1c8e7r4ya6nbd", True), ("C15431", False), ("", False)]
)
def test_ids_are_told_from_names(text: str, known: bool) -> None:
    assert is_id(text) is known


async def test_the_first_failure_ends_all_work_and_is_raised_as_it_was() -> None:
    ended = []

    async def fails() -> None:
        raise Refused("rule", "no", {})

    async def works() -> None:
        ended.append("worked")

    with pytest.raises(Refused, match="no"):
        await together([fails(), works()])
    await together([works()])
    assert ended[-1] == "worked"


def test_inputs_are_undecided_up_to_the_published_positions() -> None:
    """Of a partition that published nothing everything is; of another's topics nothing is."""
    inbox, heard = MATCHING.inbox_topic, "relance.ingestion.events"
    ends = {
        TopicPartition(inbox, 0): 9,
        TopicPartition(inbox, 1): 4,
        TopicPartition(heard, 0): 7,
        TopicPartition("relance.ingestion.commands", 0): 99,
    }
    published = {0: Snapshot(0, 5, {inbox: 8, heard: 7}, (), ())}

    found = {(at.topic, at.partition): to for at, to in decided_to(MATCHING, published, ends)}

    assert found == {(inbox, 0): 8, (inbox, 1): 0, (heard, 0): 7}


def test_undecided_inputs_are_told_by_their_place() -> None:
    place = TopicPartition("relance.matching.commands", 3)

    assert Undecided("matching", place, 2).difference().text() == (
        "in flight: relance.matching.commands/3: expected no input undecided, "
        "found 2 that matching has not decided"
    )
