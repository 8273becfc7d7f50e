"""What a search looks up, and what it sees."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from libs.events.loop.decider import Found, Lookup
from libs.kernel.money import Money
from services.matching.domain.lookups import (
    FEW,
    ItemSeen,
    by_name_and_amount,
    by_name_of,
    debtor_of_payer,
    open_by_amount,
    open_of_debtor,
    open_of_debtor_by_amount,
)
from services.matching.domain.payments.state import PaymentState

NUMBER_LENGTH_MIN: Final = 5
"""A shorter number in a text may be anything: it suggests, and is never certain."""

Naming = Literal["reference", "number"]


@dataclass(frozen=True, slots=True)
class Named:
    """An item that the payment's text names as the only one of that name."""

    seen: ItemSeen
    by: Naming


@dataclass(frozen=True, slots=True)
class DebtorItems:
    """Open items of a debtor in the payment's currency; `is_whole`: all of them are here."""

    items: tuple[ItemSeen, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Sight:
    """What a search sees; items that a person undid or that have a share of it are left out."""

    free: Money
    payer_name: str
    named: tuple[Named, ...] = ()
    """Named by reference, or by a number long enough; in the order of the text."""
    hinted: tuple[ItemSeen, ...] = ()
    """Named by a short number, or by a name that several items have."""
    unknown_references: bool = False
    """The text has a right check-digit reference of an item that is not here (yet)."""
    unknown_numbers: bool = False
    """The text has what could be a document's number, and it names nothing that is here (yet)."""
    named_debtors: tuple[str, ...] = ()
    """Debtors that the text names, by their items or their customer number."""
    of_customers: tuple[ItemSeen, ...] = ()
    known_debtors: tuple[str, ...] = ()
    """Debtors that the payer's account is known to pay for."""
    of_amount: tuple[ItemSeen, ...] = ()
    """Open by exactly the free amount, of any debtor of the creditor; see `amounts_are_whole`."""
    amounts_are_whole: bool = True
    of_name_and_amount: tuple[ItemSeen, ...] = ()
    debtors: tuple[tuple[str, DebtorItems], ...] = ()
    """Debtors that were looked at."""

    def items_of(self, debtor: str) -> DebtorItems | None:
        return dict(self.debtors).get(debtor)

    def payer_fits(self, item: ItemSeen) -> bool:
        """Whether the payer's account or name is the debtor's own."""
        same_name = bool(self.payer_name) and self.payer_name == item.debtor_name
        return same_name or item.is_of(self.known_debtors)


def search_lookups(
    tenant: str, payment: PaymentState, debtors: Iterable[str]
) -> tuple[Lookup, ...]:
    """All that a search of a payment looks up; `debtors` are those it looks at closer."""
    creditor, free, says = payment.creditor, payment.free, payment.says
    named = [("item_by_reference", one) for one in says.references]
    named += [("item_by_number", one) for one in says.numbers]
    named += [("open_by_customer", one) for one in says.customers]
    found = [by_name_of(kind, tenant, creditor, one) for kind, one in named]
    found.append(open_by_amount(tenant, creditor, free))
    if says.payer_account:
        found.append(debtor_of_payer(tenant, creditor, says.payer_account))
    if says.payer_name:
        found.append(_by_name(tenant, payment))
    for debtor in debtors:
        found.append(open_of_debtor(tenant, debtor, free.currency))
        found.append(open_of_debtor_by_amount(tenant, debtor, free))
    return tuple(found)


def see(tenant: str, payment: PaymentState, debtors: tuple[str, ...], found: Found) -> Sight:
    """What the look-ups of `search_lookups` came to."""
    eyes = _Eyes(tenant, payment, found)
    named, hinted = eyes.named()
    of_customers = eyes.of_customers()
    known = eyes.known_debtors()
    of_amount, whole = eyes.of_amount(known, debtors)
    texts = (*(one.seen for one in named), *eyes.shared_names(), *of_customers)
    return Sight(
        free=payment.free,
        payer_name=payment.says.payer_name,
        named=named,
        hinted=hinted,
        unknown_references=eyes.has_unknown_references(),
        unknown_numbers=not of_customers and eyes.has_only_unknown_numbers(),
        named_debtors=tuple(dict.fromkeys(item.debtor for item in texts)),
        of_customers=of_customers,
        known_debtors=known,
        of_amount=of_amount,
        amounts_are_whole=whole,
        of_name_and_amount=eyes.of_name_and_amount(),
        debtors=tuple((debtor, eyes.of_debtor(debtor)) for debtor in debtors),
    )


def _by_name(tenant: str, payment: PaymentState) -> Lookup:
    return by_name_and_amount(
        "open_by_name_and_amount",
        tenant,
        payment.creditor,
        payment.says.payer_name,
        payment.free,
    )


class _Eyes:
    """Reads look-ups for one payment."""

    def __init__(self, tenant: str, payment: PaymentState, found: Found) -> None:
        self._tenant, self._payment, self._found = tenant, payment, found
        shared = (one.item for one in payment.shares.values() if one.item)
        self._left_out = frozenset((*shared, *payment.undone))

    def _all(self, lookup: Lookup) -> tuple[ItemSeen, ...]:
        """Each item once: one that has arrived is where it is, not where it left."""
        seen: list[ItemSeen] = [entry.value for entry in self._found.entries(lookup)]
        seen.sort(key=lambda one: one.is_moving)
        once: dict[str, ItemSeen] = {}
        for one in seen:
            once.setdefault(one.item, one)
        return tuple(once.values())

    def _is_full(self, lookup: Lookup) -> bool:
        """Whether there may be more than was looked for."""
        return len(self._found.entries(lookup)) == lookup.limit

    def _items(self, lookup: Lookup) -> tuple[ItemSeen, ...]:
        return tuple(one for one in self._all(lookup) if one.item not in self._left_out)

    def _lookup(self, kind: str, name: str) -> Lookup:
        return by_name_of(kind, self._tenant, self._payment.creditor, name)

    def _named_by(self, by: Naming) -> tuple[tuple[ItemSeen, ...], ...]:
        says = self._payment.says
        names = says.references if by == "reference" else says.numbers
        return tuple(self._all(self._lookup(f"item_by_{by}", one)) for one in names)

    def named(self) -> tuple[tuple[Named, ...], tuple[ItemSeen, ...]]:
        """Items named for certain, each once, references first; and items only hinted at."""
        named: dict[str, Named] = {}
        hinted: dict[str, ItemSeen] = {}
        for by in _NAMINGS:
            for items in self._named_by(by):
                for one in items:
                    if one.item in self._left_out:
                        continue
                    if len(items) == 1 and _is_telling(by, one):
                        named.setdefault(one.item, Named(one, by))
                    else:
                        hinted.setdefault(one.item, one)
        return tuple(named.values()), tuple(
            one for name, one in hinted.items() if name not in named
        )

    def shared_names(self) -> tuple[ItemSeen, ...]:
        """Items of names that several items have: such a name tells their debtor."""
        groups = (*self._named_by("reference"), *self._named_by("number"))
        return tuple(
            one
            for items in groups
            if len(items) > 1
            for one in items
            if one.number_length >= NUMBER_LENGTH_MIN
        )

    def has_unknown_references(self) -> bool:
        """Another end of a known one is none: a beginning may have right check digits by chance."""
        names, items = self._payment.says.references, self._named_by("reference")
        known = [name for name, found in zip(names, items, strict=True) if found]
        return any(
            not any(name.startswith(one) or one.startswith(name) for one in known) for name in names
        )

    def has_only_unknown_numbers(self) -> bool:
        groups = self._named_by("number")
        return bool(groups) and not any(groups)

    def of_customers(self) -> tuple[ItemSeen, ...]:
        customers = self._payment.says.customers
        items = (self._items(self._lookup("open_by_customer", one)) for one in customers)
        return _each_once(one for group in items for one in group)

    def known_debtors(self) -> tuple[str, ...]:
        payer = self._payment.says.payer_account
        if not payer:
            return ()
        lookup = debtor_of_payer(self._tenant, self._payment.creditor, payer)
        entries = self._found.entries(lookup)
        if len(entries) == FEW:
            return ()  # an account that pays for so many debtors tells nothing
        return tuple(dict.fromkeys(entry.value.debtor for entry in entries))

    def of_amount(
        self, known: tuple[str, ...], looked_at: tuple[str, ...]
    ) -> tuple[tuple[ItemSeen, ...], bool]:
        """Items open by exactly the free amount, and whether no item of a known payer lacks."""
        lookup = open_by_amount(self._tenant, self._payment.creditor, self._payment.free)
        if not self._is_full(lookup):
            return self._items(lookup), True
        asked = [
            open_of_debtor_by_amount(self._tenant, debtor, self._payment.free)
            for debtor in looked_at
        ]
        items = _each_once(one for query in asked for one in self._items(query))
        return items, set(known) <= set(looked_at)

    def of_name_and_amount(self) -> tuple[ItemSeen, ...]:
        if not self._payment.says.payer_name:
            return ()
        lookup = _by_name(self._tenant, self._payment)
        return () if self._is_full(lookup) else self._items(lookup)

    def of_debtor(self, debtor: str) -> DebtorItems:
        lookup = open_of_debtor(self._tenant, debtor, self._payment.free.currency)
        return DebtorItems(self._items(lookup), is_whole=not self._is_full(lookup))


_NAMINGS: Final[tuple[Naming, ...]] = ("reference", "number")


def _is_telling(by: Naming, item: ItemSeen) -> bool:
    return by == "reference" or item.number_length >= NUMBER_LENGTH_MIN


def _each_once(items: Iterable[ItemSeen]) -> tuple[ItemSeen, ...]:
    return tuple({one.item: one for one in items}.values())
