"""What the chain rule looks at in a statement: days, balances, number, fingerprints."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from libs.kernel.ids import IdSecret
from libs.kernel.money import Money, total
from services.matching.domain.statements.content import EntryContent, StatementContent

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class FactEntry:
    """One entry as the rule sees it."""

    position: int
    """Where the content has it."""
    day_on: date
    fingerprint: str
    amount: Money


@dataclass(frozen=True)
class Facts:
    """A statement as the rule sees it; balances are there, or the rule does not apply."""

    statement: str
    bank_id: str
    sequence: int | None
    from_on: date
    to_on: date
    opening: Money
    closing: Money
    entries: tuple[FactEntry, ...]

    @cached_property
    def by_day(self) -> Mapping[date, tuple[FactEntry, ...]]:
        days: dict[date, list[FactEntry]] = {}
        for entry in self.entries:
            days.setdefault(entry.day_on, []).append(entry)
        return {day_on: tuple(entries) for day_on, entries in days.items()}

    @cached_property
    def counts_by_day(self) -> Mapping[date, Counter[str]]:
        return {
            day_on: Counter(entry.fingerprint for entry in entries)
            for day_on, entries in self.by_day.items()
        }

    @property
    def difference(self) -> Money:
        """closing - opening - entries: zero, or the statement is not whole."""
        return self.closing - self.opening - sum_of(self.entries, self.opening.currency)

    def without_number(self) -> "Facts":
        """As it is judged on an account whose numbers are not to be trusted."""
        return replace(self, sequence=None)


def sum_of(entries: Iterable[FactEntry], currency: str) -> Money:
    return total((entry.amount for entry in entries), currency)


def days_between(first_on: date, last_on: date) -> Iterable[date]:
    """Every day from `first_on` to `last_on`, both included."""
    day_on = first_on
    while day_on <= last_on:
        yield day_on
        day_on += _ONE_DAY


def fingerprint_of(entry: EntryContent, tenant: str, ids: IdSecret) -> str:
    """Keyed hash of what makes an entry itself within its booking day; twins have the same."""
    counterparty = f"{entry.counterparty_iban}|{entry.counterparty_name}"
    remittance = "\n".join((*entry.structured, entry.remittance))
    parts = (str(entry.amount), entry.bank_reference, counterparty, remittance)
    return ids.hashed(tenant, "entry", *(_plain(part) for part in parts))


def _reference_of(entry: EntryContent, tenant: str, ids: IdSecret) -> str:
    reference = entry.entry_reference or entry.bank_reference
    if not reference:
        return fingerprint_of(entry, tenant, ids)
    return ids.hashed(tenant, "entry", str(entry.amount), _plain(reference))


def facts_of(content: StatementContent, account: str, tenant: str, ids: IdSecret) -> Facts:
    """What the rule looks at in `content`; balances that are not said are zero."""
    zero = Money.zero(content.currency)
    facts = Facts(
        statement="",
        bank_id=content.bank_id,
        sequence=content.sequence,
        from_on=content.from_on,
        to_on=content.to_on,
        opening=content.opening or zero,
        closing=content.closing or zero,
        entries=tuple(
            FactEntry(position, entry.booked_on, fingerprint_of(entry, tenant, ids), entry.amount)
            for position, entry in enumerate(content.entries)
        ),
    )
    return replace(facts, statement=_statement_id(facts, account, tenant, ids))


def by_reference(facts: Facts, content: StatementContent, tenant: str, ids: IdSecret) -> Facts:
    """The same for an account without balances: entries are known by the bank's references."""
    known = (
        replace(entry, fingerprint=_reference_of(content.entries[entry.position], tenant, ids))
        for entry in facts.entries
    )
    return replace(facts, entries=tuple(known))


def _statement_id(facts: Facts, account: str, tenant: str, ids: IdSecret) -> str:
    """Keyed hash of the account, the bank's id and what it says; not of the file around it."""
    said = (
        f"{facts.sequence} {facts.from_on} {facts.to_on} {facts.opening} {facts.closing}",
        *(f"{entry.day_on} {entry.fingerprint}" for entry in facts.entries),
    )
    return ids.hashed(tenant, "statement", account, _plain(facts.bank_id), *said)


def payment_id(ids: IdSecret, tenant: str, account: str, entry: FactEntry, nth: int) -> str:
    """The id of the `nth` entry (from 1) with its fingerprint on its account's day."""
    day_on = entry.day_on.isoformat()
    return ids.hashed(tenant, "payment", account, day_on, entry.fingerprint, str(nth))


def _plain(text: str) -> str:
    return text.replace("\x1f", " ")
