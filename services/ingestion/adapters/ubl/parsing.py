"""Checked bytes to a tree that is small enough to be read."""

from typing import Any, Final

from lxml import etree

from services.ingestion.domain.problems import refused

DEPTH_MAX: Final = 60
ELEMENTS_MAX: Final = 300_000
ATTRIBUTES_MAX: Final = 30
"""Of one element, namespaces apart."""


def tree_of(xml: bytes) -> etree._Element:
    """The root element, without comments and processing instructions.

    Raises DocumentRefused: too_deep, too_many_elements, too_many_attributes, xml_broken.
    """
    try:
        etree.fromstring(xml, _parser(target=_Caps()))
        return etree.fromstring(xml, _parser())
    except etree.XMLSyntaxError as mistake:
        line, column = mistake.position
        message = f"the XML is broken: {mistake.msg}"
        raise refused("xml_broken", message, f"line {line}, column {column}") from mistake


class _Caps:
    """A parser target that keeps nothing and counts."""

    def __init__(self) -> None:
        self._depth = 0
        self._elements = 0

    def start(self, tag: Any, attrib: dict[Any, Any]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > DEPTH_MAX:
            raise refused("too_deep", f"elements lie more than {DEPTH_MAX} deep")
        if self._elements > ELEMENTS_MAX:
            raise refused("too_many_elements", f"there are more than {ELEMENTS_MAX} elements")
        if len(attrib) > ATTRIBUTES_MAX:
            name = etree.QName(tag).localname
            message = f"{name} has {len(attrib)} attributes, more than {ATTRIBUTES_MAX}"
            raise refused("too_many_attributes", message)

    def end(self, tag: Any) -> None:
        self._depth -= 1

    def data(self, data: Any) -> None:
        return None

    def comment(self, text: Any) -> None:
        return None

    def close(self) -> None:
        return None


def _parser(target: _Caps | None = None) -> etree.XMLParser:
    return etree.XMLParser(
        target=target,
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
