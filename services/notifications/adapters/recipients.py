"""Whom at a debtor a message is for, and who has a copy: by the roles that its step names."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from libs.events.contracts.parties import Contact, ContactRole, CopyRole
from services.notifications.adapters.composing.composed import Copy
from services.notifications.adapters.mime import AddressInvalid, checked_address

COPIES_MAX: Final = 10
NOBODY: Final = Contact()
_USUAL: Final[tuple[ContactRole, ...]] = ("contact",)


def recipient(contacts: Sequence[Contact], to: Sequence[ContactRole]) -> Contact:
    """The first of these roles that has an e-mail address; has none one: who deals with the
    invoices, else anybody. An empty contact: nobody has an address."""
    reached = [one for one in contacts if one.email.strip()]
    by_role = (one for role in (*to, *_USUAL) for one in reached if one.role == role)
    return next(by_role, None) or next(iter(reached), NOBODY)


def copies(
    contacts: Sequence[Contact],
    copy_to: Sequence[CopyRole],
    recipient: Contact,
    sales: Contact = NOBODY,
) -> tuple[Copy, ...]:
    """`sales`: of the creditor's own people who has the debtor.

    Each address once, and not the recipient's; one that no server takes keeps nobody else from
    having it, and is left out.
    """
    seen = {recipient.email.strip().casefold()}
    found: list[Copy] = []
    by_role = (one for role in copy_to for one in _having(role, contacts, sales))
    for name, address in _addressed(by_role):
        if address.casefold() not in seen and len(found) < COPIES_MAX:
            seen.add(address.casefold())
            found.append(Copy(name, address))
    return tuple(found)


def _having(role: CopyRole, contacts: Sequence[Contact], sales: Contact) -> list[Contact]:
    return [sales] if role == "sales" else [one for one in contacts if one.role == role]


def _addressed(contacts: Iterable[Contact]) -> Iterator[tuple[str, str]]:
    for one in contacts:
        try:
            yield one.name, checked_address(one.email)
        except AddressInvalid:
            continue
