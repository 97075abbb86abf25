"""API routes of candidates. Every one needs a key: a candidate is seen by their own organisation alone."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.actions import Created, answer_once
from service.accounts.models import Scope
from service.accounts.principal import Principal
from service.accounts.queries import put_person
from service.candidates import actions
from service.candidates.queries import Whole, get_candidate, list_candidates
from service.candidates.schemas import CandidateChanges, CandidateInput, CandidateOut
from service.change_log import Collection
from service.legibility.queries import legibility_by_id
from service.legibility.schemas import ReadOut
from service.mail.addresses import parse_address
from service.paging import DEFAULT_PAGE, LARGEST_PAGE, Page, next_cursor, read_page_request
from service.settings import Settings
from service.strings import PRINTABLE

IdempotencyKey = Annotated[str | None, HeaderParameter(name="Idempotency-Key", max_length=255, pattern=PRINTABLE)]
Limit = Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE, name="limit")]


class CandidatesController(Controller):
    """Who looks for work. Nobody can be found before they choose to be."""

    path = "/v1/candidates"
    tags = ("Candidates",)

    @post("/", operation_id="createCandidate", summary="Create a candidate")
    async def create(
        self,
        data: JSONBody[CandidateInput],
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
        settings: NamedDependency[Settings],
        idempotency_key: IdempotencyKey = None,
    ) -> Response[CandidateOut]:
        principal.require(Scope.CANDIDATES_WRITE)

        async def create() -> Created:
            person_id = await _person_id(session, data.email, settings)
            whole = await actions.create_candidate(session, principal, data, person_id=person_id)
            return Created(whole.candidate.public_id, (await _present(session, whole)).model_dump_json())

        answer = await answer_once(session, principal, idempotency_key, "createCandidate", await request.body(), create)
        out = CandidateOut.model_validate_json(answer)
        return Response(out, status_code=201, headers={"Location": f"/v1/candidates/{out.id}"})

    @get("/", operation_id="listCandidates", summary="List candidates, newest first")
    async def list_(
        self,
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
        cursor: FromQuery[str | None] = None,
        limit: Limit = DEFAULT_PAGE,
    ) -> Page[CandidateOut]:
        principal.require(Scope.CANDIDATES_READ)
        page = read_page_request(cursor, limit)
        found = await list_candidates(session, principal, page)
        shown = found[: page.limit]
        return Page(
            items=[await _present(session, whole) for whole in shown],
            next_cursor=next_cursor(shown[-1].candidate.id if len(found) > page.limit else None),
        )

    @get("/{candidate_id:uuid}", operation_id="readCandidate", summary="Read a candidate")
    async def read(
        self,
        candidate_id: FromPath[UUID],
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
    ) -> CandidateOut:
        principal.require(Scope.CANDIDATES_READ)
        return await _present(session, await get_candidate(session, principal, candidate_id))

    @patch("/{candidate_id:uuid}", operation_id="changeCandidate", summary="Change what is named of a candidate")
    async def change(
        self,
        candidate_id: FromPath[UUID],
        data: JSONBody[CandidateChanges],
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
    ) -> CandidateOut:
        principal.require(Scope.CANDIDATES_WRITE)
        whole = await actions.change_candidate(session, principal, candidate_id, data, now=datetime.now(UTC))
        return await _present(session, whole)

    @delete("/{candidate_id:uuid}", operation_id="deleteCandidate", summary="Erase a candidate")
    async def delete(
        self,
        candidate_id: FromPath[UUID],
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
    ) -> None:
        principal.require(Scope.CANDIDATES_WRITE)
        await actions.delete_candidate(session, principal, candidate_id)


async def _person_id(session: AsyncSession, email: str | None, settings: Settings) -> int | None:
    if email is None:
        return None
    address = parse_address(email)
    person = await put_person(
        session,
        address=address.address,
        folded_address=address.folded,
        time_zone=settings.listing_zone,
        locale=settings.default_locale,
    )
    return person.id


async def _present(session: AsyncSession, whole: Whole) -> CandidateOut:
    await session.refresh(whole.candidate)
    id_ = whole.candidate.id
    read = (await legibility_by_id(session, Collection.CANDIDATES, [id_])).get(id_)
    return CandidateOut.model_validate(
        {
            **{name: getattr(whole.profile, name, None) for name in CandidateOut.model_fields},
            "id": whole.candidate.public_id,
            "external_id": whole.candidate.external_id,
            "name": whole.candidate.name,
            "findable": whole.candidate.findable,
            "read": ReadOut.of_document(read) if read else None,
            "created_at": whole.candidate.created_at,
            "updated_at": whole.candidate.updated_at,
        }
    )
