"""The auditor as a process of its own: it shares no code with what it audits."""

import asyncio
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from deploy.local.stack import ROOT

AGREES, DIFFERS = 0, 1
LIMIT_S: Final = 120.0
PLACES: Final = 2


class AuditFailed(Exception):
    """The auditor could not read the log or the truth."""


async def audited(
    kafka: str, tenant: str, truth: Path, mailbox: Path | None = None
) -> dict[str, Any]:
    """Its summary as a document, amounts in minor units. Raises AuditFailed.

    `mailbox`: the folder of what was received, where mails are looked at.
    """
    mails = ("--mailbox", str(mailbox)) if mailbox else ()
    command = [sys.executable, "-m", "audit", "--kafka", kafka, "--tenant", tenant]
    process = await asyncio.create_subprocess_exec(
        *command,
        *("--truth", str(truth), "--day-by-day", "--json", *mails),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(LIMIT_S):
            said, failure = await process.communicate()
    except TimeoutError as late:
        process.kill()
        await process.wait()
        raise AuditFailed(f"the auditor does not end within {LIMIT_S:g} s") from late
    if process.returncode not in (AGREES, DIFFERS):
        raise AuditFailed(failure.decode().strip().rpartition("\n")[2])
    summary: dict[str, Any] = json.loads(said)
    return summary


def money(cents: int, currency: str) -> str:
    """Minor units as a person reads them; the lives that are played are in euro."""
    return f"{Decimal(cents).scaleb(-PLACES):,.{PLACES}f} {currency}"
