"""A broker and a database on this machine: `python -m deploy.local.stack up|down|status|clean`."""

import asyncio
import shutil
from dataclasses import dataclass
from pathlib import Path

import click

from deploy.local.broker import Broker
from deploy.local.database import Database
from deploy.local.kafka_jars import kafka_jars
from deploy.local.processes import Background
from deploy.local.profiles import Profile
from deploy.local.state import State, new_state, read_state, with_free_ports, write_state

BROKER_PORTS = ("kafka_port", "controller_port")
DATABASE_PORTS = ("postgres_port",)


@dataclass(frozen=True, slots=True)
class Stack:
    """A running stack, and the means to break it: whoever kills one of the two, starts it again.

    `kafka` is a bootstrap address, `postgres` the administrator's address.
    """

    home: Path
    broker: Broker
    database: Database

    @property
    def kafka(self) -> str:
        return self.broker.state.kafka

    @property
    def postgres(self) -> str:
        return self.database.state.postgres

    async def kill_broker(self) -> None:
        """End the broker with SIGKILL."""
        await self.broker.process.kill()

    async def start_broker(self) -> None:
        """Start the broker on the same records and port."""
        await self.broker.start()

    async def kill_database(self) -> None:
        """End PostgreSQL and all its sessions with SIGKILL."""
        await self.database.process.kill()

    async def start_database(self) -> None:
        """Start PostgreSQL on the same data and port."""
        await self.database.start()


def stack_home(root: Path, name: str) -> Path:
    """Return where the stack of that name has its files."""
    return root.resolve() / ".local" / name


async def start_stack(
    root: Path,
    *,
    name: str = "up",
    profile: Profile = Profile.LAPTOP,
    proxied: bool = False,
) -> Stack:
    """Start what is not running yet of the stack of that name, and return when both answer.

    Half a stack is stopped again. A stack keeps its data, its profile and, unless a stranger took
    them, its ports. `proxied`: a new one's broker can be reached through a proxy too.

    Raises:
        ProgramMissing: Java, Maven or PostgreSQL are not there.
        ProcessEnded: one of the two ended at its start.
        WaitedTooLong: one of the two did not answer in time.
    """
    home = stack_home(root, name)
    jars = await kafka_jars(root)
    state = _state_to_start(home, profile, proxied=proxied)
    stack = Stack(home, Broker(home, jars, state), Database(home, state))
    try:
        async with asyncio.TaskGroup() as both:
            both.create_task(stack.broker.start())
            both.create_task(stack.database.start())
    except BaseExceptionGroup as failed:
        await stop_stack(root, name=name)
        raise failed.exceptions[0] from None
    return stack


async def stop_stack(root: Path, *, name: str = "up") -> None:
    """Stop both; the data stays. Not running is no error."""
    home = stack_home(root, name)
    state = read_state(home)
    if state is not None:
        await asyncio.gather(_broker(home).stop(), Database(home, state).stop())


async def remove_stack(root: Path, *, name: str = "up") -> None:
    """Stop both and forget all that they hold."""
    await stop_stack(root, name=name)
    home = stack_home(root, name)
    state = read_state(home)
    if state is not None:
        Database(home, state).remove_data()
    shutil.rmtree(home, ignore_errors=True)


def stack_names(root: Path) -> list[str]:
    """Return the stacks that were ever started here and not removed."""
    return sorted(noted.parent.name for noted in (root / ".local").glob("*/state.json"))


def processes(root: Path, *, name: str = "up") -> tuple[Background, Background]:
    """Return the broker's process and the database's, running or not."""
    home = stack_home(root, name)
    return _broker(home), Background("database", home)


def _broker(home: Path) -> Background:
    return Background("broker", home)


def _state_to_start(home: Path, profile: Profile, *, proxied: bool) -> State:
    state = read_state(home) or new_state(profile, proxied=proxied)
    for process, ports in (("broker", BROKER_PORTS), ("database", DATABASE_PORTS)):
        if Background(process, home).pid() is None:
            state = with_free_ports(state, ports)
    write_state(home, state)
    return state


ROOT = Path(__file__).resolve().parents[2]
named = click.option("--name", default="up", show_default=True, help="Which stack.")


@click.group()
def main() -> None:
    """A real Kafka and a real PostgreSQL on this machine, without Docker."""


@main.command()
@named
def up(name: str) -> None:
    """Start it and say where it answers."""
    stack = asyncio.run(start_stack(ROOT, name=name))
    click.echo(f"kafka     {stack.kafka}\npostgres  {stack.postgres}")


@main.command()
@named
def down(name: str) -> None:
    """Stop it; its data stays."""
    asyncio.run(stop_stack(ROOT, name=name))


@main.command()
def status() -> None:
    """Say of each stack what runs."""
    for name in stack_names(ROOT):
        for process in processes(ROOT, name=name):
            pid = process.pid()
            running = f"running, pid {pid}" if pid else "stopped"
            click.echo(f"{name:12} {process.name:10} {running:22} {process.log_file}")


@main.command()
def clean() -> None:
    """Stop every stack of this checkout and remove its data."""
    for name in stack_names(ROOT):
        asyncio.run(remove_stack(ROOT, name=name))


if __name__ == "__main__":
    main()
