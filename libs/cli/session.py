"""What every command is told: which platform, which tenant, how to answer."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import click

from deploy.local.platform import ROOT, planned_before
from deploy.local.state import read_state

HOME: Final = "up"
TENANT: Final = "demo"
SUBJECT: Final = "laptop"
EVERY_ROLE: Final = ("admin", "controller", "reader")


class NoPlatform(Exception):
    """No platform was ever started under that name, and no address or token is given."""

    def __init__(self, home: str) -> None:
        super().__init__(f"there is no platform {home!r} here: start one with `relance up`")


class NoToken(Exception):
    """The key that tokens are signed with cannot be read."""


@dataclass(slots=True)
class Session:
    """The options that all commands share; a later one on the line wins."""

    home: str = field(default_factory=lambda: os.environ.get("RELANCE_HOME", ""))
    """Empty: what the command says, else `up`."""
    tenant: str = field(default_factory=lambda: os.environ.get("RELANCE_TENANT", TENANT))
    is_json: bool = False

    @property
    def name(self) -> str:
        """Of the platform."""
        return self.home or HOME

    @property
    def path(self) -> Path:
        """Where the platform has its files."""
        return ROOT / ".local" / self.name

    def url(self, service: str) -> str:
        """Where a service answers: `RELANCE_URL_<SERVICE>`, else as this platform was started.

        Raises NoPlatform.
        """
        if given := os.environ.get(f"RELANCE_URL_{service.upper()}"):
            return given.rstrip("/")
        for member in planned_before(self.path):
            if (member.service, member.number) == (service, 1):
                return member.url
        raise NoPlatform(self.name)

    @property
    def is_called_by_tls(self) -> bool:
        """Whether any service is; else the certificates of the world need not be read."""
        given = (text for name, text in os.environ.items() if name.startswith("RELANCE_URL_"))
        return any(text.startswith("https:") for text in given)

    def stack(self) -> tuple[str, str]:
        """Addresses of broker and database: `RELANCE_KAFKA` and `RELANCE_POSTGRES`, else ours.

        Raises NoPlatform.
        """
        given = os.environ.get("RELANCE_KAFKA"), os.environ.get("RELANCE_POSTGRES")
        state = read_state(self.path)
        if state is None and not all(given):
            raise NoPlatform(self.name)
        kafka = given[0] or (state.kafka if state else "")
        return kafka, given[1] or (state.postgres if state else "")

    def token(self) -> str:
        """`RELANCE_TOKEN`, else one that the laptop signs itself for this tenant."""
        return os.environ.get("RELANCE_TOKEN") or self.signed(SUBJECT, EVERY_ROLE)

    def signed(
        self,
        subject: str,
        roles: tuple[str, ...],
        *,
        life_s: int = 12 * 3600,
        agency: str = "",
    ) -> str:
        """A token signed with this platform's key; `agency`: whose placements it opens.

        Raises NoPlatform, NoToken; ValueError for a tenant that cannot be.
        """
        # Imported here, for half of a command's start is what signing needs.
        from libs.chassis.identity import Tokens
        from libs.chassis.secrets import SecretFiles, SecretMissing

        folder = self.path / "secrets"
        if not folder.exists():
            raise NoPlatform(self.name)
        try:
            tokens = Tokens(SecretFiles(folder).token_key(private=True))
        except SecretMissing as missing:
            raise NoToken(str(missing)) from missing
        return tokens.issue(subject, self.tenant, roles, life_s=life_s, agency=agency)


def session_of(context: click.Context) -> Session:
    """The session of the command line that is being carried out."""
    return context.find_root().ensure_object(Session)


def _kept(context: click.Context, option: click.Parameter, value: Any) -> None:
    if value is not None and value is not False:
        setattr(session_of(context), str(option.name), value)


def shared_options() -> list[click.Parameter]:
    """`--home`, `--tenant` and `--json`, on every command, so that they may stand anywhere."""
    return [
        click.Option(
            ["--home"],
            metavar="NAME",
            expose_value=False,
            callback=_kept,
            help=f"Which platform of this checkout (.local/NAME). [default: {HOME}]",
        ),
        click.Option(
            ["--tenant"],
            metavar="TENANT",
            expose_value=False,
            callback=_kept,
            help=f"For whom; the laptop signs the token. [default: {TENANT}]",
        ),
        click.Option(
            ["--json", "is_json"],
            is_flag=True,
            expose_value=False,
            callback=_kept,
            help="One JSON document on stdout.",
        ),
    ]


def width() -> int:
    """Columns to write in: the terminal's, and enough for ids where there is none."""
    return shutil.get_terminal_size(fallback=(160, 24)).columns
