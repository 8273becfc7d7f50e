"""The development issuer as a standard client meets it: code with PKCE, tokens, one page."""

import base64
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from deploy.local.issuer.app import CONSOLE, make_app
from deploy.local.issuer.desk import Desk
from deploy.local.issuer.granting import is_loopback
from deploy.local.issuer.people import NAMES
from deploy.local.issuer.signing import KEY_PREFIX
from deploy.local.ports import is_listened_on

ISSUER = "http://127.0.0.1:8100"
BACK = "http://127.0.0.1:8110/login/done"
VERIFIER = "v" * 64
ASKED = {
    "response_type": "code",
    "scope": "openid",
    "client_id": CONSOLE,
    "redirect_uri": BACK,
    "state": "s1",
    "nonce": "n1",
    "code_challenge_method": "S256",
    "code_challenge": base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest())
    .rstrip(b"=")
    .decode(),
}


@pytest.fixture(name="http")
async def _http(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    there = httpx.ASGITransport(make_app(tmp_path / "issuer", ISSUER, ["demo", "other"]))
    async with httpx.AsyncClient(transport=there, base_url=ISSUER) as http:
        yield http


async def chosen(http: httpx.AsyncClient, person: str, **changed: str) -> dict[str, str]:
    """What the browser is sent back with."""
    answer = await http.post("/authorize", data=ASKED | changed | {"person": person})
    assert answer.status_code == 303, answer.text
    where = urlsplit(answer.headers["Location"])
    assert f"{where.scheme}://{where.netloc}{where.path}" == BACK
    return {name: values[0] for name, values in parse_qs(where.query).items()}


async def redeemed(http: httpx.AsyncClient, code: str, **changed: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": CONSOLE,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
    }
    return await http.post("/token", data=form | changed)


async def claims_of(http: httpx.AsyncClient, token: str) -> dict[str, Any]:
    keys = KeySet.import_key_set((await http.get("/keys")).json())
    return jwt.decode(token, keys, algorithms=["RS256"]).claims


@pytest.mark.parametrize("role", list(NAMES))
async def test_a_login_ends_in_tokens_that_say_who_for_whom_and_as_what(
    http: httpx.AsyncClient, role: str
) -> None:
    back = await chosen(http, f"demo-{role}")
    assert (back["state"], back["iss"]) == ("s1", ISSUER)
    tokens = (await redeemed(http, back["code"])).json()
    access = await claims_of(http, tokens["access_token"])
    assert (access["iss"], access["aud"], access["sub"]) == (ISSUER, "relance-api", f"demo-{role}")
    assert (access["tenant"], access["roles"], access["name"]) == ("demo", [role], NAMES[role])
    assert access.get("agency") == ("sandbox" if role == "agency" else None)
    own = await claims_of(http, tokens["id_token"])
    assert (own["aud"], own["nonce"], own["sub"]) == (CONSOLE, "n1", f"demo-{role}")


async def test_the_page_lists_everybody_and_says_that_it_asks_for_no_password(
    http: httpx.AsyncClient,
) -> None:
    page = await http.get("/authorize", params=ASKED | {"state": '"><script>'})
    assert page.text.count("<button") == 2 * len(NAMES)
    assert "without a password" in page.text
    assert "<script" not in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")


async def test_who_is_named_by_a_hint_is_logged_in_at_once(http: httpx.AsyncClient) -> None:
    answer = await http.get("/authorize", params=ASKED | {"login_hint": "demo-controller"})
    assert answer.headers["Location"].startswith(f"{BACK}?")


@pytest.mark.parametrize(
    "changed",
    [
        {"code_verifier": "w" * 64},
        {"redirect_uri": BACK + "x"},
        {"client_id": "other"},
        {"grant_type": "password"},
        {"code": "guessed"},
    ],
)
async def test_a_code_is_redeemed_by_who_asked_for_it_alone(
    http: httpx.AsyncClient, changed: dict[str, str]
) -> None:
    code = (await chosen(http, "demo-reader"))["code"]
    answer = await redeemed(http, **({"code": code} | changed))
    assert (answer.status_code, answer.json()["error"][:7]) in [
        (400, "invalid"),
        (400, "unsuppo"),
    ]


async def test_a_code_is_redeemed_once(http: httpx.AsyncClient) -> None:
    code = (await chosen(http, "demo-reader"))["code"]
    assert (await redeemed(http, code)).status_code == 200
    assert (await redeemed(http, code)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
    ],
)
async def test_a_client_is_told_what_it_asked_wrongly(
    http: httpx.AsyncClient, changed: dict[str, str], error: str
) -> None:
    assert (await chosen(http, "demo-reader", **changed))["error"] == error


@pytest.mark.parametrize(
    "changed", [{"client_id": "other"}, {"redirect_uri": "http://elsewhere.example/"}]
)
async def test_nobody_is_sent_elsewhere(http: httpx.AsyncClient, changed: dict[str, str]) -> None:
    answer = await http.post("/authorize", data=ASKED | changed | {"person": "demo-admin"})
    assert answer.status_code == 400
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    ("url", "is_here"),
    [
        ("http://127.0.0.1:8110/x", True),
        ("http://localhost:1/x", True),
        ("http://[::1]:1/x", True),
        ("https://127.0.0.1/x", False),
        ("http://127.0.0.1.evil.example/x", False),
        ("http://localhost@evil.example/x", False),
        ("http://127.0.0.1:1/x#y", False),
        ("//127.0.0.1/x", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_a_way_back_stays_on_this_machine(url: str, is_here: bool) -> None:
    assert is_loopback(url) is is_here


async def test_its_key_stays_over_starts_and_says_that_it_is_for_development(
    tmp_path: Path,
) -> None:
    before = make_app(tmp_path, ISSUER, ["demo"])
    again = make_app(tmp_path, ISSUER, ["demo"])
    keys = []
    for app in (before, again):
        there = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=there, base_url=ISSUER) as http:
            keys.append((await http.get("/keys")).json()["keys"])
    assert keys[0] == keys[1]
    assert keys[0][0]["kid"].startswith(KEY_PREFIX)
    assert "d" not in keys[0][0]
    assert (tmp_path / "key.json").stat().st_mode & 0o077 == 0


async def test_it_runs_as_a_process_under_the_name_that_its_tokens_say(tmp_path: Path) -> None:
    desk = Desk.planned(tmp_path, wished=0)
    await desk.start(tenants=["acme"])
    try:
        assert Desk.before(tmp_path) == desk
        async with httpx.AsyncClient(trust_env=False, verify=False) as http:
            found = await http.get(f"{desk.url}/.well-known/openid-configuration")
        assert found.json()["issuer"] == desk.url
    finally:
        await desk.stop()
    assert not await is_listened_on(desk.port)
