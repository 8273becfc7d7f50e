"""Who may log in: one person for each role of each tenant."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

NAMES: Final = {
    "admin": "Ada Martens",
    "manager": "Marc Lambert",
    "controller": "Claire Dubois",
    "reader": "Ruben de Vries",
    "sales": "Sofie Peeters",
    "agency": "Anton Weber",
}
"""A name by role, in the order in which the page lists them."""
AGENCY: Final = "sandbox"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a demo."""

    subject: str
    """`<tenant>-<role>`."""
    name: str
    tenant: str
    role: str
    agency: str = ""

    @property
    def claims(self) -> dict[str, Any]:
        """What both tokens say of the person."""
        said = {"sub": self.subject, "name": self.name, "tenant": self.tenant, "roles": [self.role]}
        return said | ({"agency": self.agency} if self.agency else {})


def subject_of(tenant: str, role: str) -> str:
    return f"{tenant}-{role}"


def people_of(tenants: Sequence[str]) -> dict[str, Person]:
    """One for each role of each tenant, by subject."""
    found = [
        Person(subject_of(tenant, role), name, tenant, role, AGENCY if role == "agency" else "")
        for tenant in tenants
        for role, name in NAMES.items()
    ]
    return {person.subject: person for person in found}
