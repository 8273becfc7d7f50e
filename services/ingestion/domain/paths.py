"""Routing keys and streams of ingestion."""

from libs.kernel.ids import IdSecret
from libs.kernel.keys import path_of


def creditor_path(tenant: str, creditor: str) -> str:
    """Key and stream of a creditor; its copies carry the partition."""
    return path_of(tenant, "creditor", creditor)


def debtor_path(tenant: str, debtor: str) -> str:
    """Key and stream of a debtor; its documents have streams of their own under this key."""
    return path_of(tenant, "debtor", debtor)


def key_list_stream(tenant: str, debtor: str, asking: int, part: int) -> str:
    """Stream of a list of keys that go with a debtor, under the debtor's key."""
    return path_of(tenant, "key_list", f"{debtor}.{asking}.{part}")


def invoice_stream(tenant: str, invoice: str) -> str:
    return path_of(tenant, "invoice", invoice)


def credit_note_stream(tenant: str, credit_note: str) -> str:
    return path_of(tenant, "credit_note", credit_note)


def import_path(tenant: str, import_id: str) -> str:
    """Key and stream of an import; its copies carry the partition."""
    return path_of(tenant, "import", import_id)


def merges_path(tenant: str) -> str:
    """The one key that knows all merges of a tenant."""
    return path_of(tenant, "merges", "all")


def number_path(secret: IdSecret, tenant: str, creditor: str, number: str) -> str:
    """Key and stream of a document number of a creditor, which may name a customer: hashed."""
    return path_of(tenant, "number", secret.hashed(tenant, "number", creditor, number))
