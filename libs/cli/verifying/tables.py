"""Every service's tables against a fold of its log from offset 0, row by row."""

import importlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg

from libs.chassis.ground import Ground, database_of, stand
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
    """What comparing a service's tables came to; `skipped` says what was not done, and why."""

    service: str
    rows: int = 0
    differences: tuple[Difference, ...] = ()
    skipped: str = ""
    unlisted: int = 0
    """Differences that are counted and not listed."""


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
    async with opened(name, environment) as found:
        if isinstance(found, str):
            return Compared(name, skipped=found)
        return told_of(name, await found.refold.compare(partitions))


@dataclass(frozen=True, slots=True)
class Opened:
    """A service's database, and what it is compared with."""

    service: Service
    ground: Ground
    refold: Refold


@asynccontextmanager
async def opened(name: str, environment: Mapping[str, str]) -> AsyncIterator[Opened | str]:
    """A service's database as its process finds it; why not, when it is not there."""
    settings, service = service_of(name, environment)
    missing = await _why_no_database(settings.database(database_of(service.topics)))
    if missing:
        yield missing
        return
    secrets = SecretFiles(settings.secrets)
    decider = service.decider(secrets.id_secret())
    async with stand(settings, service.topics, Rules(decider), secrets) as ground:
        refold = Refold(ground.broker, service.topics, ground.pool, ground.codec, decider)
        yield Opened(service, ground, refold)


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


def told_of(name: str, refolded: Refolded) -> Compared:
    """States and look-ups of a service."""
    differences = tuple(
        Difference("tables", one.stream, "what the log folds to", f"{one.what} in {name}")
        for one in refolded.differences
    )
    unfolded = sum(refolded.unfolded.values())
    skipped = f"{unfolded} records are not folded: it is not quiet" if unfolded else ""
    return Compared(name, refolded.rows, differences, skipped)
