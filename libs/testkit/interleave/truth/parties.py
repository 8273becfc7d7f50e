"""Creditors, their accounts and their debtors, as they really are."""

from dataclasses import dataclass, field
from random import Random

from libs.kernel.ids import IdSecret
from libs.simulator.checkdigits import new_account


@dataclass(frozen=True, slots=True)
class Debtor:
    """A customer account."""

    customer_number: str
    name: str
    iban: str
    identity: str
    """Its id, as it follows from its customer number."""
    email: str = ""
    """Where mails go; empty: nobody knows."""


@dataclass(frozen=True, slots=True)
class Account:
    """A bank account of the creditor."""

    iban: str
    identity: str
    is_numbered: bool
    """Whether the bank numbers its statements."""
    covers: bool = True


@dataclass(frozen=True, slots=True)
class Creditor:
    """Who is owed."""

    tenant: str
    identity: str
    name: str
    accounts: tuple[Account, ...]
    debtors: tuple[Debtor, ...] = field(default=())


_NAMES = ("Bakkerij Peeters", "Garage Lambert", "Studio Noord", "Slagerij De Wit", "Atelier Roux")


def new_creditor(
    random: Random, ids: IdSecret, *, tenant: str = "t", accounts_count: int | None = None
) -> Creditor:
    """A creditor with one or two accounts and two to four debtors."""
    identity = ids.hashed(tenant, "creditor", "Relance Test")
    if accounts_count is None:
        accounts_count = 2 if random.random() < 0.25 else 1
    accounts = tuple(_account(random, ids, tenant) for _ in range(accounts_count))
    names = random.sample(_NAMES, random.randint(2, 4))
    debtors = tuple(
        _debtor(random, ids, tenant, identity, f"K-{2000 + number}", name)
        for number, name in enumerate(names)
    )
    return Creditor(tenant, identity, "Relance Test", accounts, debtors)


def _account(random: Random, ids: IdSecret, tenant: str) -> Account:
    iban = new_account(random, "BE")[0]
    identity = ids.hashed(tenant, "account", iban)
    return Account(iban, identity, random.random() < 0.5, random.random() < 0.8)


def _debtor(
    random: Random, ids: IdSecret, tenant: str, creditor: str, number: str, name: str
) -> Debtor:
    identity = ids.hashed(tenant, "debtor", creditor, "customer_number", number)
    return Debtor(number, name, new_account(random, "BE")[0], identity)


def stranger(random: Random) -> tuple[str, str]:
    """(name, IBAN) of somebody who pays and is nobody's customer."""
    return f"Onbekend {random.randrange(10**6)}", new_account(random, "NL")[0]
