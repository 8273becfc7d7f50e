"""`python -m deploy.local.issuer --port --folder`: log in as anybody of a demo, on a laptop."""

from pathlib import Path

import click
import uvicorn

from deploy.local.issuer.app import make_app
from deploy.local.ports import LOOPBACK


@click.command()
@click.option("--port", type=int, required=True)
@click.option("--host", default=LOOPBACK, show_default=True, help="Where it listens.")
@click.option("--folder", type=click.Path(path_type=Path), required=True, help="Of its key.")
@click.option("--tenant", "tenants", multiple=True, default=("demo", "other"), show_default=True)
def _command(port: int, host: str, folder: Path, tenants: tuple[str, ...]) -> None:
    """Issue tokens under a name on the loopback until SIGTERM."""
    issuer = f"http://{LOOPBACK}:{port}"
    app = make_app(folder, issuer, tenants)
    click.echo(f"issuing as {issuer}: for development alone, nobody is asked for a password")
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    _command(prog_name="python -m deploy.local.issuer")
