"""Bank statements from files: one account after its opening days, accounts beside each other."""

import asyncio
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from libs.cli.calling import Api, Call
from libs.cli.failing import Refused
from libs.cli.importing.files import lanes
from libs.cli.importing.peeking import peek
from libs.cli.importing.report import Line, Report
from libs.cli.together import together

LANES_AT_ONCE: Final = 4
HEARS_WITHIN_S: Final = 20.0
"""How long matching may take to hear of a creditor or account that ingestion has."""
ASK_AGAIN_S: Final = 0.2
NOT_OF_THE_FILE: Final = frozenset({401, 403, 404})

Done = Callable[[int], None]
"""Is told how many files more are done."""


@dataclass(slots=True)
class BankImport:
    """One creditor's bank files on their way in."""

    api: Api
    creditor: str
    ibans: set[str]
    """Accounts that the creditor has named."""
    add_accounts: bool
    _naming: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def file(self, path: Path) -> list[Line]:
        """A line a statement. Raises Refused when the caller may not, Unreachable."""
        raw = path.read_bytes()
        try:
            told = await self._taken(raw)
        except Refused as refused:
            if refused.status in NOT_OF_THE_FILE:
                raise
            return [Line.rejected(str(path), refused.rule, refused.message, refused.fields)]
        return [Line.of(str(path), await self._decided(one)) for one in told]

    async def _taken(self, raw: bytes) -> list[dict[str, Any]]:
        """Sent again while matching has not heard of what ingestion has."""
        deadline_s = time.monotonic() + HEARS_WITHIN_S
        told = await self._sent(raw)
        while time.monotonic() < deadline_s:
            if self.add_accounts:
                await self._name(told)
            if not any(map(self._is_not_heard_of_yet, told)):
                break
            await asyncio.sleep(ASK_AGAIN_S)
            told = told_once(told, await self._sent(raw))
        return told

    async def _sent(self, raw: bytes) -> list[dict[str, Any]]:
        call = Call(
            "POST",
            "matching",
            "/v1/statements",
            params={"creditor": self.creditor},
            content=raw,
            key=uuid.uuid4().hex,
        )
        try:
            document = await self.api.ask(call)
        except Refused as refused:
            if "statements" not in refused.problem:
                raise
            document = refused.problem
        told: list[dict[str, Any]] = document["statements"]
        return told

    def _is_not_heard_of_yet(self, one: dict[str, Any]) -> bool:
        rule = one.get("rule")
        is_named = one.get("account_number") in self.ibans
        return rule == "creditor_unknown" or (rule == "account_unknown" and is_named)

    async def _name(self, told: Iterable[dict[str, Any]]) -> None:
        """Add the accounts that the creditor lacks."""
        async with self._naming:
            lacking = {
                one["account_number"]: one["currency"]
                for one in told
                if one.get("rule") == "account_unknown" and one["account_number"] not in self.ibans
            }
            if not lacking:
                return
            sent = [{"iban": iban, "currency": currency} for iban, currency in lacking.items()]
            path = f"/v1/creditors/{self.creditor}/accounts"
            await self.api.post("ingestion", path, {"accounts": sent})
            self.ibans |= lacking.keys()

    async def _decided(self, said: dict[str, Any]) -> dict[str, Any]:
        """The line of a statement; one that was still undecided is waited for."""
        if said["outcome"] != "pending":
            return said
        try:
            return {**said, **await self.api.outcome("matching", said["status_url"])}
        except Refused as refused:
            told = {"outcome": "rejected", "rule": refused.rule, "message": refused.message}
            return {**said, **refused.fields, **told}


def told_once(
    before: Sequence[dict[str, Any]], now: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """What was taken at first stays as it was told; sent again it would be a duplicate."""
    taken = {one["statement"]: one for one in before if not one.get("rule")}
    return [taken.get(one["statement"], one) for one in now]


async def import_bank(
    api: Api,
    creditor: dict[str, Any],
    files: Sequence[Path],
    *,
    add_accounts: bool = False,
    done: Done = lambda _: None,
) -> Report:
    """Everything in `files`, a line a statement; `creditor` as ingestion shows it.

    Raises Refused when the caller may not, Unreachable.
    """
    ibans = {str(account["iban"]) for account in creditor["accounts"]}
    bank = BankImport(api, creditor["creditor"], ibans, add_accounts)
    waiting = iter(lanes([(*peek(file), file) for file in files]))
    lines: dict[Path, list[Line]] = {}

    async def work() -> None:
        for lane in waiting:
            for file in lane:
                lines[file] = await bank.file(file)
                done(1)

    await together(work() for _ in range(LANES_AT_ONCE))
    told = [line for file in files for line in lines[file]]
    return Report(tuple([await _settled(api, line) for line in told]))


async def _settled(api: Api, line: Line) -> Line:
    """A statement that waited may have joined the chain through a later file of this import."""
    if line.outcome != "waiting":
        return line
    found = await api.get("matching", f"/v1/statements/{line.ids['statement']}")
    if found["state"] == "waiting":
        return replace(line, rule=line.rule or found["reason"] or "")
    return replace(line, outcome="accepted" if found["state"] == "accepted" else "duplicate")
