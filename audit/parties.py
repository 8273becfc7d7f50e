"""Whose an id is: accounts by IBAN, debtors by customer number, as ingestion says them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from audit.log import Fact


@dataclass(slots=True)
class Parties:
    """One tenant's. What is not known is shown by its id."""

    ibans: dict[str, str] = field(default_factory=dict)
    customers: dict[str, str] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=lambda: {"invoice": 0, "credit_note": 0})
    """How many of each kind are registered."""
    fed: set[str] = field(default_factory=set)
    """Creditors whose bank statements come; the others are judged by the day."""
    merged: dict[str, str] = field(default_factory=dict)
    """Debtor to the one that it was merged into."""

    def iban(self, account: str) -> str:
        return self.ibans.get(account, account)

    def customer(self, debtor: str) -> str:
        return self.customers.get(debtor, debtor)

    def home(self, debtor: str) -> str:
        """Where all is that a debtor had: itself, or what it became part of in the end."""
        while debtor in self.merged:
            debtor = self.merged[debtor]
        return debtor


def parties_of(facts: Iterable[Fact], tenant: str) -> Parties:
    """What ingestion registered for one tenant."""
    parties = Parties()
    for fact in facts:
        if fact.service == "ingestion" and fact.tenant == tenant:
            _note(parties, fact.name, fact.fields)
    return parties


def _note(parties: Parties, name: str, f: dict[str, Any]) -> None:
    match name:
        case "creditor_registered" | "creditor_changed":
            if f["facts"].get("feed") == "required":
                parties.fed.add(f["facts"]["creditor"])
            for account in f["facts"].get("accounts", ()):
                parties.ibans[account["account"]] = account["iban"]
        case "debtor_registered":
            parties.customers.setdefault(f["debtor"], f.get("customer_number") or f["debtor"])
        case "debtor_merged":
            parties.merged[f["debtor"]] = f["into"]
        case "invoice_registered":
            parties.documents["invoice"] += 1
        case "credit_note_registered":
            parties.documents["credit_note"] += 1
