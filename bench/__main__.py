"""`python -m bench`: codec and loop; `volume`, `chase`, `rebuild`: what grows, and how."""

import click

from bench.chase import main as chase
from bench.codec import main as codec
from bench.loop import main as loop
from bench.rebuild import main as rebuild
from bench.volume import main as volume


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """What is measured; without a command what takes a minute: codec, then loop."""
    if context.invoked_subcommand is None:
        for name, command in (("codec", codec), ("loop", loop)):
            click.secho(f"{name}", bold=True)
            context.invoke(command)


main.add_command(chase, "chase")
main.add_command(codec, "codec")
main.add_command(loop, "loop")
main.add_command(rebuild, "rebuild")
main.add_command(volume, "volume")

if __name__ == "__main__":
    main(prog_name="python -m bench")
