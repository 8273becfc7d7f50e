"""Every service's tables against a fold of its log from offset 0, row by row."""

import importlib
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import asyncpg

from libs.chassis.ground import database_of, stand
from libs.chassis.parts import Service
from libs.chassis.secrets import SecretFiles
from libs.chassis.settings import ServiceSettings
from libs.cli.verifying.differences import Difference
from libs.events.contracts.topology import TOPOLOGY
from libs.events.loop.refolding import Refold, Refolded
from libs.events.loop.working import Rules
from libs.postgres.database import UNREACHABLE


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing a service's tables came to; `skipped` says why it was not done."""

    service: str
    rows: int = 0
    differences: tuple[Difference, ...] = ()
    skipped: str = ""


async def compared(
    environment: Mapping[str, str], partitions: int, told: Callable[[str], None]
) -> list[Compared]:
    """All services, one after the other; only while the platform is quiet can rows be equal."""
    found = []
    for name in TOPOLOGY:
        told(name)
        found.append(await _compared(name, environment, partitions))
    return found


async def _compared(name: str, environment: Mapping[str, str], partitions: int) -> Compared:
    settings, service = service_of(name, environment)
    missing = await _why_no_database(settings.database(database_of(service.topics)))
    if missing:
        return Compared(name, skipped=missing)
    secrets = SecretFiles(settings.secrets)
    decider = service.decider(secrets.id_secret())
    async with AsyncExitStack() as stack:
        ground = await stack.enter_async_context(
            stand(settings, service.topics, Rules(decider), secrets)
        )
        refold = Refold(ground.broker, service.topics, ground.pool, ground.codec, decider)
        return _told(name, await refold.compare(partitions))


def service_of(name: str, environment: Mapping[str, str]) -> tuple[ServiceSettings, Service]:
    """A service's settings and parts, found by its name alone, as its process finds them."""
    settings_type = importlib.import_module(f"services.{name}.settings").Settings
    plain = {
        key.removeprefix("RELANCE_").lower(): value
        for key, value in environment.items()
        if key.startswith("RELANCE_")
    }
    settings: ServiceSettings = settings_type(**plain)
    make: Any = importlib.import_module(f"services.{name}.app").make
    service: Service = make(settings)
    return settings, service


async def _why_no_database(address: str) -> str:
    """Why a database cannot be looked at; empty when it can."""
    try:
        connection = await asyncpg.connect(address, timeout=5)
    except (*UNREACHABLE, TimeoutError) as absent:
        return f"its database does not answer ({type(absent).__name__})"
    except asyncpg.InvalidCatalogNameError:
        return "it has no database yet"
    await connection.close()
    return ""


def _told(name: str, refolded: Refolded) -> Compared:
    differences = tuple(
        Difference("tables", one.stream, "what the log folds to", f"{one.what} in {name}")
        for one in refolded.differences
    )
    unfolded = sum(refolded.unfolded.values())
    skipped = f"{unfolded} records are not folded: it is not quiet" if unfolded else ""
    return Compared(name, refolded.rows, differences, skipped)
