"""Names of the debtors in a list whose service knows none: asked for once, all together."""

from collections.abc import Iterable, Mapping
from typing import Final

from services.console.web.ports import Document, Said, Services

ASKED_MAX: Final = 100
"""So many debtors intake tells in one answer."""


async def parties_of(
    services: Services, listed: Iterable[Document] | None
) -> Mapping[str, Document]:
    """Of rows with a `debtor`, by its id; nothing of those that are not told here."""
    wanted = list(dict.fromkeys(one["debtor"] for one in listed or ()))
    found: dict[str, Document] = {}
    for at in range(0, len(wanted), ASKED_MAX):
        some = wanted[at : at + ASKED_MAX]
        try:
            page = await services.get("ingestion", "/v1/debtors", debtor=some, limit=ASKED_MAX)
        except Said:
            break
        found |= {one["debtor"]: one for one in page["items"]}
    return found
