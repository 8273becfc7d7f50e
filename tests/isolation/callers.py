"""Everybody who may ask: nobody, forgers, each role, and an admin of another tenant."""

import time
from collections.abc import Mapping
from typing import Final

from joserfc import jwt
from joserfc.jwk import OKPKey

from libs.chassis.identity import ISSUER, Tokens
from libs.chassis.roles import ROLES
from libs.chassis.secrets import SecretFiles

SALES: Final = "sofie"
"""Whose portfolio the one debtor is in, and the other is not."""
AGENCY: Final = "sandbox"
NOBODY: Final = ("none", "expired", "forged", "audience", "issuer")
"""Who is let in nowhere: without a token, or with one that is over, of another key, for another
audience, of another issuer."""
OTHER_PORTFOLIO: Final = "sales/other"
STRANGER: Final = "stranger"
CALLERS: Final = (*NOBODY, *ROLES, OTHER_PORTFOLIO, STRANGER)
EXPIRED_S: Final = 3_600


def tokens_of(secrets: SecretFiles, tenant: str, other_tenant: str) -> Mapping[str, str]:
    """A token for each caller but `none`."""
    key = secrets.token_key(private=True)
    ours = Tokens(key)
    forger = Tokens(OKPKey.generate_key("Ed25519"))
    found = {
        role: ours.issue(_subject(role), tenant, [role], agency=_agency(role)) for role in ROLES
    }
    return found | {
        "expired": ours.issue("eve", tenant, ["admin"], life_s=-EXPIRED_S),
        "forged": forger.issue("eve", tenant, ["admin"]),
        "audience": _signed(key, tenant, aud="relance-console"),
        "issuer": _signed(key, tenant, iss="http://elsewhere.example"),
        OTHER_PORTFOLIO: found["sales"],
        STRANGER: ours.issue("eve", other_tenant, ["admin"]),
    }


def _subject(role: str) -> str:
    return SALES if role == "sales" else role


def _agency(role: str) -> str:
    return AGENCY if role == "agency" else ""


def _signed(key: OKPKey, tenant: str, **changed: str) -> str:
    """A token of our key that is wrong in one claim."""
    claims = {
        "iss": ISSUER,
        "aud": "relance-api",
        "sub": "eve",
        "tenant": tenant,
        "roles": ["admin"],
        "exp": int(time.time()) + EXPIRED_S,
    }
    return jwt.encode({"alg": "Ed25519"}, claims | changed, key, algorithms=["Ed25519"])
