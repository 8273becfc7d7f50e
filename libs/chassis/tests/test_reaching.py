"""How a process reaches the broker, by what its settings say."""

import ssl
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from libs.chassis.reaching import broker_of
from libs.chassis.secrets import SecretMissing
from libs.chassis.settings import ServiceSettings


def settings(**told: Any) -> ServiceSettings:
    whole: dict[str, Any] = {
        "kafka": "kafka:9092",
        "postgres": "postgresql://u:p@postgres:5432",
        "secrets": Path("secrets"),
        "objects": "file:///objects",
        "issuer": "https://issuer",
    }
    return ServiceSettings(**whole | told)


def a_file(folder: Path, text: str) -> Path:
    file = folder / "kafka.password"
    file.write_text(f"{text}\n", "utf-8")
    return file


def test_in_the_clear_unless_it_is_said_otherwise() -> None:
    assert broker_of(settings()).client == {"bootstrap_servers": "kafka:9092"}


def test_a_login_over_tls_takes_its_password_from_a_file(tmp_path: Path) -> None:
    password = a_file(tmp_path, "hush-9")
    login = settings(
        environment="production",
        kafka_security="sasl_tls",
        kafka_user="relance",
        kafka_password_file=password,
    )

    told = broker_of(login).client

    assert isinstance(told.pop("ssl_context"), ssl.SSLContext)
    assert told == {
        "bootstrap_servers": "kafka:9092",
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": "relance",
        "sasl_plain_password": "hush-9",
    }
    assert "hush-9" not in repr(login)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    absent = tmp_path / "absent.pem"

    with pytest.raises(SecretMissing, match=r"absent\.pem"):
        broker_of(settings(kafka_security="tls", kafka_ca_file=absent))


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({"kafka_security": "sasl_tls"}, {"kafka_user", "kafka_password_file"}),
        ({"kafka_security": "sasl_tls", "kafka_user": "relance"}, {"kafka_password_file"}),
        (
            {"environment": "production", "kafka_security": "sasl_plaintext"},
            {"kafka_security"},
        ),
    ],
    ids=["no login", "no password", "in the clear in production"],
)
def test_what_is_missing_or_would_be_read_on_the_way_is_refused(
    told: dict[str, Any], where: set[str]
) -> None:
    with pytest.raises(ValidationError) as mistaken:
        settings(**told)

    assert {str(one["loc"][0]) for one in mistaken.value.errors()} == where
