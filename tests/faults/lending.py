"""A person asks for credit for debtors and grants it, some of it less than is owed already."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from libs.cli.calling import Api
from libs.cli.failing import Refused

EVERY_DAYS = 6
AMOUNTS = ("100.00 EUR", "2500.00 EUR", "50000.00 EUR")
HOLDS_DAYS = (20, 400)
"""Some end while the life lasts."""
NOT_YET = frozenset({"debtor_unknown", "day_unknown", "not_found"})
SAID_BEFORE = frozenset({"request_waits", "request_is_not_waiting"})
"""Who asks again after a crash is told so: nothing is found by its id here."""
KNOWN_WITHIN_S = 120.0
AGAIN_S = 0.3


@dataclass(slots=True)
class Lender:
    """One tenant's."""

    api: Api
    chance: Random
    gone: set[str]
    _asked: int = 0

    async def day(self, number: int, day_on: str) -> None:
        """Ask and grant; what a debtor held before is replaced."""
        if number % EVERY_DAYS:
            return
        cases = await self.api.everything("dunning", "/v1/cases")
        debtors = sorted({one["debtor"] for one in cases} - self.gone)
        if debtors:
            await self._lend(self.chance.choice(debtors), date.fromisoformat(day_on))
            self._asked += 1

    async def _lend(self, debtor: str, today: date) -> None:
        amount = AMOUNTS[self._asked % len(AMOUNTS)]
        body = {"debtor": debtor, "amount": amount, "reason": "orders every week"}
        await _said(lambda: self.api.post("risk", "/v1/limits", body))
        limit = await self._waiting(debtor)
        expires_on = today + timedelta(days=HOLDS_DAYS[self._asked % len(HOLDS_DAYS)])
        grant = {"expires_on": expires_on.isoformat()}
        await _said(lambda: self.api.post("risk", f"/v1/limits/{limit}/grant", grant))

    async def _waiting(self, debtor: str) -> str:
        """The request, once the view has it."""
        ends_s = asyncio.get_running_loop().time() + KNOWN_WITHIN_S
        while True:
            found = await self.api.everything("risk", "/v1/limits", debtor=debtor)
            for one in found:
                if one["state"] == "requested":
                    return str(one["limit"])
            assert asyncio.get_running_loop().time() < ends_s, f"{debtor} has no request"
            await asyncio.sleep(AGAIN_S)


async def _said(ask: Callable[[], Awaitable[Any]]) -> None:
    """Again while what it is about is not known yet."""
    ends_s = asyncio.get_running_loop().time() + KNOWN_WITHIN_S
    while True:
        try:
            await ask()
            return
        except Refused as refused:
            if refused.rule in SAID_BEFORE:
                return
            if refused.rule not in NOT_YET or asyncio.get_running_loop().time() > ends_s:
                raise
        await asyncio.sleep(AGAIN_S)
