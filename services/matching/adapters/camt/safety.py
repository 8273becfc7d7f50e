"""What is checked of a file's bytes before an XML parser sees any of them."""

import codecs
import re
from typing import Final

from services.matching.adapters.camt.limits import Limits
from services.matching.adapters.camt.refusals import (
    DoctypeRefused,
    EncodingRefused,
    FileEmpty,
    FileIsArchive,
    FileTooLarge,
    TagTooLong,
)

_ARCHIVES: Final = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    b"7z\xbc": "7z",
}
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED: Final = re.compile(rb"<\?xml[^>]{0,80}encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_READ: Final = frozenset(
    {"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "utf-16-le", "utf-16-be"}
)
_FORBIDDEN: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_TAG_MAX: Final = 8 * 1024
_LONG_TAG: Final = re.compile(rb"<[^<>!?][^<>]{%d}" % _TAG_MAX)
_CHUNK: Final = 64 * 1024


def checked(raw: bytes, limits: Limits) -> bytes:
    """`raw` as UTF-8 without a byte order mark; what is dangerous in it is refused.

    Raises FileEmpty, FileTooLarge, FileIsArchive, EncodingRefused, DoctypeRefused,
    TagTooLong.
    """
    if len(raw) > limits.bytes_max:
        raise FileTooLarge(bytes=len(raw), bytes_max=limits.bytes_max)
    if not raw.strip():
        raise FileEmpty
    for start, kind in _ARCHIVES.items():
        if raw.startswith(start):
            raise FileIsArchive(kind=kind)
    xml = _as_utf8(raw)
    if forbidden := _FORBIDDEN.search(xml):
        raise DoctypeRefused(byte=forbidden.start())
    if long := _LONG_TAG.search(xml):
        raise TagTooLong(byte=long.start(), bytes_max=_TAG_MAX)
    return xml


def _as_utf8(raw: bytes) -> bytes:
    mark, encoding = next(
        ((mark, name) for mark, name in _MARKS if raw.startswith(mark)), (b"", "")
    )
    body = raw[len(mark) :]
    encoding = encoding or _declared(body)
    decoder, written = codecs.getincrementaldecoder(encoding)("strict"), []
    try:
        for start in range(0, len(body), _CHUNK):
            text = decoder.decode(body[start : start + _CHUNK])
            if encoding != "utf-8":
                written.append(text.encode())
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as mistake:
        raise EncodingRefused(encoding=encoding, reason=mistake.reason) from mistake
    return body if encoding == "utf-8" else b"".join(written)


def _declared(body: bytes) -> str:
    """The encoding that the XML declaration names, UTF-8 when it names none."""
    if b"\x00" in body[:4]:
        raise EncodingRefused(encoding="UTF-8", reason="UTF-16 or UTF-32 without its mark")
    found = _DECLARED.match(body.lstrip())
    name = found[1].decode() if found else "utf-8"
    try:
        encoding = codecs.lookup(name).name
    except LookupError as mistake:
        raise EncodingRefused(encoding=name, reason="it is not known") from mistake
    if encoding not in _READ:
        raise EncodingRefused(encoding=name, reason="it is not read here")
    return encoding
