"""How a process reaches the broker: in the clear on a laptop, else with TLS, a login, or both."""

from pathlib import Path
from typing import Any, Final

from aiokafka.helpers import create_ssl_context

from libs.chassis.secrets import SecretMissing
from libs.chassis.settings import ServiceSettings
from libs.events.log.address import Broker

_PROTOCOLS: Final = {
    "plaintext": "PLAINTEXT",
    "tls": "SSL",
    "sasl_plaintext": "SASL_PLAINTEXT",
    "sasl_tls": "SASL_SSL",
}


def broker_of(settings: ServiceSettings) -> Broker:
    """Raises SecretMissing for a file that is named and cannot be read."""
    return Broker(settings.kafka, settings.environment, _options(settings))


def _options(settings: ServiceSettings) -> dict[str, Any]:
    """Arguments of every client; none for one in the clear."""
    security = settings.kafka_security
    if security == "plaintext":
        return {}
    options: dict[str, Any] = {"security_protocol": _PROTOCOLS[security]}
    if security in ("tls", "sasl_tls"):
        options["ssl_context"] = create_ssl_context(**_files(settings))
    if security in ("sasl_plaintext", "sasl_tls"):
        assert settings.kafka_password_file is not None, "the settings ask for it"
        options["sasl_mechanism"] = settings.kafka_mechanism
        options["sasl_plain_username"] = settings.kafka_user
        options["sasl_plain_password"] = _read(settings.kafka_password_file)
    return options


def _files(settings: ServiceSettings) -> dict[str, str]:
    """Whose certificates are trusted, and our own with its key; each may be left out."""
    named = {
        "cafile": settings.kafka_ca_file,
        "certfile": settings.kafka_certificate_file,
        "keyfile": settings.kafka_key_file,
    }
    for path in filter(None, named.values()):
        _read(path)  # the library's own error names no file
    return {name: str(path) for name, path in named.items() if path is not None}


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except OSError as mistake:
        raise SecretMissing(f"{path}: {mistake.strerror}") from mistake
