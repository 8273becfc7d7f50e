"""The issuer's key, made once and kept in its folder, and the tokens that it signs."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any, Final, Self

from joserfc import jwt
from joserfc.jwk import KeyParameters, RSAKey

from deploy.local.issuer.people import Person

ALGORITHM: Final = "RS256"
KEY_FILE: Final = "key.json"
KEY_BITS: Final = 2048
KEY_PREFIX: Final = "development-"
"""Services in production know no key whose id begins so."""
AUDIENCE: Final = "relance-api"
LIFE_S: Final = 8 * 3600
"""A working day: there are no refresh tokens here."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs as one issuer."""

    issuer: str
    key: RSAKey

    @classmethod
    def in_folder(cls, folder: Path, issuer: str) -> Self:
        """With the key that lies there, else with a new one."""
        file = folder / KEY_FILE
        if not file.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            facts: KeyParameters = {"use": "sig", "kid": KEY_PREFIX + token_hex(4)}
            made = RSAKey.generate_key(KEY_BITS, facts)
            partial = file.with_suffix(".new")
            partial.touch(mode=0o600)
            partial.write_text(json.dumps(made.as_dict(private=True)), encoding="utf-8")
            partial.replace(file)
        return cls(issuer, RSAKey.import_key(json.loads(file.read_text(encoding="utf-8"))))

    @property
    def public(self) -> dict[str, Any]:
        """The set of keys as it is published."""
        return {"keys": [{**self.key.as_dict(private=False), "alg": ALGORITHM}]}

    def access_token(self, person: Person, client: str) -> str:
        """For the services' APIs."""
        claims = person.claims | {"aud": AUDIENCE, "client_id": client, "jti": token_hex(16)}
        return self._signed("at+jwt", claims)

    def id_token(self, person: Person, client: str, nonce: str) -> str:
        """For who asked for the login."""
        claims = person.claims | {"aud": client} | ({"nonce": nonce} if nonce else {})
        return self._signed("JWT", claims)

    def _signed(self, kind: str, claims: dict[str, Any]) -> str:
        now = int(time.time())
        every = {"iss": self.issuer, "iat": now, "exp": now + LIFE_S, **claims}
        header = {"alg": ALGORITHM, "kid": self.key.kid, "typ": kind}
        return jwt.encode(header, every, self.key, algorithms=[ALGORITHM])
