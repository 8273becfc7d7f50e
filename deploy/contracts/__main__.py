"""`python -m deploy.contracts`: builds the wheel `relance-contracts`."""

from pathlib import Path

import click

from deploy.contracts.wheel import build


@click.command()
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("dist"),
    show_default=True,
    help="Folder for the wheel.",
)
def main(to: Path) -> None:
    """Build the wheel with every event, for those who read them elsewhere."""
    click.echo(build(to))


if __name__ == "__main__":
    main()
