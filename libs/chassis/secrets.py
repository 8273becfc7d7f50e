"""The files that a platform's secrets lie in, and how the laptop's are made."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from joserfc.jwk import OKPKey

from libs.kernel.ids import IdSecret

MASTER_KEY = "master.key"
ID_SECRET = "ids.key"
KEYRING_PASSWORD = "keyring.key"
READER_PASSWORD = "api.key"
TOKEN_PRIVATE = "tokens.private.json"
TOKEN_PUBLIC = "tokens.public.json"


class SecretMissing(Exception):
    """A secret's file is not there or not readable; nothing can start without it."""


@dataclass(frozen=True, slots=True)
class SecretFiles:
    """A folder with the secrets of one platform."""

    folder: Path

    def read(self, name: str) -> bytes:
        """Raises SecretMissing, naming the file."""
        try:
            return (self.folder / name).read_bytes()
        except OSError as mistake:
            raise SecretMissing(f"{self.folder / name}: {mistake.strerror}") from mistake

    def id_secret(self) -> IdSecret:
        return IdSecret(bytes.fromhex(self.read(ID_SECRET).decode().strip()))

    def master_key(self) -> bytes:
        """32 bytes that wrap every data key."""
        return bytes.fromhex(self.read(MASTER_KEY).decode().strip())

    def master_key_of(self, master_id: str) -> bytes | None:
        """A master key that was current before, kept until nothing is wrapped by it."""
        try:
            return bytes.fromhex(self.read(earlier_master(master_id)).decode().strip())
        except SecretMissing:
            return None

    def master_key_state(self) -> tuple[int, int]:
        """Changes with the file of the current master key. Raises SecretMissing."""
        try:
            found = (self.folder / MASTER_KEY).stat()
        except OSError as mistake:
            raise SecretMissing(f"{self.folder / MASTER_KEY}: {mistake.strerror}") from mistake
        return found.st_mtime_ns, found.st_ino

    def keyring_password(self) -> str:
        """Of the keyring's own role, the only one that may read the keyring."""
        return self.read(KEYRING_PASSWORD).decode().strip()

    def reader_password(self) -> str:
        """Of the logins that APIs read their services' databases with."""
        return self.read(READER_PASSWORD).decode().strip()

    def token_key(self, *, private: bool = False) -> OKPKey:
        """The Ed25519 key that tokens are verified with, or signed with."""
        return OKPKey.import_key(json.loads(self.read(TOKEN_PRIVATE if private else TOKEN_PUBLIC)))


def earlier_master(master_id: str) -> str:
    """Name of the file of a master key that is not the current one any more."""
    return f"master.{master_id}.key"


def make_secrets(folder: Path) -> SecretFiles:
    """Make what is missing in `folder`; what is there is never touched.

    Losing the master key loses every personal field, and losing the id secret makes every
    document new again: back this folder up together with the log.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in (MASTER_KEY, ID_SECRET, KEYRING_PASSWORD, READER_PASSWORD):
        if not (folder / name).exists():
            write_secret(folder / name, secrets.token_bytes(32).hex())
    if not (folder / TOKEN_PRIVATE).exists():
        key = OKPKey.generate_key("Ed25519")
        write_secret(folder / TOKEN_PRIVATE, json.dumps(key.as_dict(private=True)))
        write_secret(folder / TOKEN_PUBLIC, json.dumps(key.as_dict(private=False)))
    return SecretFiles(folder)


def write_secret(path: Path, text: str, *, end: str = "\n") -> None:
    """Whole or not at all, readable by its owner alone."""
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.touch(mode=0o600)
    fresh.write_text(text + end)
    fresh.rename(path)
