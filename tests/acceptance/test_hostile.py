"""Story 5: XML made to do harm is refused by name, at once, and leaves nothing behind."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from tests.acceptance.samples import files_in
from tests.acceptance.traces import peak_of, traces_of
from tests.e2e.office import XML, Office, opened
from tests.e2e.platform import Platform

TENANT = "hostile"
ANSWERED_WITHIN_S = 2.0
GROWN_MB_MAX = 200
SECRET = "canary-47c1"
CANARY_PLACE = b"/CANARY_PATH"
WEB_PLACE = b"127.0.0.1:9/"
WRONG = (400, 413, 415, 422)
NAMED = {
    "deep-nesting-50k.xml": ("too_deep", "not_a_statement"),
    "latin1-declared-utf8.xml": ("encoding_broken", "encoding"),
    "nul-byte.xml": ("nul_byte", "not_a_statement"),
    "script-in-id.xml": ("xsd", "not_a_statement"),
    "utf7-declared.xml": ("encoding_not_read", "encoding"),
    "wrong-namespace.xml": ("not_an_invoice", "not_a_statement"),
    "xinclude.xml": ("xsd", "not_a_statement"),
    "xxe-external-dtd.xml": ("doctype", "doctype"),
    "xxe-http.xml": ("doctype", "doctype"),
}
"""The rule by which ingestion and matching refuse each."""


async def test_hostile_xml_is_refused_by_name_at_once_and_leaves_nothing_behind(
    platform: Platform, tmp_path: Path
) -> None:
    files = [file for file in files_in("hostile") if file.suffix == ".xml"]
    async with opened(platform, TENANT) as office, _visitors() as (address, visits):
        await office.rests()
        before = await traces_of(platform, TENANT)
        found = {}
        for file in files:
            raw = _armed(file, tmp_path, address)
            found[file.name] = (
                await _refused(platform, office, "ingestion", raw),
                await _refused(platform, office, "matching", raw),
            )
        assert await traces_of(platform, TENANT) == before
        assert visits == []
        await office.owed(office.papers.invoice("F-2026-17", "48.00"))
        after = await traces_of(platform, TENANT)
        assert after.records > before.records  # what is taken does leave traces
        assert after.objects > before.objects
    assert {name: found[name] for name in NAMED if name in found} == {
        name: rules for name, rules in NAMED.items() if name in found
    }


def _armed(file: Path, folder: Path, address: str) -> bytes:
    """The file aimed at a secret and a web server that are there."""
    canary = folder / "canary"
    canary.mkdir(exist_ok=True)
    (canary / "evil.dtd").write_text(f'<!ENTITY x "{SECRET}">')
    raw = file.read_bytes().replace(WEB_PLACE, f"{address}/".encode())
    if file.name == "xinclude.xml":
        return raw.replace(CANARY_PLACE, str(canary / "evil.dtd").encode())
    return raw.replace(CANARY_PLACE, str(canary).encode())


async def _refused(platform: Platform, office: Office, service: str, raw: bytes) -> str:
    """Offer it; returns the rule. Fails when it takes too long or too much."""
    client = office.ingestion if service == "ingestion" else office.matching
    path = "/v1/invoices" if service == "ingestion" else "/v1/statements"
    pid = platform.member(service).process.pid()
    assert pid is not None, f"{service} does not run"
    with peak_of(pid) as grown:
        began_s = time.monotonic()
        answer = await client.post(
            path, params={"creditor": office.creditor}, content=raw, headers=XML
        )
        took_s = time.monotonic() - began_s
    _hold(answer)
    assert took_s < ANSWERED_WITHIN_S
    assert all(mb < GROWN_MB_MAX for mb in grown), f"{service} grew by {grown} MB"
    return str(answer.json()["rule"])


def _hold(answer: httpx.Response) -> None:
    assert answer.status_code in WRONG, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["detail"]
    assert SECRET not in answer.text
    assert "<script>" not in answer.text


@asynccontextmanager
async def _visitors() -> AsyncIterator[tuple[str, list[str]]]:
    """Address of a server that nobody should visit, and who did."""
    visits: list[str] = []

    async def visited(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visits.append(str(writer.get_extra_info("peername")))
        writer.close()

    async with await asyncio.start_server(visited, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        yield f"{host}:{port}", visits
