"""From a login at the development issuer to an answer of each service, by the standard alone."""

import base64
import hashlib
from secrets import token_urlsafe
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from tests.e2e.platform import ISSUED_TENANT, Platform, calls

CLIENT = "relance-console"
BACK = "http://127.0.0.1:8110/login/done"
LET_IN = {"matching": "/v1/payments", "notifications": "/v1/messages"}


async def access_token(platform: Platform, person: str) -> str:
    """What a client has after a login, which it finds its way to by the discovery document."""
    verifier = token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "scope": "openid",
        "client_id": CLIENT,
        "redirect_uri": BACK,
        "state": "s",
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    issuer = platform.environment["RELANCE_ISSUER"]
    async with httpx.AsyncClient(trust_env=False, verify=False) as http:
        known = (await http.get(f"{issuer}/.well-known/openid-configuration")).json()
        page = await http.get(known["authorization_endpoint"] + "?" + urlencode(asked))
        assert person in page.text
        chosen = await http.post(known["authorization_endpoint"], data=asked | {"person": person})
        (code,) = parse_qs(urlsplit(chosen.headers["Location"]).query)["code"]
        form = {"grant_type": "authorization_code", "code": code, "client_id": CLIENT}
        form |= {"redirect_uri": BACK, "code_verifier": verifier}
        answer = await http.post(known["token_endpoint"], data=form)
    return str(answer.json()["access_token"])


@pytest.mark.parametrize(
    ("role", "status"), [("reader", 200), ("manager", 200), ("sales", 403), ("agency", 403)]
)
async def test_who_has_logged_in_is_let_in_as_the_role_says(
    platform: Platform, role: str, status: int
) -> None:
    token = await access_token(platform, f"{ISSUED_TENANT}-{role}")
    for service, path in LET_IN.items():
        async with calls(platform.member(service).url, token) as http:
            answer = await http.get(path)
        assert answer.status_code == status, (service, answer.text)
