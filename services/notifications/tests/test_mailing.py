"""The work of the kind `email`: from what was demanded and what is known to a server's answer."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

import pytest
from obstore.store import MemoryStore

from libs.chassis.objects import Objects
from libs.events.codec.keyring import Subject
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.contracts.notifications import MessageComposed, MessagePersonal
from libs.events.effects.effect import Effect, Failed, Result, Sent, Start
from libs.testkit.scenarios import like, told
from libs.testkit.stack import Addresses
from services.notifications.adapters.gathering import Sender
from services.notifications.adapters.mailing import Mailing
from services.notifications.adapters.smtp.limits import Limits
from services.notifications.adapters.smtp.sending import Sending, Server
from services.notifications.domain.commands import ComposeMessage
from services.notifications.domain.message import MessageState
from services.notifications.handlers.places import effect_of
from services.notifications.tests.building import (
    DAY,
    DEBTOR,
    IDS,
    KEY,
    TENANT,
    a_demand,
    an_item,
    message_of,
    notifications,
    stream_of,
)
from services.notifications.tests.office_people import a_person, assigned, leaves
from services.notifications.tests.servers import LOOPBACK, Behaviour, server
from services.notifications.tests.test_originals import PDF, an_original
from services.notifications.tests.view_filling import (
    Views,
    filled,
    story,
    the_creditor,
    the_debtor,
    the_invoice,
)

SENDER: Final = Sender("reminders@relance.example", "books@bakker.example")
SUBJECT: Final = f"debtor/{DEBTOR}"
KNOWN: Final = (the_creditor(), the_debtor("ann@smith.example"), the_invoice(reference="RF18"))


class House:
    """An object store of its own, and a mail server's port."""

    def __init__(self, port: int = 1) -> None:
        self.keyring = MemoryKeyring()
        self.objects = Objects(MemoryStore(), self.keyring, IDS)
        self._sending = Sending(Server(LOOPBACK, port), Limits(10, 100))

    def mailing(self, views: Views) -> Mailing:
        return Mailing(
            views.messages, views.parties, views.people, self.objects, self._sending, SENDER
        )


def an_effect(content: str = "") -> Effect:
    state: MessageState = notifications.given(a_demand()).state(stream_of("d1"))
    return effect_of(TENANT, replace(state, content=content), "ready" if content else "to_prepare")


async def test_a_demand_becomes_a_mail_that_a_server_takes(stack: Addresses) -> None:
    behaviour = Behaviour()
    async with server(behaviour) as port, filled(stack.postgres, story(a_demand()), KNOWN) as views:
        mailing = House(port).mailing(views)
        command = await mailing.prepare(an_effect())
        assert isinstance(command, ComposeMessage)
        notifications.given(a_demand()).when(told(KEY, command)).then(
            like(MessageComposed, language="nl", pay_to_iban="BE68539007547034", reference="RF18")
        )
        effect = an_effect(command.content)
        content = await mailing.content(effect)
        start = Start(1, "", f"{DAY}T10:00:00Z", {}, content, lambda: 20.0)
        assert isinstance(await mailing.perform(effect, start, 5.0), Sent)
    (envelope,) = behaviour.taken
    assert envelope.rcpt_tos == ["ann@smith.example"]
    assert isinstance(envelope.content, bytes)
    mail = message_from_bytes(envelope.content, policy=SMTP)
    assert isinstance(mail, EmailMessage)
    assert mail["Message-ID"] == f"<{message_of('d1')}.acme@relance.example>"
    assert mail["Message-ID"] == command.message_id
    assert mail["Reply-To"] == "De Bakker BV <books@bakker.example>"
    assert mail["Subject"] == "Herinnering van De Bakker BV: factuur F-17, €\u00a0120,00"


async def test_the_exact_bytes_are_kept_under_the_debtors_key(stack: Addresses) -> None:
    async with filled(stack.postgres, story(a_demand()), KNOWN) as views:
        house = House()
        mailing = house.mailing(views)
        command = await mailing.prepare(an_effect())
        assert isinstance(command, ComposeMessage)
        effect = an_effect(command.content)
        content = await mailing.content(effect)
        raw = await house.objects.get(TENANT, content.object_hash)
        assert raw == content.parcel.content
        await house.keyring.destroy(Subject(TENANT, SUBJECT), reason="asked for", by="paula")
        gone = await mailing.content(effect)
        start = Start(1, "", f"{DAY}T10:00:00Z", {}, gone, lambda: 20.0)
        result: Result = await mailing.perform(effect, start, 5.0)
        assert isinstance(result, Failed)
        assert result.reason == "address_missing"


@pytest.mark.parametrize("missing", range(3), ids=["creditor", "debtor", "document"])
async def test_what_is_not_known_yet_is_waited_for(stack: Addresses, missing: int) -> None:
    said = [one for number, one in enumerate(KNOWN) if number != missing]
    async with filled(stack.postgres, story(a_demand()), said) as views:
        assert await House().mailing(views).prepare(an_effect()) is None


async def test_a_demand_that_the_view_does_not_know_yet_is_waited_for(stack: Addresses) -> None:
    async with filled(stack.postgres, KNOWN) as views:
        assert await House().mailing(views).prepare(an_effect()) is None


async def test_the_invoices_pdf_goes_with_it(stack: Addresses) -> None:
    house = House()
    original = await house.objects.put(TENANT, SUBJECT, an_original(("application/pdf", PDF)))
    plain = await house.objects.put(TENANT, SUBJECT, an_original())
    said = (*KNOWN[:2], the_invoice("F-17", original=original), the_invoice("F-18", original=plain))
    demand = a_demand("d1", an_item("F-17", "120.00"), an_item("F-18", "9.00"))
    async with filled(stack.postgres, story(demand), said) as views:
        mailing = house.mailing(views)
        command = await mailing.prepare(an_effect())
        assert isinstance(command, ComposeMessage)
        content = await mailing.content(an_effect(command.content))
    mail = message_from_bytes(content.parcel.content, policy=SMTP)
    assert isinstance(mail, EmailMessage)
    files = {one.get_filename(): one.get_content() for one in mail.iter_attachments()}
    assert files == {"F-17.pdf": PDF}
    sources = {one.item: one.original for one in command.sources}
    assert sources == {"item-F-17": original, "item-F-18": plain}


async def test_who_has_the_debtor_in_the_portfolio_has_a_copy_where_the_step_says_so(
    stack: Addresses,
) -> None:
    asked = a_demand(copy_to=("sales",))
    for sofie, copies in (
        ((a_person(), assigned(DEBTOR)), ("sofie@bakker.example",)),
        ((a_person(), assigned(DEBTOR), leaves()), ()),
        ((a_person(),), ()),
    ):
        async with filled(stack.postgres, story(*sofie, asked), KNOWN) as views:
            command = await House().mailing(views).prepare(an_effect())
            assert isinstance(command, ComposeMessage)
            assert isinstance(command.personal, MessagePersonal)
            assert command.personal.copies == copies
