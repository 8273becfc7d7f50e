"""A message's elements, one entry at a time: validated while it is read, with little memory."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from services.matching.adapters.camt.limits import Limits
from services.matching.adapters.camt.locating import refusal_of
from services.matching.adapters.camt.parsers import (
    closed,
    events_of,
    fed,
    name_of,
    pull_parser,
)
from services.matching.adapters.camt.refusals import TooManyElements

_CHUNK: Final = 64 * 1024


def elements_of(
    xml: bytes, message: str, schema: etree.XMLSchema | None, limits: Limits
) -> Iterator[etree._Element]:
    """Each GrpHdr, Ntry and Stmt as it ends, emptied once the next one is asked for.

    A Stmt no longer holds its entries. Raises NotWellFormed, SchemaRefused, TooDeep or
    TooManyElements, at the latest at the end: what was handed out is good only then.
    """
    parser = pull_parser(schema, tag=("{*}Document", "{*}GrpHdr", "{*}Ntry", "{*}Stmt"))
    held, is_whole = 0, False
    for start in range(0, len(xml), _CHUNK):
        end = start + _CHUNK
        if not fed(parser, xml[start:end]):
            raise refusal_of(xml, min(end, len(xml)), message, schema)
        held += xml.count(b"<", start, end) - xml.count(b"</", start, end)
        for event, element in events_of(parser):
            if event == "end" and name_of(element) == "Document":
                is_whole = True
            elif event == "end":
                yield element
                held -= _let_go(element)
        if held > limits.elements_max:
            raise TooManyElements(elements_max=limits.elements_max)
    # A parser with a schema closes a document that ends in the middle without complaint.
    if not closed(parser) or not is_whole:
        raise refusal_of(xml, len(xml), message, schema)


def _let_go(element: etree._Element) -> int:
    """How many elements went. Of the entry before not even its empty element stays."""
    count = sum(1 for _ in element.iter()) - 1
    element.clear()
    before, parent = element.getprevious(), element.getparent()
    if before is None or parent is None or before.tag != element.tag:
        return count
    parent.remove(before)
    return count + 1
