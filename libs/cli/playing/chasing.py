"""The people's side of a chase that is played: a policy, calls, what debtors say."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from libs.cli.calling import Api, Call
from libs.cli.playing.heard import Heard
from libs.cli.playing.resting import NoRest
from libs.cli.playing.script import Answer

POLICY: Final = "four-steps"
SHOWN_WITHIN_S: Final = 10.0
LOOK_AGAIN_S: Final = 0.05
_NOBODY_CALLS: Final = 7
"""One debtor of so many is not called: its calls are missed."""
_ON_THE_PHONE: Final = (
    ("reached", "They look into it and call back."),
    ("no_answer", "Nobody picked up, left a message."),
    ("reached", "The invoice waits for a signature."),
    ("call_back", "Call again on Thursday."),
)


@dataclass(slots=True)
class Chaser:
    """What a credit controller does, day by day."""

    api: Api
    heard: Heard
    patience_s: float = SHOWN_WITHIN_S
    """How long the API may take to show what the log says."""
    _logged: set[str] = field(default_factory=set)

    async def publish(self) -> None:
        """The shipped policy, as it is."""
        path = f"/v1/policies/shipped/{POLICY}"
        text = await self.api.content(Call("GET", "dunning", path))
        kind = "application/yaml"
        await self.api.ask(Call("POST", "dunning", "/v1/policies", content=text, content_type=kind))

    async def note(self, answers: Sequence[Answer]) -> None:
        """What debtors said today, and what was said to them of their disputes."""
        for answer in answers:
            await self._note(answer)

    async def _note(self, answer: Answer) -> None:
        page = await self.api.get("matching", "/v1/items", number=answer.invoice)
        (item,) = page["items"]
        about = {"debtor": item["debtor"], "item": item["item"]}
        match answer.kind:
            case "promise":
                promise = {"debtor": item["debtor"], "items": [item["item"]]}
                await self._says("promises", promise | {"pay_by_on": answer.pay_by})
            case "dispute":
                said = {"reason": answer.reason, "text": answer.words}
                await self._says("disputes", about | said)
            case "paid_already":
                await self._says("paid-claims", about)
            case "resolution":
                dispute = await self._dispute_of(item["debtor"], item["item"])
                said = {"resolution": answer.reason}
                await self._says(f"disputes/{dispute}/resolve", said)

    async def _says(self, place: str, body: dict[str, Any]) -> None:
        await self.api.post("dunning", f"/v1/{place}", body)

    async def _dispute_of(self, debtor: str, item: str) -> str:
        found = await self.api.everything("dunning", "/v1/disputes", debtor=debtor)
        return next(str(one["dispute"]) for one in found if one["item"] == item)

    async def call(self) -> int:
        """Log what is on the worklist; returns how many calls were made."""
        await self.heard.catch_up()
        waiting = self.heard.open["call"] - self._logged
        if not waiting:
            return 0
        for call in await self._worklist(waiting):
            self._logged.add(call["call"])
            number = int("".join(filter(str.isdigit, call["customer_number"])) or 0)
            if number % _NOBODY_CALLS:
                outcome, words = _ON_THE_PHONE[number % len(_ON_THE_PHONE)]
                said = {"outcome": outcome, "text": words}
                await self._says(f"calls/{call['call']}/outcome", said)
        return len(waiting)

    async def _worklist(self, waiting: set[str]) -> list[dict[str, Any]]:
        """As the API shows it, once it shows all that the log says. Raises NoRest."""
        deadline_s = asyncio.get_running_loop().time() + self.patience_s
        while True:
            listed = await self.api.everything("dunning", "/v1/calls", state="scheduled")
            found = [one for one in listed if one["call"] in waiting]
            if len(found) == len(waiting):
                return found
            if asyncio.get_running_loop().time() > deadline_s:
                raise NoRest(f"{len(waiting) - len(found)} calls are not on the worklist")
            await asyncio.sleep(LOOK_AGAIN_S)
