"""Where in a file that a parser refused the mistake is, and what it is."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from services.matching.adapters.camt.limits import DEPTH_MAX
from services.matching.adapters.camt.parsers import closed, events_of, fed, name_of, pull_parser
from services.matching.adapters.camt.refusals import (
    NotWellFormed,
    SchemaRefused,
    StatementFileRefused,
    TooDeep,
)

_CHUNK: Final = 64 * 1024
_REASON_MAX: Final = 300
_NAMESPACE: Final = re.compile(r"\{(?:urn|http)[^}]*\}")
_TOO_DEEP: Final = "Excessive depth"


def refusal_of(xml: bytes, message: str, schema: etree.XMLSchema | None) -> StatementFileRefused:
    """The refusal of `xml`, which a parser with `schema` did not take."""
    return _as_xml(xml) or _against_schema(xml, message, schema)


def _as_xml(xml: bytes) -> StatementFileRefused | None:
    """What is wrong with it as XML: a parser without a schema says it with its line."""
    parser = pull_parser()
    for start in range(0, len(xml), _CHUNK):
        if not fed(parser, xml[start : start + _CHUNK]):
            break
        for event, element in events_of(parser):
            if event == "end" and name_of(element) == "Ntry":
                element.clear()
    else:
        if closed(parser):
            return None
    first = next(iter(parser.feed_error_log), None)
    if first is None:
        return NotWellFormed(line=_line(xml, len(xml)), reason="it ends in the middle")
    if _TOO_DEEP in first.message:
        return TooDeep(depth_max=DEPTH_MAX, line=first.line)
    return NotWellFormed(line=first.line, reason=_reason(first.message))


def _against_schema(
    xml: bytes, message: str, schema: etree.XMLSchema | None
) -> StatementFileRefused:
    """The schema's first complaint. It comes without a line: the tag that brings it has one."""
    failing = _first_refused_chunk(xml, schema)
    parser, path = pull_parser(schema), [""]
    for start, end in _pieces(xml, failing):
        taken = fed(parser, xml[start:end])
        for event, element in events_of(parser):
            if event == "start":
                path.append(name_of(element))
            else:
                path.pop()
                if name_of(element) == "Ntry":
                    element.clear()
        if not taken:
            first = next(iter(parser.feed_error_log), None)
            reason = first.message if first else "it is not valid"
            where = "/".join(path[1:]) or "Document"
            return SchemaRefused(
                message=message, line=_line(xml, end), element=where, reason=_reason(reason)
            )
    return SchemaRefused(
        message=message, line=_line(xml, len(xml)), element="Document", reason="it is not whole."
    )


def _first_refused_chunk(xml: bytes, schema: etree.XMLSchema | None) -> int:
    parser = pull_parser(schema)
    for start in range(0, len(xml), _CHUNK):
        if not fed(parser, xml[start : start + _CHUNK]):
            return start
        for event, element in events_of(parser):
            if event == "end" and name_of(element) == "Ntry":
                element.clear()
    return len(xml)


def _pieces(xml: bytes, failing: int) -> Iterator[tuple[int, int]]:
    """Chunks up to the one that was refused, then tag by tag."""
    for start in range(0, failing, _CHUNK):
        yield start, start + _CHUNK
    start = failing
    while start < len(xml):
        end = xml.find(b">", start) + 1 or len(xml)
        yield start, end
        start = end


def _line(xml: bytes, end: int) -> int:
    return xml.count(b"\n", 0, end) + 1


def _reason(message: str) -> str:
    return _NAMESPACE.sub("", " ".join(message.split()))[:_REASON_MAX]
