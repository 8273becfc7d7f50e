"""Pages of one statement, joined before anything is decided about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from libs.kernel.money import Money
from services.matching.domain.statements.content import EntryContent, StatementContent


@dataclass(frozen=True, slots=True)
class Balance:
    """A booked balance of a page."""

    amount: Money
    dated: date | None
    is_interim: bool = False
    """Only up to here on this page (ITBD, or subtype INTM)."""


@dataclass(frozen=True, slots=True)
class Page:
    """One Stmt element."""

    account_number: str
    account_name: str
    currency: str
    bank_id: str
    sequence: int | None
    page: int | None
    created_at: str
    opening: Balance | None
    closing: Balance | None
    declared_from_on: date | None
    declared_to_on: date | None
    entries: tuple[EntryContent, ...]
    left_out_count: int
    line: int

    def continues(self, before: "Page") -> bool:
        """Whether this is a further page of `before`'s statement, not one of its own."""
        if self.what != before.what:
            return False
        if self.page is not None and before.page is not None and self.page != before.page:
            return True
        ends_before = before.closing is not None and not before.closing.is_interim
        begins_here = self.opening is not None and not self.opening.is_interim
        return not ends_before and not begins_here

    @property
    def what(self) -> tuple[str, str, str, int | None]:
        """What all pages of one statement have in common."""
        return (self.account_number, self.currency, self.bank_id, self.sequence)


def joined(pages: Sequence[Page], message_id: str) -> list[StatementContent]:
    """The statements that `pages` make up, in the file's order."""
    groups: list[list[Page]] = []
    for page in pages:
        mine = next((group for group in groups if page.continues(group[-1])), None)
        if mine is None:
            groups.append([page])
        else:
            mine.append(page)
    return [_statement(_in_order(group), message_id) for group in groups]


def _in_order(group: list[Page]) -> list[Page]:
    if any(page.page is None for page in group):
        return group
    return sorted(group, key=lambda page: page.page or 0)


def _statement(pages: list[Page], message_id: str) -> StatementContent:
    first, last = pages[0], pages[-1]
    entries = [entry for page in pages for entry in page.entries]
    from_on, to_on = _days(first, last, entries)
    return StatementContent(
        account_number=first.account_number,
        account_name=first.account_name,
        currency=first.currency,
        bank_id=first.bank_id,
        sequence=first.sequence,
        from_on=from_on,
        to_on=to_on,
        opening=first.opening.amount if first.opening else None,
        closing=last.closing.amount if last.closing else None,
        entries=tuple(sorted(entries, key=lambda entry: entry.booked_on)),
        message_id=message_id,
        created_at=first.created_at,
        left_out_count=sum(page.left_out_count for page in pages),
    )


def _days(first: Page, last: Page, entries: list[EntryContent]) -> tuple[date, date]:
    """The booking days that a statement is about: those of its entries, through its closing.

    What it declares (FrToDt) is often wider, by the hours of a cut-off or the midnight after,
    so that it would overlap its neighbours; it counts only where nothing better is said.
    """
    booked = [entry.booked_on for entry in entries]
    closed_on = last.closing.dated if last.closing else None
    opened_on = first.opening.dated if first.opening else None
    said = closed_on or last.declared_to_on or first.declared_from_on or opened_on
    days = [*booked, *([said] if said else [])]
    to_on = max(days, default=date.min)
    return min(booked, default=to_on), to_on
