"""The ledger's answer to a question about an erasure, once each."""

from collections.abc import Iterator
from dataclasses import dataclass

from libs.events.contracts.ingestion import ErasureAsked
from libs.events.contracts.ingestion_erasure import PAYMENTS_MAX
from libs.events.contracts.matching import ErasureJudged
from libs.events.loop.decider import NOTHING, Decision, Recorded
from libs.kernel.keys import path_of
from services.matching.domain.erasing.judging import Held, judge


@dataclass(frozen=True, slots=True)
class ErasureState:
    """The last question about a debtor that was answered; 0: none."""

    asking: int = 0


def erasure_stream(tenant: str, debtor: str) -> str:
    return path_of(tenant, "erasure", debtor)


def answer(asked: ErasureAsked, state: ErasureState, held: Held, tenant: str) -> Decision:
    if state.asking >= asked.asking:
        return NOTHING
    stream = erasure_stream(tenant, asked.debtor)
    judged = judge(asked, held)
    if judged.verdict != "free":
        return Decision(events=(Recorded(stream, judged),))
    parts = tuple(_in_parts(judged, held.payments))
    return Decision(events=tuple(Recorded(stream, part) for part in parts))


def evolve_erasure(state: ErasureState, event: object) -> ErasureState:
    return ErasureState(event.asking) if isinstance(event, ErasureJudged) else state


def _in_parts(free: ErasureJudged, payments: tuple[str, ...]) -> Iterator[ErasureJudged]:
    """As many as the payments take; one where there are none."""
    starts = range(0, len(payments), PAYMENTS_MAX) or range(1)
    for part, start in enumerate(starts, start=1):
        some = payments[start : start + PAYMENTS_MAX]
        yield free.model_copy(update={"part": part, "parts": len(starts), "payments": some})
