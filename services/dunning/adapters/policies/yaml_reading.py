"""A YAML document as plain values with the line of each; nothing in it is ever carried out.

Anchors, aliases and tags are refused: a policy needs none, and a file of a few hundred bytes can
grow to gigabytes by them. Size, depth and the number of values have limits.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from services.dunning.api.policy_mistakes import Mistake, PolicyMistaken, mistaken

BYTES_MAX: Final = 64 * 1024
DEPTH_MAX: Final = 8
VALUES_MAX: Final = 2_000

_WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]{0,8})")
_TRUTHS: Final = {"true": True, "false": False}
_OPENING: Final = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSING: Final = (yaml.MappingEndEvent, yaml.SequenceEndEvent)

Place = tuple[str | int, ...]
"""Names and positions that lead to a value."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, and on which line it says it."""

    value: Any
    lines: Mapping[Place, int]
    """Counted from 1; every value has one."""

    def line_of(self, place: Place) -> int:
        """Of the value there; where there is none, of what should hold it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 0)


def read_yaml(raw: bytes) -> Document:
    """Read one document. Raises PolicyMistaken."""
    if len(raw) > BYTES_MAX:
        raise mistaken("policy_too_big", f"A policy has at most {BYTES_MAX} bytes.")
    try:
        text = raw.decode("utf-8-sig")
        _check(text)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as mistake:
        raise mistaken("not_utf8", "A policy is written in UTF-8.") from mistake
    except yaml.YAMLError as mistake:
        raise _unreadable(mistake) from mistake
    if node is None:
        raise mistaken("policy_empty", "There is nothing in this file.")
    lines: dict[Place, int] = {}
    mistakes: list[Mistake] = []
    value = _plain(node, (), lines, mistakes)
    if mistakes:
        raise PolicyMistaken(mistakes)
    return Document(value, lines)


def _check(text: str) -> None:
    """Limits, before anything is built. Raises PolicyMistaken, YAMLError."""
    depth = values = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = _line_of(event)
        depth += isinstance(event, _OPENING) - isinstance(event, _CLOSING)
        values += isinstance(event, yaml.NodeEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            raise mistaken("alias", "Anchors and aliases (&, *) are not read.", line)
        if tag := getattr(event, "tag", None):
            raise mistaken("tag", f"Tags ({tag}) are not read.", line)
        if depth > DEPTH_MAX:
            raise mistaken("too_deep", f"It is nested deeper than {DEPTH_MAX} levels.", line)
        if values > VALUES_MAX:
            raise mistaken("too_many_values", f"It has more than {VALUES_MAX} values.", line)
        if documents > 1:
            raise mistaken("several_documents", "A file holds one policy; here a second.", line)


def _plain(node: yaml.Node, place: Place, lines: dict[Place, int], mistakes: list[Mistake]) -> Any:
    lines[place] = _line_of(node)
    match node:
        case yaml.MappingNode():
            return _mapping(node, place, lines, mistakes)
        case yaml.SequenceNode():
            return [
                _plain(one, (*place, number), lines, mistakes)
                for number, one in enumerate(node.value)
            ]
        case _:
            return _scalar(node)


def _mapping(
    node: yaml.MappingNode, place: Place, lines: dict[Place, int], mistakes: list[Mistake]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for named, said in node.value:
        line = _line_of(named)
        name = named.value if isinstance(named, yaml.ScalarNode) else ""
        field = ".".join(map(str, (*place, name)))
        if not name:
            mistakes.append(Mistake("name_unreadable", "A name is one word.", field, line))
        elif name in found:
            mistakes.append(Mistake("name_twice", f"{name} is said twice.", field, line))
        else:
            found[name] = _plain(said, (*place, name), lines, mistakes)
            lines[*place, name] = line
    return found


def _scalar(node: yaml.Node) -> Any:
    """A whole number, true or false, null; all else is the text as it stands, days too."""
    text = node.value
    if node.tag == "tag:yaml.org,2002:null":
        return None
    if node.tag == "tag:yaml.org,2002:bool":
        return _TRUTHS.get(text.lower(), text)
    if node.tag == "tag:yaml.org,2002:int" and _WHOLE.fullmatch(text):
        return int(text)
    return text


def _line_of(part: yaml.Event | yaml.Node) -> int:
    mark = part.start_mark
    return mark.line + 1 if mark is not None else 0


def _unreadable(mistake: yaml.YAMLError) -> PolicyMistaken:
    mark = getattr(mistake, "problem_mark", None) or getattr(mistake, "context_mark", None)
    reason = getattr(mistake, "problem", None) or "a character that YAML does not have"
    line = mark.line + 1 if mark is not None else 0
    return mistaken("not_yaml", f"This is not YAML: {reason}.", line)
