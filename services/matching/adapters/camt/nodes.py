"""An element and all below it as plain values, without the namespace of its version."""

from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from services.matching.adapters.camt.parsers import line_of


@dataclass(slots=True)
class Node:
    """One element. Looking steps up here is many times faster than lxml's own paths."""

    name: str
    line: int
    said: str = ""
    """Its own text as it stands."""
    currency: str = ""
    """Its attribute `Ccy`."""
    within: str = ""
    """The name of the element around it."""
    below: dict[str, list["Node"]] = field(default_factory=dict)

    def all(self, path: str) -> list["Node"]:
        """Every node at `path` (`NtryDtls/TxDtls`), in the file's order."""
        found = [self]
        for step in _steps(path):
            found = [node for above in found for node in above.below.get(step, ())]
        return found

    def first(self, path: str) -> "Node | None":
        """The first node at `path`."""
        found: Node = self
        for step in _steps(path):
            below = found.below.get(step)
            if below is None:
                return None
            found = below[0]
        return found

    @property
    def place(self) -> str:
        """Its name with that of the element around it: `Ntry/Amt`."""
        return f"{self.within}/{self.name}" if self.within else self.name


def node_of(element: etree._Element, within: str = "") -> Node:
    """The element as a node, with all that it holds. Depth is bounded by the parser."""
    tag = element.tag
    node = Node(
        tag[tag.find("}") + 1 :],
        line_of(element),
        element.text or "",
        element.get("Ccy", "") if element.attrib else "",
        within,
    )
    for child in element:
        below = node_of(child, node.name)
        node.below.setdefault(below.name, []).append(below)
    return node


@lru_cache(maxsize=512)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.split("/"))
