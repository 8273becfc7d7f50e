"""The issuer's routes: discovery, keys, the login page, codes and tokens."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from deploy.local.issuer.granting import (
    Asked,
    Codes,
    Mistaken,
    Refused,
    asked_by,
    check,
    is_loopback,
)
from deploy.local.issuer.pages import HEADERS, STYLE, login_page, mistake_page
from deploy.local.issuer.people import people_of
from deploy.local.issuer.signing import ALGORITHM, LIFE_S, Signer

CONSOLE: Final = "relance-console"
CLIENTS: Final = frozenset({CONSOLE})
NO_STORE: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class Login:
    """Who may log in, for whom codes were given, and who signs what they are redeemed for."""

    def __init__(self, signer: Signer, tenants: Sequence[str]) -> None:
        self._signer, self._people, self._codes = signer, people_of(tenants), Codes()

    async def ask(self, request: Request) -> Response:
        """The page, or at once for who is named by `login_hint`."""
        query = dict(request.query_params)
        hint = query.get("login_hint", "")
        return self._answered(query | ({"person": hint} if hint in self._people else {}))

    async def choose(self, request: Request) -> Response:
        return self._answered(await _form(request))

    async def redeem(self, request: Request) -> Response:
        try:
            granted = self._codes.redeem(await _form(request))
        except Refused as refused:
            said = {"error": refused.error, "error_description": str(refused)}
            return JSONResponse(said, 400, headers=NO_STORE)
        asked, person = granted.asked, granted.person
        tokens = {
            "access_token": self._signer.access_token(person, asked.client),
            "id_token": self._signer.id_token(person, asked.client, asked.nonce),
            "token_type": "Bearer",
            "expires_in": LIFE_S,
            "scope": "openid",
        }
        return JSONResponse(tokens, headers=NO_STORE)

    def _answered(self, query: Mapping[str, str]) -> Response:
        try:
            asked = asked_by(query, CLIENTS)
        except Mistaken as mistaken:
            return HTMLResponse(mistake_page(str(mistaken)), 400, headers=HEADERS)
        try:
            check(query, asked)
        except Refused as refused:
            said = {"error": refused.error, "error_description": str(refused)}
            return self._sent_back(asked, **said)
        person = self._people.get(query.get("person", ""))
        if person is None:
            kept = {name: value for name, value in query.items() if name != "person"}
            return HTMLResponse(login_page(self._people.values(), kept), headers=HEADERS)
        return self._sent_back(asked, code=self._codes.give(asked, person))

    def _sent_back(self, asked: Asked, **said: str) -> Response:
        where = asked.back(iss=self._signer.issuer, **said)
        return RedirectResponse(where, 303, headers=HEADERS)


def make_app(folder: Path, issuer: str, tenants: Sequence[str]) -> FastAPI:
    """The issuer at the address `issuer`; its key lies in `folder`."""
    signer = Signer.in_folder(folder, issuer)
    login = Login(signer, tenants)
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.add_api_route("/.well-known/openid-configuration", lambda: discovery(issuer))
    app.add_api_route("/keys", lambda: signer.public)
    app.add_api_route("/style.css", lambda: Response(STYLE, media_type="text/css"))
    app.add_api_route("/authorize", login.ask, methods=["GET"])
    app.add_api_route("/authorize", login.choose, methods=["POST"])
    app.add_api_route("/token", login.redeem, methods=["POST"])
    app.add_api_route("/logout", log_out, methods=["GET"])
    return app


async def log_out(post_logout_redirect_uri: str = "") -> Response:
    """Nobody is logged in here: it is only the way back."""
    if is_loopback(post_logout_redirect_uri):
        return RedirectResponse(post_logout_redirect_uri, 303, headers=HEADERS)
    return HTMLResponse(mistake_page("You are logged out."), headers=HEADERS)


def discovery(issuer: str) -> dict[str, Any]:
    """OpenID Provider Metadata, as far as this issuer goes."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/keys",
        "end_session_endpoint": f"{issuer}/logout",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "scopes_supported": ["openid"],
        "claims_supported": ["sub", "name", "tenant", "roles", "agency"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "authorization_response_iss_parameter_supported": True,
    }


async def _form(request: Request) -> dict[str, str]:
    async with request.form(max_files=0, max_fields=30) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}
