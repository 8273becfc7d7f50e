"""What a bank entry says of what it is for, without a personal field left in it."""

from typing import Final, Protocol

from libs.events.contracts.matching import PaymentEvidence
from libs.kernel.ids import IdSecret
from services.matching.domain.evidence.candidates import number_candidates
from services.matching.domain.evidence.hashes import (
    customer_hash,
    name_hash,
    number_hash,
    payer_account_hash,
)
from services.matching.domain.evidence.references import references_in

_SAYS_NOTHING: Final = frozenset({"NOTPROVIDED", "NOTAVAILABLE", "NONREF", "NOREF", "NA", "NONE"})
_CUSTOMERS_MAX: Final = 32
_CUSTOMER_LENGTH_MAX: Final = 20


class Spoken(Protocol):
    """What a bank entry says in words; a statement's entries are such."""

    @property
    def structured(self) -> tuple[str, ...]: ...
    @property
    def remittance(self) -> str: ...
    @property
    def information(self) -> str: ...
    @property
    def end_to_end_id(self) -> str: ...
    @property
    def counterparty_iban(self) -> str: ...
    @property
    def counterparty_name(self) -> str: ...


def evidence_of(entry: Spoken, tenant: str, ids: IdSecret) -> PaymentEvidence:
    """References, hashed number and customer candidates, hashed account and name of an entry."""
    texts = _texts(entry)
    candidates = number_candidates(texts)
    customers = tuple(text for text in candidates if len(text) <= _CUSTOMER_LENGTH_MAX)
    return PaymentEvidence(
        references=references_in(texts),
        numbers=tuple(number_hash(ids, tenant, text) for text in candidates),
        customers=tuple(customer_hash(ids, tenant, text) for text in customers[:_CUSTOMERS_MAX]),
        payer_account=payer_account_hash(ids, tenant, entry.counterparty_iban),
        payer_name=name_hash(ids, tenant, entry.counterparty_name),
    )


def _texts(entry: Spoken) -> tuple[str, ...]:
    end_to_end = entry.end_to_end_id
    said = "" if end_to_end.upper().replace(" ", "") in _SAYS_NOTHING else end_to_end
    spoken = entry.remittance or entry.information  # some banks put the text there
    return tuple(text for text in (*entry.structured, spoken, said) if text)
