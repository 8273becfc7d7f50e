"""Each mail that was received held against the message that it says to be."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta

from audit.chase import Chase, Demand, Message
from audit.mails import Mail, of_message
from audit.wrongful import Wrong

AGE_MAX_S = 30.0
ROUNDING = timedelta(seconds=1)


def undelivered(
    chase: Chase,
    mails: Sequence[Mail],
    *,
    strangers: Collection[str] = (),
    age_max_s: float = AGE_MAX_S,
) -> list[Wrong]:
    """All in which mailbox and log disagree.

    `strangers`: Message-IDs of other tenants, whose mails lie in the same mailbox. `age_max_s`:
    how long after the beginning of its barrier a mail may still leave.
    """
    ours = of_message(mail for mail in mails if mail.message_id not in strangers)
    messages = {one.message_id: one for one in chase.messages.values() if one.message_id}
    found = [
        Wrong("a mail that is no message", mail.name, mail.message_id)
        for message_id, received in ours.items()
        if message_id not in messages
        for mail in received
    ]
    for message in chase.messages.values():
        received = ours.get(message.message_id, [])
        found += undelivered_of(message, received, age_max_s)
        if received and (demand := chase.demands.get(message.demand)):
            found += [wrong for mail in received for wrong in _words(message, demand, mail)]
    return found


def undelivered_of(message: Message, received: Sequence[Mail], age_max_s: float) -> list[Wrong]:
    """How often a message came, and when: held against its attempts."""
    return [*_count(message, received), *_ages(message, received, age_max_s)]


def _count(message: Message, received: Sequence[Mail]) -> Iterator[Wrong]:
    """One for each attempt that was taken over; one more at most for each that is uncertain."""
    least, most = len(message.sent), len(message.sent) + len(message.uncertain)
    if len(received) < least:
        yield Wrong("sent, and not received", message.id, message.demand, least, len(received))
    if len(received) > most:
        yield Wrong("received oftener than sent", message.id, message.demand, most, len(received))


def _ages(message: Message, received: Sequence[Mail], age_max_s: float) -> Iterator[Wrong]:
    age_max = timedelta(seconds=age_max_s) + ROUNDING
    for mail in received:
        began = [start.began_at for start in message.starts.values()]
        if not any(at <= mail.arrived_at <= at + age_max for at in began):
            yield Wrong("left without a barrier of its time", message.id, mail.name)


def _words(message: Message, demand: Demand, mail: Mail) -> Iterator[Wrong]:
    """The mail names each item, and asks for what the log says that it asks for."""
    said = mail.amounts()
    for line in demand.lines:
        if not mail.names(line.number):
            yield Wrong("a mail without one of its items", message.id, line.number)
        if line.asked not in said:
            yield Wrong("a mail with another amount", message.id, line.number, line.asked)
    if demand.net not in said:
        yield Wrong("a mail with another sum", message.id, mail.name, demand.net)
    meant = {demand.total, demand.credit, demand.net, *(line.asked for line in demand.lines)}
    for amount in sorted(mail.any_amounts() - meant):
        yield Wrong("a mail with an amount that nobody asked", message.id, mail.name, 0, amount)


def copies(chase: Chase, mails: Sequence[Mail]) -> Mapping[str, int]:
    """Messages that were received more than once, and how often: uncertain ones, repeated."""
    received = of_message(mails)
    found = {m.id: len(received.get(m.message_id, ())) for m in chase.messages.values()}
    return {message: count for message, count in found.items() if count > 1}
