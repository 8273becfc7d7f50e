"""Invoices and credit notes from files: in batches, under one import, a few at a time."""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from libs.cli.calling import Api, Call, Unreachable
from libs.cli.failing import Refused
from libs.cli.importing.files import batches
from libs.cli.importing.report import Line, Report, in_order
from libs.cli.together import together

A_FEW: Final = 10
BATCH_FILES: Final = 100
BATCH_BYTES: Final = 8 * 1024 * 1024
AT_ONCE: Final = 2
TRIES_MAX: Final = 10
TOO_LARGE: Final = 413
OF_THE_FILE: Final = frozenset({400, 413, 415, 422})

Done = Callable[[int], None]
"""Is told how many files more are done."""


async def import_invoices(
    api: Api, creditor: str, files: Sequence[Path], *, done: Done = lambda _: None
) -> Report:
    """Everything in `files`, each with an outcome of its own; what is accepted stays.

    A few files go without an import around them. Raises Refused when the creditor is unknown or
    the caller may not, Unreachable.
    """
    if len(files) <= A_FEW:
        return await _a_few(api, creditor, files, done)
    places = {file: place for place, file in enumerate(files)}
    lines: list[tuple[int, Line]] = []
    waiting = batches(files, count_max=BATCH_FILES, bytes_max=BATCH_BYTES)
    numbered = enumerate(waiting)
    import_id = (await api.post("ingestion", "/v1/imports", {"creditor": creditor}))["import"]

    async def work() -> None:
        for number, batch in numbered:
            told = await _batch(api, creditor, import_id, (number, batch))
            lines.extend((places[file], line) for file, line in told)
            done(len(batch))

    try:
        await together(work() for _ in range(AT_ONCE))
    finally:
        with contextlib.suppress(Refused, Unreachable):
            await api.post("ingestion", f"/v1/imports/{import_id}/end", {})
    return Report(in_order(lines))


async def _a_few(api: Api, creditor: str, files: Sequence[Path], done: Done) -> Report:
    lines: dict[Path, Line] = {}

    async def send(file: Path) -> None:
        lines[file] = await _alone(api, creditor, file)
        done(1)

    await together(send(file) for file in files)
    return Report(tuple(lines[file] for file in files))


async def _batch(
    api: Api, creditor: str, import_id: str, batch: tuple[int, list[Path]]
) -> list[tuple[Path, Line]]:
    number, files = batch
    call = Call(
        "POST",
        "ingestion",
        f"/v1/imports/{import_id}/documents",
        params={"creditor": creditor},
        files=[(file.name, file.read_bytes()) for file in files],
        key=f"{import_id}-{number}",
    )
    try:
        said = await _reported(api, call)
    except Refused as refused:
        if refused.status != TOO_LARGE:
            raise
        return [(file, await _alone(api, creditor, file)) for file in files]
    return [
        (file, Line.of(str(file), await _decided(api, one)))
        for file, one in zip(files, said, strict=True)
    ]


async def _reported(api: Api, call: Call) -> list[dict[str, Any]]:
    """The lines of a batch; one whose start is decided late is asked for its lines again."""
    for _ in range(TRIES_MAX):
        told = await api.ask(call)
        if "documents" in told:
            lines: list[dict[str, Any]] = told["documents"]
            return lines
    raise Unreachable("ingestion takes longer and longer to decide; `relance status` tells more")


async def _decided(api: Api, said: dict[str, Any]) -> dict[str, Any]:
    """The line of a document; one that was still undecided is waited for."""
    if said["outcome"] != "pending":
        return said
    try:
        return {**said, **await api.outcome("ingestion", said["status_url"])}
    except Refused as refused:
        outcome = "conflict" if refused.rule == "number_conflict" else "rejected"
        told = {"outcome": outcome, "rule": refused.rule, "message": refused.message}
        return {**said, **refused.fields, **told}


async def _alone(api: Api, creditor: str, file: Path) -> Line:
    """One file by itself."""
    call = Call(
        "POST",
        "ingestion",
        "/v1/invoices",
        params={"creditor": creditor},
        content=file.read_bytes(),
    )
    try:
        return Line.of(str(file), await api.ask(call))
    except Refused as refused:
        if refused.rule == "number_conflict":
            said = {"outcome": "conflict", "rule": refused.rule, "message": refused.message}
            return Line.of(str(file), {**refused.fields, **said})
        if refused.status not in OF_THE_FILE:
            raise
        return Line.rejected(str(file), refused.rule, refused.message, refused.fields)
