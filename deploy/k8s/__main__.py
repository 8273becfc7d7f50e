"""`python -m deploy.k8s OVERLAY`: makes the secrets of an overlay that brings its own."""

from pathlib import Path

import click

from deploy.k8s import secrets


@click.command()
@click.argument("overlay", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(overlay: Path) -> None:
    """Make the files of OVERLAY/secrets, and say where they are. They belong in no repository."""
    click.echo(secrets.make(overlay))


if __name__ == "__main__":
    main()
