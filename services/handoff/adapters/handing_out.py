"""GET of a dossier: made for whoever asks, recorded, handed out."""

from fastapi import APIRouter, Request, Response

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking
from libs.chassis.documenting import file_of, pending, problems
from libs.chassis.identity import AgencyMember
from libs.chassis.objects import ObjectErased
from libs.chassis.problems import Problem
from services.handoff.adapters.dossiers import Dossiers
from services.handoff.api.agency_cases import PREFIX
from services.handoff.api.finding import found
from services.handoff.api.shapes import Identity
from services.handoff.domain.commands import RecordDossier
from services.handoff.views.reading import Placements


class DossierErased(Problem):
    """What placement {placement} was about was erased with its debtor's key."""

    RULE = "dossier_erased"
    STATUS = 410


def handing_out(asking: Asking, placements: Placements, dossiers: Dossiers) -> APIRouter:
    """GET of dossiers."""
    routes = APIRouter(prefix=PREFIX, tags=["agency"])
    desk = Desk(asking)

    @routes.get(
        "/{placement}/dossier",
        summary="The case as a ZIP: JSON, documents, messages, a manifest with hashes",
        response_class=Response,
        responses=file_of("application/zip") | pending() | problems(409, 410),
    )
    async def dossier(who: AgencyMember, placement: Identity, request: Request) -> Response:
        """Each one that was handed out is recorded with the last link of its manifest."""
        row = await found(placements, who, placement)
        try:
            made = await dossiers.of(who.tenant, row)
        except ObjectErased as erased:
            raise DossierErased(placement=placement) from erased
        command = RecordDossier(
            debtor=row["debtor"],
            placement=placement,
            agency=who.agency,
            content=made.content_hash,
            chain=made.chain,
            fetched_by=who.subject,
        )
        await desk.of_debtor(who, row["debtor"], command, request, made.content_hash)
        headers = {
            "ETag": f'"{made.chain}"',
            "Content-Disposition": f'attachment; filename="{placement}.zip"',
        }
        return Response(made.content, media_type="application/zip", headers=headers)

    return routes
