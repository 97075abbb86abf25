"""How a ranking that was shown is told from another, and by which hashes its inputs are known."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from embeddings.passages import Document
from service.errors import Conflict
from service.listings.models import Listing

# The same list asked for again within this time was one look at it: it is counted and not stored again.
SAME_LOOK = timedelta(minutes=30)

# What is kept of a listing beside what it says.
_NOT_SAID = {
    "id", "public_id", "organisation_id", "opening_id", "source", "external_id", "state", "state_reason", "state_at",
    "revision", "matched_revision", "created_at", "updated_at",
}  # fmt: skip


class NotRanked(Conflict):
    """A decision on a candidate whom no stored ranking of the listing holds."""

    code = "not-ranked"


@dataclass(frozen=True)
class Place:
    """A candidate's place in a ranking: what was read of them and what was shown, as hashes."""

    candidate_id: int
    score: float
    input_hash: str
    shown_hash: str


@dataclass(frozen=True)
class How:
    """By what a ranking was made."""

    generation: str
    score_version: str
    rankable_version: str
    weights: dict[str, Any]
    filters: dict[str, Any]


def hash_of(*parts: object) -> str:
    """A hash of values that JSON can hold; other values as they are written."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def hash_of_listing(listing: Listing) -> str:
    return hash_of(listing.model_dump(exclude=_NOT_SAID))


def hash_of_document(document: Document, *others: object) -> str:
    """A hash of what is read of a candidate: the rankable document, and what else a factor reads."""
    return hash_of(document.title, [(field.name, field.text) for field in document.fields], *others)


def hash_of_ranking(listing_reference: UUID, listing_hash: str, how: How, places: Sequence[Place]) -> str:
    """Equal for rankings that are equal in everything but who asked and when."""
    return hash_of(
        listing_reference,
        listing_hash,
        [how.generation, how.score_version, how.rankable_version, how.weights, how.filters],
        [(place.candidate_id, round(place.score, 6), place.input_hash, place.shown_hash) for place in places],
    )
