"""For who reads events elsewhere: the bytes of a record as the newest version of its contract."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, cast

from libs.events.contracts.model import Event
from libs.events.contracts.registry import Registry
from libs.events.contracts.topology import TOPOLOGY

_ERASED: Final = {"erased": True}


def read_event(*, type_name: str, value: bytes) -> Event | None:
    """The event of a record, `type_name` being its header `ce_type`; None for a name not known.

    Personal fields read as `Erased`: they are sealed, and the keys do not leave Relance. Raises
    UnknownVersion for a version that is newer than this reader, ValueError for what is no event.
    """
    service = type_name.removeprefix("relance.").partition(".")[0]
    if service not in TOPOLOGY:
        return None
    contract = _registry(service).find(type_name)
    if contract is None:
        return None
    fields = json.loads(value)
    if not isinstance(fields, dict):
        raise ValueError(f"the value of {type_name} is no object")
    return cast("Event", contract.read(_without_sealed(fields)).upcast())


@cache
def _registry(service: str) -> Registry:
    return Registry(TOPOLOGY[service].events, runtime_of=service)


def _without_sealed(fields: Mapping[str, Any]) -> bytes:
    personal = fields.get("personal")
    if isinstance(personal, dict) and "sealed" in personal:
        fields = {**fields, "personal": _ERASED}
    return json.dumps(fields).encode()
