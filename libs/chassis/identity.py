"""Who asks: signed bearer tokens, the only source of tenant, roles and agency."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Protocol

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from libs.chassis.claims import LEEWAY_S, OURS, ClaimNames, Unclaimed, found_in, registry_of
from libs.chassis.problems import Problem
from libs.chassis.rate_limits import Limits
from libs.chassis.roles import MAY, ROLES, Act, may
from libs.events.views.reading import AGENCY, PORTFOLIO
from libs.kernel.keys import is_tenant

ISSUER: Final = "relance"
"""Of tokens that are signed with the platform's own key file: on a laptop, never in production."""
AUDIENCE: Final = "relance-api"
_ALGORITHMS: Final = ["Ed25519"]


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks, for which tenant, in which roles."""

    subject: str
    tenant: str
    roles: tuple[str, ...]
    agency: str = ""
    """Whose placements the role `agency` sees; empty for everybody else."""

    def may(self, act: Act) -> bool:
        return may(self.roles, act)

    @property
    def portfolio(self) -> str:
        """Whose debtors alone are seen; empty: all of the tenant's."""
        return "" if self.may("look") else self.subject


class Unauthenticated(Problem):
    """The request has no valid bearer token: {reason}."""

    RULE = "unauthenticated"
    STATUS = 401
    HEADERS: ClassVar[Mapping[str, str]] = {"WWW-Authenticate": "Bearer"}


class Forbidden(Problem):
    """This needs one of the roles {roles}."""

    RULE = "forbidden"
    STATUS = 403


class Verifier(Protocol):
    """Tells who a token speaks for."""

    async def principal(self, token: str) -> Principal:
        """Raises Unauthenticated; Unavailable while keys cannot be had."""


class Tokens:
    """Verifies tokens with the public key; signs them where the private one is."""

    def __init__(self, key: OKPKey) -> None:
        self._key = key
        self._claims = registry_of(ISSUER, AUDIENCE, LEEWAY_S)

    def issue(
        self,
        subject: str,
        tenant: str,
        roles: Sequence[str],
        *,
        life_s: int = 12 * 3600,
        agency: str = "",
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
        } | ({"agency": agency} if agency else {})
        return jwt.encode({"alg": _ALGORITHMS[0]}, claims, self._key, algorithms=_ALGORITHMS)

    def verify(self, token: str) -> Principal:
        """Who the token speaks for. Raises Unauthenticated."""
        try:
            claims = jwt.decode(token, self._key, algorithms=_ALGORITHMS).claims
            self._claims.validate(claims)
        except (JoseError, ValueError) as mistake:
            raise Unauthenticated(reason=said_of(mistake)) from mistake
        return principal_of(claims, OURS)

    async def principal(self, token: str) -> Principal:
        """As `verify`: nothing has to be fetched."""
        return self.verify(token)


def said_of(mistake: Exception) -> str:
    """What is wrong with a token, as its sender is told."""
    return str(mistake) or type(mistake).__name__


def principal_of(claims: Mapping[str, Any], names: ClaimNames) -> Principal:
    """Who the claims of a verified token speak for. Raises Unauthenticated."""
    try:
        found = found_in(claims, names)
    except Unclaimed as absent:
        raise Unauthenticated(reason=str(absent)) from absent
    return Principal(str(claims["sub"]), found.tenant, found.roles, found.agency)


_bearer = HTTPBearer(auto_error=False, description="Signed token; its tenant is the only one.")


async def authenticated(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Principal:
    """The principal of a request. Raises what `Verifier.principal` raises, and TooManyRequests.

    From here on the request reads views as this principal: see `Reading`.
    """
    if credentials is None:
        raise Unauthenticated(reason="it has none")
    tokens: Verifier = request.app.state.tokens
    principal = await tokens.principal(credentials.credentials)
    limits: Limits = request.app.state.limits
    limits.take_of(request.scope, f"{principal.tenant}/{principal.subject}")
    PORTFOLIO.set(principal.portfolio)
    AGENCY.set("")
    return principal


def _needs(act: Act) -> object:
    async def permitted(principal: Annotated[Principal, Depends(authenticated)]) -> Principal:
        if not principal.may(act):
            raise Forbidden(roles=", ".join(MAY[act]))
        if act == "serve":
            # What was placed is in nobody's portfolio; an agency is told its own by its claim.
            PORTFOLIO.set("")
            AGENCY.set(principal.agency)
        return principal

    return Depends(permitted)


Reader = Annotated[Principal, _needs("look")]
"""May look at all of the tenant's."""
PortfolioReader = Annotated[Principal, _needs("look_at_own")]
"""May look; the role `sales` at its own portfolio, which the database sees to."""
Controller = Annotated[Principal, _needs("work")]
"""May do what a credit controller does."""
Manager = Annotated[Principal, _needs("approve")]
"""May do what takes a second pair of eyes."""
Admin = Annotated[Principal, _needs("administer")]
"""May change creditors and days."""
AgencyMember = Annotated[Principal, _needs("serve")]
"""May serve the placements of `Principal.agency`."""
Asker = Annotated[Principal, _needs("ask_after")]
"""May ask what became of a command: only who sent it knows its id."""
