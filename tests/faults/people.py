"""What a credit controller does under fire besides what is done on any day."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from audit.mails import read_mails
from libs.cli.playing.chasing import Chaser


@dataclass(slots=True, kw_only=True)
class AskingChaser(Chaser):
    """Asks debtors whether a mail came of which nobody here can tell, and says so.

    Such a demand waits for a person, and its case asks for nothing before.
    """

    mailbox: Path
    """Of all debtors: what arrived there arrived."""
    _asked: set[str] = field(default_factory=set)

    async def call(self) -> int:
        for demand in await self.api.everything("dunning", "/v1/demands", status="uncertain"):
            # An attempt that is uncertain is made again; only an uncertain outcome is for people.
            if demand["outcome"] == "uncertain" and demand["demand"] not in self._asked:
                self._asked.add(demand["demand"])
                said = {"left": await self._has_come(demand)}
                await self.api.post("dunning", f"/v1/demands/{demand['demand']}/outcome", said)
        return await Chaser.call(self)

    async def _has_come(self, demand: dict[str, Any]) -> bool:
        message = await self.api.get("notifications", f"/v1/messages/{demand['message']}")
        return any(mail.message_id == message["message_id"] for mail in read_mails(self.mailbox))
