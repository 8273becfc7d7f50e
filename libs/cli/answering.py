"""How a command answers: one document on stdout, or text and tables; progress on stderr."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from aiokafka.errors import KafkaError
from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from deploy.local.binaries import ProgramMissing
from deploy.local.broker import FormatFailed
from deploy.local.database import InitFailed
from deploy.local.kafka_jars import FetchFailed
from deploy.local.platform import NotReady
from deploy.local.processes import ProcessEnded
from deploy.local.waiting import WaitedTooLong
from libs.chassis.secrets import SecretMissing
from libs.cli.calling import Unreachable
from libs.cli.failing import Cannot
from libs.cli.session import NoPlatform, Session, width
from libs.events.contracts.registry import UnknownVersion
from libs.events.log.replaying import ReplayStuck

Answer = TypeVar("Answer")

CANNOT: Final = (
    Unreachable,
    NoPlatform,
    SecretMissing,
    ProgramMissing,
    FormatFailed,
    InitFailed,
    FetchFailed,
    ProcessEnded,
    NotReady,
    WaitedTooLong,
    UnknownVersion,
    ReplayStuck,
    KafkaError,
    OSError,
)
"""What keeps a command from being carried out; its text is what a person reads."""


def run(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Do a command's work. Raises Refused and Cannot alone, of what can be expected."""
    try:
        return asyncio.run(work)
    except CANNOT as failure:
        raise Cannot(str(failure) or type(failure).__name__) from failure


def answer(session: Session, document: Any, text: Callable[[], RenderableType]) -> None:
    """Say what came of it: the document with `--json`, else the text."""
    if session.is_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=_plain))
        return
    told = text()
    if isinstance(told, str):
        click.echo(told)
    else:
        Console(width=width(), highlight=False, markup=False).print(told)


def _plain(value: object) -> Any:
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is not said in JSON")


def table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str
) -> RenderableType:
    """Rows under their heads; amounts to the right; `empty` when there are none."""
    drawn = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        is_money = column in ("amount", "open", "free", "lag", "entries", "port")
        drawn.add_column(column, justify="right" if is_money else "left", overflow="fold")
    filled = [[("" if cell is None else str(cell)) for cell in row] for row in rows]
    for row in filled:
        drawn.add_row(*row)
    return drawn if filled else empty


def facts(pairs: Mapping[str, object]) -> Table:
    """Names and values, one a line; what is empty is left out."""
    grid = Table.grid(padding=(0, 2))
    for name, value in pairs.items():
        if value not in (None, "", [], {}):
            grid.add_row(name, str(value))
    return grid


def progress(*, is_quiet: bool = False) -> Progress:
    """A bar on stderr, gone when it is done."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=is_quiet,
    )


def tell(line: str) -> None:
    """A line of progress."""
    click.echo(line, err=True)
