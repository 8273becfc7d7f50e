"""A file of bank statements at the edge: read within bounds, each statement kept and booked."""

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from libs.chassis.asking import Asked, Asking
from libs.chassis.identity import Principal
from libs.chassis.objects import Objects
from libs.chassis.problems import Problem
from libs.events.contracts.runtime import Answer
from libs.kernel.ids import IdSecret
from services.matching.domain.statements import (
    StatementContent,
    account_id,
    encode_content,
    offer_of,
)
from services.matching.domain.statements.commands import BookStatement
from services.matching.domain.statements.streams import account_path

ReadFile = Callable[[bytes], Sequence[StatementContent]]
"""Raises a refusal that says why the file is not taken."""

_AT_ONCE: Final = 2
"""Files read at the same time: each may hold a core and 200 MB for a second."""
_WAITING_MAX: Final = 200
_KEPT_AT_ONCE: Final = 8


class TooManyUploads(Problem):
    """{waiting} files wait to be read already; send this one again in a moment."""

    RULE = "too_many_uploads"
    STATUS = 429
    HEADERS: ClassVar[dict[str, str]] = {"Retry-After": "1"}


@dataclass(frozen=True, slots=True)
class Upload:
    """Whose statements a file holds, and what makes it the same when it is sent again."""

    creditor: str
    idempotency: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One statement of a file and what became of it."""

    statement: StatementContent
    command: BookStatement
    command_id: str
    answer: Answer | None

    @property
    def is_refused(self) -> bool:
        return self.answer is not None and self.answer.outcome == "refused"

    def told(self) -> dict[str, Any]:
        """`outcome` is accepted, waiting, duplicate, rejected, or pending."""
        one = self.statement
        line: dict[str, Any] = {
            "statement": self.command.statement,
            "account": self.command.account,
            "account_number": one.account_number,
            "currency": one.currency,
            "bank_id": one.bank_id,
            "from_on": one.from_on,
            "to_on": one.to_on,
            "opening": str(one.opening) if one.opening else None,
            "closing": str(one.closing) if one.closing else None,
            "entries_count": len(one.entries),
            "left_out_count": one.left_out_count,
            "command": self.command_id,
        }
        if self.answer is None:
            return line | {"outcome": "pending", "status_url": f"/v1/commands/{self.command_id}"}
        line |= self.answer.fields
        if self.is_refused:
            told = {"rule": self.answer.rule, "message": self.answer.message}
            return line | {"outcome": "rejected"} | told
        return line


class Uploads:
    """Reads files in threads, few at a time, and has their statements booked."""

    def __init__(self, read: ReadFile, ids: IdSecret, objects: Objects, asking: Asking) -> None:
        self._read_file, self._ids = read, ids
        self._objects, self._asking = objects, asking
        self._room, self._keeping = asyncio.Semaphore(_AT_ONCE), asyncio.Semaphore(_KEPT_AT_ONCE)
        self._waiting = 0

    async def book(self, principal: Principal, upload: Upload, raw: bytes) -> list[Line]:
        """Every statement of the file, by account and day. Raises what `read` raises.

        Raises TooManyUploads, KeyUsedBefore.
        """
        statements = sorted(await self._read(raw), key=_in_order)
        tenant, creditor = principal.tenant, upload.creditor
        commands = await asyncio.gather(*(self._command(tenant, creditor, s) for s in statements))
        key = upload.idempotency or uuid.uuid4().hex
        asked = [
            _asked(tenant, command, f"{key}/{number}") for number, command in enumerate(commands)
        ]
        answers = await self._asking.answers(principal, asked)
        return [
            Line(one, command, self._asking.question(principal, question).command_id, answer)
            for one, command, question, answer in zip(
                statements, commands, asked, answers, strict=True
            )
        ]

    async def _read(self, raw: bytes) -> Sequence[StatementContent]:
        if self._waiting >= _WAITING_MAX:
            raise TooManyUploads(waiting=self._waiting)
        self._waiting += 1
        try:
            async with self._room:
                return await asyncio.to_thread(self._read_file, raw)
        finally:
            self._waiting -= 1

    async def _command(
        self, tenant: str, creditor: str, statement: StatementContent
    ) -> BookStatement:
        """Keep the statement under its account's data key, and ask for it to be booked."""
        account = account_id(statement, tenant, self._ids)
        async with self._keeping:
            raw = await asyncio.to_thread(encode_content, statement)
            content = await self._objects.put(tenant, f"account/{account}", raw)
            return await asyncio.to_thread(
                offer_of, statement, content, creditor, tenant, self._ids
            )


def _in_order(statement: StatementContent) -> tuple[str, object, int]:
    return statement.account_number, statement.from_on, statement.sequence or 0


def _asked(tenant: str, command: BookStatement, idempotency: str) -> Asked:
    path = account_path(tenant, command.account)
    body = f"{command.creditor} {command.content}".encode()
    return Asked(path, command, "statements", idempotency, body)
