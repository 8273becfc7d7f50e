"""Which class reads which type name."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from libs.events.contracts.model import Contract
from libs.events.contracts.runtime import RUNTIME_EVENTS, type_name_of


class UnknownVersion(Exception):
    """A name that this reader hears, in a version that it does not know: upgrade the reader."""


def name_and_version(type_name: str) -> tuple[str, int]:
    """`relance.matching.item_settled.v1` as (`relance.matching.item_settled`, 1).

    Raises ValueError when `type_name` is no contract type.
    """
    name, _, version = type_name.rpartition(".v")
    if not name or not version.isdigit():
        raise ValueError(f"{type_name!r} is no contract type")
    return name, int(version)


def short_name(contract: type[Contract]) -> str:
    """Its name whatever its version: `matching.item_settled`."""
    return name_and_version(contract.TYPE)[0].removeprefix("relance.")


class Registry:
    """The contracts that one reader hears, in every version; other names are not its business.

    With `runtime_of`, also what the runtime of that service records.
    """

    def __init__(self, classes: Iterable[type[Contract]], *, runtime_of: str | None = None) -> None:
        by_type = {one.TYPE: one for cls in classes for one in (*cls.OLDER, cls)}
        if runtime_of is not None:
            by_type |= {type_name_of(event, runtime_of): event for event in RUNTIME_EVENTS}
        self._by_type: Mapping[str, type[Contract]] = MappingProxyType(by_type)
        self._names = {name_and_version(type_name)[0] for type_name in self._by_type}

    def find(self, type_name: str) -> type[Contract] | None:
        """The class of `type_name`; None when its name is not heard here.

        Raises UnknownVersion when the name is heard, but not this version of it.
        """
        found = self._by_type.get(type_name)
        if found is None and name_and_version(type_name)[0] in self._names:
            raise UnknownVersion(f"{type_name} is newer than this reader; upgrade it first")
        return found

    def __iter__(self) -> Iterator[type[Contract]]:
        return iter(self._by_type.values())
