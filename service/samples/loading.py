"""The samples as they are imported: listings that opened over the past weeks, candidates with their mailboxes."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from service.accounts.principal import Principal
from service.accounts.queries import put_person
from service.candidates.actions import create_candidate
from service.candidates.schemas import CandidateInput
from service.listings.sources.imported import Import, SourcedListing
from service.listings.sources.read import read_file
from service.listings.understanding import understand
from service.mail.addresses import parse_address
from service.settings import Settings

_FOLDER = Path(str(files("service.samples")))
_NEWS_PAGE = "public-sector-news-page.txt"
# The page is years old; its listings count as opened over the past days, one every few.
_PAGE_LISTING_EVERY = timedelta(days=4)
_PAGE_LISTING_FIRST = timedelta(days=1)

# Where only the ids of listings are wanted: no id depends on the moment of import.
_ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)

_ListingIds = Annotated[list[str], Field(exclude=True, min_length=1)]


class SampleCandidate(CandidateInput):
    """A candidate with the listings, by external id, that the profile was written to fit and to miss."""

    fits: _ListingIds
    misses: _ListingIds


class SamplesDamaged(ValueError):
    """A sample was refused: this installation's files are not as they were shipped."""


def sample_listing_files() -> list[Path]:
    return [*sorted((_FOLDER / "listings").glob("*.json")), _FOLDER / _NEWS_PAGE]


def read_sample_listings(zone: ZoneInfo, *, now: datetime) -> list[SourcedListing]:
    """Every sample listing, in the order of their files."""
    listings: list[SourcedListing] = []
    for file in sample_listing_files():
        imported = read_file(file, imported_at=now, zone=zone)
        if imported.refused:
            first = imported.refused[0]
            raise SamplesDamaged(f"{file}:{first.line}: {first.field}: {first.reason}")
        recent = file.name == _NEWS_PAGE
        listings += _opened_recently(imported, zone, now=now) if recent else imported.listings
    return listings


def load_candidates() -> list[SampleCandidate]:
    """Every sample candidate, each with listings that are among the samples."""
    text = (_FOLDER / "candidates.json").read_text(encoding="utf-8")
    candidates = TypeAdapter(list[SampleCandidate]).validate_json(text)
    check_named_listings(candidates, _sample_listing_ids())
    return candidates


def check_named_listings(candidates: Iterable[SampleCandidate], listing_ids: AbstractSet[str]) -> None:
    for candidate in candidates:
        unknown = sorted({*candidate.fits, *candidate.misses} - listing_ids)
        if unknown:
            raise SamplesDamaged(f"{candidate.external_id} names listings that do not exist: {', '.join(unknown)}")


async def save_candidate(
    session: AsyncSession, principal: Principal, candidate: SampleCandidate, settings: Settings
) -> None:
    person_id = await _person_id(session, candidate.email, settings) if candidate.email else None
    await create_candidate(session, principal, candidate, person_id=person_id)


def _sample_listing_ids() -> set[str]:
    files_read = (read_file(file, imported_at=_ANY_MOMENT, zone=ZoneInfo("UTC")) for file in sample_listing_files())
    ids = {each.understood.external_id for imported in files_read for each in imported.listings}
    return {listing_id for listing_id in ids if listing_id}


def _opened_recently(imported: Import, zone: ZoneInfo, *, now: datetime) -> list[SourcedListing]:
    """The page's listings with an opening of days ago; the date that stands on the page is kept as written."""
    moved = []
    for number, sourced in enumerate(imported.listings):
        opens_at = now - _PAGE_LISTING_FIRST - number * _PAGE_LISTING_EVERY
        listing = sourced.listing.model_copy(update={"opens_at": opens_at})
        understood = understand(listing, now=now, zone=zone)
        moved.append(replace(sourced, listing=listing, understood=understood))
    return moved


async def _person_id(session: AsyncSession, email: str, settings: Settings) -> int:
    address = parse_address(email)
    person = await put_person(
        session,
        address=address.address,
        folded_address=address.folded,
        time_zone=settings.listing_zone,
        locale=settings.default_locale,
    )
    return person.id
