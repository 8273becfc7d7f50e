"""Access tokens of an OIDC issuer, by its published keys, from a real one on loopback."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from libs.chassis.claims import ClaimNames
from libs.chassis.identity import Tokens, Unauthenticated, Verifier
from libs.chassis.issuer import IssuedTokens, verifiers_of
from libs.chassis.issuer_keys import STALE_MAX_S, HttpDocuments, IssuerKeys, Whose
from libs.chassis.problems import Unavailable
from libs.chassis.secrets import make_secrets
from libs.chassis.settings import ServiceSettings
from libs.testkit.issuing import AUDIENCE, Issuer, issuing

LIFE_S, AGAIN_S, LEEWAY_S = 300.0, 30.0, 30
A_DAY_S = 86_400
"""Times of parameters are of when tests are gathered; they are played minutes later."""


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture(name="issuer")
def _issuer() -> Iterator[Issuer]:
    with issuing() as issuer:
        issuer.add("first")
        yield issuer


@pytest.fixture(name="clock")
def _clock() -> Clock:
    return Clock()


def _verifier(
    issuer: Issuer,
    clock: Clock,
    *,
    names: ClaimNames = ClaimNames(),  # noqa: B008
    knows_development: bool = True,
) -> IssuedTokens:
    whose = Whose(issuer.url, life_s=LIFE_S, again_s=AGAIN_S, knows_development=knows_development)
    keys = IssuerKeys(whose, HttpDocuments(), clock)
    return IssuedTokens(issuer.url, AUDIENCE, keys, names, LEEWAY_S)


@pytest.fixture(name="verifier")
def _one(issuer: Issuer, clock: Clock) -> Verifier:
    return _verifier(issuer, clock)


@pytest.mark.parametrize("algorithm", ["ES256", "Ed25519", "EdDSA", "RS256"])
async def test_a_token_names_its_tenant_and_roles_under_each_algorithm(
    issuer: Issuer, verifier: Verifier, algorithm: str
) -> None:
    issuer.rotate("other", algorithm)
    principal = await verifier.principal(issuer.token())
    assert (principal.subject, principal.tenant, principal.roles) == (
        "anna",
        "acme",
        ("controller",),
    )


async def test_tokens_for_several_audiences_are_taken_when_ours_is_among_them(
    issuer: Issuer, verifier: Verifier
) -> None:
    assert (await verifier.principal(issuer.token(aud=["others", AUDIENCE]))).subject == "anna"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"aud": "console"}, "aud"),
        ({"aud": None}, "aud"),
        ({"exp": int(time.time()) - LEEWAY_S - 5}, "exp"),
        ({"exp": None}, "exp"),
        ({"iss": "http://other"}, "iss"),
        ({"nbf": int(time.time()) + A_DAY_S}, "not yet valid"),
        ({"sub": None}, "sub"),
        ({"roles": "admin"}, "roles"),
        ({"roles": ["agency"]}, "agency"),
        ({"tenant": "../acme"}, "tenant"),
        ({"tenant": None}, "tenant"),
    ],
)
async def test_a_token_that_says_something_else_is_refused(
    issuer: Issuer, verifier: Verifier, changed: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Unauthenticated, match=reason):
        await verifier.principal(issuer.token(**changed))


async def test_clocks_may_be_apart_a_little(issuer: Issuer, verifier: Verifier) -> None:
    assert (await verifier.principal(issuer.token(exp=int(time.time()) - 5))).subject == "anna"


async def test_roles_that_are_not_ours_say_nothing(issuer: Issuer, verifier: Verifier) -> None:
    principal = await verifier.principal(issuer.token(roles=["offline_access", "reader"]))
    assert principal.roles == ("reader",)


async def test_claims_are_found_where_the_settings_say(issuer: Issuer, clock: Clock) -> None:
    names = ClaimNames("https://relance.example/tenant", "realm_access.roles")
    token = issuer.token(
        tenant=None,
        roles=None,
        realm_access={"roles": ["manager"]},
        **{"https://relance.example/tenant": "globex"},
    )
    principal = await _verifier(issuer, clock, names=names).principal(token)
    assert (principal.tenant, principal.roles) == ("globex", ("manager",))


async def test_a_token_under_an_old_key_s_name_is_refused(
    issuer: Issuer, verifier: Verifier
) -> None:
    old = issuer.token()
    issuer.rotate("first")
    with pytest.raises(Unauthenticated):
        await verifier.principal(old)


@pytest.mark.parametrize("algorithm", ["HS256", "none"])
async def test_a_token_never_chooses_another_kind_of_signature(
    issuer: Issuer, verifier: Verifier, algorithm: str
) -> None:
    """Also not with the public key as the shared secret."""
    _, key = issuer.keys["first"]
    claims = {"iss": issuer.url, "aud": AUDIENCE, "sub": "eve", "exp": int(time.time()) + 60}
    shared = OctKey.import_key(str(key.as_dict(private=False)["x"]) + "=" * 20)
    header = {"alg": algorithm, "kid": "first"}
    token = jwt.encode(header, claims, shared, algorithms=[algorithm])
    with pytest.raises(Unauthenticated):
        await verifier.principal(token)


async def test_a_new_key_is_found_without_a_restart(
    issuer: Issuer, verifier: Verifier, clock: Clock
) -> None:
    await verifier.principal(issuer.token())
    before = issuer.token()
    issuer.rotate("second")
    clock.now_s += AGAIN_S + 1
    assert (await verifier.principal(issuer.token())).subject == "anna"
    with pytest.raises(Unauthenticated, match="no such key"):
        await verifier.principal(before)


async def test_a_key_that_is_withdrawn_works_no_longer_than_keys_are_kept(
    issuer: Issuer, verifier: Verifier, clock: Clock
) -> None:
    withdrawn = issuer.token()
    await verifier.principal(withdrawn)
    issuer.rotate("second")
    clock.now_s += LIFE_S + 1
    with pytest.raises(Unauthenticated):
        await verifier.principal(withdrawn)


async def test_unknown_key_ids_make_nobody_ask_the_issuer_each_time(
    issuer: Issuer, verifier: Verifier
) -> None:
    good = issuer.token()
    await verifier.principal(good)
    with issuing() as stranger:
        for number in range(20):
            stranger.rotate(f"strange-{number}")
            with pytest.raises(Unauthenticated):
                await verifier.principal(stranger.token(iss=issuer.url))
    assert (await verifier.principal(good)).subject == "anna"
    assert issuer.keys_asked == 1


async def test_an_issuer_that_is_away_stops_nobody_at_once(
    issuer: Issuer, verifier: Verifier, clock: Clock
) -> None:
    good = issuer.token()
    await verifier.principal(good)
    issuer.is_away = True
    clock.now_s += LIFE_S + 1
    assert (await verifier.principal(good)).subject == "anna"
    clock.now_s += STALE_MAX_S
    with pytest.raises(Unavailable):
        await verifier.principal(good)


async def test_an_issuer_that_was_away_at_the_start_is_asked_again(
    issuer: Issuer, verifier: Verifier, clock: Clock
) -> None:
    issuer.is_away = True
    with pytest.raises(Unavailable):
        await verifier.principal(issuer.token())
    issuer.is_away = False
    clock.now_s += 3
    assert (await verifier.principal(issuer.token())).subject == "anna"


async def test_a_document_of_another_issuer_is_not_believed(
    issuer: Issuer, verifier: Verifier
) -> None:
    issuer.says_it_is = "http://other"
    with pytest.raises(Unavailable):
        await verifier.principal(issuer.token())


async def test_a_set_of_keys_has_an_end_and_keys_for_other_things_are_passed_over(
    issuer: Issuer, verifier: Verifier
) -> None:
    _, key = issuer.keys["first"]
    public = key.as_dict(private=False)
    junk = [
        {"kty": "oct", "k": "AAAA", "kid": "first"},
        {"kty": "new"},
        7,
        {**public, "use": "enc"},
    ]
    issuer.published = [*junk, public, *({**public, "kid": f"k{n}"} for n in range(100))]
    assert (await verifier.principal(issuer.token())).subject == "anna"
    assert len(verifier._keys._keys) < 100  # type: ignore[attr-defined]


async def test_production_knows_no_key_of_a_development_issuer(
    issuer: Issuer, clock: Clock
) -> None:
    issuer.rotate("development-1")
    assert (await _verifier(issuer, clock).principal(issuer.token())).subject == "anna"
    with pytest.raises(Unauthenticated, match="no such key"):
        await _verifier(issuer, clock, knows_development=False).principal(issuer.token())


def _settings(folder: Path, **more: Any) -> ServiceSettings:
    return ServiceSettings(
        kafka="127.0.0.1:1", postgres="postgresql://x", secrets=folder, objects="file:///x", **more
    )


async def test_a_laptop_takes_both_its_own_tokens_and_an_issuer_s(
    issuer: Issuer, tmp_path: Path
) -> None:
    secrets = make_secrets(tmp_path)
    verifier = verifiers_of(_settings(tmp_path, issuer=issuer.url), secrets)
    own = Tokens(secrets.token_key(private=True)).issue("laptop", "acme", ["admin"])
    assert (await verifier.principal(own)).subject == "laptop"
    assert (await verifier.principal(issuer.token())).subject == "anna"


async def test_production_takes_no_token_of_the_key_file(tmp_path: Path) -> None:
    secrets = make_secrets(tmp_path)
    own = Tokens(secrets.token_key(private=True)).issue("laptop", "acme", ["admin"])
    told = {"environment": "production", "issuer": "https://login.example"}
    verifier = verifiers_of(_settings(tmp_path, **told), secrets)
    with pytest.raises(Unauthenticated, match="not known here"):
        await verifier.principal(own)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"issuer": "http://login.example"},
        {"issuer": "http://127.0.0.1:8100"},
        {"issuer": "https://login.example", "issuer_keys_url": "http://login.example/keys"},
    ],
)
def test_production_needs_an_issuer_behind_tls(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="https://"):
        _settings(tmp_path, environment="production", **wrong)


@pytest.mark.parametrize("token", ["", "a.b", "é.é.é", "x" * 20_000, "e30.e30.e30"])
async def test_what_is_no_token_is_refused(token: str, tmp_path: Path) -> None:
    verifier = verifiers_of(_settings(tmp_path), make_secrets(tmp_path))
    with pytest.raises(Unauthenticated):
        await verifier.principal(token)
