"""Where in a file that a parser refused the mistake is, and what it is."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from services.matching.adapters.camt.limits import DEPTH_MAX
from services.matching.adapters.camt.parsers import (
    closed,
    events_of,
    fed,
    name_of,
    pull_parser,
)
from services.matching.adapters.camt.refusals import (
    NotWellFormed,
    SchemaRefused,
    StatementFileRefused,
    TooDeep,
)

_CHUNK: Final = 64 * 1024
_REASON_MAX: Final = 300
_NAMESPACE: Final = re.compile(r"\{(?:urn|http)[^}]*\}")
_COMPLAINED_OF: Final = re.compile(r"Element '([^']+)'")
_TOO_DEEP: Final = "Excessive depth"
_WATCHED: Final = ("{*}Document", "{*}Ntry")
"""So that events are few, however many elements there are."""


def refusal_of(
    xml: bytes, end: int, message: str, schema: etree.XMLSchema | None
) -> StatementFileRefused:
    """The refusal of `xml`, of which a parser with `schema` did not take what ends at `end`."""
    return _as_xml(xml, end) or _against_schema(xml, end, message, schema)


def _as_xml(xml: bytes, end: int) -> StatementFileRefused | None:
    """What is wrong with it as XML: a parser without a schema says it, with its line."""
    parser = pull_parser(tag=_WATCHED)
    for start in range(0, end, _CHUNK):
        if not fed(parser, xml[start : start + _CHUNK]):
            break
        _let_go(parser)
    else:
        if end < len(xml) or closed(parser):
            return None
    first = next(iter(parser.feed_error_log), None)
    if first is None:
        return NotWellFormed(line=_line(xml, len(xml)), reason="it ends in the middle")
    if _TOO_DEEP in first.message:
        return TooDeep(depth_max=DEPTH_MAX, line=first.line)
    return NotWellFormed(line=first.line, reason=_reason(first.message))


def _against_schema(
    xml: bytes, end: int, message: str, schema: etree.XMLSchema | None
) -> StatementFileRefused:
    """The schema's first complaint. It comes without a line: the tag that brings it has one."""
    parser = pull_parser(schema, tag=_WATCHED)
    root: etree._Element | None = None
    for start, stop in _pieces(xml, end):
        taken = fed(parser, xml[start:stop])
        root = _let_go(parser) if root is None else root
        if not taken:
            first = next(iter(parser.feed_error_log), None)
            said = first.message if first else "it is not valid"
            return SchemaRefused(
                message=message,
                line=_line(xml, stop),
                element=_path(root, said),
                reason=_reason(said),
            )
        _let_go(parser)
    line = _line(xml, len(xml))
    return SchemaRefused(message=message, line=line, element="Document", reason="it is not whole")


def _let_go(parser: etree.XMLPullParser) -> etree._Element | None:
    """Empty the entries that have ended; returns the root when it has begun."""
    root = None
    for event, element in events_of(parser):
        if event == "start" and name_of(element) == "Document":
            root = element
        elif event == "end" and name_of(element) == "Ntry":
            element.clear()
    return root


def _pieces(xml: bytes, end: int) -> Iterator[tuple[int, int]]:
    """Chunks up to the one that was refused, which ends at `end`; that one tag by tag."""
    failing = (end - 1) // _CHUNK * _CHUNK
    for start in range(0, failing, _CHUNK):
        yield start, start + _CHUNK
    start = failing
    while start < len(xml):
        stop = xml.find(b">", start) + 1 or len(xml)
        yield start, stop
        start = stop


def _path(root: etree._Element | None, said: str) -> str:
    """From the root to the element that is complained of: the last one of its name."""
    steps: list[str] = []
    step = root
    while step is not None:
        steps.append(name_of(step))
        step = step[-1] if len(step) else None
    named = _COMPLAINED_OF.search(_NAMESPACE.sub("", said))
    if named and named[1] in steps:
        last = len(steps) - steps[::-1].index(named[1])
        steps = steps[:last]
    return "/".join(steps) or "Document"


def _line(xml: bytes, end: int) -> int:
    return xml.count(b"\n", 0, end) + 1


def _reason(message: str) -> str:
    return _NAMESPACE.sub("", " ".join(message.split()))[:_REASON_MAX].rstrip(".")
