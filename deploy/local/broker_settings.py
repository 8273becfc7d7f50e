"""The settings of the one-node Kafka: what differs from Kafka's defaults, and why."""

from collections.abc import Mapping

JVM_OPTIONS = (
    "-Xms256m",
    "-Xmx768m",
    "-XX:+UseSerialGC",
    "-XX:+ExitOnOutOfMemoryError",
    "-Djava.awt.headless=true",
)
FIRST_COMPILER_ALONE = "-XX:TieredStopAtLevel=1"
"""For what is over soon."""

# One node holds every replica there is.
ONE_REPLICA: Mapping[str, str] = {
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "4",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "share.coordinator.state.topic.num.partitions": "1",
    "auto.leader.rebalance.enable": "false",
}

# A killed broker is refused until its old session ends, so sessions are short.
QUICK: Mapping[str, str] = {
    "broker.session.timeout.ms": "1500",
    "broker.heartbeat.interval.ms": "300",
    "group.initial.rebalance.delay.ms": "0",
    "group.min.session.timeout.ms": "1000",
    # An abandoned transaction hides what follows it until somebody looks.
    "transaction.abort.timed.out.transaction.cleanup.interval.ms": "1000",
    "controlled.shutdown.enable": "false",
}

# The log is the source of truth: nothing is dropped by age, no topic is born by a typing error.
KEPT: Mapping[str, str] = {
    "log.retention.ms": "-1",
    "log.retention.bytes": "-1",
    "auto.create.topics.enable": "false",
    # A record's time is when it was in the log, by one clock: what an auditor tells before by.
    "log.message.timestamp.type": "LogAppendTime",
}

SMALL: Mapping[str, str] = {
    "num.network.threads": "2",
    "num.io.threads": "4",
    "log.cleaner.dedupe.buffer.size": "8388608",
    "num.recovery.threads.per.data.dir": "2",
}

LOG4J = """\
status = error
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = %d{ISO8601} %p %c{1} %m%n
rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
logger.server.name = kafka.server.KafkaRaftServer
logger.server.level = info
"""


def one_node() -> dict[str, str]:
    """Return the settings that any one-node Kafka of ours runs with, in Docker or without."""
    return {
        "process.roles": "broker,controller",
        "node.id": "1",
        "controller.listener.names": "CONTROLLER",
        "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "inter.broker.listener.name": "PLAINTEXT",
        **ONE_REPLICA,
        **QUICK,
        **KEPT,
        **SMALL,
    }


def on_loopback(*, port: int, controller_port: int, log_dir: str) -> dict[str, str]:
    """Return all settings of a node that listens on this machine alone."""
    return {
        **one_node(),
        "listeners": f"PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}",
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:{port}",
        "controller.quorum.voters": f"1@127.0.0.1:{controller_port}",
        "log.dirs": log_dir,
    }


def also_proxied(settings: Mapping[str, str], *, port: int, proxy_port: int) -> dict[str, str]:
    """Add a listener for those who come through a proxy: it sends them back to the proxy."""
    protocols = settings["listener.security.protocol.map"]
    return {
        **settings,
        "listeners": f"{settings['listeners']},PROXIED://127.0.0.1:{port}",
        "advertised.listeners": (
            f"{settings['advertised.listeners']},PROXIED://127.0.0.1:{proxy_port}"
        ),
        "listener.security.protocol.map": f"{protocols},PROXIED:PLAINTEXT",
    }


def as_properties(settings: Mapping[str, str]) -> str:
    """Write settings the way Kafka reads them."""
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def as_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Write settings the way the Kafka image reads them."""
    return {f"KAFKA_{name.upper().replace('.', '_')}": value for name, value in settings.items()}
