"""Whom at a debtor a message is for, and who has a copy."""

import pytest

from libs.events.contracts.parties import Contact, ContactRole
from services.notifications.adapters.composing.composed import Copy
from services.notifications.adapters.recipients import COPIES_MAX, copies, recipient

ANN = Contact(name="Ann", email="ann@smith.example")
BOB = Contact(name="Bob", email="bob@smith.example", role="cfo")
CAT = Contact(name="Cat", email="cat@holding.example", role="head_office")
MUTE = Contact(name="Mia", phone="+32 9 000 00 00", role="cfo")


@pytest.mark.parametrize(
    ("contacts", "to", "reached"),
    [
        ((ANN, BOB), (), ANN),
        ((BOB, ANN), (), ANN),
        ((BOB,), (), BOB),
        ((ANN, BOB), ("cfo",), BOB),
        ((ANN, BOB, CAT), ("head_office", "cfo"), CAT),
        ((ANN, BOB), ("head_office", "cfo"), BOB),
        ((ANN, MUTE), ("cfo",), ANN),
        ((MUTE,), ("cfo",), Contact()),
        ((), (), Contact()),
    ],
    ids=[
        "nobody named",
        "who deals with the invoices comes first",
        "anybody rather than nobody",
        "the role that is named",
        "the first role that is named",
        "the next role that has an address",
        "a role without an address",
        "nobody has an address",
        "no contacts",
    ],
)
def test_a_message_is_for_the_first_role_that_can_be_reached(
    contacts: tuple[Contact, ...], to: tuple[ContactRole, ...], reached: Contact
) -> None:
    assert recipient(contacts, to) == reached


def test_every_contact_of_a_role_has_a_copy_and_whom_it_is_for_has_none() -> None:
    eve = Contact(name="Eve", email="Eve@Smith.example", role="cfo")
    again = Contact(name="Bob's office", email="BOB@smith.example", role="head_office")

    found = copies((ANN, BOB, eve, CAT, again), ("cfo", "head_office"), ANN)

    assert found == (
        Copy("Bob", "bob@smith.example"),
        Copy("Eve", "Eve@smith.example"),
        Copy("Cat", "cat@holding.example"),
    )
    assert copies((ANN, BOB), ("cfo",), BOB) == ()


def test_an_address_that_no_server_takes_keeps_nobody_else_from_a_copy() -> None:
    wrong = Contact(name="Dan", email="dan at smith", role="cfo")

    assert copies((ANN, wrong, MUTE, BOB), ("cfo",), ANN) == (Copy("Bob", "bob@smith.example"),)


def test_copies_have_an_end() -> None:
    many = tuple(Contact(email=f"{n}@smith.example", role="cfo") for n in range(COPIES_MAX + 5))

    assert len(copies(many, ("cfo",), ANN)) == COPIES_MAX


def test_whose_portfolio_the_debtor_is_in_has_a_copy_where_a_step_says_so() -> None:
    sofie = Contact(name="Sofie", email="sofie@bakker.example")

    assert copies((ANN, BOB), ("cfo", "sales"), ANN, sofie) == (
        Copy("Bob", "bob@smith.example"),
        Copy("Sofie", "sofie@bakker.example"),
    )
    assert copies((ANN, BOB), ("cfo",), ANN, sofie) == (Copy("Bob", "bob@smith.example"),)
    assert copies((ANN, BOB), ("sales",), ANN) == ()
