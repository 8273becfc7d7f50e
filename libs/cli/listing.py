"""What a service lists of one debtor or of all, in one state or in any."""

from typing import Any

from libs.cli.answering import run
from libs.cli.calling import Api
from libs.cli.commands.debtor import debtor_named
from libs.cli.session import Session


def listed(
    session: Session, service: str, path: str, debtor: str | None, state: str
) -> list[dict[str, Any]]:
    """`debtor`: id or customer number; None: of all. `state`: `all` is any."""
    return run(_listed(session, service, path, debtor, state))


async def _listed(
    session: Session, service: str, path: str, debtor: str | None, state: str
) -> list[dict[str, Any]]:
    async with Api(session) as api:
        of = await debtor_named(api, debtor) if debtor else None
        wanted = None if state == "all" else state
        return await api.everything(service, path, debtor=of, state=wanted)
