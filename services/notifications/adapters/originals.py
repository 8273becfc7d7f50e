"""The PDF that an e-invoice carries in itself, read from its UBL as it came."""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

PDF_BYTES_MAX: Final = 3 * 1024 * 1024
"""Of one file; a bigger one is not attached."""
ALL_BYTES_MAX: Final = 8 * 1024 * 1024
"""Of all files of a message."""
FILES_MAX: Final = 20
ORIGINAL_BYTES_MAX: Final = 12 * 1024 * 1024

_OBJECT: Final = (
    "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
    "EmbeddedDocumentBinaryObject"
)
_DOCTYPE: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def pdf_of(original: bytes) -> bytes:
    """The first PDF in it; empty: there is none that can be shown.

    What is no XML, or XML that declares types or entities, has none.
    """
    if len(original) > ORIGINAL_BYTES_MAX or _declares(original):
        return b""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(original, parser)
    except (etree.XMLSyntaxError, ValueError):
        return b""
    return next(_pdfs(root), b"")


def _pdfs(root: etree._Element) -> Iterator[bytes]:
    for element in root.iter(_OBJECT):
        if element.get("mimeCode", "").strip().lower() != "application/pdf":
            continue
        try:
            content = base64.b64decode("".join((element.text or "").split()), validate=True)
        except (binascii.Error, ValueError):
            continue
        if content.startswith(b"%PDF-") and len(content) <= PDF_BYTES_MAX:
            yield content


def _declares(original: bytes) -> bool:
    """Whether a document type is declared, in UTF-8 or UTF-16."""
    return _DOCTYPE.search(original.replace(b"\x00", b"")) is not None


def file_name(number: str) -> str:
    """A file's name that every system takes, made of a document's number."""
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", number).strip("-")[:80]
    return f"{name or 'invoice'}.pdf"
