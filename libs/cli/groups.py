"""Commands with the shared options, and a group that loads a command when it is asked for."""

import importlib
from collections.abc import Mapping
from typing import Any

import click

from libs.cli.session import shared_options


class Command(click.Command):
    """A command that takes `--home`, `--tenant` and `--json`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.params += shared_options()


class Group(click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.params += shared_options()


class LazyGroup(Group):
    """The root: it knows where each command lies and what it is for, and imports only that one."""

    def __init__(
        self, *arguments: Any, places: Mapping[str, tuple[str, str]], **options: Any
    ) -> None:
        """`places`: by name, the module and attribute (`module:attribute`) and one line of help."""
        super().__init__(*arguments, **options)
        self._places = dict(places)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._places:
            return None
        module, _, attribute = self._places[cmd_name][0].partition(":")
        found: click.Command = getattr(importlib.import_module(module), attribute)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self._places.items()])
