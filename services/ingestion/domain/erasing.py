"""A debtor is erased: asked for, judged by the ledger, queued, and carried out, each once."""

from collections.abc import Mapping
from datetime import date

from libs.events.contracts.ingestion import (
    DebtorErased,
    ErasureAsked,
    ErasureQueued,
    ErasureRefused,
    ErasureStarted,
    KeysDestroyed,
    KeysListed,
)
from libs.events.contracts.matching import ErasureJudged
from libs.events.loop.decider import NOTHING, Decision, Recorded
from services.ingestion.domain.commands import EraseDebtor, FinishErasure
from services.ingestion.domain.debtors import Debtor
from services.ingestion.domain.erasures import KeyList
from services.ingestion.domain.paths import debtor_path, key_list_stream
from services.ingestion.domain.refusals import DebtorUnknown


def ask(command: EraseDebtor, debtor: Debtor, *, tenant: str, today: date | None) -> Decision:
    """The ledger is asked; again while a term runs, and for what came after an erasure.

    Raises DebtorUnknown.
    """
    if not debtor.is_registered:
        raise DebtorUnknown(debtor=command.debtor)
    erasure = debtor.erasure
    answer = {"debtor": command.debtor, "asking": str(erasure.asking)}
    if erasure.stage in ("asked", "started"):
        return Decision(answer=answer | {"outcome": "under_way"})
    asked = _question(command.debtor, debtor, command.asked_by, today)
    return Decision(
        events=(Recorded(debtor_path(tenant, command.debtor), asked),),
        answer=answer | {"outcome": "accepted", "asking": str(asked.asking)},
    )


def ask_again(name: str, debtor: Debtor, *, tenant: str, today: date | None) -> Decision:
    """The day for which it was queued has come: what happened since is judged too."""
    erasure = debtor.erasure
    if erasure.stage != "queued" or erasure.until_on is None or today is None:
        return NOTHING
    if today < erasure.until_on:
        return NOTHING
    asked = _question(name, debtor, erasure.asked_by, today)
    return Decision(events=(Recorded(debtor_path(tenant, name), asked),))


def hear(judged: ErasureJudged, debtor: Debtor, listed: KeyList, *, tenant: str) -> Decision:
    """An answer to an older question, or one that a document has overtaken, says nothing."""
    erasure = debtor.erasure
    if judged.asking != erasure.asking or erasure.stage not in ("asked", "started"):
        return NOTHING
    if judged.verdict == "free":
        return _start(judged, debtor, listed, tenant)
    if erasure.stage != "asked":
        return NOTHING
    assert judged.cause is not None
    told: ErasureQueued | ErasureRefused
    if judged.verdict == "waits":
        assert judged.until_on is not None
        told = ErasureQueued(
            debtor=judged.debtor,
            asking=judged.asking,
            until_on=judged.until_on,
            cause=judged.cause,
            law=judged.law,
        )
    else:
        told = ErasureRefused(
            debtor=judged.debtor,
            asking=judged.asking,
            cause=judged.cause,
            about=judged.about,
            number=judged.number,
        )
    return Decision(events=(Recorded(debtor_path(tenant, judged.debtor), told),))


def finish(
    command: FinishErasure, debtor: Debtor, lists: Mapping[int, KeyList], *, tenant: str
) -> Decision:
    """The keys of one list are gone; with the last list comes the receipt."""
    listed = lists[command.part]
    if not listed.subjects:
        return NOTHING
    gone = KeysDestroyed(
        debtor=listed.debtor,
        asking=listed.asking,
        part=listed.part,
        receipts=command.receipts,
        objects_count=command.objects_count,
    )
    stream = key_list_stream(tenant, listed.debtor, listed.asking, listed.part)
    events = [Recorded(stream, gone)]
    if all(one.is_done for part, one in lists.items() if part != listed.part):
        erased = DebtorErased(
            debtor=listed.debtor,
            creditor=debtor.creditor,
            asking=listed.asking,
            asked_by=listed.asked_by,
            parts=listed.parts,
        )
        events.append(Recorded(debtor_path(tenant, listed.debtor), erased))
    return Decision(events=tuple(events))


def _question(name: str, debtor: Debtor, asked_by: str, today: date | None) -> ErasureAsked:
    return ErasureAsked(
        debtor=name,
        creditor=debtor.creditor,
        asking=debtor.erasure.asking + 1,
        asked_by=asked_by,
        day_on=today,
    )


def _start(judged: ErasureJudged, debtor: Debtor, listed: KeyList, tenant: str) -> Decision:
    """From the first part on there is no way back; each part is a list of its own."""
    if listed.debtor:
        return NOTHING
    own = (f"debtor/{judged.debtor}",) if judged.part == 1 else ()
    to_go = KeysListed(
        debtor=judged.debtor,
        asking=judged.asking,
        part=judged.part,
        parts=judged.parts,
        asked_by=debtor.erasure.asked_by,
        subjects=own + tuple(f"payment/{payment}" for payment in judged.payments),
    )
    stream = key_list_stream(tenant, judged.debtor, judged.asking, judged.part)
    if debtor.erasure.stage == "started":
        return Decision(events=(Recorded(stream, to_go),))
    started = ErasureStarted(debtor=judged.debtor, asking=judged.asking, parts=judged.parts)
    path = debtor_path(tenant, judged.debtor)
    return Decision(events=(Recorded(path, started), Recorded(stream, to_go)))
