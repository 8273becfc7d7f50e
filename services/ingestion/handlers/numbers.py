"""Documents at the key of a number: claimed once, credit notes routed to what they name."""

from libs.events.contracts.model import Contract
from libs.events.loop.decider import Decision, Found, Message, Needs, States
from libs.kernel.ids import IdSecret
from services.ingestion.domain import numbers
from services.ingestion.domain.commands import RegisterCreditNote, RegisterInvoice, RouteCreditNote
from services.ingestion.domain.paths import number_path
from services.ingestion.handlers.handling import not_handled, own_copy, refuse_unknown_creditor


class Numbers:
    handles: tuple[type[Contract], ...] = (RegisterInvoice, RegisterCreditNote, RouteCreditNote)

    def __init__(self, secret: IdSecret) -> None:
        self._secret = secret

    def needs(self, message: Message, states: States) -> Needs:
        match message.body:
            case RegisterInvoice() | RegisterCreditNote() as body:
                return Needs(streams=(message.key, own_copy(message, body.entry.creditor)))
            case _:
                return Needs(streams=(message.key,))

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        number: numbers.Number = states.of(message.key)
        body, tenant, path = message.body, message.tenant, message.key
        match body:
            case RegisterInvoice():
                refuse_unknown_creditor(message, body.entry.creditor, states)
                return numbers.register_invoice(body, number, tenant=tenant, path=path)
            case RegisterCreditNote():
                refuse_unknown_creditor(message, body.entry.creditor, states)
                names = self._named(message, body)
                return numbers.register_credit_note(
                    body, number, tenant=tenant, path=path, names_path=names
                )
            case RouteCreditNote():
                return numbers.route_credit_note(body, number, tenant=tenant, path=path)
            case _:
                not_handled(body)

    def _named(self, message: Message, body: RegisterCreditNote) -> str | None:
        entry = body.entry
        if not entry.names_number:
            return None
        return number_path(self._secret, message.tenant, entry.creditor, entry.names_number)
