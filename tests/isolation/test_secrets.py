"""No secret of a platform is ever written to a log, a trace or a metric."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from deploy.local.waiting import wait_until
from libs.chassis.secrets import make_secrets
from tests.e2e.conftest import OpenChase
from tests.e2e.platform import Platform

ROOT = Path(__file__).resolve().parents[2]
STARTS_WITHIN_S = 60.0
LEAST = 12
"""Shorter texts are no secrets, and stand everywhere."""


def secrets_of(platform: Platform) -> dict[str, str]:
    """What must not be told, by the name of its file; of keys in JSON their private part."""
    found = {"postgres": urlsplit(platform.environment["RELANCE_POSTGRES"]).password or ""}
    for file in sorted(platform.secrets.folder.iterdir()):
        if file.name != "tokens.public.json":
            found[file.name] = file.read_text("utf-8").strip()
    private = platform.secrets.token_key(private=True).as_dict(private=True)
    found["tokens.private.json"] = str(private["d"])
    assert all(len(secret) >= LEAST for secret in found.values())
    return found


async def test_no_secret_stands_in_what_a_platform_says(
    platform: Platform, chase_of: OpenChase
) -> None:
    async with chase_of("unsaid", feed="none") as chase:
        await chase.office.owed(chase.office.papers.invoice("F-2026-17", "48.00"))
        token = platform.token("unsaid")
        async with httpx.AsyncClient(trust_env=False, verify=False) as http:
            for member in platform.members:
                for path in ("/v1/views", "/v1/nothing", "/metrics"):
                    bearer = {"Authorization": f"Bearer {token}"}
                    await http.get(member.url + path, headers=bearer)
                    broken = {"Authorization": f"Bearer {token}x"}
                    await http.get(member.url + path, headers=broken)
            metrics = [(await http.get(one.url + "/metrics")).content for one in platform.members]
    said = [one.process.log_file.read_bytes() for one in platform.members]
    said += [platform.collector.raw, *metrics]
    assert any(b"listened" in one for one in said), "these are no logs"
    secrets = secrets_of(platform) | {"token": token, "signature": token.rpartition(".")[2]}
    told = [name for name, secret in secrets.items() if any(secret.encode() in one for one in said)]
    assert told == []


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://relance:not-to-be-told@127.0.0.1:1/x",
        "postgresql://relance:not-to-be-told@127.0.0.1:port/x",
        "mysql://relance:not-to-be-told@127.0.0.1:1/x",
    ],
)
async def test_an_address_that_is_wrong_is_told_without_its_password(
    address: str, tmp_path: Path
) -> None:
    make_secrets(tmp_path / "secrets")
    told = {
        "RELANCE_KAFKA": "127.0.0.1:1",
        "RELANCE_POSTGRES": address,
        "RELANCE_SECRETS": str(tmp_path / "secrets"),
        "RELANCE_OBJECTS": "file:///nowhere",
        "RELANCE_LOG_LEVEL": "debug",
    }
    log = tmp_path / "log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "services.calendar"],
            cwd=ROOT,
            env=os.environ | told,
            stdout=said,
            stderr=said,
        )
    try:
        await wait_until(
            "it ended, or waits",
            lambda: process.poll() is not None or b"waiting_for_database" in log.read_bytes(),
            limit_s=STARTS_WITHIN_S,
        )
    finally:
        process.kill()
        process.wait()
    assert log.read_bytes() != b""
    assert b"not-to-be-told" not in log.read_bytes()
