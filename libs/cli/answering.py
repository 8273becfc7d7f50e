"""How a command answers: one document on stdout, or text and tables; progress on stderr."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console, JustifyMethod, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from libs.cli.calling import Unreachable
from libs.cli.failing import Cannot
from libs.cli.session import NoPlatform, NoToken, Session, width

Answer = TypeVar("Answer")

CANNOT: Final = (Unreachable, NoPlatform, NoToken, OSError)
"""What keeps any command from being carried out; its text is what a person reads."""

IDS: Final = frozenset(
    {
        *("payment", "statement", "item", "debtor", "creditor", "share", "id"),
        *("case", "demand", "call", "promise", "dispute", "task", "message", "event", "placement"),
    }
)
TO_THE_RIGHT: Final = frozenset(
    {"amount", "open", "free", "asked", "missing", "lag", "done", "of", "entries", "port", "pid"}
)


def run(work: Coroutine[Any, Any, Answer], *, cannot: tuple[type[Exception], ...] = ()) -> Answer:
    """Do a command's work; `cannot`: what else keeps it from being carried out.

    Raises Refused and Cannot alone, of what can be expected.
    """
    expected: tuple[type[Exception], ...] = (*CANNOT, *cannot)
    try:
        return asyncio.run(work)
    except expected as failure:
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
        justify: JustifyMethod = "right" if column in TO_THE_RIGHT else "left"
        drawn.add_column(column, justify=justify, overflow="fold", no_wrap=column in IDS)
    filled = [[("" if cell is None else str(cell)) for cell in row] for row in rows]
    for row in filled:
        drawn.add_row(*row)
    return drawn if filled else empty


def facts(pairs: Mapping[str, object]) -> Table:
    """Names and values, one a line; what is empty, and what only a program reads, is left out."""
    grid = Table.grid(padding=(0, 2))
    for name, value in pairs.items():
        if value not in (None, "", [], {}) and name not in ("command", "events"):
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


def counted(count: int, one: str, many: str) -> str:
    """`1 entry`, `2 entries`."""
    return f"{count} {one if count == 1 else many}"
