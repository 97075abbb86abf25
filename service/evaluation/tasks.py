"""A task: documents, queries, and how well each document answers each query, as people judged it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from embeddings.passages import Document
from service.listings.models import Listing
from service.matching.reading_profile import CandidateRead

RELEVANT = 1


class Half(StrEnum):
    """Which of a task's queries: those to fit on, those set aside until the end, or all."""

    FIT = "fit"
    ASIDE = "aside"
    ALL = "all"


@dataclass(frozen=True)
class Entry:
    """A document of a task; the words of a listing's employer and place count as well, and all of it meets profiles."""

    document: Document
    employer: str = ""
    place: str = ""
    listing: Listing | None = None


@dataclass(frozen=True)
class Query:
    """What is asked, in words; a query that is itself a document, as a profile, is read as one, and who seeks by it."""

    text: str
    document: Document | None = None
    seeker: CandidateRead | None = None


@dataclass(frozen=True)
class Task:
    """`judgements` hold a grade by query and document; what is not judged is not relevant.

    Where it `reads`, its queries are read for filters as a search reads them; `allowed` are the documents that these
    let through, for each query that filters anything.
    """

    name: str
    entries: Mapping[str, Entry]
    queries: Mapping[str, Query]
    judgements: Mapping[str, Mapping[str, int]]
    half: Half = Half.ALL
    reads: bool = False
    allowed: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def answerable(self) -> dict[str, dict[str, int]]:
        """The judgements of the queries that something answers: of the others no ranking is better than another."""
        return {
            query: dict(grades)
            for query, grades in self.judgements.items()
            if any(grade >= RELEVANT for grade in grades.values())
        }


def half_of(query_id: str) -> Half:
    """The half that a query belongs to, by a hash of its id, so that nobody chooses."""
    odd = int(hashlib.sha256(query_id.encode()).hexdigest(), 16) % 2
    return Half.ASIDE if odd else Half.FIT


def halved(task: Task, half: Half) -> Task:
    """The same task with the queries of one half."""
    if half is Half.ALL:
        return task
    return replace(
        task,
        half=half,
        queries={query: asked for query, asked in task.queries.items() if half_of(query) is half},
        judgements={query: grades for query, grades in task.judgements.items() if half_of(query) is half},
    )
