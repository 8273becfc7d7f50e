"""What keeps broker, database and services from starting or answering, told in its own words."""

from typing import Final

from aiokafka.errors import KafkaError

from deploy.local.binaries import ProgramMissing
from deploy.local.broker import FormatFailed
from deploy.local.database import InitFailed
from deploy.local.kafka_jars import FetchFailed
from deploy.local.platform import NotReady
from deploy.local.processes import ProcessEnded
from deploy.local.waiting import WaitedTooLong
from libs.chassis.secrets import SecretMissing
from libs.events.contracts.registry import UnknownVersion
from libs.events.log.replaying import ReplayStuck

STACK_FAILURES: Final = (
    SecretMissing,
    ProgramMissing,
    FormatFailed,
    InitFailed,
    FetchFailed,
    ProcessEnded,
    NotReady,
    WaitedTooLong,
    UnknownVersion,
    ReplayStuck,
    KafkaError,
)
"""Beside what any command may fail with; apart, for importing them takes a second."""
