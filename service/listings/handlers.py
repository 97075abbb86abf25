"""API routes of listings."""

from collections import Counter
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.exceptions import ClientException
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.actions import Created, answer_once
from service.accounts.models import Scope
from service.accounts.principal import Principal
from service.listings import actions
from service.listings.importing import Row, put_listings
from service.listings.kinds import ListingState
from service.listings.presenting import present_listing, present_listings
from service.listings.queries import get_listing, list_listings
from service.listings.schemas import (
    BulkAnswer,
    BulkRow,
    CloseRequest,
    ListingChanges,
    ListingInput,
    ListingOut,
    RowProblem,
)
from service.listings.sources.imported import Reading, Refused
from service.listings.sources.json_file import read_lines
from service.paging import DEFAULT_PAGE, LARGEST_PAGE, Page, next_cursor, read_page_request
from service.settings import Settings
from service.strings import PRINTABLE

BULK_LIMIT_BYTES = 20_000_000

IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        max_length=255,
        pattern=PRINTABLE,
        description="a repeat with the same key creates nothing",
    ),
]
Limit = Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE, name="limit")]


class ListingsController(Controller):
    """What employers offer. Open listings are public; drafts and ended ones belong to their organisation."""

    path = "/v1/listings"
    tags = ("Listings",)

    @post("/", operation_id="createListing", summary="Create a listing")
    async def create(
        self,
        data: JSONBody[ListingInput],
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
        settings: NamedDependency[Settings],
        idempotency_key: IdempotencyKey = None,
    ) -> Response[ListingOut]:
        principal.require(Scope.LISTINGS_WRITE)

        async def create() -> Created:
            listing = await actions.create_listing(session, principal, data, now=datetime.now(UTC), zone=settings.zone)
            return Created(listing.public_id, (await present_listing(session, listing)).model_dump_json())

        answer = await answer_once(session, principal, idempotency_key, "createListing", await request.body(), create)
        out = ListingOut.model_validate_json(answer)
        return Response(out, status_code=201, headers={"Location": f"/v1/listings/{out.id}"})

    @get("/", operation_id="listListings", summary="List listings, newest first")
    async def list_(
        self,
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
        cursor: FromQuery[str | None] = None,
        limit: Limit = DEFAULT_PAGE,
        listing_state: Annotated[ListingState | None, QueryParameter(name="state")] = None,
        own: Annotated[bool, QueryParameter(description="only those of the key's organisation")] = False,
    ) -> Page[ListingOut]:
        if own:
            principal.require(Scope.LISTINGS_READ)
        page = read_page_request(cursor, limit)
        found = await list_listings(session, principal, page, state=listing_state, own=own)
        shown = found[: page.limit]
        return Page(
            items=await present_listings(session, shown),
            next_cursor=next_cursor(shown[-1].id if len(found) > page.limit else None),
        )

    @get("/{listing_id:uuid}", operation_id="readListing", summary="Read a listing")
    async def read(
        self, listing_id: FromPath[UUID], session: NamedDependency[AsyncSession], principal: NamedDependency[Principal]
    ) -> ListingOut:
        return await present_listing(session, await get_listing(session, principal, listing_id))

    @patch("/{listing_id:uuid}", operation_id="changeListing", summary="Change what is named of a listing")
    async def change(
        self,
        listing_id: FromPath[UUID],
        data: JSONBody[ListingChanges],
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
        settings: NamedDependency[Settings],
    ) -> ListingOut:
        principal.require(Scope.LISTINGS_WRITE)
        listing = await actions.edit_listing(
            session,
            principal,
            listing_id,
            data.model_dump(exclude_unset=True),
            now=datetime.now(UTC),
            zone=settings.zone,
        )
        return await present_listing(session, listing)

    @post("/{listing_id:uuid}/close", operation_id="closeListing", summary="Close a listing", status_code=200)
    async def close(
        self,
        listing_id: FromPath[UUID],
        data: JSONBody[CloseRequest],
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
    ) -> ListingOut:
        principal.require(Scope.LISTINGS_WRITE)
        listing = await actions.close_listing(session, principal, listing_id, reason=data.reason, now=datetime.now(UTC))
        return await present_listing(session, listing)

    @delete("/{listing_id:uuid}", operation_id="deleteListing", summary="Delete a listing")
    async def delete(
        self, listing_id: FromPath[UUID], session: NamedDependency[AsyncSession], principal: NamedDependency[Principal]
    ) -> None:
        principal.require(Scope.LISTINGS_WRITE)
        await actions.delete_listing(session, principal, listing_id)

    @post(
        "/bulk",
        operation_id="putListings",
        summary="Create or update many listings",
        description="One listing a line (application/x-ndjson), known again by source and external_id. "
        "Each line is saved or refused on its own; the answer says what became of each.",
        status_code=200,
        request_max_body_size=BULK_LIMIT_BYTES,
    )
    async def bulk(
        self,
        request: Request[Any, Any, Any],
        session: NamedDependency[AsyncSession],
        principal: NamedDependency[Principal],
        settings: NamedDependency[Settings],
    ) -> BulkAnswer:
        principal.require(Scope.LISTINGS_WRITE)
        now = datetime.now(UTC)
        try:
            text = (await request.body()).decode()
        except UnicodeDecodeError as error:
            raise ClientException(f"The body is not UTF-8: {error.reason} at byte {error.start}.") from error
        read = read_lines(text, Reading(now, settings.zone, "api"))
        rows = await put_listings(session, principal, read.listings, now=now)
        return _bulk_answer(rows, read.refused)


def _bulk_answer(rows: list[Row], refused: tuple[Refused, ...]) -> BulkAnswer:
    late = [row.refused for row in rows if row.refused is not None]
    shown = [_saved_row(row.line, row.saved) for row in rows if row.saved] + _refused_rows([*late, *refused])
    counts = Counter(row.outcome for row in shown)
    return BulkAnswer(
        created=counts["created"],
        updated=counts["updated"],
        unchanged=counts["unchanged"],
        refused=counts["refused"],
        rows=sorted(shown, key=lambda row: row.line or 0),
    )


def _saved_row(line: int | None, saved: actions.Saved) -> BulkRow:
    return BulkRow(
        line=line,
        outcome=saved.outcome,
        external_id=saved.listing.external_id,
        id=saved.listing.public_id,
    )


def _refused_rows(refused: list[Refused]) -> list[BulkRow]:
    """One row for each refused line, with all that is wrong with it."""
    by_line: dict[tuple[int | None, str | None], list[RowProblem]] = {}
    for each in refused:
        problems = by_line.setdefault((each.line, each.external_id), [])
        problems.append(RowProblem(field=each.field, detail=each.reason))
    return [
        BulkRow(line=line, outcome="refused", external_id=external_id, errors=problems)
        for (line, external_id), problems in by_line.items()
    ]
