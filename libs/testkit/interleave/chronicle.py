"""What happened in a history, told of the streams that a check is about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from libs.events.contracts.model import Contract
from libs.testkit.world.premises import Commit

_LINES_MAX = 400


@dataclass(frozen=True, slots=True)
class Line:
    """An event, or an act of the outside world."""

    step: int
    service: str
    partition: int
    offset: int
    stream: str
    body: Contract
    cause: str


class Chronicle:
    """Every event of a history, and every act of the outside."""

    def __init__(self) -> None:
        self.step = 0
        self._lines: list[Line] = []
        self._bodies: dict[str, str] = {}
        """Message id to its name, for causes."""

    def acted(self, service: str, identity: str, key: str, command: Contract) -> None:
        self._bodies[identity] = type(command).__name__
        self._lines.append(Line(self.step, service, -1, -1, key, command, "the edge"))

    def saw(self, commit: Commit) -> None:
        for command in commit.batch.commands:
            self._bodies[command.id] = type(command.command).__name__
        for offset, new in zip(commit.offsets, commit.batch.events, strict=True):
            self._bodies[new.id] = type(new.event).__name__
            cause = self._bodies.get(new.causation, new.causation)
            self._lines.append(
                Line(
                    self.step,
                    commit.service,
                    commit.partition,
                    offset,
                    new.stream,
                    new.event,
                    cause,
                )
            )

    def about(self, ids: Iterable[str]) -> Iterator[str]:
        """The lines in which one of `ids` occurs, in order, each as text."""
        wanted = tuple(one for one in ids if one)
        shown = 0
        for line in self._lines:
            text = f"{line.stream} {line.body!r}"
            if wanted and not any(one in text for one in wanted):
                continue
            shown += 1
            if shown > _LINES_MAX:
                yield f"… more than {_LINES_MAX} lines"
                return
            yield _written(line)


def _written(line: Line) -> str:
    where = f"{line.service}/{line.partition}@{line.offset}" if line.offset >= 0 else line.service
    fields = ", ".join(f"{name}={_short(value)}" for name, value in line.body if _says(name, value))
    return (
        f"{line.step:5} {where:16} {line.stream}  {type(line.body).__name__}({fields})"
        f"  ← {line.cause}"
    )


def _says(name: str, value: Any) -> bool:
    return name not in ("personal", "facts", "entry") and value not in ("", None, ())


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) < 160 else text[:157] + "…"
