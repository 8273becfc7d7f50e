"""The files that the laptop's overlay makes its Secrets of."""

import secrets
from pathlib import Path

from libs.chassis.secrets import make_secrets

FOLDER = "secrets"
PASSWORD = "postgres.password"
ADDRESS = "postgres.address"
DATABASE_PLACE = "postgres:5432"


def make(overlay: Path) -> Path:
    """Make what is missing in the overlay's folder of secrets; what is there is never touched."""
    folder = make_secrets(overlay / FOLDER).folder
    if not (folder / PASSWORD).exists():
        password = secrets.token_hex(24)
        # Without an end of line: a Secret's value is every byte of its file.
        _write(folder / ADDRESS, f"postgresql://postgres:{password}@{DATABASE_PLACE}")
        _write(folder / PASSWORD, password)
    return folder


def _write(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")
