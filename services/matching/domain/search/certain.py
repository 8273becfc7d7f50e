"""When a search is certain: rules as sentences, in order; the first that answers wins."""

from collections.abc import Callable, Iterable
from typing import Final

from libs.events.contracts.matching import Evidence
from libs.kernel.money import smaller
from services.matching.domain.search.combinations import Combination, ways_to
from services.matching.domain.search.findings import (
    Finding,
    Portion,
    are_of_one_debtor,
    at_full_amounts,
    at_open_amounts,
    oldest_first,
    open_ones,
    sum_of_amounts,
    sum_open,
    usable,
)
from services.matching.domain.search.sight import Named, Sight

Rule = Callable[[Sight], Finding | None]

DEBTORS_MAX: Final = 8
"""More debtors than these are not looked at closer: such a text or account tells nothing."""


def named_items_add_up(sight: Sight) -> Finding | None:
    """What the text names is open by exactly what came, over as many debtors as it likes."""
    named = open_ones(usable(sight))
    if not named or sum_open(named, sight.free.currency) != sight.free:
        return None
    if len(named) > 1:
        rule = "named_items_add_up"
    else:
        by_reference = named[0].by == "reference"
        rule = "reference_with_open_amount" if by_reference else "number_with_open_amount"
    return Finding(rule, at_open_amounts(named), teaches=True)


def named_items_add_up_in_full(sight: Sight) -> Finding | None:
    """It adds up to what the items were worth, though some is settled: that is paid again."""
    named = usable(sight)
    if len(named) < 2 or not all(_is_sure(one, sight) for one in named):
        return None
    if sum_of_amounts(named, sight.free.currency) != sight.free:
        return None
    return Finding("named_items_add_up_in_full", at_full_amounts(named), _all_by_reference(named))


def references_while_others_are_awaited(sight: Sight) -> Finding | None:
    """Other items that the text refers to are not here yet: their part stays free for them."""
    named = tuple(one for one in usable(sight) if one.by == "reference")
    if not named or not sight.unknown_references:
        return None
    if len(named) == 1:
        amount = smaller(named[0].seen.amount, sight.free)
        portions: tuple[Portion, ...] = (Portion(named[0].seen, amount, "reference"),)
    elif sum_of_amounts(named, sight.free.currency) <= sight.free:
        portions = at_full_amounts(named)
    else:
        return None
    if not all(one.amount.is_positive for one in portions):
        return None
    return Finding("references_while_others_are_awaited", portions, teaches=True)


def reference_of_one_item(sight: Sight) -> Finding | None:
    """A check-digit reference of one item, whatever the amount."""
    named = tuple(one for one in usable(sight) if one.by == "reference")
    if len(named) != 1 or sight.unknown_references:
        return None
    portion = Portion(named[0].seen, sight.free, "reference")
    return Finding("reference_of_one_item", (portion,), teaches=True)


def some_named_items_add_up(sight: Sight) -> Finding | None:
    """One debtor's items are named, and only some of them make up what came."""
    named = {one.seen.item: one for one in open_ones(usable(sight))}
    only = ways_to(sight.free, [one.seen for one in named.values()]).only
    if only is None or not are_of_one_debtor(only.items):
        return None
    chosen = [named[item.item] for item in only.items]
    return Finding("some_named_items_add_up", at_open_amounts(chosen), teaches=True)


def references_of_one_debtor(sight: Sight) -> Finding | None:
    """Several references of one debtor, another amount: the oldest due first."""
    named = tuple(one for one in usable(sight) if one.by == "reference")
    if len(named) < 2 or sight.unknown_references:
        return None
    if not are_of_one_debtor(one.seen for one in named):
        return None
    portions = oldest_first(named, sight.free)
    return Finding("references_of_one_debtor", portions, teaches=True)


def number_of_fitting_payer(sight: Sight) -> Finding | None:
    """A number with another amount, up to the item's own, from a payer who fits its debtor."""
    named = usable(sight)
    if len(named) != 1 or not _is_sure(named[0], sight):
        return None
    if sight.free > named[0].seen.amount:
        return None
    portion = Portion(named[0].seen, sight.free, named[0].by)
    return Finding("number_of_fitting_payer", (portion,))


def combination_of_named_debtor(sight: Sight) -> Finding | None:
    """One combination, counted, over the items of one debtor that the text names.

    Of a stranger who names some items it is not: he may name others that are not here yet.
    """
    if not all(_is_sure(one, sight) for one in sight.named):
        return None
    return _combination(sight, sight.named_debtors, "combination_of_named_debtor")


def numbers_of_fitting_payer(sight: Sight) -> Finding | None:
    """Numbers of one debtor, another amount, a payer who fits: oldest first, rest on account."""
    named = usable(sight)
    if not named or not all(_is_sure(one, sight) for one in named):
        return None
    if sight.unknown_references or not are_of_one_debtor(one.seen for one in named):
        return None
    return Finding("numbers_of_fitting_payer", oldest_first(named, sight.free))


def amount_of_known_payer(sight: Sight) -> Finding | None:
    """The exact open amount of exactly one item of a payer account confirmed before.

    A number that names nothing here may be an invoice's that is still to come: no certainty.
    """
    if sight.named or _names_the_unknown(sight) or not sight.amounts_are_whole:
        return None
    found = [one for one in sight.of_amount if one.is_of(sight.known_debtors)]
    if len(found) != 1 or (sight.named_debtors and found[0].debtor not in sight.named_debtors):
        return None
    return Finding("amount_of_known_payer", (Portion(found[0], sight.free, "amount"),))


def combination_of_known_payer(sight: Sight) -> Finding | None:
    """One combination of at least two items of one debtor that the payer's account names."""
    if sight.named_debtors or _names_the_unknown(sight):
        return None
    finding = _combination(sight, sight.known_debtors, "combination_of_known_payer")
    return finding if finding and len(finding.portions) > 1 else None


AT_FIRST_SIGHT: Final[tuple[Rule, ...]] = (
    named_items_add_up,
    named_items_add_up_in_full,
    references_while_others_are_awaited,
    reference_of_one_item,
    some_named_items_add_up,
    references_of_one_debtor,
    number_of_fitting_payer,
)
"""Rules that need no closer look at a debtor."""

CLOSER: Final[tuple[Rule, ...]] = (
    combination_of_named_debtor,
    numbers_of_fitting_payer,
    amount_of_known_payer,
    combination_of_known_payer,
)


def certain_at_first_sight(sight: Sight) -> Finding | None:
    """What is certain without looking at any debtor's other items."""
    rules = AT_FIRST_SIGHT if sight.named_debtors else (*AT_FIRST_SIGHT, amount_of_known_payer)
    return _first(rules, sight)


def certain(sight: Sight) -> Finding | None:
    return _first((*AT_FIRST_SIGHT, *CLOSER), sight)


def worth_a_closer_look(sight: Sight) -> tuple[str, ...]:
    """Debtors whose other open items could tell; none when there are too many to tell."""
    debtors = tuple(dict.fromkeys((*sight.named_debtors, *sight.known_debtors)))
    looked_at = {debtor for debtor, _ in sight.debtors}
    return debtors if len(debtors) <= DEBTORS_MAX and set(debtors) - looked_at else ()


def _first(rules: Iterable[Rule], sight: Sight) -> Finding | None:
    for rule in rules:
        finding = rule(sight)
        if finding is not None:
            return finding
    return None


def _names_the_unknown(sight: Sight) -> bool:
    return sight.unknown_references or sight.unknown_numbers


def _is_sure(named: Named, sight: Sight) -> bool:
    return named.by == "reference" or sight.payer_fits(named.seen)


def _all_by_reference(named: Iterable[Named]) -> bool:
    return all(one.by == "reference" for one in named)


def _combination(sight: Sight, debtors: Iterable[str], rule: str) -> Finding | None:
    """The only way over the only debtor that has one; whatever is named belongs to it."""
    findings: list[Finding] = []
    for debtor in debtors:
        items = sight.items_of(debtor)
        if items is None or not items.is_whole:
            return None
        named = [one for one in open_ones(usable(sight)) if one.seen.is_of((debtor,))]
        rest = sight.free - sum_open(named, sight.free.currency)
        others = {one.seen.item for one in named}
        ways = ways_to(rest, [one for one in items.items if one.item not in others])
        if not ways.is_counted or len(ways.found) > 1:
            return None
        if ways.only is not None:
            finding = Finding(rule, _portions(named, ways.only))
            if finding not in findings:  # seen at a merged debtor, and where it went
                findings.append(finding)
    if len(findings) != 1:
        return None
    of_debtor = findings[0].portions[0].seen.debtor
    stray = any(one.seen.debtor != of_debtor for one in open_ones(sight.named))
    return None if stray else findings[0]


def _portions(named: list[Named], chosen: Combination) -> tuple[Portion, ...]:
    """What could be exchanged for an item of the same amount rests on its amount alone."""
    plain: Evidence = "combination" if len(named) + len(chosen.items) > 1 else "debtor"
    rest = (
        Portion(one, one.open, "amount" if one.item in chosen.exchangeable else plain)
        for one in chosen.items
    )
    return (*at_open_amounts(named), *rest)
