"""Steps of a decision as events: what was accepted, what waits, what interrupts the feed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from libs.events.contracts.matching import (
    DayBooked,
    FeedInterrupted,
    FeedOpened,
    FeedResumed,
    StatementAccepted,
    StatementRepeated,
    StatementWaiting,
)
from libs.events.contracts.model import Command
from libs.events.loop.decider import Announce, Decision, States
from libs.events.loop.draft import Draft
from libs.kernel.ids import IdSecret
from services.matching.domain.statements.chain import extended, new_by_day, total_of
from services.matching.domain.statements.chunking import (
    CHUNK_ENTRIES_MAX,
    FINGERPRINTS_MAX,
    pieces,
    ranges_of,
)
from services.matching.domain.statements.commands import (
    BookChunk,
    CopyFeedInterrupted,
    CopyFeedOpened,
    CopyFeedResumed,
)
from services.matching.domain.statements.evolving import evolve
from services.matching.domain.statements.facts import FactEntry, Facts, payment_id
from services.matching.domain.statements.joining import Step
from services.matching.domain.statements.judging import Accept, Again, Wait
from services.matching.domain.statements.state import AccountChain
from services.matching.domain.statements.streams import (
    account_path,
    day_path,
    statement_path,
)


class FeedDraft(Draft):
    """A draft that announces too."""

    def __init__(self, states: States) -> None:
        super().__init__(states, evolve)
        self._announced: list[Announce] = []

    def announce(self, key: str, command: Command) -> None:
        self._announced.append(Announce(key, command))

    def decision(self, answer: Mapping[str, str] | None = None) -> Decision:
        made = super().decision(answer)
        return replace(made, sends=(*made.sends, *self._announced))


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose statements are decided about."""

    tenant: str
    creditor: str
    account: str
    ids: IdSecret

    @property
    def path(self) -> str:
        return account_path(self.tenant, self.account)


def record_step(
    draft: FeedDraft, owner: Owner, step: Step, content: str, decided_by: str = ""
) -> None:
    """Record what became of a statement whose content lies under the hash `content`."""
    stream = statement_path(owner.tenant, step.facts.statement)
    match step.verdict:
        case Accept():
            _record_accepted(draft, owner, step, content, decided_by)
        case Again():
            draft.record(stream, _repeated(owner, step.facts, content, decided_by))
        case Wait():
            draft.record(stream, _waiting(owner, step.facts, content, step.verdict))


def record_interruption(
    draft: FeedDraft, owner: Owner, waits: Wait | None, waiting_count: int
) -> None:
    """Announce that a gap shows, or that none does any more; `waits` is what began to wait."""
    chain: AccountChain = draft.of(owner.path)
    if waits and waiting_count and not chain.is_interrupted:
        said = {"expected": waits.expected, "found": waits.found, "reason": waits.reason}
        whose = {"account": owner.account, "creditor": owner.creditor}
        draft.record(owner.path, FeedInterrupted.model_validate({**whose, **said}))
        draft.announce(owner.path, CopyFeedInterrupted.model_validate({**whose, **said}))
    if chain.is_interrupted and not waiting_count:
        draft.record(owner.path, FeedResumed(account=owner.account, creditor=owner.creditor))
        draft.announce(owner.path, CopyFeedResumed(account=owner.account, creditor=owner.creditor))


def _record_accepted(
    draft: FeedDraft, owner: Owner, step: Step, content: str, decided_by: str
) -> None:
    facts = step.facts
    assert isinstance(step.verdict, Accept)
    new = [facts.entries[at] for at in step.verdict.positions]
    draft.record(owner.path, _accepted(draft, owner, step, content, decided_by))
    entries = _record_days(draft, owner, facts, new)
    opened = {"account": owner.account, "creditor": owner.creditor, "statement": facts.statement}
    draft.record(statement_path(owner.tenant, facts.statement), FeedOpened(**opened))
    draft.announce(owner.path, CopyFeedOpened(**opened))
    positions = sorted(entries)
    for chunk, part in enumerate(pieces(positions, CHUNK_ENTRIES_MAX)):
        booked = BookChunk(
            **opened,
            content=content,
            chunk=chunk,
            ranges=ranges_of(part),
            entries=tuple(entries[at] for at in part),
        )
        draft.send(owner.path, booked, is_bulk=True)


def _accepted(
    draft: FeedDraft, owner: Owner, step: Step, content: str, decided_by: str
) -> StatementAccepted:
    facts, chain = step.facts, draft.of(owner.path)
    assert isinstance(step.verdict, Accept)
    new = [facts.entries[at] for at in step.verdict.positions]
    new_sum = total_of(new, facts.opening.currency)
    moved = extended(chain, step.verdict.place, facts, new_sum)
    begins = moved.first_open - chain.first_open if chain.is_begun else moved.first_open
    return StatementAccepted.model_validate(
        {
            **_span(owner, facts, content),
            "entries_count": len(facts.entries),
            "place": step.verdict.place,
            "new": ranges_of(sorted(step.verdict.positions)),
            "new_count": len(new),
            "new_sum": new_sum,
            "begins_with": None if chain.is_begun and begins.is_zero else begins,
            "decided_by": decided_by,
        }
    )


def _record_days(
    draft: FeedDraft, owner: Owner, facts: Facts, new: list[FactEntry]
) -> dict[int, str]:
    """Record what each day gets; the id of each new entry by its position."""
    found: dict[int, str] = {}
    for day_on, entries in new_by_day(new).items():
        stream = day_path(owner.tenant, owner.account, day_on)
        nth = draft.of(stream).held
        for part in pieces(entries, FINGERPRINTS_MAX):
            for entry in part:
                nth[entry.fingerprint] += 1
                found[entry.position] = payment_id(
                    owner.ids, owner.tenant, owner.account, entry, nth[entry.fingerprint]
                )
            booked = DayBooked(
                account=owner.account,
                day_on=day_on,
                statement=facts.statement,
                sequence=facts.sequence,
                fingerprints=tuple(entry.fingerprint for entry in part),
                total=total_of(part, facts.opening.currency),
            )
            draft.record(stream, booked)
    return found


def _repeated(owner: Owner, facts: Facts, content: str, decided_by: str) -> StatementRepeated:
    return StatementRepeated(
        account=owner.account,
        statement=facts.statement,
        content=content,
        bank_id=facts.bank_id,
        sequence=facts.sequence,
        from_on=facts.from_on,
        to_on=facts.to_on,
        decided_by=decided_by,
    )


def _waiting(owner: Owner, facts: Facts, content: str, wait: Wait) -> StatementWaiting:
    return StatementWaiting.model_validate(
        {
            **_span(owner, facts, content),
            "entries_count": len(facts.entries),
            "reason": wait.reason,
            "expected": wait.expected,
        }
    )


def _span(owner: Owner, facts: Facts, content: str) -> dict[str, object]:
    """What both an accepted and a waiting statement say of themselves."""
    return {
        "account": owner.account,
        "creditor": owner.creditor,
        "statement": facts.statement,
        "content": content,
        "bank_id": facts.bank_id,
        "sequence": facts.sequence,
        "from_on": facts.from_on,
        "to_on": facts.to_on,
        "opening": facts.opening,
        "closing": facts.closing,
    }
