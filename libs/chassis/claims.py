"""What of a verified token's claims says who asks: tenant, roles, agency, by whatever names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from joserfc.jwt import JWTClaimsRegistry

from libs.chassis.roles import ROLES
from libs.kernel.keys import is_tenant

LEEWAY_S: Final = 30
"""So far clocks may be apart."""
AGENCY_LENGTH_MAX: Final = 80
SUBJECT_LENGTH_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class ClaimNames:
    """Where an issuer writes what we need: a claim, or a path into one, `realm_access.roles`."""

    tenant: str = "tenant"
    roles: str = "roles"
    agency: str = "agency"


OURS: Final = ClaimNames()
"""Of tokens that the platform signs itself."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a token says of its subject."""

    tenant: str
    roles: tuple[str, ...]
    """Of ours; an issuer's other roles say nothing here."""
    agency: str


class Unclaimed(Exception):
    """A token lacks what would say for whom it speaks."""


def registry_of(issuer: str, audience: str, leeway_s: int) -> JWTClaimsRegistry:
    """Checks issuer, audience, subject, and that the token is neither over nor still to come."""
    return JWTClaimsRegistry(
        leeway=leeway_s,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": audience},
        exp={"essential": True},
        sub={"essential": True},
    )


def found_in(claims: Mapping[str, Any], names: ClaimNames) -> Claimed:
    """What the claims say. Raises Unclaimed."""
    tenant, roles = _claim(claims, names.tenant), _claim(claims, names.roles)
    if not isinstance(tenant, str) or not is_tenant(tenant):
        raise Unclaimed("it names no tenant")
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise Unclaimed("it names no roles")
    if len(str(claims.get("sub"))) > SUBJECT_LENGTH_MAX:
        raise Unclaimed("its subject is too long")
    known = tuple(role for role in ROLES if role in roles)
    agency = _claim(claims, names.agency) if "agency" in known else ""
    if not isinstance(agency, str) or len(agency) > AGENCY_LENGTH_MAX:
        raise Unclaimed("it names no agency")
    if "agency" in known and not agency:
        raise Unclaimed("it has the role agency, and names none")
    return Claimed(tenant, known, agency)


def _claim(claims: Mapping[str, Any], name: str) -> Any:
    """By its whole name, which may have dots in it, else by its path; None: it is not there."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for step in name.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
