"""The JSON Schema of a policy, as data beside this module."""

from pathlib import Path
from typing import Any, Final

import orjson

SCHEMA: Final[dict[str, Any]] = orjson.loads(
    (Path(__file__).parent / "policy.schema.json").read_bytes()
)
