"""What a command fails with: 1 the platform said no, 2 it could not be asked; never a traceback.

click.ClickException
├── Refused    exit 1: a rule, its sentence and fields, as the API or a check gives them
└── Cannot     exit 2: no platform, no answer, a file that is not there
"""

import json
from collections.abc import Mapping
from typing import IO, Any

import click

from libs.cli.session import session_of


class Failure(click.ClickException):
    """Shown as sentences on stderr; with `--json` as one document on stdout instead."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        # Asked now: when it is shown, the command's context is gone.
        context = click.get_current_context(silent=True)
        self._is_json = context is not None and session_of(context).is_json

    def document(self) -> dict[str, Any]:
        """What `--json` says of it."""
        return {"error": {"message": self.message}}

    def lines(self) -> list[str]:
        return [self.message]

    def show(self, file: IO[Any] | None = None) -> None:
        if self._is_json:
            click.echo(json.dumps(self.document(), ensure_ascii=False, indent=2))
        else:
            click.echo("\n".join(self.lines()), file=file, err=True)


class Refused(Failure):
    """The platform said no."""

    exit_code = 1

    def __init__(
        self,
        rule: str,
        message: str,
        fields: Mapping[str, Any],
        *,
        status: int | None = None,
        problem: Mapping[str, Any] | None = None,
    ) -> None:
        """`problem`: the whole document of a service, when one said it."""
        super().__init__(message)
        self.rule, self.fields, self.status = rule, dict(fields), status
        self.problem = problem or {}

    def document(self) -> dict[str, Any]:
        said = {"rule": self.rule, "message": self.message, "fields": self.fields}
        return {"error": {**said, **({"status": self.status} if self.status else {})}}

    def lines(self) -> list[str]:
        shown = [f"  {name}: {value}" for name, value in self.fields.items()]
        return [f"{self.rule}: {self.message}", *shown]


class Cannot(Failure):
    """It could not be carried out."""

    exit_code = 2
