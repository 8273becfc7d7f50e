"""JSON Schemas of contracts as they stand on the wire, for those who read them elsewhere."""

from collections.abc import Mapping
from typing import Any, Final

from libs.events.contracts.field_texts import models_within, texts_of
from libs.events.contracts.model import Erased, Event

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Final = {"type": "string"}
_BASE64: Final = {"type": "string", "contentEncoding": "base64"}
_SEALED: Final[dict[str, Any]] = {
    "type": "object",
    "description": "Personal fields, sealed with AES-256-GCM under their subject's data key.",
    "properties": {
        "subject": {**_TEXT, "description": "Whose data key seals them: an opaque id."},
        "key_id": _TEXT,
        "nonce": _BASE64,
        "sealed": _BASE64,
    },
    "required": ["subject", "key_id", "nonce", "sealed"],
}
_ERASED: Final[dict[str, Any]] = {
    "type": "object",
    "description": "What stands where personal fields stood, once their key was destroyed.",
    "properties": {"erased": {"const": True}},
    "required": ["erased"],
}


def schema_of(name: str, contract: type[Event]) -> dict[str, Any]:
    """The schema that a reader holds records against: additional fields are let through.

    `personal` is what stands on the wire, sealed or erased; `x-personal` says what is sealed.
    """
    schema = _without_closing(contract.model_json_schema())
    parts = schema.get("$defs", {})
    for model in models_within(contract):
        _describe(schema if model is contract else parts[model.__name__], texts_of(model))
    if contract.ENCRYPTED:
        schema["x-personal"] = schema["properties"]["personal"]["anyOf"][0]
        schema["properties"]["personal"] = {"anyOf": [_SEALED, _ERASED]}
        del parts[Erased.__name__]
    return {"$schema": DIALECT, "$id": f"relance.{name}", **schema}


def _describe(schema: dict[str, Any], texts: Mapping[str, str]) -> None:
    for field, text in texts.items():
        schema["properties"][field]["description"] = text


def _without_closing(part: Any) -> Any:
    """Writers forbid additional fields, readers do not; titles say what names say."""
    if isinstance(part, list):
        return [_without_closing(value) for value in part]
    if not isinstance(part, dict):
        return part
    return {
        name: _without_closing(value)
        for name, value in part.items()
        if not (name == "additionalProperties" and isinstance(value, bool))
        and not (name == "title" and isinstance(value, str))
    }
