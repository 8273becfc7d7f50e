"""How far the erasure of a debtor has come, and the lists of keys that go with it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from libs.events.contracts.ingestion import (
    DebtorErased,
    ErasureAsked,
    ErasureQueued,
    ErasureRefused,
    ErasureStarted,
    KeysDestroyed,
    KeysListed,
)
from libs.events.contracts.model import Event

Stage = Literal["", "asked", "queued", "started"]
"""`asked`: the ledger judges. `queued`: a term runs. `started`: there is no way back."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """Of one debtor; all that is asked about it is counted."""

    stage: Stage = ""
    asking: int = 0
    asked_by: str = ""
    until_on: date | None = None
    """Of what is queued: the day on which it is asked again."""
    is_erased: bool = False
    """It was carried out before; what came later is the next one's."""

    @property
    def is_pending(self) -> bool:
        """Whether it can still be called off."""
        return self.stage in ("asked", "queued")

    @property
    def takes_no_data(self) -> bool:
        """Whether what says who the debtor is would be lost at once."""
        return self.is_erased or self.stage == "started"


@dataclass(frozen=True, slots=True)
class KeyList:
    """A list of subjects whose keys have to be destroyed: stream (debtor, question, part)."""

    debtor: str = ""
    """Empty: not listed yet."""
    asking: int = 0
    part: int = 0
    parts: int = 0
    asked_by: str = ""
    subjects: tuple[str, ...] = ()
    """Empty once their keys are gone."""

    @property
    def is_done(self) -> bool:
        return bool(self.debtor) and not self.subjects


def evolve_erasure(erasure: Erasure, event: Event) -> Erasure:
    match event:
        case ErasureAsked():
            return replace(
                erasure,
                stage="asked",
                asking=event.asking,
                asked_by=event.asked_by,
                until_on=None,
            )
        case ErasureQueued():
            return replace(erasure, stage="queued", until_on=event.until_on)
        case ErasureRefused():
            return replace(erasure, stage="", until_on=None)
        case ErasureStarted():
            return replace(erasure, stage="started", until_on=None)
        case DebtorErased():
            return replace(erasure, stage="", is_erased=True)
        case _:
            return erasure


def evolve_list(state: KeyList, event: Event) -> KeyList:
    match event:
        case KeysListed():
            return KeyList(
                debtor=event.debtor,
                asking=event.asking,
                part=event.part,
                parts=event.parts,
                asked_by=event.asked_by,
                subjects=event.subjects,
            )
        case KeysDestroyed():
            return replace(state, subjects=())
        case _:
            return state
