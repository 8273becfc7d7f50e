"""Tokens of an OIDC issuer, and which of several verifiers a token is for."""

import warnings
from collections.abc import Mapping
from typing import Final

import orjson
from joserfc import jws, jwt
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jws import JWSRegistry

from libs.chassis.claims import ClaimNames, registry_of
from libs.chassis.identity import (
    ISSUER,
    Principal,
    Tokens,
    Unauthenticated,
    Verifier,
    principal_of,
    said_of,
)
from libs.chassis.issuer_keys import HttpDocuments, IssuerKeys, Whose
from libs.chassis.remembering import Remembering
from libs.chassis.secrets import SecretFiles
from libs.chassis.settings import ServiceSettings

ALGORITHMS: Final = ("EdDSA", "Ed25519", "ES256", "RS256")
"""Fixed here: what a token says of itself chooses among these, and nothing else."""
TOKEN_BYTES_MAX: Final = 16 * 1024
_REGISTRY: Final = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)

# Issuers call the same thing by its older name, and will for years.
warnings.filterwarnings("ignore", "EdDSA is deprecated", SecurityWarning)


class IssuedTokens:
    """Verifies access tokens of one issuer by its published keys."""

    def __init__(
        self, issuer: str, audience: str, keys: IssuerKeys, names: ClaimNames, leeway_s: int
    ) -> None:
        self._keys, self._names = keys, names
        self._claims = registry_of(issuer, audience, leeway_s)

    async def principal(self, token: str) -> Principal:
        """Raises Unauthenticated, Unavailable."""
        try:
            header = _unverified(token).headers()
            key_id = header.get("kid")
            if not isinstance(key_id, str):
                raise Unauthenticated(reason="it names no key")
            if header.get("alg") not in ALGORITHMS:
                raise Unauthenticated(reason="it is signed by an algorithm that is not read here")
            key = await self._keys.key(key_id)
            if key is None:
                raise Unauthenticated(reason="its issuer has no such key")
            claims = jwt.decode(token, key, registry=_REGISTRY).claims
            self._claims.validate(claims)
        except (JoseError, ValueError) as mistake:
            raise Unauthenticated(reason=said_of(mistake)) from mistake
        return principal_of(claims, self._names)


class Verifiers:
    """Several, by the issuer that a token names; the one that is chosen verifies that, too."""

    def __init__(self, by_issuer: Mapping[str, Verifier]) -> None:
        self._by_issuer = by_issuer

    async def principal(self, token: str) -> Principal:
        """Raises Unauthenticated, Unavailable."""
        try:
            claims = orjson.loads(_unverified(token).payload)
            issuer = claims.get("iss") if isinstance(claims, dict) else None
        except (JoseError, ValueError) as mistake:
            raise Unauthenticated(reason=said_of(mistake)) from mistake
        verifier = self._by_issuer.get(issuer) if isinstance(issuer, str) else None
        if verifier is None:
            raise Unauthenticated(reason="its issuer (iss) is not known here")
        return await verifier.principal(token)


def _unverified(token: str) -> jws.CompactSignature:
    """A token taken apart; nothing of it is to be believed yet. Raises Unauthenticated."""
    if len(token) > TOKEN_BYTES_MAX or not token.isascii():
        raise Unauthenticated(reason="it is no token")
    return jws.extract_compact(token.encode(), registry=_REGISTRY)


def verifiers_of(settings: ServiceSettings, secrets: SecretFiles) -> Verifier:
    """What a process verifies tokens with: the issuer of its settings, on a laptop its key file.

    Raises SecretMissing where the key file has to be there.
    """
    is_laptop = settings.environment == "laptop"
    known: dict[str, Verifier] = {ISSUER: Tokens(secrets.token_key())} if is_laptop else {}
    if settings.issuer:
        whose = Whose(
            issuer=settings.issuer,
            jwks_url=settings.issuer_keys_url,
            life_s=settings.issuer_keys_life_s,
            again_s=settings.issuer_keys_again_s,
            knows_development=is_laptop,
        )
        known[settings.issuer] = IssuedTokens(
            settings.issuer,
            settings.audience,
            IssuerKeys(whose, HttpDocuments()),
            ClaimNames(settings.tenant_claim, settings.roles_claim, settings.agency_claim),
            settings.token_leeway_s,
        )
    return Remembering(Verifiers(known))
