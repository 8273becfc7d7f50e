"""A run in figures: what was done to the platform, and what held."""

from collections import Counter
from dataclasses import asdict, dataclass

from audit.summary import Known, Summary
from tests.faults.faults import KILLS, WIPED, Fault


@dataclass(frozen=True, slots=True)
class Figures:
    """One row; each count is of something that was checked."""

    kills: int
    wipes: int
    wipes_in_quiet: int
    api_kills: int
    database_kills: int
    takeovers: int
    inputs: int
    commands_answered: int
    events: int
    streams_in_version: int
    writers_in_order: int
    rows_as_folded: int
    documents: int
    entries: int
    payments_applied: int
    certain_applied: int
    certain_applied_wrongly: int
    cents_unaccounted: int

    def __str__(self) -> str:
        return ", ".join(f"{name} {count}" for name, count in asdict(self).items())


@dataclass(frozen=True, slots=True)
class Counted:
    """What the checks found, each by its count."""

    takeovers: int
    inputs: int
    answered: int
    streams: int
    writers: int
    rows: int


def figures(done: Counter[Fault], counted: Counted, summary: Summary, known: Known) -> Figures:
    return Figures(
        kills=sum(done[one] for one in KILLS),
        wipes=sum(done[one] for one in WIPED),
        wipes_in_quiet=done[Fault.WIPED_IN_QUIET],
        api_kills=done[Fault.API_KILLED],
        database_kills=done[Fault.DATABASE_KILLED],
        takeovers=counted.takeovers,
        inputs=counted.inputs,
        commands_answered=counted.answered,
        events=summary.events,
        streams_in_version=counted.streams,
        writers_in_order=counted.writers,
        rows_as_folded=counted.rows,
        documents=summary.invoices.count + summary.credit_notes.count,
        entries=summary.entries,
        payments_applied=summary.applied.count,
        certain_applied=known.exact,
        certain_applied_wrongly=known.wrong,
        cents_unaccounted=summary.cents_unaccounted,
    )
