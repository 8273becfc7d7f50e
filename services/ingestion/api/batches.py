"""A batch of an import's files: read, kept, announced to the import, registered, reported."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from libs.chassis.asking import Asked, Asking
from libs.chassis.identity import Principal
from libs.events.contracts.runtime import Answer
from services.ingestion.api.intake import Intake
from services.ingestion.api.refusing import found_as_json
from services.ingestion.domain.commands import AddDocuments
from services.ingestion.domain.documents import ReadDocument
from services.ingestion.domain.identity import Upload
from services.ingestion.domain.paths import import_path
from services.ingestion.domain.problems import DocumentRefused, Problem

_ASKED_AT_ONCE: Final = 100
"""Documents that wait for their outcomes together, each time as long as one request waits."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was sent."""

    name: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """Which import and creditor, and what makes the batch the same when it is sent again."""

    import_id: str
    creditor: str
    idempotency: str


@dataclass(slots=True)
class _Line:
    """What becomes of one file."""

    file: File
    document: ReadDocument | None = None
    original: str = ""
    problems: tuple[Problem, ...] = ()
    told: dict[str, Any] = field(default_factory=dict)

    def report(self) -> dict[str, Any]:
        line: dict[str, Any] = {"file": self.file.name}
        if self.document is None:
            first = self.problems[0]
            line |= {"outcome": "rejected", "rule": first.rule, "message": first.message}
            return line | {"errors": [found_as_json(one) for one in self.problems]}
        warnings = [found_as_json(one) for one in self.document.warnings]
        more = {"original": self.original, **({"warnings": warnings} if warnings else {})}
        return line | self.told | more


class Batches:
    """Adds batches of files to imports."""

    def __init__(self, intake: Intake, asking: Asking) -> None:
        self._intake, self._asking = intake, asking

    async def add(
        self, principal: Principal, batch: Batch, files: Sequence[File]
    ) -> list[dict[str, Any]]:
        """A report line a file, in their order. Raises what asking raises."""
        upload = Upload(principal.tenant, batch.creditor, imported_by=batch.import_id)
        lines = await asyncio.gather(*(self._read(file) for file in files))
        read = [line for line in lines if line.document is not None]
        await self._keep(upload, read)
        good = [line for line in read if line.document is not None]
        if good:
            await self._announce(principal, batch, good)
            await self._register(principal, upload, batch, good)
        return [line.report() for line in lines]

    async def _read(self, file: File) -> _Line:
        try:
            return _Line(file, document=await self._intake.read(file.raw))
        except DocumentRefused as refusal:
            return _Line(file, problems=refusal.problems)

    async def _keep(self, upload: Upload, lines: Sequence[_Line]) -> None:
        documents = [(line, line.document) for line in lines if line.document is not None]
        await self._intake.make_keys(upload, (document for _, document in documents))
        await asyncio.gather(
            *(self._keep_one(upload, line, document) for line, document in documents)
        )

    async def _keep_one(self, upload: Upload, line: _Line, document: ReadDocument) -> None:
        """What is not kept is refused, and no document any more."""
        try:
            line.original = await self._intake.keep(upload, document, line.file.raw)
        except DocumentRefused as refusal:
            line.document, line.problems = None, refusal.problems

    async def _announce(self, principal: Principal, batch: Batch, lines: Sequence[_Line]) -> None:
        """The import counts them first: it cannot come to rest before they are decided."""
        originals = tuple(line.original for line in lines)
        asked = Asked(
            key=import_path(principal.tenant, batch.import_id),
            command=AddDocuments(
                import_id=batch.import_id, creditor=batch.creditor, originals=originals
            ),
            endpoint=f"import/{batch.import_id}",
            idempotency=batch.idempotency,
            body="\n".join(originals).encode(),
        )
        await self._asking.answer(principal, asked)

    async def _register(
        self, principal: Principal, upload: Upload, batch: Batch, lines: Sequence[_Line]
    ) -> None:
        asked = [
            self._intake.asked(
                upload, document, line.original, f"{batch.import_id}/{batch.idempotency}/{index}"
            )
            for index, line in enumerate(lines)
            if (document := line.document) is not None
        ]
        for start in range(0, len(asked), _ASKED_AT_ONCE):
            some = asked[start : start + _ASKED_AT_ONCE]
            answers = await self._asking.answers(principal, some)
            for line, one, answer in zip(lines[start:], some, answers, strict=False):
                line.told = _told(answer, self._asking.question(principal, one).command_id)


def _told(answer: Answer | None, command_id: str) -> dict[str, Any]:
    if answer is None:
        where = f"/v1/commands/{command_id}"
        return {"outcome": "pending", "command": command_id, "status_url": where}
    if answer.outcome != "refused":
        return {**answer.fields, "command": command_id}
    outcome = "conflict" if answer.rule == "number_conflict" else "rejected"
    told = {"rule": answer.rule, "message": answer.message, "command": command_id}
    return {**answer.fields, "outcome": outcome, **told}
