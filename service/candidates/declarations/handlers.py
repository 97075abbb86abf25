"""API routes of declared groups: put and withdrawn. They are read in sums alone, by the audit."""

from datetime import UTC, datetime
from uuid import UUID

from litestar import Controller, delete, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.models import Scope
from service.accounts.principal import Principal
from service.candidates.declarations.queries import Declared, forget_declaration, put_declaration
from service.candidates.declarations.schemas import DeclarationInput
from service.candidates.queries import get_candidate


class DeclarationController(Controller):
    """What a candidate declares of themselves, if they want to. No ranking reads it."""

    path = "/v1/candidates/{candidate_id:uuid}/declaration"
    tags = ("Candidates",)

    @put(
        "/",
        operation_id="declareGroups",
        status_code=204,
        summary="Keep the groups that a candidate declared",
        description="Only what the candidate said of themselves, and only for monitoring: it is kept apart, read by no "
        "ranking, shown to nobody, and erased with the candidate.",
    )
    async def put(
        self,
        candidate_id: FromPath[UUID],
        data: JSONBody[DeclarationInput],
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
    ) -> None:
        principal.require(Scope.CANDIDATES_WRITE)
        whole = await get_candidate(session, principal, candidate_id, lock=True)
        declared = Declared(data.sex, data.ethnicity)
        await put_declaration(session, whole.candidate.id, declared, now=datetime.now(UTC))

    @delete("/", operation_id="withdrawGroups", summary="Forget the groups that a candidate declared")
    async def delete(
        self,
        candidate_id: FromPath[UUID],
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
    ) -> None:
        principal.require(Scope.CANDIDATES_WRITE)
        whole = await get_candidate(session, principal, candidate_id, lock=True)
        await forget_declaration(session, whole.candidate.id)
