"""A message is composed, or cannot be."""

from typing import Any

from libs.events.contracts.dunning_policies import SendWindow
from libs.events.contracts.notifications import MessageComposed, MessageLine
from libs.events.loop.decider import Decision
from services.notifications.domain.commands import ComposeMessage, FailComposing, LineSource
from services.notifications.domain.deciding import Draft
from services.notifications.domain.drafting import Drafting
from services.notifications.domain.message import Asked, Terms


def compose(command: ComposeMessage, draft: Draft) -> Decision:
    """Items and amounts are those that were demanded, whatever the command was made of."""
    state = draft.state
    if state.stage != "to_compose":
        return draft.decision()
    if draft.is_over:
        draft.outlive()
        return draft.decision()
    terms, sources = state.terms, {one.item: one for one in command.sources}
    lines = tuple(_line(one, sources.get(one.item)) for one in terms.items)
    composed = MessageComposed(
        **draft.about,
        channel=terms.channel,
        template=terms.template,
        template_version=command.template_version,
        language=command.language,
        tone=terms.tone,
        lines=lines,
        total=terms.total,
        credit=terms.credit,
        net=terms.net,
        creditor_name=command.creditor_name,
        creditor_country=command.creditor_country,
        pay_to_iban=command.pay_to_iban,
        reference=command.reference,
        content=command.content,
        message_id=command.message_id,
        day_on=state.day_on,
        zone=terms.zone,
        send_window=_window(terms),
        personal=command.personal,
    )
    draft.record(composed)
    return draft.decision()


def fail_composing(command: FailComposing, draft: Drafting[Any]) -> Decision:
    """No attempt was ever made."""
    if draft.state.stage == "to_compose":
        failed = draft.words.failed(
            **draft.about, attempt=0, reason=command.reason, reply=command.detail
        )
        draft.end(failed)
    return draft.decision()


def _line(asked: Asked, source: LineSource | None) -> MessageLine:
    return MessageLine(
        item=asked.item,
        number=asked.number,
        issued_on=asked.issued_on,
        due_on=asked.due_on,
        overdue_days=asked.overdue_days,
        asked=asked.asked,
        step=asked.step,
        reference=source.reference if source else "",
        original=source.original if source else "",
    )


def _window(terms: Terms) -> SendWindow | None:
    if (terms.from_hour, terms.until_hour) == (0, 24):
        return None
    return SendWindow(from_hour=terms.from_hour, until_hour=terms.until_hour)
