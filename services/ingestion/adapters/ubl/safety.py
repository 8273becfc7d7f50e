"""What is checked of a file's bytes before an XML parser sees any of them."""

import codecs
import re
from typing import Final

from services.ingestion.domain.problems import DocumentRefused, refused

BYTES_MAX: Final = 10 * 1024 * 1024

_OTHER_FORMATS: Final = {
    b"%PDF": "PDF (Factur-X, ZUGFeRD)",
    b"PK\x03\x04": "ZIP",
    b"\x1f\x8b": "gzip",
}
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_READ: Final = frozenset(
    {"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "utf-16-le", "utf-16-be"}
)
_DECLARATION: Final = re.compile(r"\s*<\?xml\b[^>]{0,200}\?>")
_DECLARED: Final = re.compile(
    rb"\s*<\?xml[^>]{0,80}encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']"
)
_DOCTYPE: Final = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_REFERENCE: Final = re.compile(r"&#(?:x0*([0-9a-fA-F]{1,8})|0*([0-9]{1,10}));")


def checked(raw: bytes) -> bytes:
    """`raw` as UTF-8 without byte order mark and declaration.

    Raises DocumentRefused: file_empty, file_too_big, format_not_read_yet, encoding_not_read,
    encoding_broken, unpaired_surrogate, nul_byte, doctype.
    """
    if not raw.strip():
        raise refused("file_empty", "the file is empty")
    if len(raw) > BYTES_MAX:
        raise refused("file_too_big", f"the file has {len(raw)} bytes, more than {BYTES_MAX}")
    for start, name in _OTHER_FORMATS.items():
        if raw.startswith(start):
            raise format_not_read(name)
    text = _text(raw)
    _refuse_characters(text)
    if found := _DOCTYPE.search(text):
        where = _line(text, found.start())
        raise refused("doctype", "a document type declaration is never read", where)
    return _DECLARATION.sub("", text, count=1).encode()


def format_not_read(name: str) -> DocumentRefused:
    """The refusal of a format that is known, but that nobody has taught us yet."""
    message = f"{name} is not read yet; send UBL 2.1 (Invoice or CreditNote)"
    return refused("format_not_read_yet", message)


def _text(raw: bytes) -> str:
    mark, encoding = next(
        ((mark, name) for mark, name in _MARKS if raw.startswith(mark)), (b"", "")
    )
    body = raw[len(mark) :]
    encoding = encoding or _declared(body)
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as mistake:
        if encoding.startswith("utf") and _has_surrogates(body, encoding):
            message = f"byte {mistake.start} begins a surrogate without its other half"
            raise refused("unpaired_surrogate", message) from mistake
        message = f"byte {mistake.start} is not {encoding.upper()}: {mistake.reason}"
        raise refused("encoding_broken", message) from mistake


def _declared(body: bytes) -> str:
    """The encoding that the declaration names; UTF-8 when it names none."""
    if b"\x00" in body[:4]:
        raise refused("encoding_not_read", "UTF-16 and UTF-32 need a byte order mark")
    found = _DECLARED.match(body)
    name = found[1].decode() if found else "utf-8"
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        encoding = ""
    if encoding not in _READ:
        raise refused("encoding_not_read", f"the encoding {name} is not read; send UTF-8")
    return encoding


def _has_surrogates(body: bytes, encoding: str) -> bool:
    try:
        return _SURROGATE.search(body.decode(encoding, "surrogatepass")) is not None
    except UnicodeDecodeError:
        return False


def _refuse_characters(text: str) -> None:
    """NUL and unpaired surrogates, as characters or by number."""
    if (at := text.find("\x00")) >= 0:
        raise refused("nul_byte", "the file contains NUL", _line(text, at))
    for found in _REFERENCE.finditer(text):
        code = int(found[1], 16) if found[1] else int(found[2])
        if code == 0:
            raise refused("nul_byte", f"{found[0]} is NUL", _line(text, found.start()))
        if 0xD800 <= code <= 0xDFFF:
            message = f"{found[0]} is half a character"
            raise refused("unpaired_surrogate", message, _line(text, found.start()))


def _line(text: str, at: int) -> str:
    return f"line {text.count(chr(10), 0, at) + 1}"
