"""What is known of a demand is composed, or there is a reason why it cannot be."""

from typing import Any, Final

import pytest
from obstore.store import MemoryStore

from libs.chassis.objects import Objects
from libs.events.codec.keyring import Subject
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.contracts.model import Command
from libs.events.contracts.notifications import DemandNoted, MessagePersonal
from libs.events.contracts.parties import Address, BankAccount, Contact, PartyPersonal
from libs.events.effects.effect import Effect
from services.notifications.adapters.composition import Composition
from services.notifications.adapters.gathering import Known, Sender, known
from services.notifications.domain.commands import ComposeMessage, FailComposing
from services.notifications.tests.building import (
    CREDITOR,
    DEBTOR,
    IDS,
    TENANT,
    a_demand,
    an_item,
)
from services.notifications.tests.view_filling import story
from services.notifications.views.reading import (
    CreditorSeen,
    DebtorSeen,
    DocumentSeen,
    PartiesSeen,
)

SENDER: Final = Sender("reminders@relance.example")
SUBJECT: Final = f"debtor/{DEBTOR}"
EFFECT: Final = Effect(tenant=TENANT, what="m", subject=SUBJECT)


def an_account(iban: str, currency: str = "EUR", *, cover: str = "required") -> BankAccount:
    told = {"account": f"account-{iban}", "iban": iban, "currency": currency, "cover": cover}
    return BankAccount.model_validate(told)


MAIN: Final = an_account("BE68539007547034")
SPARE: Final = an_account("BE71096123456769", cover="no")
OTHER: Final = an_account("GB33BUKB20201555555555", "GBP")


def a_debtor(
    *emails: str, language: str = "", country: str = "BE", postcode: str = "9000"
) -> DebtorSeen:
    personal = PartyPersonal(
        name="Smith & Sons",
        address=Address(postcode=postcode),
        contacts=tuple(Contact(name="Ann", email=one) for one in emails),
    )
    return DebtorSeen(country, language, personal)


ERASED: Final = DebtorSeen("BE", "", None)


def a_document(*, account: str = "", language: str = "") -> DocumentSeen:
    return DocumentSeen("F-17", language, "RF18", account, "")


def facts_of(
    debtor: DebtorSeen | None = None,
    document: DocumentSeen | None = None,
    accounts: tuple[BankAccount, ...] = (MAIN,),
    **asked: Any,
) -> Known:
    """`asked`: of the demand."""
    noted = story(a_demand(**asked))[0].event
    assert isinstance(noted, DemandNoted)
    seen = PartiesSeen(
        CreditorSeen("De Bakker BV", "BE", accounts),
        debtor or a_debtor("ann@smith.example"),
        {"item-F-17": document or a_document()},
    )
    facts = known(noted, seen)
    assert facts is not None
    return facts


async def composed(facts: Known) -> Command:
    objects = Objects(MemoryStore(), MemoryKeyring(), IDS)
    return await Composition(objects, SENDER).command(facts, EFFECT)


@pytest.mark.parametrize(
    ("debtor", "reason"),
    [
        (a_debtor(), "address_missing"),
        (a_debtor("", " "), "address_missing"),
        (ERASED, "address_missing"),
        (a_debtor("ann at smith"), "address_invalid"),
    ],
    ids=["no contact", "empty addresses", "erased", "no address"],
)
async def test_whom_nobody_can_write_to_is_an_outcome(debtor: DebtorSeen, reason: str) -> None:
    command = await composed(facts_of(debtor))
    assert isinstance(command, FailComposing)
    assert command.reason == reason
    assert "ann" not in command.detail


async def test_the_first_contact_with_an_address_is_written_to() -> None:
    command = await composed(facts_of(a_debtor("", "bob@smith.example")))
    assert isinstance(command, ComposeMessage)
    assert command.personal == MessagePersonal(
        to_address="bob@smith.example", to_name="Ann", debtor_name="Smith & Sons"
    )


async def test_a_step_names_whom_it_is_for_and_who_has_a_copy() -> None:
    contacts = (
        Contact(name="Ann", email="ann@smith.example"),
        Contact(name="Bob", email="bob@smith.example", role="cfo"),
    )
    debtor = DebtorSeen("BE", "", PartyPersonal(name="Smith & Sons", contacts=contacts))
    command = await composed(facts_of(debtor, to=("cfo",), copy_to=("contact",)))
    assert isinstance(command, ComposeMessage)
    assert command.personal == MessagePersonal(
        to_address="bob@smith.example",
        to_name="Bob",
        debtor_name="Smith & Sons",
        copies=("ann@smith.example",),
    )


async def test_a_template_that_is_not_there_is_an_outcome() -> None:
    command = await composed(facts_of(template="thunder"))
    assert isinstance(command, FailComposing)
    assert (command.reason, command.detail) == (
        "template_error",
        "there is no template 'thunder' in 'en'",
    )


async def test_a_key_destroyed_while_it_is_composed_is_an_outcome() -> None:
    keyring = MemoryKeyring()
    await keyring.keys_for((Subject(TENANT, SUBJECT),), create=True)
    await keyring.destroy(Subject(TENANT, SUBJECT), reason="asked for", by="paula")
    objects = Objects(MemoryStore(), keyring, IDS)
    command = await Composition(objects, SENDER).command(facts_of(), EFFECT)
    assert isinstance(command, FailComposing)
    assert command.reason == "address_missing"


@pytest.mark.parametrize(
    ("debtor", "document", "language"),
    [
        (a_debtor("a@b.example", language="fr"), a_document(language="en"), "fr"),
        (a_debtor("a@b.example"), a_document(language="fr"), "fr"),
        (a_debtor("a@b.example", country="FR"), a_document(), "fr"),
        (a_debtor("a@b.example", postcode="4000"), a_document(), "fr"),  # Liège
        (a_debtor("a@b.example", postcode="9000"), a_document(), "nl"),  # Ghent
        (a_debtor("a@b.example"), a_document(language="de-AT"), "de"),
        (a_debtor("a@b.example", language="sv", country="SE"), a_document(), "en"),
    ],
)
async def test_the_language_is_the_debtors_its_documents_or_its_countrys(
    debtor: DebtorSeen, document: DocumentSeen, language: str
) -> None:
    command = await composed(facts_of(debtor, document))
    assert isinstance(command, ComposeMessage)
    assert command.language == language


@pytest.mark.parametrize(
    ("accounts", "document", "iban"),
    [
        ((SPARE, OTHER, MAIN), a_document(), MAIN.iban),
        ((SPARE, MAIN), a_document(account=SPARE.account), SPARE.iban),
        ((MAIN,), a_document(account="unknown"), MAIN.iban),
        ((OTHER,), a_document(), ""),
    ],
)
async def test_it_asks_for_payment_to_the_account_that_the_document_names(
    accounts: tuple[BankAccount, ...], document: DocumentSeen, iban: str
) -> None:
    command = await composed(facts_of(document=document, accounts=accounts))
    assert isinstance(command, ComposeMessage)
    assert command.pay_to_iban == iban


def test_message_ids_have_the_creditors_domain() -> None:
    sender = Sender("a@relance.example", domain_by_creditor={CREDITOR: "bakker.example"})
    assert sender.message_id("acme", CREDITOR, "m") == "<m.acme@bakker.example>"
    assert sender.message_id("acme", "other", "m") == "<m.acme@relance.example>"


async def test_documents_are_taken_in_the_order_of_the_demand() -> None:
    noted = story(a_demand("d1", an_item("F-17", "120.00"), an_item("F-18", "9.00")))[0].event
    assert isinstance(noted, DemandNoted)
    documents = {"item-F-18": a_document(language="en"), "item-F-17": a_document(language="fr")}
    creditor = CreditorSeen("De Bakker BV", "BE", (MAIN,))
    facts = known(noted, PartiesSeen(creditor, a_debtor("a@b.example"), documents))
    assert facts is not None
    assert (facts.language, list(facts.documents)) == ("fr", ["item-F-17", "item-F-18"])
