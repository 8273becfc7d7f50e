"""The tenant comes from a signed token alone."""

from pathlib import Path

import pytest
from joserfc import jwt
from joserfc.jwk import OKPKey

from libs.chassis.identity import Tokens, Unauthenticated
from libs.chassis.secrets import SecretMissing, make_secrets


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return tmp_path / "secrets"


def test_a_token_of_the_laptop_names_its_tenant(folder: Path) -> None:
    secrets = make_secrets(folder)
    token = Tokens(secrets.token_key(private=True)).issue("anna", "acme", ["controller"])
    principal = Tokens(secrets.token_key()).verify(token)
    assert (principal.subject, principal.tenant, principal.roles) == (
        "anna",
        "acme",
        ("controller",),
    )
    assert principal.may("work")
    assert not principal.may("administer")


def test_a_token_of_another_platform_is_refused(folder: Path, tmp_path: Path) -> None:
    other = make_secrets(tmp_path / "other")
    token = Tokens(other.token_key(private=True)).issue("eve", "acme", ["admin"])
    with pytest.raises(Unauthenticated):
        Tokens(make_secrets(folder).token_key()).verify(token)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"exp": 1}, "exp"),
        ({"iss": "other"}, "iss"),
        ({"aud": "other"}, "aud"),
        ({"tenant": "../acme"}, "tenant"),
        ({"tenant": None}, "tenant"),
        ({"roles": "admin"}, "roles"),
    ],
)
def test_a_token_that_says_something_else_is_refused(
    folder: Path, changed: dict[str, object], reason: str
) -> None:
    key = make_secrets(folder).token_key(private=True)
    good = jwt.decode(Tokens(key).issue("a", "acme", []), key, algorithms=["Ed25519"]).claims
    token = jwt.encode({"alg": "Ed25519"}, {**good, **changed}, key, algorithms=["Ed25519"])
    with pytest.raises(Unauthenticated, match=reason):
        Tokens(key).verify(token)


def test_an_unsigned_token_is_refused(folder: Path) -> None:
    with pytest.raises(Unauthenticated):
        Tokens(make_secrets(folder).token_key()).verify("eyJhbGciOiJub25lIn0.e30.")


def test_no_token_is_signed_for_a_tenant_that_cannot_be() -> None:
    with pytest.raises(ValueError, match="is no tenant"):
        Tokens(OKPKey.generate_key("Ed25519")).issue("a", "A/B", [])


def test_secrets_are_made_once_and_kept(folder: Path) -> None:
    first = make_secrets(folder).read("ids.key")
    assert make_secrets(folder).read("ids.key") == first
    assert (folder / "master.key").stat().st_mode & 0o077 == 0


def test_a_missing_secret_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    made = make_secrets(folder)
    (folder / "master.key").unlink()
    with pytest.raises(SecretMissing, match=r"master\.key"):
        made.master_key()
