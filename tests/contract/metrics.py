"""What processes export, and what the page of metrics says of it."""

import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from libs.chassis.effects_telemetry import EffectGauges
from libs.chassis.figures import gauges_of
from libs.chassis.telemetry import Gauges, types_of
from libs.events.contracts.topology import TOPOLOGY

PAGE = Path(__file__).resolve().parents[2] / "docs" / "metrics.md"
ROW = re.compile(
    r"^\| `(?P<name>\w+)` \| (?P<type>\w+) \| (?P<labels>[^|]*)\| [^|]+\| [^|]+\|$", re.M
)


@dataclass(frozen=True, slots=True, order=True)
class Exported:
    """A metric under the name that one asks Prometheus for."""

    name: str
    type: str
    labels: tuple[str, ...]


def on_the_page() -> list[Exported]:
    """In the order of the page."""
    return [
        Exported(row["name"], row["type"], tuple(re.findall(r"`(\w+)`", row["labels"])))
        for row in ROW.finditer(PAGE.read_text("utf-8"))
    ]


def exported() -> set[Exported]:
    """What processes of all services export, each with its labels."""
    found: set[Exported] = set()
    for service, topics in TOPOLOGY.items():
        gauges = Gauges(service, types_of(topics))
        settings = importlib.import_module(f"services.{service}.settings").Settings
        made = importlib.import_module(f"services.{service}.app").make(settings.model_construct())
        gauges_of(made.figures, gauges.registry)
        if made.effects is not None:
            EffectGauges(gauges.registry)
        found |= {_exported(collector) for collector in _declared(gauges)}
    return found


def families(text: str) -> set[str]:
    """Names under which one asks for what a process exports, from its text."""
    return {_name(family.name, family.type) for family in text_string_to_metric_families(text)}


def _declared(gauges: Gauges) -> Iterator[tuple[Metric, tuple[str, ...]]]:
    collectors: Iterable[Any] = gauges.registry._collector_to_names
    for collector in collectors:
        for family in collector.collect():
            yield family, tuple(getattr(collector, "_labelnames", ()))


def _exported(declared: tuple[Metric, tuple[str, ...]]) -> Exported:
    family, labels = declared
    return Exported(_name(family.name, family.type), family.type, labels)


def _name(family: str, kind: str) -> str:
    return f"{family}_total" if kind == "counter" else family
