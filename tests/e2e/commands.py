"""The `relance` command as a person types it, against the platform of the stories."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any, Final

from libs.events.contracts.topology import TOPOLOGY
from tests.e2e.platform import Platform

ROOT: Final = Path(__file__).resolve().parents[2]


async def relance(platform: Platform, tenant: str, *words: str) -> tuple[int, Any]:
    """Its exit code, and what it answers."""
    urls = {f"RELANCE_URL_{one.upper()}": platform.member(one).url for one in TOPOLOGY}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "libs.cli", *words, "--json"),
        cwd=ROOT,
        env=os.environ
        | urls
        | {
            "RELANCE_KAFKA": platform.kafka,
            "RELANCE_POSTGRES": platform.environment["RELANCE_POSTGRES"],
            "RELANCE_TOKEN": platform.token(tenant),
        },
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, json.loads(said)
