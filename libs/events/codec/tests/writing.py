"""Messages to encode, and the records that come of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from libs.events.codec.codec import Codec
from libs.events.codec.envelope import Encoded, Record
from libs.events.codec.writing import NewQuestion
from libs.events.contracts.ingestion import DebtorRegistered
from libs.events.contracts.model import Command, Erased, Event
from libs.events.contracts.parties import Address, Contact, PartyPersonal
from libs.events.loop.batch import NewCommand, NewEvent

NOW: Final = datetime(2026, 3, 2, 9, 30, 15, 250_000, tzinfo=UTC)
KEY: Final = "acme/debtor/7c2m4q"
TRACE: Final = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
JAN: Final = PartyPersonal(
    name="Jan Peeters",
    address=Address(lines=("Lindestraat 4",), postcode="9000", city="Gent"),
    contacts=(Contact(email="jan@example.org"),),
)


class EnterDebtor(Command, type="relance.ingestion.enter_debtor.v1"):
    """A command with personal fields, as a service's domain would define it."""

    debtor: str
    personal: PartyPersonal | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class CloseDebtor(Command, type="relance.ingestion.close_debtor.v1"):
    """A command without."""

    debtor: str


COMMANDS: Final = (EnterDebtor, CloseDebtor)


def registered(debtor: str = "7c2m4q", name: str = JAN.name) -> DebtorRegistered:
    return DebtorRegistered(
        debtor=debtor,
        creditor="c1",
        found_by="customer_number",
        customer_number="K-9",
        personal=JAN.model_copy(update={"name": name}),
    )


def new_event(event: Event, *, id: str = "e1", version: int = 1) -> NewEvent:
    return NewEvent(
        id=id,
        tenant="acme",
        key=KEY,
        stream=KEY,
        version=version,
        event=event,
        depth=3,
        causation="m1",
        correlation="m0",
        trace=TRACE,
    )


def new_command(command: Command, *, id: str = "c1", depth: int = 4) -> NewCommand:
    return NewCommand(
        id=id,
        tenant="acme",
        key=KEY,
        partition=2,
        command=command,
        depth=depth,
        causation="m1",
        correlation="m0",
        trace=TRACE,
    )


def question(command: Command, *, id: str = "q1") -> NewQuestion:
    return NewQuestion(
        id=id, tenant="acme", key=KEY, command=command, body_hash="ab" * 32, trace=TRACE
    )


async def events_written(codec: Codec, *events: Event) -> list[Encoded]:
    """`events` of one transaction, on one stream."""
    items = [
        new_event(event, id=f"e{number}", version=number)
        for number, event in enumerate(events, start=1)
    ]
    encoder = await codec.prepare(items)
    return [
        encoder.encode_event(
            item,
            time=NOW,
            positions={"relance.ingestion.commands": 41} if item is items[-1] else None,
            deepest=4,
            epoch=7,
        )
        for item in items
    ]


async def commands_written(codec: Codec, *commands: Command) -> list[Encoded]:
    items = [new_command(command, id=f"c{number}") for number, command in enumerate(commands)]
    encoder = await codec.prepare(items)
    return [encoder.encode_command(item, time=NOW, epoch=7) for item in items]


def on(topic: str, encoded: Sequence[Encoded], *, first_offset: int = 10) -> list[Record]:
    """`encoded` as a consumer of partition 2 hands it over."""
    return [
        Record(topic, 2, offset, record.key, record.value, record.headers)
        for offset, record in enumerate(encoded, start=first_offset)
    ]


def with_header(record: Record, name: str, value: bytes | None) -> Record:
    """`record` with another header, or without it."""
    headers = [header for header in record.headers if header[0] != name]
    if value is not None:
        headers.append((name, value))
    return replace(record, headers=headers)
