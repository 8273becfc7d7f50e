"""What a transfer says: reference, numbers, customer number or nothing, in the payer's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from libs.simulator.habits import Spelling, Wording
from libs.simulator.reading import Reader
from libs.simulator.spelling import listed, mistyped, short, spelled

_LINE_MAX: Final = 35
_TEXT_MAX: Final = 140
_ATTEMPTS_MAX: Final = 12

_INVOICE: Final = {
    "fr": (
        "Facture {}",
        "Fact. {}",
        "FACT {}",
        "Règlement facture n° {}",
        "Votre facture {} merci",
    ),
    "nl": ("Factuur {}", "fact.nr. {}", "FACTUURNR {}", "Betaling factuur {}", "uw factuur {}"),
    "de": ("Rechnung {}", "RG-NR. {}", "Rechnungsnummer {}", "Zahlung {}", "RE {} vielen Dank"),
}
_CUSTOMER: Final = {
    "fr": ("Client {}", "Notre compte client {}", "N° client {} solde", "{}"),
    "nl": ("Klantnummer {}", "klantnr {} saldo", "Klant {}", "{}"),
    "de": ("Kundennummer {}", "Kd-Nr. {}", "Kunde {}", "{}"),
}
_NOTHING: Final = {
    "fr": ("Virement", "PAIEMENT FOURNISSEUR", "abonnement", "Merci", ""),
    "nl": ("Betaling", "OVERBOEKING", "abonnement software", "bedankt", ""),
    "de": ("Zahlung", "ÜBERWEISUNG", "Abo Software", "Danke", ""),
}
_OPENINGS: Final = {
    "fr": ("Virement en votre faveur ", "VIR SEPA RECU "),
    "nl": ("Overschrijving in uw voordeel ", "SEPA OVERBOEKING "),
    "de": ("Gutschrift von unserem Konto ", "SEPA UEBERWEISUNG "),
}


@dataclass(frozen=True, slots=True)
class Remittance:
    """Free text as the bank's lines, or a structured creditor reference, or neither."""

    lines: tuple[str, ...] = ()
    structured: str = ""
    wording: Wording = Wording.NOTHING
    spelling: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """What a payer means to say."""

    wording: Wording
    numbers: tuple[str, ...]
    reference: str
    customer_number: str
    language: str
    spelling: Spelling
    on: date


class Speaker:
    """Puts speeches into words, and never into words that name another invoice by accident."""

    def __init__(self, rng: Random, invoices: Reader, customers: Reader) -> None:
        self._rng, self._invoices, self._customers = rng, invoices, customers

    def say(self, speech: Speech, *, cut: bool) -> Remittance:
        """`cut`: the payee's bank breaks the text every 35 characters, also inside a number."""
        if speech.wording is Wording.REFERENCE and self._rng.random() < 0.6:
            return Remittance((), speech.reference, Wording.REFERENCE)
        for _ in range(_ATTEMPTS_MAX):
            lines, spelling = self._words(speech, cut=cut)
            if self._is_clear(speech, lines):
                return Remittance(lines, "", speech.wording, spelling)
        if speech.wording in (Wording.NOTHING, Wording.UNREADABLE):
            return Remittance((), "", Wording.NOTHING)
        plain = " ".join(speech.numbers or (speech.customer_number,))
        return Remittance((plain,), "", speech.wording, Spelling.PLAIN)

    def _is_clear(self, speech: Speech, lines: Sequence[str]) -> bool:
        """Nothing but what is meant can be read, also by who strips the lines first."""
        stripped = [line.strip() for line in lines]
        for read in (lines, stripped):
            numbers, customers = self._invoices.numbers(read), self._customers.numbers(read)
            if speech.wording is Wording.NUMBER and numbers != set(speech.numbers):
                return False
            if speech.wording is Wording.REFERENCE and not numbers <= set(speech.numbers):
                return False
            if speech.wording in _WITHOUT_NUMBERS and numbers:
                return False
            meant = {speech.customer_number} if speech.wording is Wording.CUSTOMER else set()
            if not meant <= customers <= {speech.customer_number}:
                return False
            if customers and speech.wording in (Wording.NOTHING, Wording.UNREADABLE):
                return False
        return True

    def _words(self, speech: Speech, *, cut: bool) -> tuple[tuple[str, ...], str]:
        text, spelling = self._sentence(speech)
        if cut and text and self._rng.random() < 0.6:
            text = self._rng.choice(_OPENINGS[speech.language]) + text
        text = text[:_TEXT_MAX]
        if not cut or not text:
            return ((text,) if text else ()), spelling
        starts = range(0, len(text), _LINE_MAX)
        return tuple(text[start : start + _LINE_MAX] for start in starts), spelling

    def _sentence(self, speech: Speech) -> tuple[str, str]:
        rng = self._rng
        match speech.wording:
            case Wording.REFERENCE:
                return self._reference(speech.reference), "reference_in_text"
            case Wording.CUSTOMER:
                return rng.choice(_CUSTOMER[speech.language]).format(speech.customer_number), ""
            case Wording.NOTHING:
                return rng.choice(_NOTHING[speech.language]), ""
            case Wording.UNREADABLE:
                return self._unreadable(speech)
            case _:
                return self._numbers(speech)

    def _reference(self, reference: str) -> str:
        digits = "".join(c for c in reference if c.isalnum())
        if reference.startswith("+"):
            forms = (reference, reference.replace("+", "*"), digits)
        else:
            grouped = " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))
            forms = (digits, grouped, f"Ref. {digits}")
        return self._rng.choice(forms)

    def _unreadable(self, speech: Speech) -> tuple[str, str]:
        rng, number = self._rng, speech.numbers[0]
        if rng.random() < 0.5:
            return rng.choice(_INVOICE[speech.language]).format(short(number)), "short"
        return rng.choice(_INVOICE[speech.language]).format(mistyped(rng, number)), "mistyped"

    def _numbers(self, speech: Speech) -> tuple[str, str]:
        rng, numbers = self._rng, speech.numbers
        spelling = speech.spelling if rng.random() < 0.7 else Spelling.PLAIN
        if len(numbers) > 1:
            named, how = listed(rng, numbers, spelling), "list"
        else:
            named = spelled(rng, numbers[0], spelling)
            how = spelling if named != numbers[0] else Spelling.PLAIN
        text = rng.choice((*_INVOICE[speech.language], "{}")).format(named)
        return text + self._noise(speech), how

    def _noise(self, speech: Speech) -> str:
        """What else people write: the date, their own reference, their customer number."""
        rng = self._rng
        return rng.choice(
            (*[""] * 5, f" du {speech.on:%d/%m/%Y}", f" réf. {rng.randrange(10_000, 99_999)}",
             f" / {speech.customer_number}", f" - {rng.choice(('MERCI', 'mvg', 'solde'))}")
        )  # fmt: skip


_WITHOUT_NUMBERS: Final = (Wording.CUSTOMER, Wording.NOTHING, Wording.UNREADABLE)
