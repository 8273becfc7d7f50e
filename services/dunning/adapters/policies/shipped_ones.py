"""The policies that come with Relance, by name, as their YAML stands."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

_FOLDER: Final = Path(__file__).parent / "shipped"

SHIPPED: Final[Mapping[str, str]] = MappingProxyType(
    {file.stem: file.read_text(encoding="utf-8") for file in sorted(_FOLDER.glob("*.yaml"))}
)
