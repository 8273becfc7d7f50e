"""The files that the laptop's overlay makes its Secrets of."""

import secrets
from pathlib import Path

from libs.chassis.secrets import make_secrets, write_secret

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
        address = f"postgresql://postgres:{password}@{DATABASE_PLACE}"
        write_secret(folder / ADDRESS, address, end="")
        write_secret(folder / PASSWORD, password, end="")
    return folder
