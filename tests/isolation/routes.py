"""The routes of a service, from its OpenAPI document, and what each is called with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

METHODS: Final = ("get", "post", "put", "patch", "delete")
UNKNOWN: Final = "0" * 26
"""An id that nothing has."""
SOME_DAY: Final = "2026-06-01"
JSON: Final = "application/json"
XML: Final = "application/xml"

MULTIPART: Final = "multipart/form-data"
UNSAID: Final[Mapping[str, tuple[str, ...]]] = {"ShareSent": ("item",)}
"""Fields that a body needs though its schema does not say so."""

Ids = Mapping[str, str]
"""An id by the name of what it is of."""


@dataclass(frozen=True, slots=True)
class Route:
    """One operation."""

    service: str
    method: str
    path: str
    operation: Mapping[str, Any]
    schemas: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.service} {self.method} {self.path}"

    @property
    def is_read(self) -> bool:
        return self.method == "GET"

    def place(self, ids: Ids) -> str:
        """Its address with ids in it; one that there is none of is unknown."""
        steps = self.path.split("/")
        kind = _singular(steps[2])
        return "/".join(
            _filled(step[1:-1], kind, ids) if step.startswith("{") else step for step in steps
        )

    def query(self, ids: Ids) -> dict[str, str]:
        """What must be asked with."""
        needed = (one for one in self.operation.get("parameters", ()) if one.get("required"))
        return {
            one["name"]: str(self._example(one["schema"], one["name"], ids))
            for one in needed
            if one["in"] == "query"
        }

    @property
    def kind(self) -> str:
        """Of its body: JSON where it is taken, else whatever is named first."""
        content = self.operation.get("requestBody", {}).get("content", {})
        return JSON if JSON in content else next(iter(content), XML)

    def body(self, ids: Ids) -> Any:
        """JSON with as little in it as the document asks for."""
        content = self.operation["requestBody"]["content"]
        return self._example(content[JSON].get("schema", {}), "", ids)

    def _example(self, schema: Mapping[str, Any], name: str, ids: Ids) -> Any:
        if "$ref" in schema:
            title = schema["$ref"].rpartition("/")[2]
            found = self.schemas[title]
            needed = [*found.get("required", ()), *UNSAID.get(title, ())]
            return self._example({**found, "required": needed}, name, ids)
        for either in ("anyOf", "oneOf", "allOf"):
            if either in schema:
                return self._example(schema[either][0], name, ids)
        if name in ids and schema.get("type", "string") == "string":
            return ids[name]
        if schema.get("examples"):
            return schema["examples"][0]
        if "enum" in schema or "const" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        return self._of_type(schema, name, ids)

    def _of_type(self, schema: Mapping[str, Any], name: str, ids: Ids) -> Any:
        match schema.get("type"):
            case "object":
                needed = schema.get("required", ())
                fields = schema.get("properties", {})
                return {field: self._example(fields[field], field, ids) for field in needed}
            case "array":
                one = self._example(schema.get("items", {}), _singular(name), ids)
                return [one] * schema.get("minItems", 0)
            case "integer" | "number":
                return max(1, schema.get("minimum", 1))
            case "boolean":
                return False
            case _:
                return SOME_DAY if schema.get("format") == "date" else "1.00 EUR"


def routes_of(service: str, document: Mapping[str, Any]) -> Iterator[Route]:
    """All of them, in the order of their paths."""
    schemas = document.get("components", {}).get("schemas", {})
    for path, operations in sorted(document["paths"].items()):
        for method in METHODS:
            if method in operations:
                yield Route(service, method.upper(), path, operations[method], schemas)


def _filled(parameter: str, kind: str, ids: Ids) -> str:
    """`{name}` stands for what the list is of; else a parameter says that itself."""
    wanted = kind if parameter == "name" else parameter
    if wanted == "document":
        wanted = kind
    return ids.get(wanted, UNKNOWN)


def _singular(place: str) -> str:
    return place.replace("-", "_").removesuffix("s")
