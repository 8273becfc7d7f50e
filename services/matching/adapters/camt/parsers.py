"""The one way in which this package sets up an XML parser."""

from collections.abc import Iterator

from lxml import etree


def pull_parser(
    schema: etree.XMLSchema | None = None, tag: tuple[str, ...] | None = None
) -> etree.XMLPullParser:
    """A parser that fetches nothing, expands nothing, and validates as it reads.

    It tells of elements with one of the names in `tag`; None: of all.
    """
    return etree.XMLPullParser(
        events=("start", "end"),
        schema=schema,
        tag=tag,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
    )


def fed(parser: etree.XMLPullParser, piece: bytes) -> bool:
    """Whether the parser took `piece`; why it did not is in its log, if it says so at all."""
    try:
        parser.feed(piece)
    except etree.XMLSyntaxError:
        return False
    return not len(parser.feed_error_log)


def closed(parser: etree.XMLPullParser) -> bool:
    """Whether the document is whole. With a schema, what is malformed may only show here."""
    try:
        parser.close()
    except etree.XMLSyntaxError:
        return False
    return True


def events_of(parser: etree.XMLPullParser) -> Iterator[tuple[str, etree._Element]]:
    """What the parser has seen since it was last asked: (`start` or `end`, element)."""
    for event, element in parser.read_events():
        if isinstance(element, etree._Element):
            yield event, element


def name_of(element: etree._Element) -> str:
    """Its name without the namespace."""
    return etree.QName(element).localname


def line_of(element: etree._Element) -> int:
    """The line that it begins on."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0
