"""The PDF in an e-invoice: found where there is one, and nothing harmful read for it."""

import base64

import pytest

from services.notifications.adapters.originals import PDF_BYTES_MAX, file_name, pdf_of

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
PDF = b"%PDF-1.7 the invoice"


def an_original(*objects: tuple[str, bytes | str], head: str = "") -> bytes:
    embedded = "".join(
        "<cac:AdditionalDocumentReference><cac:Attachment>"
        f'<cbc:EmbeddedDocumentBinaryObject mimeCode="{kind}" filename="a">'
        f"{base64.b64encode(one).decode() if isinstance(one, bytes) else one}"
        "</cbc:EmbeddedDocumentBinaryObject>"
        "</cac:Attachment></cac:AdditionalDocumentReference>"
        for kind, one in objects
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<Invoice xmlns="{UBL}Invoice-2"'
        f' xmlns:cac="{UBL}CommonAggregateComponents-2"'
        f' xmlns:cbc="{UBL}CommonBasicComponents-2"><cbc:ID>F-17</cbc:ID>{embedded}</Invoice>'
    ).encode()


def test_the_first_pdf_is_taken() -> None:
    original = an_original(("image/png", b"\x89PNG"), ("application/pdf", PDF))
    assert pdf_of(original) == PDF


@pytest.mark.parametrize(
    "original",
    [
        b"",
        b"no XML",
        an_original(),
        an_original(("image/png", PDF)),
        an_original(("application/pdf", "not base64!")),
        an_original(("application/pdf", b"MZ not a PDF")),
        an_original(("application/pdf", b"%PDF-" + b"x" * PDF_BYTES_MAX)),
        an_original(("application/pdf", PDF), head="<!DOCTYPE Invoice>"),
        an_original(
            ("application/pdf", "&x;"), head='<!DOCTYPE I [<!ENTITY x SYSTEM "/etc/passwd">]>'
        ),
        an_original(("application/pdf", PDF), head="<!DOCTYPE Invoice>")
        .decode()
        .replace("UTF-8", "UTF-16")
        .encode("utf-16"),
        b"<a>" * 300 + b"</a>" * 300,
    ],
)
def test_where_there_is_none_that_can_be_shown_nothing_is_taken(original: bytes) -> None:
    assert pdf_of(original) == b""


def test_other_encodings_are_read() -> None:
    original = an_original(("application/pdf", PDF)).decode().replace("UTF-8", "UTF-16")
    assert pdf_of(original.encode("utf-16")) == PDF


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("F-2026/17", "F-2026-17.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ('a"b\r\nc', "a-b-c.pdf"),
        ("x" * 200, "x" * 80 + ".pdf"),
        ("№", "invoice.pdf"),
    ],
)
def test_a_file_is_named_for_its_invoice_and_never_a_path(number: str, name: str) -> None:
    assert file_name(number) == name
