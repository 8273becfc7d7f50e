"""The people's side of hand-off in a life that is played: cases go to the sandbox agency."""

import asyncio
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from deploy.local.partner import Partner
from deploy.local.stack import ROOT
from libs.cli.calling import Api
from libs.cli.failing import Refused
from libs.cli.playing.heard import Heard
from libs.cli.playing.resting import NoRest
from libs.cli.session import Session

AGENCY: Final = "Sandbox Incasso"
FEE: Final = {"recovered_basis_points": 1_500, "direct_basis_points": 500}
"""15 % of what it recovers, 5 % of what is paid past it."""
SHOWN_WITHIN_S: Final = 60.0
LOOK_AGAIN_S: Final = 0.05
SETTLED_WITHIN_S: Final = 300.0
_GONE: Final = frozenset({"nothing_to_place", "already_placed"})
"""Why a proposal is not placed any more: it was paid, or is placed, since it was made."""


class AgencyFailed(Exception):
    """A program of the sandbox agency did not do its work."""


@dataclass(slots=True)
class Placer:
    """What a controller does with cases whose ladder has ended, and what their agency does."""

    session: Session
    api: Api
    heard: Heard
    partner: Partner
    _asked: set[str] = field(default_factory=set)
    _placed: set[str] = field(default_factory=set)

    async def register(self) -> None:
        """The agency, its contract, and its program that listens."""
        body = {"name": AGENCY, "fee": FEE, "webhook_url": self.partner.url}
        agency = (await self.api.post("handoff", "/v1/agencies", body))["agency"]
        secret = await self.api.get("handoff", f"/v1/agencies/{agency}/secret")
        token = self.session.signed("sandbox", ("agency",), agency=agency)
        url = self.session.url("handoff")
        await self.partner.start(url, token=token, secret=secret["secret"])

    async def place(self) -> None:
        """One click for each case that the day's end of a ladder has proposed. Raises NoRest."""
        for placement in sorted(self.heard.open["placement"] - self._asked):
            self._asked.add(placement)
            await self._shown(placement, lambda _: True, "shown")
            try:
                await self.api.post("handoff", f"/v1/placements/{placement}/request", {})
            except Refused as refused:
                if refused.rule not in _GONE:
                    raise
            else:
                self._placed.add(placement)

    async def worked_on(self) -> None:
        """Wait until the agency has taken on what it was offered. Raises NoRest."""
        for placement in sorted(self._placed):
            await self._shown(placement, _is_worked_on, "taken on")

    async def settle(self, on: str, reference: str) -> dict[str, Any]:
        """The agency ends its month; what it says of its transfer. Raises AgencyFailed."""
        door = self.partner.door(self.session.url("handoff"))
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "agency.settling", *door, "--on", on, "--reference", reference),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(SETTLED_WITHIN_S):
                said, failure = await process.communicate()
        except TimeoutError as late:
            process.kill()
            await process.wait()
            raise AgencyFailed(f"the agency settles nothing in {SETTLED_WITHIN_S:g} s") from late
        if process.returncode:
            raise AgencyFailed(failure.decode().strip().rpartition("\n")[2])
        settled: dict[str, Any] = json.loads(said)
        return settled

    async def _shown(
        self, placement: str, wanted: Callable[[dict[str, Any]], bool], said: str
    ) -> None:
        """Wait until the API shows it so. Raises NoRest."""
        deadline_s = asyncio.get_running_loop().time() + SHOWN_WITHIN_S
        while True:
            try:
                found = await self.api.get("handoff", f"/v1/placements/{placement}")
            except Refused as not_yet:
                if not_yet.rule != "not_found":
                    raise
            else:
                if wanted(found):
                    return
            if asyncio.get_running_loop().time() > deadline_s:
                raise NoRest(f"placement {placement} is not {said}")
            await asyncio.sleep(LOOK_AGAIN_S)


def _is_worked_on(placement: dict[str, Any]) -> bool:
    if placement["stage"] in ("withdrawn", "refused", "recalled", "closed"):
        return True
    told = [one["what"] for one in placement["events"]]
    return placement["stage"] == "accepted" and "reaction_reported" in told
