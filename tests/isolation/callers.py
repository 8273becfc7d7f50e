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
NOBODY: Final = ("none", "expired", "forged", "audience", "issuer")
"""Who is let in nowhere: without a token, or with one that is over, of another key, for another
audience, of another issuer."""
OTHER_PORTFOLIO: Final = "sales/other"
OTHER_AGENCY: Final = "agency/other"
STRANGER: Final = "stranger"
READERS: Final = (OTHER_PORTFOLIO, OTHER_AGENCY)
"""Who only looks, for what another of the same role sees."""
CALLERS: Final = (*NOBODY, *ROLES, *READERS, STRANGER)
EXPIRED_S: Final = 3_600


def tokens_of(
    secrets: SecretFiles, tenant: str, other_tenant: str, agency: str
) -> Mapping[str, str]:
    """A token for each caller but `none`; `agency` is that with which a case was placed."""
    key = secrets.token_key(private=True)
    ours = Tokens(key)
    forger = Tokens(OKPKey.generate_key("Ed25519"))
    found = {
        role: ours.issue(_subject(role), tenant, [role], agency=agency if role == "agency" else "")
        for role in ROLES
    }
    return found | {
        "expired": ours.issue("eve", tenant, ["admin"], life_s=-EXPIRED_S),
        "forged": forger.issue("eve", tenant, ["admin"]),
        "audience": _signed(key, tenant, aud="relance-console"),
        "issuer": _signed(key, tenant, iss="http://elsewhere.example"),
        OTHER_PORTFOLIO: found["sales"],
        OTHER_AGENCY: ours.issue("alva", tenant, ["agency"], agency="another"),
        STRANGER: ours.issue("eve", other_tenant, ["admin"]),
    }


def _subject(role: str) -> str:
    return SALES if role == "sales" else role


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
