"""What a credit controller does under fire besides what is done on any day."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from audit.mails import read_mails
from libs.cli.failing import Refused
from libs.cli.playing.chasing import Chaser
from libs.cli.playing.script import Answer
from tests.faults.errands import Errands

SHOWN_AGAIN_S = 0.3


@dataclass(slots=True, kw_only=True)
class AskingChaser(Chaser):
    """Asks debtors whether a mail came of which nobody here can tell, and says so.

    Such a demand waits for a person, and its case asks for nothing before.
    """

    mailbox: Path
    """Of all debtors: what arrived there arrived."""
    errands: Errands | None = None
    """What else people do; None: no more than to chase."""
    _asked: set[str] = field(default_factory=set)

    async def publish(self) -> None:
        await Chaser.publish(self)
        if self.errands:
            await self.errands.begin()

    async def call(self) -> int:
        for demand in await self.api.everything("dunning", "/v1/demands", status="uncertain"):
            # An attempt that is uncertain is made again; only an uncertain outcome is for people.
            if demand["outcome"] == "uncertain" and demand["demand"] not in self._asked:
                self._asked.add(demand["demand"])
                said = {"left": await self._has_come(demand)}
                await self.api.post("dunning", f"/v1/demands/{demand['demand']}/outcome", said)
        if self.errands:
            await self.errands.day()
        return await Chaser.call(self)

    async def note(self, answers: Sequence[Answer]) -> None:
        """What is said of an item that has just gone to another debtor may come too late."""
        for answer in answers:
            try:
                await self._note(answer)
            except Refused:
                if self.errands is None or not await self._is_touched(answer.invoice):
                    raise

    async def _is_touched(self, number: str) -> bool:
        page = await self.api.get("matching", "/v1/items", number=number)
        touched = self.errands.merger.touched if self.errands else set()
        return any(one["debtor"] in touched for one in page["items"])

    async def _dispute_of(self, debtor: str, item: str) -> str:
        """Once it is shown where it has gone."""
        ends_s = asyncio.get_running_loop().time() + self.patience_s
        while True:
            found = await self.api.everything("dunning", "/v1/disputes")
            for one in found:
                if one["item"] == item:
                    return str(one["dispute"])
            assert asyncio.get_running_loop().time() < ends_s, f"no dispute of {item} is shown"
            await asyncio.sleep(SHOWN_AGAIN_S)

    async def _has_come(self, demand: dict[str, Any]) -> bool:
        message = await self.api.get("notifications", f"/v1/messages/{demand['message']}")
        return any(mail.message_id == message["message_id"] for mail in read_mails(self.mailbox))
