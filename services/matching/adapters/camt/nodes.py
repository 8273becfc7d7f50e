"""An element and all below it as plain values, without the namespace of its version."""

from dataclasses import dataclass, field

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
        for step in path.split("/"):
            found = [node for above in found for node in above.below.get(step, ())]
        return found

    def first(self, path: str) -> "Node | None":
        """The first node at `path`."""
        found: Node = self
        for step in path.split("/"):
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
    node = Node(
        name=str(element.tag).rpartition("}")[2],
        line=line_of(element),
        said=element.text or "",
        currency=element.get("Ccy", ""),
        within=within,
    )
    for child in element:
        below = node_of(child, node.name)
        node.below.setdefault(below.name, []).append(below)
    return node
