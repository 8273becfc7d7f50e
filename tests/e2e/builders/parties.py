"""Who is owed and who owes in the stories; each word of them is made up."""

from random import Random

from libs.kernel.money import Money
from libs.simulator.checkdigits import new_account
from libs.simulator.founding import address, legal_ids
from libs.simulator.habits import Habit, Manner, Spelling, Wording
from libs.simulator.parties import BankAccount, Creditor, Debtor, Payer, Reach

EUR = "EUR"
HABIT = Habit(Manner.EACH, 0, 0, Wording.NUMBER, Spelling.PLAIN)


def eur(amount: str) -> Money:
    return Money.of(amount, EUR)


def a_debtor(
    customer: str, name: str, *, language: str = "nl", reach: Reach = Reach.READS
) -> Debtor:
    """The same customer number is the same debtor; it pays from an account of its own."""
    chance = Random(customer)
    own = Payer(name, *new_account(chance, "BE"), "own")
    return Debtor(
        customer_number=customer,
        name=name,
        address=address(chance, "BE"),
        ids=legal_ids(chance, "BE"),
        language=language,
        contact_name="An Jansen",
        habit=HABIT,
        payers=(own,),
        reach=reach,
    )


def a_stranger(name: str = "K. Onbekend") -> Payer:
    """Somebody whose account nobody has confirmed."""
    return Payer(name, *new_account(Random(name), "NL"), "third_party")


def an_account(
    seed: str = "first", *, numbered: bool = True, opening: str = "1000.00"
) -> BankAccount:
    """At a bank that numbers its statements, or at one that does not."""
    iban, bic = new_account(Random(seed), "BE")
    return BankAccount(iban, bic, "Eerste Bank", EUR, numbered, eur(opening))


def a_creditor(*accounts: BankAccount, name: str = "De Bakker") -> Creditor:
    chance = Random(name)
    return Creditor(
        name=name,
        address=address(chance, "BE"),
        ids=legal_ids(chance, "BE"),
        accounts=accounts or (an_account(),),
        invoice_pattern="",
        credit_note_pattern="",
        reference_kind="OGM",
    )


JANSEN = a_debtor("C-1001", "Jansen BV")
PEETERS = a_debtor("C-2002", "Peeters NV")
