"""Which platform, which tenant, which token a command line means."""

from pathlib import Path

import pytest

from deploy.local.platform import plan
from libs.chassis.identity import Tokens
from libs.chassis.secrets import make_secrets
from libs.cli import session as sessions
from libs.cli.platform import environment, server_of
from libs.cli.session import NoPlatform, NoToken, Session


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of its own."""
    for name in ("RELANCE_HOME", "RELANCE_TENANT", "RELANCE_TOKEN", "RELANCE_KAFKA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sessions, "ROOT", tmp_path)
    return tmp_path


def test_the_laptop_signs_a_token_for_the_tenant_with_the_platform_s_key(root: Path) -> None:
    session = Session(tenant="acme")
    secrets = make_secrets(session.path / "secrets")

    principal = Tokens(secrets.token_key()).verify(session.token())

    assert (principal.tenant, principal.subject) == ("acme", "laptop")
    assert principal.may("administer")


def test_a_key_that_is_not_there_is_named(root: Path) -> None:
    (Session().path / "secrets").mkdir(parents=True)

    with pytest.raises(NoToken, match=r"tokens\.private\.json: No such file"):
        Session().token()


def test_a_token_that_is_given_is_the_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELANCE_TOKEN", "given")

    assert Session().token() == "given"


def test_without_a_platform_it_says_how_to_start_one(root: Path) -> None:
    with pytest.raises(NoPlatform, match="'demo' here: start one with `relance up`"):
        Session(home="demo").token()
    with pytest.raises(NoPlatform):
        Session().url("matching")
    with pytest.raises(NoPlatform):
        Session().stack()


def test_a_service_is_where_the_platform_started_it(root: Path) -> None:
    session = Session()
    members = plan(session.path, {"matching": 0}, workers={"matching": 2})

    assert session.url("matching") == members[0].url


def test_an_address_that_is_given_is_the_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELANCE_URL_MATCHING", "https://relance.example/matching/")

    assert Session().url("matching") == "https://relance.example/matching"


def test_services_are_told_of_the_server_and_find_their_databases_themselves(root: Path) -> None:
    told = environment(Session(), "127.0.0.1:9092", "postgresql://postgres:pw@127.0.0.1:5/postgres")

    assert told["RELANCE_POSTGRES"] == "postgresql://postgres:pw@127.0.0.1:5"
    assert told["RELANCE_KAFKA"] == "127.0.0.1:9092"
    assert told["RELANCE_OBJECTS"].startswith("file:///")
    assert Path(told["RELANCE_SECRETS"]) == root / ".local" / "up" / "secrets"
    assert server_of("postgresql://h:1/db?sslmode=off") == "postgresql://h:1"
