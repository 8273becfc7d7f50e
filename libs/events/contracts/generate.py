"""Writes what is made from the contracts: `python -m libs.events.contracts.generate`.

JSON Schemas, samples, the AsyncAPI document and its page.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click
import orjson
from pydantic import ValidationError

from libs.events.contracts.asyncapi import asyncapi
from libs.events.contracts.events_page import events_page
from libs.events.contracts.every import every_event
from libs.events.contracts.model import Erased, Event
from libs.events.contracts.sampling import sample_of
from libs.events.contracts.wire_schema import schema_of

HERE: Final = Path(__file__).parent
PAGE: Final = HERE.parents[2] / "docs" / "events.md"
ASYNCAPI: Final = "asyncapi.json"
COMMAND: Final = "python -m libs.events.contracts.generate"
_FORM: Final = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def generated() -> dict[Path, bytes]:
    """What every file has to hold, by its path below this folder."""
    files = {}
    for name, event in every_event():
        files[Path("schemas", f"{name}.json")] = _json(schema_of(name, event))
        files[Path("samples", f"{name}.json")] = _json(_samples(event))
    files[Path(ASYNCAPI)] = _json(asyncapi())
    return files


def page() -> bytes:
    """What `docs/events.md` has to hold."""
    return events_page(asyncapi()).encode()


def stale_files(folder: Path = HERE) -> Iterator[str]:
    """Files that are missing, differ, or belong to no contract any more."""
    wanted = generated()
    for path, content in wanted.items():
        stored = folder / path
        if not stored.exists() or stored.read_bytes() != content:
            yield str(path)
    for kind in ("schemas", "samples"):
        for stored in sorted((folder / kind).glob("*.json")):
            if Path(kind, stored.name) not in wanted:
                yield f"{kind}/{stored.name}"


def broken_samples(folder: Path = HERE) -> Iterator[str]:
    """Names of contracts that cannot read what was stored of them: they changed their meaning."""
    for name, event in every_event():
        stored = folder / "samples" / f"{name}.json"
        if not stored.exists():
            continue
        for sample in orjson.loads(stored.read_bytes()).values():
            try:
                event.read(orjson.dumps(sample))
            except ValidationError:
                yield name
                break


def write_all(folder: Path = HERE) -> None:
    wanted = generated()
    for stale in stale_files(folder):
        (folder / stale).unlink(missing_ok=True)
    for path, content in wanted.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)


def _samples(event: type[Event]) -> dict[str, Any]:
    full, sparse = (sample_of(event, full=full).model_dump(mode="json") for full in (True, False))
    if not event.ENCRYPTED:
        return {"full": full, "sparse": sparse}
    erased = {**full, "personal": Erased().model_dump(mode="json")}
    return {"full": full, "sparse": sparse, "erased": erased}


def _json(value: Any) -> bytes:
    return orjson.dumps(value, option=_FORM)


@click.command()
@click.option("--check", is_flag=True, help="Only say which files are stale.")
@click.option("--unpublished", is_flag=True, help="Contracts may change: nobody has used them.")
def main(*, check: bool, unpublished: bool) -> None:
    """Write schemas and samples of every contract, the AsyncAPI document and its page."""
    stale, events = list(stale_files()), page()
    if not PAGE.exists() or PAGE.read_bytes() != events:
        stale.append(f"docs/{PAGE.name}")
    if check:
        for path in stale:
            click.echo(f"stale: {path}")
        sys.exit(1 if stale else 0)
    if not unpublished and (broken := list(broken_samples())):
        raise click.ClickException(
            f"{', '.join(broken)}: a published version never changes; make a new one and its "
            "`upcast`"
        )
    write_all()
    PAGE.write_bytes(events)
    click.echo(f"{len(stale)} of {len(generated()) + 1} files written anew")


if __name__ == "__main__":
    main()
