"""Keyed hashes of what names items and payers: the same function indexes and asks."""

from libs.kernel.ids import IdSecret
from services.matching.domain.evidence.names import normalised_name
from services.matching.domain.evidence.numbers import normalised_number


def number_hash(ids: IdSecret, tenant: str, number: str) -> str:
    """Hash of a document's number as it is compared; empty when it has no letter or digit."""
    return _hashed(ids, tenant, "number", normalised_number(number))


def customer_hash(ids: IdSecret, tenant: str, customer_number: str) -> str:
    """Hash of a customer number as it is compared; empty when it has no letter or digit."""
    return _hashed(ids, tenant, "customer", normalised_number(customer_number))


def payer_account_hash(ids: IdSecret, tenant: str, iban: str) -> str:
    """Hash of a payer's IBAN, spaces and case aside; empty for an empty one."""
    return _hashed(ids, tenant, "payer_account", normalised_account(iban))


def name_hash(ids: IdSecret, tenant: str, name: str) -> str:
    """Hash of a name as it is compared; empty when nothing of it is a word."""
    return _hashed(ids, tenant, "payer_name", normalised_name(name))


def normalised_account(number: str) -> str:
    """An account's number as ids are made of it: upper case, letters and digits only."""
    return "".join(letter for letter in number.upper() if letter.isalnum())


def _hashed(ids: IdSecret, tenant: str, kind: str, normalised: str) -> str:
    return ids.hashed(tenant, kind, normalised) if normalised else ""
