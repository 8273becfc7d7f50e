"""Who may read an agency's topic: the agency alone, where the broker keeps access lists."""

from typing import Any, Final

import structlog
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import for_code
from aiokafka.protocol.admin import CreateAclsRequest, DeleteAclsRequest

from libs.events.log.address import Broker

log = structlog.get_logger(__name__)

SECURITY_DISABLED: Final = 54
"""Kafka's code of a broker that keeps no access lists."""
_TOPIC, _GROUP = 2, 3
_LITERAL, _PREFIXED = 3, 4
_READ, _ALLOW = 3, 3
_ANY_HOST: Final = "*"


async def let_read(broker: Broker, topic: str, reader: str) -> bool:
    """`reader` (`User:…`) may read the topic, in groups that are named after it; who could before
    no longer can. Whether the broker keeps access lists. Raises KafkaError."""
    client = AIOKafkaClient(**broker.client)
    await client.bootstrap()
    try:
        for resource, pattern in ((_TOPIC, _LITERAL), (_GROUP, _PREFIXED)):
            place = (resource, topic, pattern)
            anybody: Any = None
            taken = DeleteAclsRequest(*place, anybody, anybody, _READ, _ALLOW)
            answer = await client.send(client.get_random_node(), taken)
            if answer.filter_responses[0][0] == SECURITY_DISABLED:
                log.warning("no_access_lists", topic=topic)
                return False
            _check(answer.filter_responses)
            given = CreateAclsRequest(*place, reader, _ANY_HOST, _READ, _ALLOW)
            _check((await client.send(client.get_random_node(), given)).creation_responses)
    finally:
        await client.close()
    return True


def _check(answers: Any) -> None:
    for code, message, *_ in answers:
        if code:
            raise for_code(code)(message)
