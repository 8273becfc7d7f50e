"""What is not taken as a bank statement, and what its sender is told."""

import gzip
import io
import zipfile

import pytest

from services.matching.adapters.camt import Limits, StatementFileRefused, read_camt
from services.matching.adapters.camt.refusals import (
    DoctypeRefused,
    ElementMissing,
    EncodingRefused,
    FileEmpty,
    FileIsArchive,
    FileTooLarge,
    NoStatement,
    NotAStatement,
    NotWellFormed,
    OnlyAnnounces,
    SchemaRefused,
    TooDeep,
    TooManyElements,
    TooManyEntries,
    TooManyStatements,
    ValueRefused,
)
from services.matching.tests.camt.files import a_balance, a_file, a_statement, an_entry

GOOD = a_file(a_statement(an_entry("50.00")))
TOLERATED = "camt.053.001.06"


def refusal_of(raw: bytes, limits: Limits | None = None) -> StatementFileRefused:
    with pytest.raises(StatementFileRefused) as refused:
        read_camt(raw, limits or Limits())
    return refused.value


def with_doctype(raw: bytes) -> bytes:
    doctype = b'<!DOCTYPE Document [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    return raw.replace(b"\n<Document", doctype + b"\n<Document", 1)


@pytest.mark.parametrize(
    "raw",
    [
        with_doctype(GOOD),
        b"\xff\xfe" + with_doctype(GOOD).decode().replace("UTF-8", "UTF-16").encode("utf-16-le"),
        b"<!doctype html><html/>",
        GOOD.replace(b"\n<Document", b"\n<!--\n<!DOCTYPE a>-->\n<Document", 1),
    ],
)
def test_a_doctype_is_refused_before_anything_else(raw: bytes) -> None:
    assert isinstance(refusal_of(raw), DoctypeRefused)


def test_archives_are_named() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.xml", GOOD)

    assert refusal_of(packed.getvalue()).fields == {"kind": "zip"}
    assert isinstance(refusal_of(gzip.compress(GOOD)), FileIsArchive)


@pytest.mark.parametrize("raw", [b"", b" \n"])
def test_an_empty_file_is_refused(raw: bytes) -> None:
    assert isinstance(refusal_of(raw), FileEmpty)


def test_a_file_over_the_limit_is_refused_by_its_size() -> None:
    refused = refusal_of(GOOD, Limits(bytes_max=100))

    assert isinstance(refused, FileTooLarge)
    assert refused.fields == {"bytes": str(len(GOOD)), "bytes_max": "100"}


@pytest.mark.parametrize(
    "raw",
    [
        GOOD.replace(b"S-1", b"S-\xe9"),
        GOOD.replace(b"UTF-8", b"UTF-7"),
        GOOD.replace(b"UTF-8", b"no-such-thing"),
        GOOD.decode().encode("utf-16-le"),  # without its mark
        GOOD.decode().encode("utf-32"),
    ],
)
def test_another_encoding_than_the_named_one_is_refused(raw: bytes) -> None:
    assert isinstance(refusal_of(raw), EncodingRefused | NotWellFormed)


@pytest.mark.parametrize("number", ["052", "054"])
def test_what_only_announces_is_refused_by_a_rule_of_its_own(number: str) -> None:
    refused = refusal_of(a_file(message=f"camt.{number}.001.06"))

    assert isinstance(refused, OnlyAnnounces)
    assert refused.RULE == "only_announces"
    assert f"camt.{number}.001.06" in str(refused)


@pytest.mark.parametrize(
    "raw",
    [
        b'<Invoice xmlns="urn:evil"><ID>1</ID></Invoice>',
        a_file(message="pain.002.001.03"),
        b"<html><body/></html>",
        b'<a xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"/>',
    ],
)
def test_any_other_xml_is_no_statement(raw: bytes) -> None:
    assert isinstance(refusal_of(raw), NotAStatement)


@pytest.mark.parametrize("message", ["camt.053.001.08", TOLERATED])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</Ntry>", b"</Nty>"),
        (b"BANK-1", b"BANK\x001"),
        (b"BANK-1", b"&undefined;"),
        (b"</Stmt></BkToCstmrStmt></Document>", b""),
    ],
)
def test_what_is_no_well_formed_xml_is_refused_with_its_line(
    message: str, old: bytes, new: bytes
) -> None:
    raw = a_file(a_statement(an_entry("50.00")), message=message)
    refused = refusal_of(raw.replace(old, new, 1))

    assert isinstance(refused, NotWellFormed)
    assert refused.fields["line"] == "4"  # the entry stands on the fourth


def test_text_that_is_no_xml_at_all_is_not_well_formed() -> None:
    assert isinstance(refusal_of(b"date;amount\n2026-03-02;50.00\n"), NotWellFormed)


@pytest.mark.parametrize("version", ["02", "04", "08"])
def test_a_file_is_held_to_the_schema_with_line_and_element(version: str) -> None:
    status = "<Sts>BOOK</Sts>" if version != "08" else "<Sts><Cd>BOOK</Cd></Sts>"
    raw = a_file(a_statement(an_entry("50.00", status=status)), message=f"camt.053.001.{version}")
    assert len(read_camt(raw)) == 1

    refused = refusal_of(raw.replace(b"<AcctSvcrRef>", b"<Invented>1</Invented><AcctSvcrRef>"))
    assert isinstance(refused, SchemaRefused)
    assert refused.fields["line"] == "4"
    assert refused.fields["element"] == "Document/BkToCstmrStmt/Stmt/Ntry/Invented"
    assert "Invented" in refused.fields["reason"]
    assert "{urn" not in str(refused)


def test_a_schema_mistake_far_into_a_file_is_found_at_its_line() -> None:
    entries = [an_entry("1.00") for _ in range(1_000)]
    raw = a_file(a_statement(*entries)).replace(b"</Stmt>", b"\n<Invented/></Stmt>")
    refused = refusal_of(raw)

    assert isinstance(refused, SchemaRefused)
    assert refused.fields["line"] == "1004"


@pytest.mark.parametrize(
    ("entry", "rule", "element"),
    [
        (an_entry("x"), ValueRefused, "Ntry/Amt"),
        (an_entry("1.001"), ValueRefused, "Ntry/Amt"),  # a tenth of a cent
        (an_entry("1e5"), ValueRefused, "Ntry/Amt"),
        (an_entry("1.00").replace("CRDT", "OTHER"), ValueRefused, "Ntry/CdtDbtInd"),
        (an_entry("1.00", day="2026-02-30"), ValueRefused, "Ntry/BookgDt"),
        (an_entry("1.00").replace("<CdtDbtInd>CRDT</CdtDbtInd>", ""), ElementMissing, "Stmt/Ntry"),
        (an_entry("1.00").replace('"EUR"', '"USD"'), ValueRefused, "Stmt"),
    ],
)
def test_a_tolerated_version_is_held_to_what_is_read_of_it(
    entry: str, rule: type[StatementFileRefused], element: str
) -> None:
    refused = refusal_of(a_file(a_statement(entry), message=TOLERATED))

    assert type(refused) is rule
    assert refused.fields["element"] == element
    assert int(refused.fields["line"]) >= 3


def test_a_tenth_of_a_cent_is_refused_though_the_schema_allows_it() -> None:
    assert isinstance(refusal_of(a_file(a_statement(an_entry("50.001")))), ValueRefused)


def test_nesting_without_end_is_refused() -> None:
    deep = "<Ntry>" * 5_000
    assert isinstance(refusal_of(a_file(a_statement(deep), message=TOLERATED)), TooDeep)


@pytest.mark.parametrize(
    "flood",
    [
        "<Bal/>" * 50_000,
        "<Ntry>" + "<a/>" * 50_000 + "</Ntry>",
        ("<Ntry/>" + "<a><b/></a>" * 10) * 5_000,  # between entries, which are let go
    ],
)
def test_a_flood_of_elements_is_refused(flood: str) -> None:
    raw = a_file(f"<Stmt><Id>1</Id>{flood}</Stmt>", message=TOLERATED)
    refused = refusal_of(raw, Limits(elements_max=20_000))

    assert isinstance(refused, TooManyElements | ElementMissing)


def test_counts_have_limits_of_their_own() -> None:
    entries = [an_entry("1.00")] * 6
    statements = [a_statement(an_entry("50.00"), name=f"S-{at}") for at in range(4)]

    too_many = refusal_of(a_file(a_statement(*entries)), Limits(entries_max=5))
    assert isinstance(too_many, TooManyEntries)
    too_many = refusal_of(a_file(*statements), Limits(statements_max=3))
    assert isinstance(too_many, TooManyStatements)


def test_a_message_without_a_statement_is_refused() -> None:
    assert isinstance(refusal_of(a_file(message=TOLERATED)), NoStatement)


def test_a_mistake_in_the_last_statement_refuses_the_whole_file() -> None:
    raw = a_file(
        a_statement(an_entry("50.00")),
        a_statement(an_entry("50.00"), balances=(a_balance("OPBD", "x"),)),
        message=TOLERATED,
    )
    assert isinstance(refusal_of(raw), ValueRefused)
