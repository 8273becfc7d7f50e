"""What the creditor's own people were mailed: each assignment, and nothing oftener than it left."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from audit.chase import Fields, Message, Start
from audit.delivering import undelivered_of
from audit.log import Fact
from audit.mails import Mail, of_message
from audit.wrongful import Wrong


@dataclass(frozen=True, slots=True)
class Mailed:
    """One tenant's."""

    assignments: int
    """That stand: of each debtor the last."""
    sent: int
    """Mails, as notifications says it."""
    wrong: tuple[Wrong, ...]


def mailed(
    facts: Iterable[Fact],
    tenant: str,
    mails: Sequence[Mail],
    *,
    addresses: Mapping[str, str],
    names: Mapping[str, str],
    age_max_s: float,
) -> Mailed:
    """`addresses`: of people by subject; `names`: of debtors by id."""
    own = [one for one in facts if one.tenant == tenant]
    standing = _standing(own)
    messages = _messages(own)
    received = of_message(mails)
    wrong = list(_unnamed(standing, mails, addresses, names))
    for message in messages.values():
        wrong += undelivered_of(message, received.get(message.message_id, []), age_max_s)
    return Mailed(len(standing), sum(bool(m.sent) for m in messages.values()), tuple(wrong))


def _standing(facts: Iterable[Fact]) -> Mapping[str, str]:
    """Debtor to the subject that it was assigned to last; nobody's are left out."""
    last = {
        one.fields["debtor"]: one.fields["sales"]
        for one in facts
        if (one.service, one.name) == ("ingestion", "portfolio_assigned")
    }
    return {debtor: subject for debtor, subject in last.items() if subject}


def _unnamed(
    standing: Mapping[str, str],
    mails: Sequence[Mail],
    addresses: Mapping[str, str],
    names: Mapping[str, str],
) -> Iterator[Wrong]:
    """No mail to the person names the debtor."""
    for debtor, subject in sorted(standing.items()):
        address, name = addresses[subject], names[debtor]
        if not any(address in mail.to and name in mail.text for mail in mails):
            yield Wrong("assigned, and not mailed", debtor, f"{name} to {address}")


def _messages(facts: Iterable[Fact]) -> Mapping[str, Message]:
    """Attempts and what became of them; kept as those of demands are."""
    found: dict[str, Message] = {}
    for fact in facts:
        f = fact.fields
        if fact.service == "notifications" and fact.name.startswith("internal_"):
            message = found.setdefault(f["message"], Message(f["message"], ""))
            _note(message, fact.name, f)
    return found


def _note(message: Message, name: str, f: Fields) -> None:
    match name:
        case "internal_composed":
            message.message_id = f["message_id"]
        case "internal_started":
            began_at = datetime.fromisoformat(f["began_at"])
            message.starts[f["attempt"]] = Start(f["attempt"], f["token"], began_at)
        case "internal_sent":
            message.sent.append(f["attempt"])
        case "internal_uncertain":
            message.uncertain.add(f["attempt"])
