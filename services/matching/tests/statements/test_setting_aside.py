"""Which entries are somebody's payment, which give one back, which are neither."""

import pytest

from libs.events.contracts.matching import (
    EntrySetAside,
    PaymentReceived,
    StatementAccepted,
)
from libs.testkit.scenarios import like
from services.matching.domain.noted import CreditorState, NotedAccount
from services.matching.domain.statements import EntryContent, OriginalReferences
from services.matching.domain.statements.setting_aside import use_of
from services.matching.tests.statements.accounts import (
    IDS,
    SAVINGS,
    TENANT,
    a_creditor,
    a_statement,
    an_entry,
    bank,
    eur,
    march,
    offered,
    stored,
)

OWN = CreditorState(
    creditor="creditor-1",
    revision=1,
    accounts=(NotedAccount(IDS.hashed(TENANT, "account", SAVINGS), "EUR"),),
)


@pytest.mark.parametrize(
    ("entry", "use"),
    [
        (an_entry("50.00", 2), "credit"),
        (an_entry("50.00", 2, bank_code="NTRF"), "credit"),  # the bank's own code
        (an_entry("50.00", 2, bank_code="PMNT/IDDT/ESDD"), "credit"),  # collected by direct debit
        (an_entry("-50.00", 2, bank_code="PMNT/ICDT/ESCT"), "supplier"),
        (an_entry("-50.00", 2, bank_code="PMNT/RDDT/ESDD"), "supplier"),
        (an_entry("-50.00", 2, bank_code="PMNT/ICDT/SALA"), "salary"),
        (an_entry("-5.00", 2, bank_code="PMNT/MDOP/CHRG"), "fee"),
        (an_entry("5.00", 2, bank_code="ACMT/MCOP/COMM"), "fee"),  # a fee paid back
        (an_entry("5.00", 2, bank_code="ACMT/MCOP/INTR"), "interest"),
        (an_entry("-5.00", 2, bank_code="ACMT/MDOP/TAXE"), "tax"),
        (an_entry("-5.00", 2, bank_code="CAMT/ACCB/SWEP"), "sweep"),
        (an_entry("5.00", 2, counterparty_iban="nl26 vayb 8060 4768 90"), "sweep"),
        (an_entry("-5.00", 2, bank_code="XTND/NTAV/NTAV"), "other_debit"),
        (an_entry("0.00", 2), "other_debit"),
        (an_entry("-50.00", 2, return_reason="AM04"), "return"),
        (an_entry("-50.00", 2, is_reversal=True), "return"),
        (an_entry("-50.00", 2, bank_code="PMNT/IDDT/UPDD"), "return"),
        (an_entry("-50.00", 2, bank_code="PMNT/RCDT/RRTN"), "return"),
        (an_entry("50.00", 2, bank_code="PMNT/ICDT/RRTN"), "supplier"),  # our own, come back
        (an_entry("50.00", 2, return_reason="AC04"), "supplier"),
    ],
)
def test_an_entrys_use_is_told_by_its_sign_its_code_and_the_other_side(
    entry: EntryContent, use: str
) -> None:
    assert use_of(entry, OWN, TENANT, IDS) == use


def test_a_return_goes_to_a_payment_of_its_own_with_the_originals_references() -> None:
    back = an_entry(
        "-50.00",
        3,
        return_reason="AM04",
        end_to_end_id="OUR-17",
        original=OriginalReferences(end_to_end_id="OUR-17"),
    )
    content = a_statement("s1", "100.00", "50.00", back)
    (
        bank.given(a_creditor(), *stored(content))
        .when(offered(content))
        .then_among(
            like(
                PaymentReceived,
                kind="return",
                amount=eur("50.00"),
                end_to_end_id="OUR-17",
                return_reason="AM04",
                booked_on=march(3),
            )
        )
    )


def test_entries_of_a_statement_are_payments_or_set_aside_and_sum_to_it() -> None:
    content = a_statement(
        "s1",
        "0.00",
        "35.00",
        an_entry("50.00", 2),
        an_entry("-10.00", 2, bank_code="PMNT/ICDT/ESCT"),
        an_entry("-5.00", 2, return_reason="AM04"),
    )
    events = [
        one.event
        for one in bank.given(a_creditor(), *stored(content)).when(offered(content)).recorded
    ]
    received = {one.kind: one.amount for one in events if isinstance(one, PaymentReceived)}
    aside = [one.amount for one in events if isinstance(one, EntrySetAside)]
    (accepted,) = (one for one in events if isinstance(one, StatementAccepted))

    assert received == {"credit": eur("50.00"), "return": eur("5.00")}
    assert aside == [eur("-10.00")]
    assert accepted.new_sum == eur("35.00")
