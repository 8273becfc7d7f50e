"""Real Apache Kafka as an ordinary process: one KRaft node, loopback only."""

import asyncio
import subprocess
from dataclasses import dataclass
from pathlib import Path

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from deploy.local import broker_settings
from deploy.local.binaries import java_program
from deploy.local.ports import is_listened_on
from deploy.local.processes import Background
from deploy.local.state import State

START_LIMIT_S = 60.0
FORMAT_LIMIT_S = 60
ANSWER_LIMIT_MS = 2_000


async def broker_answers(kafka: str) -> bool:
    """Tell whether a broker serves at this address: its node is up and takes part."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka, request_timeout_ms=ANSWER_LIMIT_MS)
    try:
        await admin.start()
        return bool((await admin.describe_cluster())["brokers"])
    except (KafkaError, OSError, AssertionError):
        return False
    finally:
        await admin.close()


class FormatFailed(Exception):
    """Kafka could not lay out its data folder."""


@dataclass(frozen=True, slots=True)
class Broker:
    """The broker of one stack; its records lie in `<home>/kafka`."""

    home: Path
    jars: Path
    state: State

    @property
    def process(self) -> Background:
        return Background("broker", self.home)

    @property
    def kafka(self) -> str:
        return self.state.kafka

    @property
    def _log_dir(self) -> Path:
        return self.home / "kafka"

    @property
    def _settings_file(self) -> Path:
        return self.home / "server.properties"

    async def start(self) -> None:
        """Start it, on the records that it has, and return when it answers."""
        self._write_settings()
        if not (self._log_dir / "meta.properties").exists():
            await asyncio.to_thread(self._format)
        if self.process.pid() is None:
            java = self._java(is_short=self.state.profile.is_short)
            self.process.start([*java, "kafka.Kafka", self._settings_file])
        await self.process.wait_healthy(self.answers, limit_s=START_LIMIT_S)

    async def answers(self) -> bool:
        """Tell whether this broker serves."""
        return await is_listened_on(self.state.kafka_port) and await broker_answers(self.kafka)

    def settings(self) -> dict[str, str]:
        """What Kafka is told."""
        settings = broker_settings.on_loopback(
            port=self.state.kafka_port,
            controller_port=self.state.controller_port,
            log_dir=str(self._log_dir),
        )
        if self.state.proxied_port:
            settings = broker_settings.also_proxied(
                settings, port=self.state.proxied_port, proxy_port=self.state.proxy_port
            )
        return settings

    def _write_settings(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        text = broker_settings.as_properties(self.settings())
        self._settings_file.write_text(text, encoding="utf-8")
        (self.home / "log4j2.properties").write_text(broker_settings.LOG4J, encoding="utf-8")

    def _java(self, *, is_short: bool) -> list[str | Path]:
        compiling = [broker_settings.FIRST_COMPILER_ALONE] if is_short else []
        logging = f"-Dlog4j2.configurationFile={self.home / 'log4j2.properties'}"
        options = [*broker_settings.JVM_OPTIONS, *compiling, logging]
        return [java_program(), *options, "-cp", f"{self.jars}/*"]

    def _format(self) -> None:
        tool = ["kafka.tools.StorageTool", "format", "--cluster-id", self.state.cluster_id]
        done = subprocess.run(
            [*self._java(is_short=True), *tool, "--config", self._settings_file],
            capture_output=True,
            text=True,
            timeout=FORMAT_LIMIT_S,
            check=False,
        )
        if done.returncode != 0:
            raise FormatFailed(done.stdout + done.stderr)
