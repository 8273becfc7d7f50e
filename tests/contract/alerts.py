"""The alerts, and the runbooks that they lead to."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
ALERTS = ROOT / "deploy" / "observability" / "alerts.yaml"
RUNBOOKS = ROOT / "docs" / "runbooks"
INDEX = RUNBOOKS / "README.md"
NO_ALERT = "**No alert.**"
"""Stands on a page that people open by themselves."""

METRIC = re.compile(r"\b(?:relance|process)_[a-z_]+\b(?!=|\")")
OF_A_HISTOGRAM = re.compile(r"_(?:bucket|sum|count)$")
LINK = re.compile(r"\]\(([\w-]+\.md)\)")
SHOWN = re.compile(r"^```\n\$ \S+.*\n(?:.*\n)*?(?:.*\S.*\n)```$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule of Prometheus."""

    name: str
    expr: str
    lasts: str
    severity: str
    summary: str
    runbook: str

    @property
    def metrics(self) -> set[str]:
        return {OF_A_HISTOGRAM.sub("", name) for name in METRIC.findall(self.expr)}


def alerts() -> list[Alert]:
    """In the order of the file. Raises KeyError when one lacks something."""
    groups = yaml.safe_load(ALERTS.read_text("utf-8"))["groups"]
    return [
        Alert(
            name=rule["alert"],
            expr=rule["expr"],
            lasts=rule["for"],
            severity=rule["labels"]["severity"],
            summary=rule["annotations"]["summary"],
            runbook=rule["annotations"]["runbook"],
        )
        for group in groups
        for rule in group["rules"]
    ]


def runbooks() -> dict[str, str]:
    """Name of the file to its text, without the index."""
    pages = sorted(page for page in RUNBOOKS.glob("*.md") if page != INDEX)
    return {page.name: page.read_text("utf-8") for page in pages}
