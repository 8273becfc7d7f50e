"""Who asks: signed bearer tokens, the only source of the tenant."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from libs.chassis.problems import Problem
from libs.kernel.keys import is_tenant

Role = Literal["admin", "controller", "reader"]
ROLES: Final[tuple[Role, ...]] = ("admin", "controller", "reader")
ISSUER: Final = "relance"
AUDIENCE: Final = "relance-api"
_ALGORITHMS: Final = ["Ed25519"]
_LEEWAY_S: Final = 30


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks, for which tenant, in which roles."""

    subject: str
    tenant: str
    roles: tuple[str, ...]

    def may(self, *roles: Role) -> bool:
        return "admin" in self.roles or any(role in self.roles for role in roles)


class Unauthenticated(Problem):
    """The request has no valid bearer token: {reason}."""

    RULE = "unauthenticated"
    STATUS = 401
    HEADERS: ClassVar[Mapping[str, str]] = {"WWW-Authenticate": "Bearer"}


class Forbidden(Problem):
    """This needs one of the roles {roles}."""

    RULE = "forbidden"
    STATUS = 403


class Tokens:
    """Verifies tokens with the public key; signs them where the private one is."""

    def __init__(self, key: OKPKey) -> None:
        self._key = key
        self._claims = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY_S,
            iss={"essential": True, "value": ISSUER},
            aud={"essential": True, "value": AUDIENCE},
            exp={"essential": True},
            sub={"essential": True},
        )

    def issue(
        self, subject: str, tenant: str, roles: Sequence[str], *, life_s: int = 12 * 3600
    ) -> str:
        """A token for `tenant`. Raises ValueError for a tenant or a role that cannot be."""
        if not is_tenant(tenant):
            raise ValueError(f"{tenant!r} is no tenant: lower case, digits, hyphens, at most 40")
        if unknown := set(roles) - set(ROLES):
            raise ValueError(f"no such role: {', '.join(sorted(unknown))}")
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": subject,
            "tenant": tenant,
            "roles": list(roles),
            "iat": now,
            "exp": now + life_s,
        }
        return jwt.encode({"alg": _ALGORITHMS[0]}, claims, self._key, algorithms=_ALGORITHMS)

    def verify(self, token: str) -> Principal:
        """Who the token speaks for. Raises Unauthenticated."""
        try:
            claims = jwt.decode(token, self._key, algorithms=_ALGORITHMS).claims
            self._claims.validate(claims)
        except (JoseError, ValueError) as mistake:
            raise Unauthenticated(reason=str(mistake) or type(mistake).__name__) from mistake
        tenant, roles = claims.get("tenant"), claims.get("roles")
        if not isinstance(tenant, str) or not is_tenant(tenant):
            raise Unauthenticated(reason="it names no tenant")
        if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
            raise Unauthenticated(reason="it names no roles")
        return Principal(str(claims["sub"]), tenant, tuple(roles))


_bearer = HTTPBearer(auto_error=False, description="Signed token; its tenant is the only one.")


def authenticated(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Principal:
    """The principal of a request. Raises Unauthenticated."""
    if credentials is None:
        raise Unauthenticated(reason="it has none")
    tokens: Tokens = request.app.state.tokens
    return tokens.verify(credentials.credentials)


def _needs(*roles: Role) -> object:
    def permitted(principal: Annotated[Principal, Depends(authenticated)]) -> Principal:
        if not principal.may(*roles):
            raise Forbidden(roles=", ".join(roles))
        return principal

    return Depends(permitted)


Reader = Annotated[Principal, _needs("reader", "controller")]
"""May look."""
Controller = Annotated[Principal, _needs("controller")]
"""May do what a credit controller does."""
Admin = Annotated[Principal, _needs("admin")]
"""May change creditors and days."""
