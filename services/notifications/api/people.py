"""The creditor's own people: who is mailed what waits, and what they were mailed."""

from typing import Annotated, Any, Final
from zoneinfo import available_timezones

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from libs.chassis.answering import Desk, told
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import Manager, Reader
from libs.chassis.problems import BadRequest, NotFound
from libs.events.contracts.notifications_people import PersonPersonal, Sees
from libs.kernel.ids import IdSecret
from services.notifications.api.shapes import After, Limit, Listed
from services.notifications.domain.people_commands import LeavePerson, RegisterPerson
from services.notifications.domain.person import person_of, person_path
from services.notifications.views.reading import Page, awaited
from services.notifications.views.reading_people import People, PersonSeen

MAILS_MAX: Final = 100
Subject = Annotated[
    str,
    Path(
        pattern=r"^[^/\x00-\x20\x7f]{1,200}$",
        description="As the issuer of access tokens names them.",
        examples=["sofie"],
    ),
]


class PersonSent(BaseModel):
    """Somebody of the creditor's people."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=1, max_length=120, examples=["Sofie Claes"])
    email: str = Field(
        max_length=254,
        pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
        examples=["sofie@bakker.example"],
    )
    zone: str = Field(
        max_length=60,
        examples=["Europe/Brussels"],
        description="IANA; one of the creditors': its days are the days of the digest.",
    )
    language: str = Field(default="en", pattern=r"^[a-z]{2}(-[A-Z]{2})?$")
    digest: bool = Field(default=True, description="Whether they are mailed each day what waits.")
    sees: Sees = Field(
        default="portfolio",
        description="Of whose debtors the digest tells: `all`, or those of the own portfolio.",
    )


def looking(people: People, ids: IdSecret) -> APIRouter:
    """GET of people."""
    routes = APIRouter(prefix="/v1/people", tags=["people"])

    @routes.get("", summary="The creditor's own people")
    async def show_all(principal: Reader, after: After = None, limit: Limit = 100) -> Listed:
        found = await people.all(principal.tenant, Page(after, limit))
        last = found[-1].person if len(found) == limit else None
        return Listed(items=[_shown(one) for one in found], next=last)

    @routes.get("/{person}", summary="One of them, with what they were mailed")
    async def show(principal: Reader, person: Subject) -> dict[str, Any]:
        """Their newest mails come first, each with what became of it."""
        tenant, known = principal.tenant, person_of(ids, principal.tenant, person)
        found = await awaited(lambda: people.one(tenant, known))
        if found is None:
            raise NotFound(what="person", id=person)
        return _shown(found) | {"mails": await people.mails(tenant, known, MAILS_MAX)}

    return routes


def registering(asking: Asking, ids: IdSecret) -> APIRouter:
    """PUT of people."""
    routes = APIRouter(prefix="/v1/people", tags=["people"])
    desk = Desk(asking)

    @routes.put("/{person}", status_code=201, summary="Say who somebody is, and what they are told")
    async def register(
        principal: Manager,
        person: Subject,
        sent: PersonSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        """They are mailed which debtors come into their portfolio, and each day what waits. 200:
        all of it was so already."""
        if sent.zone not in available_timezones():
            raise BadRequest(where="zone", reason=f"{sent.zone!r} is no time zone of IANA")
        known = person_of(ids, principal.tenant, person)
        personal = PersonPersonal(subject=person, name=sent.name, email=sent.email)
        command = RegisterPerson(
            person=known,
            registered_by=principal.subject,
            personal=personal,
            **sent.model_dump(include={"language", "zone", "digest", "sees"}),
        )
        path = person_path(principal.tenant, known)
        return await desk.ask(principal, path, command, request, key)

    return routes


def leaving(asking: Asking, ids: IdSecret) -> APIRouter:
    """DELETE of people."""
    routes = APIRouter(prefix="/v1/people", tags=["people"])
    desk = Desk(asking)

    @routes.delete("/{person}", summary="Mail them nothing more")
    async def leave(
        principal: Manager, person: Subject, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """What has not begun to leave does not; of whom nobody knows, nothing changes."""
        known = person_of(ids, principal.tenant, person)
        command = LeavePerson(person=known, said_by=principal.subject)
        path = person_path(principal.tenant, known)
        answer = await desk.outcome(principal, path, command, request, key)
        return JSONResponse(told(answer))

    return routes


def _shown(one: PersonSeen) -> dict[str, Any]:
    """`person` and who it is are null once they were erased."""
    personal = one.personal
    return {
        "person": personal.subject if personal else None,
        "name": personal.name if personal else None,
        "email": personal.email if personal else None,
        "language": one.language,
        "zone": one.zone,
        "digest": one.digest,
        "sees": one.sees,
        "changed_at": one.changed_at,
    }
