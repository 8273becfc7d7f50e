"""What a payment's free money is for: identified, suggested, or nothing is known."""

from dataclasses import dataclass

from libs.events.contracts.matching import (
    Candidate,
    PayerAccountLearned,
    PaymentIdentified,
    PaymentSuggested,
    PaymentUnidentified,
    ShareIntent,
)
from libs.events.loop.decider import NOTHING, Decision, Found, States
from libs.events.loop.draft import Draft
from libs.kernel.ids import IdSecret
from libs.kernel.keys import path_of
from libs.kernel.money import total
from services.matching.domain.commands import BookShare, Search, Suspect, Unsuspect
from services.matching.domain.payments.returning import find_original, waiting_returns
from services.matching.domain.payments.state import PaymentState, evolve_payment
from services.matching.domain.search.certain import (
    certain,
    certain_at_first_sight,
    worth_a_closer_look,
)
from services.matching.domain.search.findings import Finding
from services.matching.domain.search.sight import Sight, see
from services.matching.domain.search.suggestions import could_settle


@dataclass(frozen=True, slots=True)
class Desk:
    """One decision at a payment's key."""

    tenant: str
    payment: str
    ids: IdSecret
    draft: Draft

    @classmethod
    def at(cls, states: States, tenant: str, payment: str, ids: IdSecret) -> "Desk":
        return cls(tenant, payment, ids, Draft(states, evolve_payment))

    @property
    def stream(self) -> str:
        return path_of(self.tenant, "payment", self.payment)

    @property
    def state(self) -> PaymentState:
        state: PaymentState = self.draft.of(self.stream)
        return state

    def share_id(self, number: int) -> str:
        return self.ids.hashed(self.tenant, "share", self.payment, str(number))

    def debtor_key(self, debtor: str) -> str:
        return path_of(self.tenant, "debtor", debtor)


def search(desk: Desk, asked: Search, found: Found) -> Decision:
    """Certain, suggested or nothing; a payment that a person has touched is only suggested.

    When only a closer look at some debtors can tell, it is a second search, one decision later.
    """
    if not desk.state.can_be_used:
        return NOTHING
    for one in waiting_returns(desk.state, desk.tenant, desk.ids, found):
        desk.draft.send(*find_original(one))
    sight = see(desk.tenant, desk.state, asked.debtors, found)
    may_apply = asked.mode == "certain" and not desk.state.is_touched
    finding = certain_at_first_sight(sight) if may_apply else None
    if finding is None and not asked.is_second and (debtors := worth_a_closer_look(sight)):
        further = Search(payment=desk.payment, mode=asked.mode, debtors=debtors, is_second=True)
        desk.draft.send(desk.stream, further)
        return desk.draft.decision()
    if may_apply and finding is None:
        finding = certain(sight)
    if finding is not None:
        _identify(desk, finding, sight)
        suggest_the_rest(desk)
    else:
        _suggest(desk, could_settle(sight))
    return desk.draft.decision()


def _identify(desk: Desk, finding: Finding, sight: Sight) -> None:
    count = desk.state.shares_count
    shares = tuple(
        ShareIntent(
            share=desk.share_id(count + number),
            debtor=one.seen.debtor,
            item=one.seen.item,
            number=one.seen.number,
            amount=one.amount,
            evidence=one.evidence,
        )
        for number, one in enumerate(finding.portions)
    )
    send_shares(desk, shares, finding.rule, candidates_count=_count(sight))
    if finding.teaches:
        learn(desk, shares, sight.known_debtors)


def suggest_the_rest(desk: Desk) -> None:
    """What is still free could settle something too: that is suspected."""
    if desk.state.free.is_positive:
        desk.draft.send(desk.stream, Search(payment=desk.payment, mode="suggest"))


def _count(sight: Sight) -> int:
    """How many items were looked at."""
    seen = [one.seen for one in sight.named]
    seen += [*sight.hinted, *sight.of_customers, *sight.of_amount, *sight.of_name_and_amount]
    seen += [item for _, debtor in sight.debtors for item in debtor.items]
    return len({one.item for one in seen})


def send_shares(
    desk: Desk,
    shares: tuple[ShareIntent, ...],
    rule: str,
    *,
    candidates_count: int,
    decided_by: str = "",
) -> None:
    """Record what the payment is for and send each share to its debtor.

    All that was suspected before is lifted, by the route that the suspicion went.
    """
    payment = desk.state
    lift_suspicions(desk)
    identified = PaymentIdentified(
        payment=desk.payment,
        creditor=payment.creditor,
        shares=shares,
        rule=rule,
        candidates_count=candidates_count,
        decided_by=decided_by,
        free=payment.free - total((one.amount for one in shares), payment.free.currency),
    )
    desk.draft.record(desk.stream, identified)
    for one in shares:
        booking = BookShare(
            share=one.share,
            payment=desk.payment,
            creditor=payment.creditor,
            debtor=one.debtor,
            item=one.item,
            amount=one.amount,
            evidence=one.evidence,
            booked_on=payment.booked_on,
        )
        desk.draft.send(desk.debtor_key(one.debtor), booking)


def lift_suspicions(desk: Desk) -> None:
    for item, debtor in desk.state.suggested.items():
        desk.draft.send(desk.debtor_key(debtor), Unsuspect(item=item, by=desk.payment))


def learn(desk: Desk, shares: tuple[ShareIntent, ...], known: tuple[str, ...]) -> None:
    """The payer's account pays for these debtors, unless that is known already."""
    payer = desk.state.says.payer_account
    if not payer:
        return
    for debtor in dict.fromkeys(one.debtor for one in shares):
        if debtor not in known:
            learned = PayerAccountLearned(
                payment=desk.payment,
                creditor=desk.state.creditor,
                debtor=debtor,
                payer_account=payer,
            )
            desk.draft.record(desk.stream, learned)


def _suggest(desk: Desk, candidates: tuple[Candidate, ...]) -> None:
    payment = desk.state
    new = [one for one in candidates if one.item not in payment.suggested]
    if new:
        suggested = PaymentSuggested(
            payment=desk.payment,
            creditor=payment.creditor,
            candidates=candidates,
            free=payment.free,
        )
        desk.draft.record(desk.stream, suggested)
    elif not candidates and not payment.suggested and not payment.is_unidentified:
        unidentified = PaymentUnidentified(
            payment=desk.payment, creditor=payment.creditor, free=payment.free
        )
        desk.draft.record(desk.stream, unidentified)
    for one in new:
        suspect = Suspect(
            item=one.item,
            creditor=payment.creditor,
            by=desk.payment,
            known_on=payment.booked_on,
        )
        route = payment.routes.get(one.item, one.debtor)
        desk.draft.send(desk.debtor_key(route), suspect)
