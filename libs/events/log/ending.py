"""How the last transaction of a transactional id has ended: a question that the client lacks.

`DescribeTransactions` of Kafka 3.0 and later (KIP-664, https://kafka.apache.org/protocol).
"""

import asyncio
import time
from enum import StrEnum
from typing import Final, NamedTuple

from aiokafka.client import AIOKafkaClient, CoordinationType
from aiokafka.errors import IncompatibleBrokerVersion, KafkaError, for_code
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import (
    CompactArray,
    CompactString,
    Int16,
    Int32,
    Int64,
    Schema,
    TaggedFields,
)

API_KEY: Final = 65
ID_NOT_FOUND: Final = 105
ASK_AGAIN_S: Final = 0.02


class Ending(StrEnum):
    """What became of a transaction, or becomes of it once its producer is fenced."""

    COMMITTED = "committed"
    ABORTED = "aborted"
    UNKNOWN = "unknown"
    """There was none, or a producer was started after it, which hides how it ended; or the broker
    has forgotten the id, or does not tell."""


Identity = tuple[int, int]
"""A producer's id and epoch, which the broker gives it when it starts."""
NOBODY: Final[Identity] = (-1, -1)


class Last(NamedTuple):
    """A transactional id's last transaction."""

    ending: Ending = Ending.UNKNOWN
    producer: Identity = NOBODY
    """Who was started last under that id."""


ENDINGS: Final = {
    "PrepareCommit": Ending.COMMITTED,
    "CompleteCommit": Ending.COMMITTED,
    "Ongoing": Ending.ABORTED,
    "PrepareEpochFence": Ending.ABORTED,
    "PrepareAbort": Ending.ABORTED,
    "CompleteAbort": Ending.ABORTED,
}
"""By the coordinator's state; all others are unknown."""


async def last_of(client: AIOKafkaClient, transactional_id: str, *, limit_s: float) -> Last:
    """Ask before a producer is started under that id. `client` is bootstrapped.

    A coordinator that is not ready is asked again, for `limit_s`. Raises KafkaError.
    """
    ends_s = time.monotonic() + limit_s
    while True:
        try:
            return await _asked(client, transactional_id)
        except IncompatibleBrokerVersion:
            return Last()
        except KafkaError as error:
            if not error.retriable or time.monotonic() > ends_s:
                raise
        await asyncio.sleep(ASK_AGAIN_S)


async def _asked(client: AIOKafkaClient, transactional_id: str) -> Last:
    node = await client.coordinator_lookup(CoordinationType.TRANSACTION, transactional_id)
    answer = await client.send(node, _Question(transactional_id))
    ((code, _, state, _, _, producer_id, epoch, *_),) = answer.transaction_states
    if code == ID_NOT_FOUND:
        return Last()
    if code:
        raise for_code(code)(transactional_id)
    return Last(ENDINGS.get(state, Ending.UNKNOWN), (producer_id, epoch))


class _Described(Response):  # type: ignore[misc]
    API_KEY = API_KEY
    API_VERSION = 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "transaction_states",
            CompactArray(
                ("error_code", Int16),
                ("transactional_id", CompactString("utf-8")),
                ("transaction_state", CompactString("utf-8")),
                ("transaction_timeout_ms", Int32),
                ("transaction_start_time_ms", Int64),
                ("producer_id", Int64),
                ("producer_epoch", Int16),
                (
                    "topics",
                    CompactArray(
                        ("topic", CompactString("utf-8")),
                        ("partitions", CompactArray(Int32)),
                        ("tags", TaggedFields),
                    ),
                ),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class _Describe(RequestStruct):  # type: ignore[misc]
    API_KEY = API_KEY
    API_VERSION = 0
    FLEXIBLE_VERSION = True
    RESPONSE_TYPE = _Described
    SCHEMA = Schema(
        ("transactional_ids", CompactArray(CompactString("utf-8"))), ("tags", TaggedFields)
    )


class _Question(Request[_Describe]):  # type: ignore[misc]
    API_KEY = API_KEY

    def __init__(self, transactional_id: str) -> None:
        self._transactional_id = transactional_id

    def build(self, request_struct_class: type[_Describe]) -> _Describe:
        return request_struct_class([self._transactional_id], {})
