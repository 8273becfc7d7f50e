"""What became of each document or statement of an import, line by line and counted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

REJECTED: Final = "rejected"
CONFLICT: Final = "conflict"
OUTCOMES: Final = ("accepted", "duplicate", "waiting", CONFLICT, REJECTED)
_IDS: Final = ("document", "debtor", "statement", "account", "number")
_SHOWN: Final = frozenset({*_IDS, "outcome", "rule", "reason", "message", "file"})


@dataclass(frozen=True, slots=True)
class Line:
    """One document or statement: where it came from, what became of it, why."""

    file: str
    outcome: str
    ids: Mapping[str, str] = field(default_factory=dict)
    rule: str = ""
    message: str = ""
    position: str = ""
    """Where in the file, when a rule says so."""
    more: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, file: str, said: Mapping[str, Any]) -> "Line":
        """As a service reports it."""
        errors = said.get("errors") or [{}]
        return cls(
            file=file,
            outcome=said["outcome"],
            ids={name: str(said[name]) for name in _IDS if said.get(name)},
            rule=said.get("rule") or said.get("reason") or "",
            message=said.get("message") or "",
            position=errors[0].get("position", ""),
            more={name: value for name, value in said.items() if name not in _SHOWN},
        )

    @classmethod
    def rejected(cls, file: str, rule: str, message: str, more: Mapping[str, Any]) -> "Line":
        """Refused as a whole."""
        errors = more.get("errors") or [{}]
        position = errors[0].get("position", "")
        return cls(file, REJECTED, rule=rule, message=message, position=position, more=more)

    def document(self) -> dict[str, Any]:
        said = {"rule": self.rule, "message": self.message, "position": self.position}
        told = {name: value for name, value in said.items() if value}
        return {"file": self.file, "outcome": self.outcome, **self.ids, **told, **self.more}

    def text(self) -> str:
        """One line for a person."""
        ids = " ".join(f"{name} {value}" for name, value in self.ids.items())
        where = f" ({self.position})" if self.position else ""
        said = ": ".join(part for part in (self.rule, self.message) if part)
        why = f"{said}{where}" if said else ""
        return "  ".join(part for part in (f"{self.outcome:<9}", self.file, ids, why) if part)


@dataclass(frozen=True, slots=True)
class Report:
    """All lines in the order of the files."""

    lines: tuple[Line, ...]
    passed_over: int = 0

    @property
    def counts(self) -> Counter[str]:
        return Counter(line.outcome for line in self.lines)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was rejected and nothing contradicts what is recorded."""
        return not self.counts.keys() & {REJECTED, CONFLICT}

    def document(self, **more: Any) -> dict[str, Any]:
        """With `--json`."""
        return {
            **more,
            "counts": {outcome: self.counts[outcome] for outcome in OUTCOMES},
            "passed_over": self.passed_over,
            "lines": [line.document() for line in self.lines],
        }

    def text(self) -> str:
        """For a person: each line, then the counts."""
        return "\n".join([*(line.text() for line in self.lines), self.counted()])

    def counted(self) -> str:
        """`3 accepted, 1 duplicate`."""
        said = [f"{self.counts[one]} {one}" for one in OUTCOMES if self.counts[one]]
        if self.passed_over:
            said.append(f"{self.passed_over} other files passed over")
        return ", ".join(said) or "nothing to import"


def in_order(lines: Iterable[tuple[int, Line]]) -> tuple[Line, ...]:
    """Lines by the place of their file."""
    return tuple(line for _, line in sorted(lines, key=lambda one: one[0]))
