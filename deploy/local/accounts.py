"""The account that PostgreSQL runs under, which refuses to run as root, and what it can reach."""

import hashlib
import os
import pwd
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

UNPRIVILEGED = ("postgres", "nobody")
KEPT_BELOW = Path("/var/lib/relance")


class RunAs(TypedDict):
    """What `subprocess` is told of the account to run a program as; nothing: our own."""

    user: int | None
    group: int | None
    extra_groups: list[int] | None


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody else on this machine whom root may run programs as."""

    name: str
    uid: int
    gid: int

    def owns(self, folder: Path) -> None:
        """Make the folder, for this account alone."""
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def run_as(account: Account | None) -> RunAs:
    """Return the arguments that have `subprocess` run a program as this account."""
    if account is None:
        return RunAs(user=None, group=None, extra_groups=None)
    return RunAs(user=account.uid, group=account.gid, extra_groups=[])


def database_account() -> Account | None:
    """Return whom to run PostgreSQL as: nobody else, unless we are root."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
    raise LookupError(f"started as root, and none of the accounts {UNPRIVILEGED} is here")


def is_open_to_all(folder: Path) -> bool:
    """Tell whether anybody may walk to this folder: a private folder above it stops others."""
    existing = (step for step in (folder, *folder.parents) if step.exists())
    return all(step.stat().st_mode & 0o001 for step in existing)


def reachable_home(home: Path, *, kept: bool) -> Path:
    """Return a folder for a home's files that an unprivileged account can reach.

    It is the home itself unless a private folder lies above it; then one keyed by the home:
    below `/var/lib` when its files are to be `kept` over a reboot, else below the temporary folder.
    """
    if is_open_to_all(home):
        return home
    key = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    if kept and os.access(KEPT_BELOW.parent, os.W_OK):
        above = KEPT_BELOW
    else:
        above = Path(tempfile.gettempdir()) / "relance"
    folder = above / f"{home.name}-{key}"
    for step in (above, folder):
        step.mkdir(exist_ok=True)
        if step.lstat().st_uid != os.geteuid():
            raise PermissionError(f"{step} belongs to somebody else: nothing is put there")
        step.chmod(0o755)
    return folder


def link(name: Path, target: Path) -> None:
    """Let `name` lead to the folder where the files really lie."""
    if name == target:
        return
    if name.is_symlink():
        name.unlink()
    name.symlink_to(target, target_is_directory=True)
