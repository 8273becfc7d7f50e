"""What a backup is: the log's files, the objects, the keyring, and what they belong to."""

import json
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final, Self

from deploy.local.profiles import Profile
from deploy.local.state import State, new_state, read_state, write_state

LOG: Final = "kafka"
OBJECTS: Final = "objects"
KEYRING: Final = "keyring.jsonl"
SECRETS: Final = "secrets"
MANIFEST: Final = "manifest.json"


class NoBackup(Exception):
    """A folder holds no whole backup."""


class HomeInUse(Exception):
    """A platform lies where one is to be restored; nothing is ever written over."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself; written last, so that a cut one has none."""

    cluster_id: str
    taken_at: str
    """UTC, RFC 3339."""
    keys: int
    profile: str
    """How its broker and database were set up."""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Raises NoBackup."""
        try:
            return cls(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as mistake:
            raise NoBackup(f"{folder} holds no whole backup: {MANIFEST}") from mistake

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), indent=2)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def state_of(home: Path) -> State:
    """Whose records lie in a home. Raises NoBackup for one that was never started."""
    state = read_state(home)
    if state is None:
        raise NoBackup(f"no platform was ever started in {home}")
    return state


def copy_out(home: Path, folder: Path) -> None:
    """The log and the objects of a platform that stands still; the secrets are kept elsewhere."""
    for name in (LOG, OBJECTS):
        shutil.copytree(home / name, folder / name)


def lay_out(folder: Path, home: Path, secrets: Path) -> None:
    """Log, objects and secrets where a platform is to be. Raises NoBackup, HomeInUse."""
    manifest = Manifest.read(folder)
    if read_state(home) is not None or (home / LOG).exists():
        raise HomeInUse(f"a platform lies in {home}")
    for name, source in ((LOG, folder / LOG), (OBJECTS, folder / OBJECTS), (SECRETS, secrets)):
        shutil.copytree(source, home / name)
    write_state(home, replace(new_state(Profile(manifest.profile)), cluster_id=manifest.cluster_id))
