"""What a stack remembers between its starts: addresses, the cluster's id, the password."""

import base64
import json
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from deploy.local.ports import LOOPBACK, free_ports, is_free
from deploy.local.profiles import Profile


@dataclass(frozen=True, slots=True)
class State:
    """The content of `.local/<name>/state.json`."""

    profile: Profile
    cluster_id: str
    kafka_port: int
    controller_port: int
    postgres_port: int
    postgres_password: str
    proxied_port: int = 0
    """Where the broker listens for a proxy of the tests'; 0: it does not."""
    proxy_port: int = 0
    """Where it says that it listens there: the proxy's own port."""

    @property
    def kafka(self) -> str:
        """The bootstrap address."""
        return f"{LOOPBACK}:{self.kafka_port}"

    @property
    def postgres(self) -> str:
        """The address of the database `postgres`, as its administrator."""
        return (
            f"postgresql://postgres:{self.postgres_password}"
            f"@{LOOPBACK}:{self.postgres_port}/postgres"
        )


def new_state(profile: Profile, *, proxied: bool = False) -> State:
    """Choose what a new stack will keep; `proxied`: its broker can be reached by a proxy too."""
    kafka, controller, postgres, *behind = free_ports(5 if proxied else 3)
    password = secrets.token_hex(16)
    return State(profile, _new_cluster_id(), kafka, controller, postgres, password, *behind)


def read_state(home: Path) -> State | None:
    """Return what a stack noted, if it was ever started."""
    try:
        noted = json.loads((home / "state.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return State(**{**noted, "profile": Profile(noted["profile"])})


def write_state(home: Path, state: State) -> None:
    """Note it, for this account's eyes alone: it holds a password."""
    home.mkdir(parents=True, exist_ok=True)
    partial = home / "state.json.partial"
    partial.touch(mode=0o600)
    partial.write_text(json.dumps(asdict(state), indent=2) + "\n", encoding="utf-8")
    partial.replace(home / "state.json")


def with_free_ports(state: State, names: Iterable[str]) -> State:
    """Choose others for those named ports that a stranger took while we were down."""
    for name in names:
        if not is_free(getattr(state, name)):
            (port,) = free_ports(1)
            state = State(**{**asdict(state), name: port})
    return state


def _new_cluster_id() -> str:
    while True:
        text = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if not text.startswith("-"):  # Kafka's tools would take it for an option
            return text
