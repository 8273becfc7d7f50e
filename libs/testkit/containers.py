"""The broker and database of tests as containers, where a Docker engine answers."""

from collections.abc import Iterator
from contextlib import contextmanager

import docker
from docker.errors import DockerException
from testcontainers.community.postgres import PostgresContainer
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import LogMessageWaitStrategy

from deploy.local.broker_settings import as_environment, one_node
from deploy.local.ports import free_ports

KAFKA_IMAGE = "apache/kafka:4.4.0"
POSTGRES_IMAGE = "postgres:17"
ENGINE_LIMIT_S = 3
KAFKA_PORT = 9092
CONTROLLER_PORT = 9093
HEAP = "-Xms256m -Xmx768m"


def engine_answers() -> bool:
    """Tell whether there is a Docker engine."""
    try:
        client = docker.from_env(timeout=ENGINE_LIMIT_S)
    except DockerException:
        return False
    try:
        return bool(client.ping())
    except DockerException:
        return False
    finally:
        client.close()


@contextmanager
def container_addresses() -> Iterator[tuple[str, str]]:
    """Start both and lend the bootstrap address and the administrator's address."""
    (port,) = free_ports(1)
    kafka = DockerContainer(KAFKA_IMAGE).with_bind_ports(KAFKA_PORT, port)
    kafka.with_envs(**kafka_environment(port))
    kafka.waiting_for(LogMessageWaitStrategy("Kafka Server started"))
    with kafka, PostgresContainer(POSTGRES_IMAGE, driver=None) as postgres:
        yield f"127.0.0.1:{port}", postgres.get_connection_url()


def kafka_environment(port: int) -> dict[str, str]:
    """Describe one KRaft node with the settings of the local one, published on this port."""
    settings = {
        **one_node(),
        "listeners": f"PLAINTEXT://:{KAFKA_PORT},CONTROLLER://127.0.0.1:{CONTROLLER_PORT}",
        # The node tells its clients where it is, so its port must be known before it starts.
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:{port}",
        "controller.quorum.voters": f"1@127.0.0.1:{CONTROLLER_PORT}",
        "log.dirs": "/tmp/kraft-combined-logs",
    }
    return as_environment(settings) | {"KAFKA_HEAP_OPTS": HEAP}
