"""Who is invoiced for what, and when: the creditor's side of a life."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final, NamedTuple

from libs.kernel.money import Money
from libs.simulator import checkdigits
from libs.simulator.days import bank_day_after, bank_day_from
from libs.simulator.habits import Manner, deck
from libs.simulator.invoices import CreditNote, Invoice, Line, payable, rounded
from libs.simulator.parties import Creditor, Debtor


class _Product(NamedTuple):
    name: str
    unit: str
    price: str
    reduced_rate: bool = False


# Few prices for many debtors: equal amounts are common, as they are with subscriptions.
_PLANS: Final = (
    _Product("Abonnement Start", "C62", "49.00"),
    _Product("Abonnement Pro", "C62", "99.00"),
    _Product("Abonnement Team", "C62", "149.00"),
    _Product("Abonnement Plus", "C62", "249.00"),
)
_EXTRAS: Final = (
    _Product("Formation", "DAY", "640.00"),
    _Product("Support", "HUR", "85.00"),
    _Product("Intégration", "HUR", "110.00"),
    _Product("Licence", "C62", "32.50"),
    _Product("Mise en service", "C62", "415.00"),
    _Product("Terminal", "C62", "189.90"),
)
_MANUAL: Final = _Product("Manuel imprimé", "C62", "24.95", reduced_rate=True)
_STANDARD_RATE: Final = {"BE": "21", "FR": "20", "NL": "21"}
_REDUCED_RATE: Final = {"BE": "6", "FR": "5.5", "NL": "9"}

_CREDITED: Final = ("all", "part", "part", *[""] * 27)
_ARRIVES_LATE_DAYS: Final = (1, 3, *[0] * 38)
_HAS_REFERENCE: Final = (*[True] * 7, *[False] * 3)
# Invoices are issued in the first part of a life, so that most can still be paid in it.
_ISSUED_PERCENT: Final = 72


@dataclass(frozen=True, slots=True)
class _Usual:
    """What a debtor gets each time, if it has a subscription, and on what terms."""

    lines: tuple[Line, ...]
    terms_days: int
    account: str


class Issuer:
    """Issues the documents of one creditor, numbers rising with the day."""

    def __init__(self, rng: Random, creditor: Creditor, currency: str = "EUR") -> None:
        self._rng, self._creditor, self._currency = rng, creditor, currency
        self._numbers: dict[tuple[str, int], int] = {}
        self._usual: dict[str, _Usual] = {}
        self._late_days = deck(rng, _ARRIVES_LATE_DAYS)
        self._has_reference = deck(rng, _HAS_REFERENCE)

    def issue(self, debtors: Sequence[Debtor], count: int, days: Sequence[date]) -> list[Invoice]:
        """Exactly `count` invoices to `debtors` over the first part of `days`."""
        window = days[: max(1, len(days) * _ISSUED_PERCENT // 100)]
        plan: list[tuple[date, Debtor]] = []
        for receivers in self._receivers(debtors):
            day = self._rng.choice(window)
            plan += [(day, receiver) for receiver in receivers]
            if len(plan) >= count:
                break
        plan = sorted(plan[:count], key=lambda planned: planned[0])
        return [self._invoice(place, *planned) for place, planned in enumerate(plan)]

    def _receivers(self, debtors: Sequence[Debtor]) -> Iterator[tuple[Debtor, ...]]:
        groups: dict[int | None, list[Debtor]] = defaultdict(list)
        for debtor in debtors:
            groups[debtor.group].append(debtor)
        weights = [self._rng.choice((1, 1, 2, 3, 4)) for _ in debtors]
        while True:
            for debtor in self._rng.choices(debtors, weights, k=100):
                match debtor.habit.manner:
                    case Manner.SITES:
                        yield debtor, debtor
                    case Manner.GROUP:
                        yield tuple(groups[debtor.group])
                    case _:
                        yield (debtor,)

    def _invoice(self, place: int, day: date, debtor: Debtor) -> Invoice:
        usual = self._usual_of(debtor)
        lines = usual.lines or self._extras(debtor)
        number = self._number(self._creditor.invoice_pattern, day)
        late_days = next(self._late_days)
        return Invoice(
            number=number,
            debtor=debtor,
            issued_on=day,
            due_on=day + timedelta(days=usual.terms_days),
            arrives_on=bank_day_after(day, late_days) if late_days else day,
            lines=lines,
            reference=self._reference(place, number, debtor) if next(self._has_reference) else "",
            account=usual.account,
            order=f"PO-{self._rng.randrange(300_000, 999_999)}",
            payable=payable(lines),
        )

    def _number(self, pattern: str, day: date) -> str:
        key = (pattern, day.year)
        self._numbers[key] = n = self._numbers.get(key, 0) + 1
        return pattern.format(year=day.year, short=day.year % 100, n=n)

    def _reference(self, place: int, number: str, debtor: Debtor) -> str:
        if self._creditor.reference_kind == "OGM":
            return checkdigits.ogm(int(debtor.customer_number[1:]) * 100_000 + place)
        return checkdigits.rf("".join(c for c in number if c.isalnum()))

    def _usual_of(self, debtor: Debtor) -> _Usual:
        if debtor.customer_number not in self._usual:
            subscribes = self._rng.random() < 0.55 or debtor.habit.manner is Manner.SITES
            seats = Decimal(self._rng.choice((1, 1, 1, 2, 3, 5)))
            plan = self._line(debtor, self._rng.choice(_PLANS), seats)
            numbered, *others = self._creditor.accounts
            account = others[0] if others and self._rng.random() < 0.3 else numbered
            self._usual[debtor.customer_number] = _Usual(
                (plan,) if subscribes else (), self._rng.choice((8, 14, 14, 30)), account.iban
            )
        return self._usual[debtor.customer_number]

    def _extras(self, debtor: Debtor) -> tuple[Line, ...]:
        lines = []
        for product in self._rng.sample(_EXTRAS, self._rng.choice((1, 1, 2, 3))):
            halves = self._rng.randrange(2, 12)
            quantity = Decimal(halves) / 2 if product.unit == "HUR" else Decimal(halves // 2 + 1)
            lines.append(self._line(debtor, product, quantity))
        if self._rng.random() < 0.15:
            lines.append(self._line(debtor, _MANUAL, Decimal(1)))
        return tuple(lines)

    def _line(self, debtor: Debtor, product: _Product, quantity: Decimal) -> Line:
        home = self._creditor.address.country
        rate = (_REDUCED_RATE if product.reduced_rate else _STANDARD_RATE)[home]
        if debtor.address.country != home:
            rate = "0"  # reverse charge: services to a business in another country of the Union
        price = Money.of(product.price, self._currency)
        return Line(product.name, quantity, product.unit, price, Decimal(rate))

    def credit(self, invoices: Sequence[Invoice], days: Sequence[date]) -> list[CreditNote]:
        """Credit notes for some of `invoices`: of all, or of a part of the first line."""
        kinds, planned = deck(self._rng, _CREDITED), []
        for invoice, kind in zip(invoices, kinds, strict=False):
            day = bank_day_from(invoice.issued_on + timedelta(days=self._rng.randrange(3, 20)))
            if kind and day <= days[-1]:
                lines = invoice.lines if kind == "all" else (self._part(invoice.lines[0]),)
                planned.append((day, invoice, lines))
        return [
            CreditNote(
                self._number(self._creditor.credit_note_pattern, day),
                invoice, day, lines, payable(lines),
            )
            for day, invoice, lines in sorted(planned, key=lambda p: (p[0], p[1].number))
        ]  # fmt: skip

    def _part(self, line: Line) -> Line:
        percent = self._rng.choice((10, 20, 25, 40))
        price = rounded(line.net.amount * percent / 100, self._currency)
        return Line(f"Remise {line.description}", Decimal(1), "C62", price, line.rate_percent)
