"""What every contract is: a frozen, strict model with a type name that keeps its meaning."""

import builtins
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass
else:
    ModelMetaclass = type(BaseModel)

_FROZEN = ConfigDict(frozen=True, strict=True, extra="forbid", ser_json_timedelta="iso8601")


class _Kind(ModelMetaclass):
    """Every `match` over events asks for their class, many times each: plain classes answer fast.

    pydantic's own are abstract base classes, which ask Python code instead.
    """

    __instancecheck__ = type.__instancecheck__


class Part(BaseModel):
    """A value inside a contract."""

    model_config = _FROZEN


class Erased(Part):
    """What stands where personal fields stood, once their subject's key was destroyed."""

    erased: Literal[True] = True


class Contract(BaseModel, metaclass=_Kind):
    """A message on the log. Its `TYPE` is its name there: `relance.<service>.<name>.v<n>`."""

    model_config = _FROZEN

    TYPE: ClassVar[str]
    ENCRYPTED: ClassVar[bool] = False
    OLDER: ClassVar[tuple["builtins.type[Contract]", ...]] = ()
    """Versions before this one that are still read, the oldest first."""

    def __init_subclass__(
        cls,
        *,
        type: str | None = None,
        older: "tuple[builtins.type[Contract], ...]" = (),
        **rest: Any,
    ) -> None:
        super().__init_subclass__(**rest)
        cls.OLDER = older
        if type is not None:
            cls.TYPE = type

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        cls.ENCRYPTED = "personal" in cls.model_fields

    @classmethod
    def read(cls, wire: bytes) -> Self:
        """Read JSON as a reader does: additional fields are ignored. Raises ValidationError."""
        return cls.model_validate_json(wire, extra="ignore")

    def upcast(self) -> "Contract":
        """The same fact in the newest version of its contract; an older version overrides this."""
        return self

    def downcast(self) -> "Contract":
        """The same fact in the version before, for readers that do not know this one yet.

        A contract with older versions overrides this.
        """
        return self

    def subject(self) -> str | None:
        """Whose data key seals `personal`: `debtor/<id>`, `payment/<id>`; None when there is none.

        A contract with a field `personal` overrides this.
        """
        return None


def fields_of(contract: Contract) -> dict[str, Any]:
    """What it says, part by part as it is: from this another version of it is made."""
    return {name: getattr(contract, name) for name in type(contract).model_fields}


class Event(Contract):
    """A fact that its service recorded."""


class Command(Contract):
    """What a service asks of itself; it never leaves the service."""


__all__ = ["Command", "Contract", "Erased", "Event", "Field", "Part", "fields_of"]
