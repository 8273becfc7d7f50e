"""What is read of a camt.053 file."""

from datetime import date

import pytest

from libs.kernel.money import Money
from services.matching.adapters.camt import read_camt
from services.matching.domain.statements import OriginalReferences
from services.matching.tests.camt.files import (
    IBAN,
    a_balance,
    a_file,
    a_statement,
    a_transaction,
    an_entry,
)

MARCH_2 = date(2026, 3, 2)


def eur(text: str) -> Money:
    return Money.of(text, "EUR")


def test_a_statement_says_its_account_its_days_and_its_balances() -> None:
    (statement,) = read_camt(
        a_file(a_statement(an_entry("50.00"), before_account="<ElctrncSeqNb>7</ElctrncSeqNb>"))
    )

    assert (statement.account_number, statement.currency, statement.bank_id) == (IBAN, "EUR", "S-1")
    assert (statement.opening, statement.closing) == (eur("100.00"), eur("150.00"))
    assert (statement.from_on, statement.to_on, statement.sequence) == (MARCH_2, MARCH_2, 7)
    assert statement.message_id == "M-1"


def test_an_entry_says_who_for_what_and_by_which_references() -> None:
    details = a_transaction(
        rest="<RltdPties><Dbtr><Pty><Nm>Peeters BV</Nm></Pty></Dbtr>"
        "<DbtrAcct><Id><IBAN>NL26VAYB8060476890</IBAN></Id></DbtrAcct>"
        "<UltmtDbtr><Pty><Nm>Jan Peeters</Nm></Pty></UltmtDbtr></RltdPties>"
        "<RltdAgts><DbtrAgt><FinInstnId><BICFI>VAYBNL2A</BICFI></FinInstnId></DbtrAgt></RltdAgts>"
        "<RmtInf><Ustrd>factuur 2026-01</Ustrd><Ustrd>23 dank</Ustrd>"
        "<Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>",
    )
    (statement,) = read_camt(a_file(a_statement(an_entry("50.00", details=details))))
    (entry,) = statement.entries

    assert entry.amount == eur("50.00")
    assert (entry.booked_on, entry.value_on) == (MARCH_2, MARCH_2)
    assert (entry.bank_reference, entry.end_to_end_id) == ("BANK-1", "E2E-1")
    assert entry.bank_code == "PMNT/RCDT/ESCT"
    assert (entry.counterparty_name, entry.ultimate_party) == ("Peeters BV", "Jan Peeters")
    assert (entry.counterparty_iban, entry.counterparty_bic) == ("NL26VAYB8060476890", "VAYBNL2A")
    assert entry.remittance == "factuur 2026-01\n23 dank"
    assert entry.structured == ("RF18539007547034",)


@pytest.mark.parametrize(
    ("status", "count"),
    [
        ("<Sts><Cd>BOOK</Cd></Sts>", 1),
        ("<Sts><Cd>PDNG</Cd></Sts>", 0),
        ("<Sts><Cd>INFO</Cd></Sts>", 0),
        ("<Sts><Cd>FUTR</Cd></Sts>", 0),
    ],
)
def test_what_is_pending_or_for_information_never_counts(status: str, count: int) -> None:
    (statement,) = read_camt(a_file(a_statement(an_entry("50.00", status=status))))

    assert len(statement.entries) == count
    assert statement.left_out_count == 1 - count


def test_an_entry_without_a_status_is_booked() -> None:
    """The schema asks for one in each version that is held to it; other banks leave it out."""
    entry = an_entry("50.00", status="")
    (statement,) = read_camt(a_file(a_statement(entry), message="camt.053.001.06"))

    assert len(statement.entries) == 1


@pytest.mark.parametrize(
    ("balances", "opening"),
    [
        ((a_balance("PRCD", "100.00", "2026-03-01"), a_balance("CLBD", "150.00")), "100.00"),
        (
            (a_balance("PRCD", "1.00"), a_balance("OPBD", "100.00"), a_balance("CLBD", "150.00")),
            "100.00",
        ),
        ((a_balance("OPBD", "-100.00"), a_balance("CLBD", "-50.00")), "-100.00"),
    ],
)
def test_the_previous_closing_counts_as_opening_where_there_is_no_other(
    balances: tuple[str, ...], opening: str
) -> None:
    (statement,) = read_camt(a_file(a_statement(an_entry("50.00"), balances=balances)))

    assert statement.opening == eur(opening)


def test_pages_of_one_statement_are_joined_in_the_order_of_their_numbers() -> None:
    page = "<StmtPgntn><PgNb>{}</PgNb><LastPgInd>{}</LastPgInd></StmtPgntn>"
    first = a_statement(
        an_entry("30.00"),
        balances=(a_balance("OPBD", "100.00"), a_balance("CLBD", "130.00", is_interim=True)),
        before_account=page.format(1, "false"),
    )
    last = a_statement(
        an_entry("20.00"),
        balances=(a_balance("OPBD", "130.00", is_interim=True), a_balance("CLBD", "150.00")),
        before_account=page.format(2, "true"),
    )
    (statement,) = read_camt(a_file(last, first))

    assert (statement.opening, statement.closing) == (eur("100.00"), eur("150.00"))
    assert [entry.amount for entry in statement.entries] == [eur("30.00"), eur("20.00")]


def test_pages_without_numbers_are_known_by_their_interim_balances() -> None:
    first = a_statement(
        an_entry("30.00"), balances=(a_balance("OPBD", "100.00"), a_balance("ITBD", "130.00"))
    )
    last = a_statement(
        an_entry("20.00"), balances=(a_balance("ITBD", "130.00"), a_balance("CLBD", "150.00"))
    )
    (statement,) = read_camt(a_file(first, last))

    assert (statement.opening, statement.closing) == (eur("100.00"), eur("150.00"))


def test_whole_statements_of_one_id_are_not_pages() -> None:
    second = (a_balance("OPBD", "150.00", "2026-03-03"), a_balance("CLBD", "170.00", "2026-03-03"))
    statements = read_camt(
        a_file(
            a_statement(an_entry("50.00")),
            a_statement(an_entry("20.00", day="2026-03-03"), balances=second),
        )
    )

    assert [one.closing for one in statements] == [eur("150.00"), eur("170.00")]


def test_several_accounts_in_one_file_are_several_statements() -> None:
    other = "NL26VAYB8060476890"
    statements = read_camt(
        a_file(a_statement(an_entry("50.00")), a_statement(an_entry("50.00"), iban=other))
    )

    assert [one.account_number for one in statements] == [IBAN, other]


def test_a_batch_whose_details_sum_to_it_is_one_payment_each() -> None:
    details = a_transaction("30.00", reference="A") + a_transaction("20.00", reference="B")
    (statement,) = read_camt(a_file(a_statement(an_entry("50.00", details=details))))

    told = [(entry.amount, entry.end_to_end_id) for entry in statement.entries]
    assert told == [(eur("30.00"), "A"), (eur("20.00"), "B")]


@pytest.mark.parametrize(
    "details",
    [
        a_transaction("30.00") + a_transaction("19.00"),  # fees are missing
        a_transaction("50.00") + a_transaction(),  # one has no amount
        "<Btch><NbOfTxs>2</NbOfTxs></Btch>",
    ],
)
def test_any_other_batch_is_one_payment(details: str) -> None:
    (statement,) = read_camt(a_file(a_statement(an_entry("50.00", details=details))))
    (entry,) = statement.entries

    assert (entry.amount, entry.batch_count) == (eur("50.00"), 2)


def test_a_returned_debit_says_why_and_what_it_takes_back() -> None:
    details = a_transaction(
        reference="OUR-17",
        rest="<RltdPties><Dbtr><Pty><Nm>Peeters</Nm></Pty></Dbtr><Cdtr><Pty><Nm>Acme</Nm></Pty>"
        f"</Cdtr><CdtrAcct><Id><IBAN>{IBAN}</IBAN></Id></CdtrAcct></RltdPties>"
        "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>",
    )
    balances = (a_balance("OPBD", "100.00"), a_balance("CLBD", "50.00"))
    (statement,) = read_camt(
        a_file(a_statement(an_entry("-50.00", details=details), balances=balances))
    )
    (entry,) = statement.entries

    assert (entry.amount, entry.return_reason) == (eur("-50.00"), "AM04")
    assert entry.original == OriginalReferences(end_to_end_id="OUR-17")
    assert entry.counterparty_name == "Peeters"


def test_a_reversal_is_signed_as_the_account_sees_it() -> None:
    balances = (a_balance("OPBD", "100.00"), a_balance("CLBD", "50.00"))
    entry = an_entry("-50.00", reversal="<RvslInd>true</RvslInd>")
    (statement,) = read_camt(a_file(a_statement(entry, balances=balances)))

    assert statement.entries[0].is_reversal
    assert statement.entries[0].amount == eur("-50.00")


def test_an_entry_of_nothing_is_kept() -> None:
    (statement,) = read_camt(a_file(a_statement(an_entry("50.00"), an_entry("0"))))

    assert [entry.amount for entry in statement.entries] == [eur("50.00"), eur("0.00")]


def test_entries_are_ordered_by_day_and_a_days_as_the_bank_has_them() -> None:
    (statement,) = read_camt(
        a_file(
            a_statement(
                an_entry("1.00", day="2026-03-02"),
                an_entry("2.00", day="2026-02-27"),
                an_entry("47.00", day="2026-03-02"),
            )
        )
    )

    assert [str(entry.amount.amount) for entry in statement.entries] == ["2.00", "1.00", "47.00"]
    assert (statement.from_on, statement.to_on) == (date(2026, 2, 27), MARCH_2)


def test_an_empty_statement_is_about_the_day_of_its_closing_balance() -> None:
    balances = (a_balance("OPBD", "100.00", "2026-03-01"), a_balance("CLBD", "100.00"))
    (statement,) = read_camt(a_file(a_statement(balances=balances)))

    assert (statement.from_on, statement.to_on, statement.entries) == (MARCH_2, MARCH_2, ())


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("iso-8859-1", b""),
        ("windows-1252", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
    ],
)
def test_a_file_is_read_in_the_encoding_that_it_names(encoding: str, mark: bytes) -> None:
    details = a_transaction(rest="<RmtInf><Ustrd>Café Zoë</Ustrd></RmtInf>")
    raw = a_file(a_statement(an_entry("50.00", details=details))).decode()
    named = raw.replace("UTF-8", encoding.removesuffix("-le").removesuffix("-be"))
    (statement,) = read_camt(mark + named.encode(encoding))

    assert statement.entries[0].remittance == "Café Zoë"


@pytest.mark.parametrize("version", ["03", "05", "06", "07", "09", "12"])
def test_other_versions_are_read_as_far_as_they_are_alike(version: str) -> None:
    (statement,) = read_camt(
        a_file(a_statement(an_entry("50.00")), message=f"camt.053.001.{version}")
    )

    assert statement.entries[0].amount == eur("50.00")


def test_other_balances_say_nothing_of_the_currency_of_an_account_that_names_none() -> None:
    available = a_balance("CLAV", "2700").replace("EUR", "JPY")
    statement = a_statement(an_entry("50.00"), balances=(available,))
    (read,) = read_camt(a_file(statement.replace("<Ccy>EUR</Ccy>", ""), message="camt.053.001.06"))

    assert (read.currency, read.opening, read.closing) == ("EUR", None, None)
