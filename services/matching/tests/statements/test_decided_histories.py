"""Random banks through the decider itself: each entry once, the books at the bank's balance."""

from collections import Counter
from collections.abc import Iterable

import pytest

from libs.events.contracts.matching import (
    EntrySetAside,
    FeedRestarted,
    StatementAccepted,
)
from libs.events.contracts.model import Event
from libs.events.loop.decider import Recorded
from libs.kernel.money import Money, total
from libs.testkit.scenarios import Scenario
from services.matching.domain.statements import EntryContent, StatementContent
from services.matching.domain.statements.state import AccountChain
from services.matching.tests.statements.accounts import (
    IBAN,
    KEY,
    a_creditor,
    bank,
    offered,
    statement_id,
    stored,
)
from services.matching.tests.statements.banks import KINDS, History, Kind, Upload, a_history

_HISTORIES = 40


def as_content(upload: Upload) -> StatementContent:
    """The upload as a reader would make it; nobody's payments, so that nothing is searched."""
    facts = upload.facts
    return StatementContent(
        account_number=IBAN,
        currency="EUR",
        bank_id=facts.bank_id,
        from_on=facts.from_on,
        to_on=facts.to_on,
        opening=facts.opening,
        closing=facts.closing,
        entries=tuple(
            EntryContent(
                entry.amount,
                entry.day_on,
                bank_code="PMNT/MCOP/INTR",
                remittance=entry.fingerprint,
            )
            for entry in facts.entries
        ),
        sequence=facts.sequence,
    )


def played(history: History) -> tuple[list[Event], dict[str, range], AccountChain]:
    """What is recorded when all of it is uploaded and nobody decides anything."""
    contents = [as_content(upload) for upload in history.uploads]
    account = bank.given(a_creditor(), *stored(*contents))
    events: list[Event] = []
    for content in contents:
        events += _events(_offer(account, content))
    slots = {
        statement_id(content): upload.slots
        for content, upload in zip(contents, history.uploads, strict=True)
    }
    return events, slots, account.state(KEY)


def _offer(account: Scenario, content: StatementContent) -> Iterable[Recorded]:
    return account.when(offered(content)).recorded


def _events(recorded: Iterable[Recorded]) -> list[Event]:
    return [one.event for one in recorded]


@pytest.mark.parametrize("kind", KINDS[:2])
def test_each_entry_is_booked_once_and_the_books_are_at_the_banks_balance(kind: Kind) -> None:
    for seed in range(_HISTORIES):
        history = a_history(seed, kind)
        events, slots, chain = played(history)
        accepted = [one for one in events if isinstance(one, StatementAccepted)]
        booked = [one for one in events if isinstance(one, EntrySetAside)]

        got = {slot for one in accepted for slot in slots[one.statement]}
        true = Counter((history.ledger[slot].day_on, history.ledger[slot].amount) for slot in got)
        found = Counter((one.booked_on, int(one.amount.amount)) for one in booked)
        assert found == true, f"{kind} {seed}"
        assert len({one.entry for one in booked}) == len(booked), f"{kind} {seed}"
        assert _in_the_books(accepted, booked, events) == chain.last_close, f"{kind} {seed}"


def _in_the_books(
    accepted: list[StatementAccepted], booked: list[EntrySetAside], events: list[Event]
) -> Money:
    """Where the books begin, and all that moved them since."""
    begins = [one.begins_with for one in accepted if one.begins_with is not None]
    gaps = [one.difference for one in events if isinstance(one, FeedRestarted)]
    return total([*begins, *(one.amount for one in booked), *gaps], "EUR")
