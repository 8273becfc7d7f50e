"""Policies: published as YAML, listed, shown; the schema, and those that come with Relance."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.conditions import IfMatch, IfNoneMatch, revision_in, tagged
from libs.chassis.documenting import file_of, unchanged
from libs.chassis.identity import Admin, Principal, Reader
from libs.chassis.problems import BadRequest, NotFound
from libs.events.contracts.dunning import PolicyFacts
from libs.kernel.keys import path_of
from services.dunning.api.ladders import ladder_told
from services.dunning.api.policy_mistakes import PolicyMistaken, mistaken_response
from services.dunning.api.shapes import AfterPolicy, Identity, Limit, Listed, PolicyName, listed
from services.dunning.domain.commands import PublishPolicy
from services.dunning.views.reading import Chasing, Page, awaited

Read = Callable[[bytes], PolicyFacts]
"""Reads a policy's file. Raises PolicyMistaken."""
Creditors = Annotated[
    list[Identity],
    Query(description="Whose cases it chases, beside those that the file names; repeatable."),
]
_YAML: Final = "application/yaml"
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {_YAML: {"schema": {"type": "string"}, "example": "policy: four-steps\n…"}},
    }
}


def publishing(read: Read, asking: Asking) -> APIRouter:
    """POST and PUT of a policy."""
    routes = APIRouter(prefix="/v1/policies", tags=["policies"])
    published = _Publishing(read, asking)

    @routes.post("", status_code=201, summary="Publish a policy", openapi_extra=_BODY)
    async def publish(
        principal: Admin,
        request: Request,
        creditor: Creditors = [],  # noqa: B006  # FastAPI copies it
        key: IdempotencyKey = None,
    ) -> Response:
        """201 with its version; 200 with the same version when it is what the newest says. A file
        that is refused is told with every rule that it breaks, its field and line."""
        return await published(principal, request, creditor, key, _Edit())

    @routes.put("/{policy}", summary="Publish a policy under its name", openapi_extra=_BODY)
    async def put(
        principal: Admin,
        policy: PolicyName,
        request: Request,
        creditor: Creditors = [],  # noqa: B006  # FastAPI copies it
        key: IdempotencyKey = None,
        if_match: IfMatch = None,
    ) -> Response:
        """The same; the file says that name too. With `If-Match` only if nobody else has published
        a version since: 412."""
        edit = _Edit(policy, revision_in(if_match))
        return await published(principal, request, creditor, key, edit)

    return routes


def shipping(shipped: Mapping[str, str], schema: Mapping[str, Any]) -> APIRouter:
    """GET of the schema and of what is shipped; before `looking`, whose paths take any name."""
    routes = APIRouter(prefix="/v1/policies", tags=["policies"])

    @routes.get(
        "/schema",
        summary="JSON Schema of a policy",
        response_class=Response,
        responses=file_of("application/schema+json"),
    )
    async def show_schema(principal: Reader) -> JSONResponse:
        return JSONResponse(dict(schema), media_type="application/schema+json")

    @routes.get("/shipped", summary="The policies that come with Relance")
    async def show_shipped(principal: Reader) -> Listed:
        return Listed(items=[{"policy": name, "yaml": text} for name, text in shipped.items()])

    @routes.get(
        "/shipped/{policy}",
        summary="One of them as its file",
        response_class=Response,
        responses=file_of(_YAML),
    )
    async def show_one_shipped(principal: Reader, policy: PolicyName) -> Response:
        if policy not in shipped:
            raise NotFound(what="shipped policy", id=policy)
        return Response(shipped[policy], media_type=_YAML)

    return routes


def looking(chasing: Chasing) -> APIRouter:
    """GET of policies."""
    routes = APIRouter(prefix="/v1/policies", tags=["policies"])

    @routes.get("", summary="The newest version of each policy")
    async def show_all(principal: Reader, after: AfterPolicy = None, limit: Limit = 100) -> Listed:
        rows = await chasing.policies(principal.tenant, Page(after, limit))
        return listed([_shown(row) for row in rows], "policy", limit)

    @routes.get("/{policy}", summary="The newest version of a policy", responses=unchanged())
    async def show(principal: Reader, policy: PolicyName, known: IfNoneMatch = None) -> Response:
        """Its ETag is what a change may be conditional on."""
        row = await awaited(lambda: chasing.newest_policy(principal.tenant, policy))
        if row is None:
            raise NotFound(what="policy", id=policy)
        return tagged(_shown(row), row["version"], known)

    @routes.get("/{policy}/versions/{version}", summary="One version of a policy")
    async def show_version(
        principal: Reader, policy: PolicyName, version: Annotated[int, Path(ge=1, le=1_000_000)]
    ) -> dict[str, Any]:
        row = await awaited(lambda: chasing.policy(principal.tenant, policy, version))
        if row is None:
            raise NotFound(what=f"version {version} of policy", id=policy)
        return _shown(row)

    return routes


@dataclass(frozen=True, slots=True)
class _Edit:
    """Of which policy, and on which version of it, a new one is to follow."""

    name: str | None = None
    if_version: int | None = None


class _Publishing:
    """Reads what is sent, and asks for it to be published."""

    def __init__(self, read: Read, asking: Asking) -> None:
        self._read, self._desk = read, Desk(asking)

    async def __call__(
        self,
        principal: Principal,
        request: Request,
        creditors: list[str],
        key: str | None,
        edit: _Edit,
    ) -> Response:
        """Raises BadRequest when the file has another name than the edit."""
        raw = await request.body()
        try:
            facts = self._read(raw)
        except PolicyMistaken as mistaken:
            return mistaken_response(mistaken)
        if edit.name not in (None, facts.policy):
            raise BadRequest(where="policy", reason=f"the file calls itself {facts.policy}")
        command = _command(facts, raw, creditors, principal.subject)
        command = command.model_copy(update={"if_version": edit.if_version})
        path = path_of(principal.tenant, "policy", facts.policy)
        return await self._desk.ask(principal, path, command, request, key)


def _command(
    facts: PolicyFacts, raw: bytes, creditors: list[str], published_by: str
) -> PublishPolicy:
    """Whom it chases is a part of what is published, so it is a part of the hash."""
    named = tuple(dict.fromkeys((*facts.creditors, *creditors)))
    beside = "".join(f"\ncreditor {one}" for one in sorted(set(creditors) - set(facts.creditors)))
    return PublishPolicy(
        facts=facts.model_copy(update={"creditors": named}),
        source_hash=hashlib.sha256(raw + beside.encode()).hexdigest(),
        published_by=published_by,
    )


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """The facts with what the ladder says in words."""
    facts: dict[str, Any] = row["facts"]
    head = {name: row[name] for name in ("version", "source_hash", "published_by", "published_at")}
    return facts | head | {"ladder": ladder_told(facts["steps"])}
