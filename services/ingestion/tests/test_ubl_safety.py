"""Hostile and broken bytes: each refused by a rule of its own, quickly, and never a crash."""

import codecs
from contextlib import suppress
from threading import Thread
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingestion.adapters.ubl import schemas
from services.ingestion.adapters.ubl.parsing import ATTRIBUTES_MAX, DEPTH_MAX, ELEMENTS_MAX
from services.ingestion.adapters.ubl.reader import read
from services.ingestion.adapters.ubl.safety import BYTES_MAX
from services.ingestion.domain.problems import DocumentRefused
from services.ingestion.tests.ubl_files import File

VALID = File().text()
ROOT = VALID.split("\n", 1)[1].split(">", 1)[0] + ">"


def with_declaration(encoding: str) -> str:
    return VALID.replace('encoding="UTF-8"', f'encoding="{encoding}"')


ATTRIBUTES = " ".join(f'a{n}="1"' for n in range(ATTRIBUTES_MAX + 1))

REFUSED = [
    (b"", "file_empty"),
    (b" \n ", "file_empty"),
    (b"<a>" + b" " * BYTES_MAX, "file_too_big"),
    (b"%PDF-1.7 ...", "format_not_read_yet"),
    (b"PK\x03\x04...", "format_not_read_yet"),
    (b'<x:CrossIndustryInvoice xmlns:x="urn:cii"/>', "format_not_read_yet"),
    (b"number;amount\nF-17;121.00\n", "xml_broken"),
    (VALID.encode()[:-20], "xml_broken"),
    (VALID.replace("F-17", "F&#1;17").encode(), "xml_broken"),
    (VALID.replace("F-17", "F\x0017").encode(), "nul_byte"),
    (VALID.replace("F-17", "F&#0;17").encode(), "nul_byte"),
    (VALID.replace("F-17", "F&#xD800;17").encode(), "unpaired_surrogate"),
    (VALID.replace("F-17", "F&#56320;17").encode(), "unpaired_surrogate"),
    (VALID.encode().replace(b"F-17", b"F\xed\xa0\x8017"), "unpaired_surrogate"),
    (VALID.encode().replace(b"F-17", b"F\xe917"), "encoding_broken"),
    (with_declaration("UTF-7").encode(), "encoding_not_read"),
    (with_declaration("no-such-thing").encode(), "encoding_not_read"),
    (VALID.encode("utf-16-le"), "encoding_not_read"),
    (b'<!DOCTYPE Invoice SYSTEM "file:///etc/passwd"><Invoice/>', "doctype"),
    (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "doctype"),
    (f"<!--{'-'.join('x' * 9)}--><!doctype a><a/>".encode(), "doctype"),
    (b"<a>" * (DEPTH_MAX + 1), "too_deep"),
    (b"<a>" * 50_000, "too_deep"),
    (b"<a>" + b"<b/>" * ELEMENTS_MAX + b"</a>", "too_many_elements"),
    (f"<a {ATTRIBUTES}/>".encode(), "too_many_attributes"),
    (b'<Invoice xmlns="urn:evil"/>', "not_an_invoice"),
    (b"<Invoice/>", "not_an_invoice"),
    (f"{ROOT}</Invoice>".encode(), "xsd"),
    (VALID.replace("2026-01-05", "5 January").encode(), "xsd"),
    (VALID.replace(">121.00<", ">1E9<").encode(), "xsd"),
    (VALID.replace("<cbc:BuyerReference>PO-9", "<cbc:Nonsense>PO-9")
          .replace("PO-9</cbc:BuyerReference>", "PO-9</cbc:Nonsense>").encode(), "xsd"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "rule"), REFUSED)
def test_bad_bytes_are_refused_by_their_rule_and_at_once(raw: bytes, rule: str) -> None:
    begun = process_time()
    with pytest.raises(DocumentRefused) as refusal:
        read(raw)
    assert refusal.value.rule == rule
    assert process_time() - begun < 2.0


@pytest.mark.parametrize(
    "raw",
    [
        VALID.encode(),
        codecs.BOM_UTF8 + VALID.encode(),
        codecs.BOM_UTF16_LE + with_declaration("UTF-16").encode("utf-16-le"),
        codecs.BOM_UTF16_BE + with_declaration("UTF-16").encode("utf-16-be"),
        with_declaration("ISO-8859-1").encode("latin-1"),
        VALID.split("\n", 1)[1].encode(),
    ],
)
def test_the_usual_encodings_are_read(raw: bytes) -> None:
    assert read(raw).facts.number == "F-17"


def test_letters_of_another_encoding_arrive_as_they_were_written() -> None:
    raw = with_declaration("ISO-8859-1").replace("Jansen BV", "Café René").encode("latin-1")
    assert read(raw).buyer.personal.name == "Café René"


def test_an_inclusion_is_never_followed() -> None:
    raw = f'{ROOT}<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
    with pytest.raises(DocumentRefused) as refusal:
        read(f"{raw}</Invoice>".encode())
    assert refusal.value.rule == "xsd"


def test_markup_in_a_number_stays_text() -> None:
    assert read(File(number="<script>alert(1)</script>").raw()).facts.number.startswith("<script>")


def test_a_refusal_by_the_schema_names_the_line() -> None:
    with pytest.raises(DocumentRefused) as refusal:
        read(VALID.replace("2026-01-05", "5 January").encode())
    assert refusal.value.problems[0].position == "line 5"


@settings(max_examples=300, deadline=None)
@given(
    st.integers(0, len(VALID) - 1),
    st.integers(0, 40),
    st.binary(max_size=12) | st.sampled_from([b"9" * 40, b"<", b"&", b"]]>", b"-1.005", b"0000"]),
)
def test_whatever_is_done_to_a_file_it_is_read_or_refused(at: int, cut: int, put: bytes) -> None:
    raw = VALID.encode()
    damaged = raw[:at] + put + raw[at + cut :]
    with suppress(DocumentRefused):  # anything else that it raises fails the test
        assert read(damaged).facts.number


def test_schemas_are_compiled_one_at_a_time() -> None:
    """Two that compile at once meet in libxml2's table of types; seen as an upload's HTTP 500."""
    schemas._schema.cache_clear()
    reading = Thread(target=read, args=(File().raw(),))
    with schemas._ONE_AT_A_TIME:
        reading.start()
        reading.join(timeout=1.0)  # compiling takes a sixth of it
        compiled_meanwhile = schemas._schema.cache_info().currsize
    reading.join(timeout=10.0)

    assert not compiled_meanwhile
    assert schemas._schema.cache_info().currsize == 1
