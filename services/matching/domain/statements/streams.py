"""Where statements stand: routing keys and streams."""

from datetime import date

from libs.kernel.keys import copy_of, path_of


def account_path(tenant: str, account: str) -> str:
    """Key and stream of an account's chain."""
    return path_of(tenant, "account", account)


def day_path(tenant: str, account: str, day_on: date) -> str:
    """Stream of what an account's day holds; under the account's key."""
    return path_of(tenant, "accountday", f"{account}:{day_on.isoformat()}")


def statement_path(tenant: str, statement: str) -> str:
    """Stream of what became of a statement and its set-aside entries; under its account's key."""
    return path_of(tenant, "statement", statement)


def waiting_index(tenant: str, account: str) -> str:
    """Index of the statements of an account that wait."""
    return path_of(tenant, "waiting", account)


def feed_copy(tenant: str, account: str, partition: int) -> str:
    """Stream of a partition's copy of what an account's feed announces."""
    return copy_of(path_of(tenant, "feed", account), partition)


def creditor_path(tenant: str, creditor: str) -> str:
    """Key of what an account tells its creditor."""
    return path_of(tenant, "creditor", creditor)


def cover_path(tenant: str, creditor: str) -> str:
    """Stream of a creditor's cover, under the creditor's key."""
    return path_of(tenant, "cover", creditor)


def cover_copy(tenant: str, creditor: str, partition: int) -> str:
    """Stream of a partition's copy of a creditor's cover."""
    return copy_of(cover_path(tenant, creditor), partition)


def payment_path(tenant: str, payment: str) -> str:
    """Key of a payment."""
    return path_of(tenant, "payment", payment)
