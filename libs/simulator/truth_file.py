"""truth.json: the truth of a life as a file, money and days as text; README.md shows it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from libs.kernel.money import read_money
from libs.simulator.answering import Answer
from libs.simulator.economy import Economy
from libs.simulator.parties import Debtor, Reach
from libs.simulator.payments import Case
from libs.simulator.truth import (
    DayBalance,
    PaymentKey,
    TrueInvoice,
    TruePart,
    TruePayment,
    Truth,
)

SCHEMA: Final = "relance.simulator.truth.v1"


def write_truth(
    economy: Economy, files: Mapping[str, str], timeline: Iterable[Mapping[str, Any]], path: Path
) -> None:
    """`files`: the file of each invoice and credit note, by number. One record is one line."""
    truth = economy.truth
    due_on = {invoice.number: str(invoice.due_on) for invoice in economy.invoices}
    head = {
        "schema": SCHEMA,
        "seed": economy.seed,
        "starts_on": str(economy.starts_on),
        "ends_on": str(economy.ends_on),
        "creditor": _creditor(economy),
    }
    lists: dict[str, Iterable[Mapping[str, Any]]] = {
        "debtors": map(_debtor, economy.debtors),
        "invoices": (
            {"file": files[i.number], "due_on": due_on[i.number]} | _record(i)
            for i in truth.invoices
        ),
        "credit_notes": _credit_notes(economy, files),
        "payments": map(_record, truth.payments),
        "balances": map(_record, truth.balances),
        "answers": map(_record, economy.answers),
        "timeline": timeline,
    }
    with path.open("w", encoding="utf-8") as out:
        out.writelines(_lines(head, lists))


def _lines(
    head: Mapping[str, Any], lists: Mapping[str, Iterable[Mapping[str, Any]]]
) -> Iterator[str]:
    yield "{\n"
    for name, value in head.items():
        yield f'"{name}": {_text(value)},\n'
    for place, (name, records) in enumerate(lists.items()):
        yield f'"{name}": [\n'
        yield ",\n".join(_text(record) for record in records)
        yield "\n]" + (",\n" if place < len(lists) - 1 else "\n")
    yield "}\n"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _record(
    value: TrueInvoice | TruePayment | DayBalance | TruePart | Answer,
) -> dict[str, Any]:
    return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}


def _plain(value: Any) -> Any:
    """Money, days and enumerations as text, what is made of them as lists."""
    if isinstance(value, TruePart):
        return _record(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, bool | int):
        return value
    return str(value)


def _creditor(economy: Economy) -> dict[str, Any]:
    creditor = economy.creditor
    closing = {s.account.iban: s.closing for s in economy.statements}
    return {
        "name": creditor.name,
        "country": creditor.address.country,
        "vat": creditor.ids.vat,
        "legal_id": creditor.ids.legal,
        "accounts": [
            {
                "iban": account.iban,
                "bic": account.bic,
                "currency": account.currency,
                "numbered": account.numbered,
                "opening": str(account.opening),
                "closing": str(closing[account.iban]),
            }
            for account in creditor.accounts
        ],
    }


def _debtor(debtor: Debtor) -> dict[str, Any]:
    return {
        "customer_number": debtor.customer_number,
        "name": debtor.name,
        "country": debtor.address.country,
        "language": debtor.mail_language,
        "vat": debtor.ids.vat,
        "manner": str(debtor.habit.manner),
        "delay_days": debtor.habit.delay_days,
        "mail": debtor.mail,
        "reached": debtor.reach is Reach.READS,
        "wording": str(debtor.habit.wording),
        "payers": [
            {"kind": payer.kind, "name": payer.name, "iban": payer.iban} for payer in debtor.payers
        ],
    }


def _credit_notes(economy: Economy, files: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for note in economy.credit_notes:
        yield {
            "file": files[note.number],
            "number": note.number,
            "invoice": note.invoice.number,
            "debtor": note.invoice.debtor.customer_number,
            "arrives_on": str(note.arrives_on),
            "amount": str(note.payable),
        }


def read_truth(path: Path) -> Truth:
    """Reads truth.json back. Raises ValueError when it is of another schema."""
    content = json.loads(path.read_text(encoding="utf-8"))
    if content.get("schema") != SCHEMA:
        raise ValueError(f"{path} is no {SCHEMA}")
    return Truth(
        payments=tuple(map(_payment, content["payments"])),
        invoices=tuple(map(_invoice, content["invoices"])),
        balances=tuple(
            DayBalance(b["account"], date.fromisoformat(b["day"]), read_money(b["closing"]))
            for b in content["balances"]
        ),
    )


def _invoice(record: Mapping[str, Any]) -> TrueInvoice:
    amounts = ("amount", "credited", "paid", "open", "over")
    return TrueInvoice(
        number=record["number"],
        debtor=record["debtor"],
        arrives_on=date.fromisoformat(record["arrives_on"]),
        **{name: read_money(record[name]) for name in amounts},
    )


def _payment(record: Mapping[str, Any]) -> TruePayment:
    read: dict[str, Any] = dict(record)
    returned = record["returned_on"]
    read |= {
        "key": _key(record["key"]),
        "case": Case(record["case"]),
        "split": tuple(
            TruePart(part["invoice"], part["debtor"], read_money(part["amount"]))
            for part in record["split"]
        ),
        "arrives_on": date.fromisoformat(record["arrives_on"]),
        "returned_on": date.fromisoformat(returned) if returned else None,
    }
    return TruePayment(**read)


def _key(key: Sequence[Any]) -> PaymentKey:
    account, day, amount, reference, nth = key
    return PaymentKey(account, date.fromisoformat(day), read_money(amount), reference, nth)
