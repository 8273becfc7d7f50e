"""A policy's document held against the schema: what is wrong, in words, where."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, Final, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from services.dunning.adapters.policies.schema import SCHEMA
from services.dunning.adapters.policies.yaml_reading import Document, Place
from services.dunning.api.policy_mistakes import Mistake

_VALIDATOR: Final = Draft202012Validator(SCHEMA)
_KINDS: Final = {
    "object": "names with values",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
}


def shape_mistakes(document: Document) -> list[Mistake]:
    """Everything that the schema does not allow."""
    found = {
        place: Mistake(rule, message, field_of(place), document.line_of(place))
        for error in _VALIDATOR.iter_errors(document.value)
        for place, rule, message in _told(error)
    }
    return list(found.values())


def field_of(place: Place) -> str:
    return ".".join(map(str, place))


def _told(error: ValidationError) -> Iterator[tuple[Place, str, str]]:
    place: Place = tuple(error.absolute_path)
    name, found = field_of(place) or "the policy", cast(Any, error.instance)
    wanted, schema = cast(Any, error.validator_value), cast(dict[str, Any], error.schema)
    match keyword := error.validator:
        case "required":
            for missing in sorted(set(wanted) - set(found)):
                yield (*place, missing), "field_missing", f"{name} does not say its {missing}."
        case "additionalProperties":
            for unknown in sorted(set(found) - set(schema["properties"])):
                yield (*place, unknown), "field_unknown", _unknown(unknown, schema)
        case "enum":
            choices = ", ".join(str(one) for one in wanted if one)
            yield place, "value_unknown", f"{name} is {found!r}; it can be {choices}."
        case "type":
            yield place, "value_of_wrong_kind", f"{name} is {found!r}, not {_KINDS[wanted]}."
        case "minimum" | "maximum":
            bound = "at least" if keyword == "minimum" else "at most"
            yield place, "value_out_of_bounds", f"{name} is {found}; it is {bound} {wanted}."
        case "minItems" | "minLength":
            yield place, "value_empty", f"{name} is empty."
        case "maxItems" | "maxLength":
            yield place, "value_too_long", f"{name} is longer than {wanted}."
        case _:
            yield place, "value_not_written_so", f"{name} is {found!r}{_for_example(schema)}."


def _unknown(name: str, schema: dict[str, Any]) -> str:
    near = get_close_matches(name, schema["properties"], n=1)
    return f"There is no field {name}" + (f"; {near[0]} is meant?" if near else ".")


def _for_example(schema: dict[str, Any]) -> str:
    if examples := schema.get("examples"):
        return f"; it is written like {examples[0]}"
    return f"; it has to fit {schema['pattern']}"
