"""What a bank entry's text names, and the hashes under which items can be named."""

from services.matching.domain.evidence.candidates import number_candidates
from services.matching.domain.evidence.hashes import (
    customer_hash,
    name_hash,
    normalised_account,
    number_hash,
    payer_account_hash,
)
from services.matching.domain.evidence.names import normalised_name
from services.matching.domain.evidence.numbers import normalised_number
from services.matching.domain.evidence.reading import evidence_of
from services.matching.domain.evidence.references import normalised_reference, references_in

__all__ = [
    "customer_hash",
    "evidence_of",
    "name_hash",
    "normalised_account",
    "normalised_name",
    "normalised_number",
    "normalised_reference",
    "number_candidates",
    "number_hash",
    "payer_account_hash",
    "references_in",
]
