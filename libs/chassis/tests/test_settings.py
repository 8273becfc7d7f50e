"""A setting that is wrong is told by its name, and nothing of what was set is shown."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def started_with(**settings: str) -> "subprocess.CompletedProcess[str]":
    told = {name: value for name, value in os.environ.items() if not name.startswith("RELANCE_")}
    return subprocess.run(
        [sys.executable, "-m", "services.calendar"],
        cwd=ROOT,
        env=told | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_each_is_told_by_its_name_and_the_process_ends() -> None:
    ended = started_with(
        RELANCE_KAFKA="127.0.0.1:1",
        RELANCE_POSTGRES="postgresql://relance:secret@127.0.0.1:1",
        RELANCE_OBJECTS="file:///objects",
        RELANCE_PARTITIONS="none",
        RELANCE_WRITE_BEFORE="matching.item_setled",
    )

    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "RELANCE_SECRETS: Field required",
        "RELANCE_PARTITIONS: Input should be a valid integer, unable to parse string as an integer",
        "RELANCE_WRITE_BEFORE: 'matching.item_setled' has no version before; "
        "these have: dunning.demand_gated, dunning.demand_recalled, dunning.policy_published, "
        "dunning.task_opened, handoff.placement_offered, handoff.placement_withdrawn, "
        "matching.item_settled",
    ]
