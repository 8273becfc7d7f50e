"""Sessions in the console's database, readable only with the secret that the browser has."""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import asyncpg
import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from libs.chassis.identity import Principal
from libs.postgres.database import migrate
from libs.postgres.statements import Statements
from services.console.web.ports import Grant, Session

SQL: Final = Statements(__file__)
SCHEMA: Final = "sessions"
MIGRATIONS: Final = Path(__file__).parent / "sessions_migrations"
SECRET_BYTES: Final = 32
_NONCE_BYTES: Final = 12


class KeptSessions:
    """What a thief of the database has of them is of no use: hashes, and ciphertext."""

    def __init__(self, pool: asyncpg.Pool, hours_max: float) -> None:
        self._pool, self._life_max = pool, timedelta(hours=hours_max)

    async def make(self) -> None:
        """Make the table where there is none."""
        async with self._pool.acquire() as connection:
            await migrate(connection, SCHEMA, MIGRATIONS)

    async def begin(self, principal: Principal, grant: Grant) -> tuple[str, datetime]:
        secret = secrets.token_urlsafe(SECRET_BYTES)
        life = min(timedelta(seconds=grant.ends_in_s), self._life_max)
        ends_at = datetime.now(UTC) + life
        plain = orjson.dumps(
            {
                "subject": principal.subject,
                "tenant": principal.tenant,
                "roles": principal.roles,
                "name": grant.name,
                "access_token": grant.access_token,
            }
        )
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + AESGCM(_made_of(secret, "key")).encrypt(nonce, plain, None)
        async with self._pool.acquire() as connection:
            await connection.execute(SQL["forget_sessions"])
            await connection.execute(
                SQL["begin_session"], _name(secret), principal.tenant, sealed, ends_at
            )
        return secret, ends_at

    async def of(self, secret: str) -> Session | None:
        row = await self._pool.fetchrow(SQL["session"], _name(secret))
        if row is None:
            return None
        sealed = bytes(row["sealed"])
        try:
            cipher = AESGCM(_made_of(secret, "key"))
            plain = cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
        except InvalidTag:
            return None
        told = orjson.loads(plain)
        return Session(
            principal=Principal(told["subject"], told["tenant"], tuple(told["roles"])),
            name=told["name"],
            access_token=told["access_token"],
            csrf=_made_of(secret, "forms").hex(),
            ends_at=row["ends_at"],
        )

    async def end(self, secret: str) -> None:
        await self._pool.execute(SQL["end_session"], _name(secret))


def _name(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _made_of(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose; the secret has 256 bits, so one HMAC is enough."""
    return hmac.digest(secret.encode(), f"console {purpose}".encode(), "sha256")
