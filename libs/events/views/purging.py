"""What a view takes out of its rows once keys are gone: `KeysDestroyed` names their subjects."""

from collections.abc import Sequence

from libs.events.contracts.ingestion import KeysDestroyed
from libs.events.views.projection import SeenEvent

Gone = tuple[list[str], list[str]]
"""Tenants and ids, side by side, as a statement unnests them."""


def gone(seen: Sequence[SeenEvent], kind: str) -> Gone:
    """Subjects of `kind` (`debtor`, `payment`) whose keys were destroyed; often none."""
    found = [
        (one.tenant, receipt.subject.partition("/")[2])
        for one in seen
        if isinstance(one.event, KeysDestroyed)
        for receipt in one.event.receipts
        if receipt.subject.startswith(f"{kind}/")
    ]
    return [tenant for tenant, _ in found], [identity for _, identity in found]
