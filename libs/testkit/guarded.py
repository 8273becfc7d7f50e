"""A broker at which everybody logs in, and is let in to what an access list says."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from deploy.local.broker import Broker as Node
from deploy.local.kafka_jars import kafka_jars
from deploy.local.ports import LOOPBACK
from deploy.local.profiles import Profile
from deploy.local.state import new_state
from libs.events.log.address import Broker

PLATFORM: Final = "relance"
"""Who may do everything, as the platform's own login does."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """Such a broker; logins by name, each with a password of its own."""

    bootstrap: str
    passwords: Mapping[str, str]

    def login(self, name: str, *, password: str = "") -> dict[str, Any]:
        """Arguments of a client that logs in; `password`: another than its own."""
        return {
            "security_protocol": "SASL_PLAINTEXT",
            "sasl_mechanism": "PLAIN",
            "sasl_plain_username": name,
            "sasl_plain_password": password or self.passwords[name],
        }

    def broker(self, name: str = PLATFORM) -> Broker:
        return Broker(self.bootstrap, options=self.login(name))


@asynccontextmanager
async def guarded_broker(root: Path, home: Path, *names: str) -> AsyncIterator[Guarded]:
    """One node with a login for the platform, and one for each name, which may do nothing yet.

    `root`: the checkout, where Kafka's jars are found. Its own listener in the clear is for the
    node itself, and for who started it.
    """
    planned = new_state(Profile.TESTS, proxied=True)
    state = replace(planned, proxy_port=planned.proxied_port)
    passwords = {name: f"password of {name}" for name in (PLATFORM, *names)}
    node = _Node(home, await kafka_jars(root), state, passwords)
    await node.start()
    try:
        yield Guarded(f"{LOOPBACK}:{state.proxied_port}", passwords)
    finally:
        await node.process.stop()


@dataclass(frozen=True, slots=True)
class _Node(Node):
    passwords: Mapping[str, str]

    def settings(self) -> dict[str, str]:
        """The listener that others put a proxy before is the guarded one."""
        settings = Node.settings(self)
        protocols = settings["listener.security.protocol.map"]
        users = " ".join(f'user_{name}="{told}"' for name, told in self.passwords.items())
        login = f"org.apache.kafka.common.security.plain.PlainLoginModule required {users};"
        return settings | {
            "listener.security.protocol.map": protocols.replace(
                "PROXIED:PLAINTEXT", "PROXIED:SASL_PLAINTEXT"
            ),
            "listener.name.proxied.sasl.enabled.mechanisms": "PLAIN",
            "listener.name.proxied.plain.sasl.jaas.config": login,
            "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users": f"User:ANONYMOUS;User:{PLATFORM}",
        }
