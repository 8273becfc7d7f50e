"""What a process is told by its environment, each variable prefixed `RELANCE_`."""

import os
import socket
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from libs.events.contracts.every import every_event
from libs.events.contracts.registry import short_name
from libs.postgres.database import address_of

Role = Literal["api", "worker", "all"]
PREFIX: Final = "RELANCE_"


def _slot() -> str:
    """Name of this worker's place: the pod's name in a cluster, else the host's."""
    return os.environ.get("HOSTNAME") or socket.gethostname()


class ServiceSettings(BaseSettings):
    """Settings that every service has; a service's own class adds what is its own."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    environment: Literal["laptop", "production"] = "laptop"
    """`production` refuses what only a demo may do, such as moving days by command."""
    kafka: str
    """Bootstrap address of the broker, `host:port[,host:port]`."""
    kafka_security: Literal["plaintext", "tls", "sasl_plaintext", "sasl_tls"] = "plaintext"
    """How the broker is reached; a login in the clear is for a laptop alone."""
    kafka_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    kafka_user: str = Field(default="", max_length=200, validate_default=True)
    kafka_password_file: Path | None = Field(default=None, validate_default=True)
    kafka_ca_file: Path | None = None
    """PEM of whose certificates are trusted; None: the system's."""
    kafka_certificate_file: Path | None = None
    """PEM of our own certificate, where the broker asks for one."""
    kafka_key_file: Path | None = None
    postgres: str
    """Address of the database server, `postgresql://user:pw@host:port`; a database is ignored."""
    secrets: Path
    """Folder with the master key, the id secret and passwords; on a laptop with the key that
    tokens are verified with."""
    objects: str
    """Where objects are kept: `file:///…`, `s3://…`."""
    issuer: str = Field(default="", max_length=300, validate_default=True)
    """Whose access tokens are taken: the OIDC issuer's URL, as its tokens say it (`iss`). On a
    laptop it may be left out: tokens signed with the key file are taken there, and only there."""
    audience: str = Field(default="relance-api", min_length=1, max_length=200)
    """What tokens have to be for (`aud`)."""
    issuer_keys_url: str = Field(default="", max_length=300, validate_default=True)
    """Where the issuer's keys are (JWKS); empty: where its discovery document says."""
    issuer_keys_life_s: float = Field(default=300.0, gt=0, le=86_400)
    issuer_keys_again_s: float = Field(default=30.0, gt=0, le=3_600)
    """So often at most the keys are fetched for a key id that is not known."""
    tenant_claim: str = Field(default="tenant", min_length=1, max_length=200)
    """A claim's name, or a path into one."""
    roles_claim: str = Field(default="roles", min_length=1, max_length=200)
    agency_claim: str = Field(default="agency", min_length=1, max_length=200)
    token_leeway_s: int = Field(default=30, ge=0, le=300)
    """So far the issuer's clock and ours may be apart."""
    requests_a_minute_max: int = Field(default=6_000, ge=1, le=10_000_000)
    """Of one principal, to one process; as many may come at once."""
    requests_a_minute_by_address_max: int = Field(default=12_000, ge=1, le=10_000_000)
    """Of one address, whoever asks from there, also without a valid token."""
    proxies: int = Field(default=0, ge=0, le=5)
    """How many stand in front, each adding to X-Forwarded-For whom it heard; 0: it says nothing."""
    role: Role = "all"
    slot: str = Field(default_factory=_slot, min_length=1, max_length=80)
    """Static member name in the group; two live processes must not share one."""
    host: str = "127.0.0.1"
    port: int = Field(default=0, ge=0, le=65535)
    """Of the API; 0: any free one, written to the log."""
    partitions: int = Field(default=4, ge=1, le=1024)
    """Chosen at birth, the same in every service, never changed."""
    replication: int = Field(default=1, ge=1, le=5)
    answer_wait_s: float = Field(default=10.0, gt=0, le=60)
    """How long a request waits for its decision before it is told 202."""
    session_timeout_s: float = Field(default=10.0, ge=3, le=60)
    """After so long without a sign of life a worker's partitions go to another."""
    drain_s: float = Field(default=10.0, gt=0, le=60)
    """How long a stop waits for batches under way."""
    barrier_deadline_s: float = Field(default=10.0, gt=0, le=60)
    """How long what has to leave waits for its barrier before it is held and tried again."""
    effect_age_max_s: float = Field(default=30.0, gt=0, le=600)
    """The oldest that a barrier may be when what waited for it leaves."""
    effect_limit_s: float = Field(default=20.0, gt=0, le=600)
    """The longest that one effect may take, such as a mail being handed to the next server."""
    deduplicate: bool = True
    """Off only in fault tests: recorded answers hide mistakes in positions."""
    write_before: str = ""
    """Contracts to write in the version before the newest, as long as readers run that do not
    know the newest: `matching.item_settled[,…]`; the newest of all others."""
    batch_max: int = Field(default=500, ge=1, le=10_000)
    body_bytes_max: int = Field(default=32 * 1024 * 1024, ge=1024)
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("kafka_security")
    @classmethod
    def _keeps_its_password(cls, security: str, told: ValidationInfo) -> str:
        if security == "sasl_plaintext" and told.data.get("environment") == "production":
            raise ValueError("in production the broker's password is not sent in the clear")
        return security

    @field_validator("kafka_user", "kafka_password_file")
    @classmethod
    def _is_there_for_a_login(cls, said: str | Path | None, told: ValidationInfo) -> Any:
        if not said and str(told.data.get("kafka_security", "")).startswith("sasl"):
            raise ValueError("a login at the broker needs it")
        return said

    @field_validator("issuer", "issuer_keys_url")
    @classmethod
    def _is_an_issuer(cls, url: str, told: ValidationInfo) -> str:
        is_production = told.data.get("environment") == "production"
        if not url:
            if is_production and told.field_name == "issuer":
                raise ValueError("in production tokens come from an issuer: set its https:// URL")
            return url
        if not url.startswith("https://" if is_production else ("https://", "http://")):
            raise ValueError("no https:// URL" if is_production else "no URL")
        return url

    @field_validator("write_before")
    @classmethod
    def _have_a_version_before(cls, names: str) -> str:
        known = sorted({short_name(event) for _, event in every_event() if event.OLDER})
        for name in filter(None, names.split(",")):
            if name not in known:
                raise ValueError(f"{name!r} has no version before; these have: {', '.join(known)}")
        return names

    @property
    def written_before(self) -> frozenset[str]:
        return frozenset(filter(None, self.write_before.split(",")))

    def database(self, name: str) -> str:
        """Address of one database on the server."""
        return address_of(self.postgres, name)


def mistakes_of(mistaken: ValidationError) -> list[str]:
    """A line for each setting that is wrong; what was set is not shown, it may be a secret."""
    errors = mistaken.errors(include_url=False, include_context=False, include_input=False)
    return [
        f"{PREFIX}{'_'.join(str(part) for part in one['loc']).upper()}: "
        f"{one['msg'].removeprefix('Value error, ')}"
        for one in errors
    ]
