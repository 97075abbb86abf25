"""The tasks that come with Rolecall: titles and labels to ESCO occupations, written needs, and the sample listings."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from embeddings.esco.occupations import Occupation, held_out, read_occupations
from service.candidates.models import Profile
from service.candidates.rankable_text import rankable_document
from service.evaluation.beir import (
    JUDGEMENTS,
    QUERIES,
    TaskDamaged,
    document_of,
    read_folder,
    read_judgements,
    read_queries,
)
from service.evaluation.tasks import RELEVANT, Entry, Query, Task
from service.listings.actions import columns_of
from service.listings.models import Listing
from service.listings.rules import document_of as listing_document
from service.listings.rules import place_words
from service.listings.understanding import UnderstoodListing
from service.matching.reading_profile import read_candidate
from service.samples.loading import SampleCandidate, load_candidates, read_sample_listings

MELO_DEV = "melo-dev"
ESCO_LABELS = "esco-labels"
ESCO_NEEDS = "esco-needs"
SAMPLE_DESCRIPTIONS = "sample-descriptions"
SAMPLE_PROFILES = "sample-profiles"
SAMPLE_EMPLOYERS = "sample-employers"

_FOLDER = Path(str(files("service.evaluation"))) / "tasks"
_WORD = re.compile(r"[^\W_]+")
# Nothing that is ranked depends on the moment of import.
_ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


def read_built_in(name: str) -> Task:
    """One of BUILT_IN by its name."""
    return replace(BUILT_IN[name](), name=name)


def label_queries(occupations: Collection[Occupation]) -> dict[str, str]:
    """For each occupation the alternative label that it is asked by, chosen by a hash.

    Never one that another occupation has as well, or that stands in the document: what is asked is left out of it.
    """
    owners = Counter(label for each in occupations for label in {label.casefold() for label in each.labels})
    chosen = {}
    for each in occupations:
        document = _words(f"{each.label}\n{each.description}")
        labels = [
            label
            for label in each.alternative_labels
            if owners[label.casefold()] == 1 and _words(label) not in document
        ]
        if labels:
            chosen[occupation_id(each)] = min(labels, key=lambda label: _digest(f"{each.uri} {label}"))
    return chosen


def occupation_id(occupation: Occupation) -> str:
    return occupation.uri.rsplit("/", 1)[-1]


def _melo_dev() -> Task:
    return read_folder(_FOLDER / MELO_DEV)


def _esco_labels() -> Task:
    asked = label_queries(held_out(read_occupations()))
    queries = {occupation: Query(label) for occupation, label in asked.items()}
    return Task(ESCO_LABELS, _occupations(), queries, {occupation: {occupation: 1} for occupation in asked})


def _esco_needs() -> Task:
    return _written(ESCO_NEEDS, _occupations())


def _sample_descriptions() -> Task:
    return replace(_written(SAMPLE_DESCRIPTIONS, _listing_entries()), reads=True)


def _sample_profiles() -> Task:
    task = _written(SAMPLE_PROFILES, _listing_entries())
    candidates = {candidate.external_id: candidate for candidate in load_candidates()}
    unknown = sorted(task.queries.keys() - candidates.keys())
    if unknown:
        raise TaskDamaged(f"{_FOLDER / SAMPLE_PROFILES / QUERIES}: no candidate is called {', '.join(unknown)}.")
    queries = {query: _profile(candidates[query]) for query in task.queries}
    return replace(task, queries=queries)


def _sample_employers() -> Task:
    entries = _listing_entries()
    listings: dict[str, dict[str, int]] = {}
    for name, entry in entries.items():
        listings.setdefault(entry.employer, {})[name] = RELEVANT
    return Task(SAMPLE_EMPLOYERS, entries, {employer: Query(employer) for employer in listings}, listings, reads=True)


BUILT_IN: dict[str, Callable[[], Task]] = {
    MELO_DEV: _melo_dev,
    ESCO_LABELS: _esco_labels,
    ESCO_NEEDS: _esco_needs,
    SAMPLE_DESCRIPTIONS: _sample_descriptions,
    SAMPLE_PROFILES: _sample_profiles,
    SAMPLE_EMPLOYERS: _sample_employers,
}


def _written(name: str, entries: dict[str, Entry]) -> Task:
    """A task whose queries and judgements are written down here; its documents come from elsewhere."""
    queries = read_queries(_FOLDER / name / QUERIES)
    judgements = read_judgements(_FOLDER / name / JUDGEMENTS, queries=queries, entries=entries)
    return Task(name, entries, queries, judgements)


def _occupations() -> dict[str, Entry]:
    """The occupations that nothing was learned from; their alternative labels are no part of the documents."""
    return {
        occupation_id(each): Entry(document_of(each.label, each.description)) for each in held_out(read_occupations())
    }


def _listing_entries() -> dict[str, Entry]:
    sourced = (each.understood for each in read_sample_listings(ZoneInfo("UTC"), now=_ANY_MOMENT))
    return {understood.external_id: _listing_entry(understood) for understood in sourced if understood.external_id}


def _listing_entry(understood: UnderstoodListing) -> Entry:
    listing = Listing(**columns_of(understood))
    return Entry(listing_document(listing), understood.employer, place_words(listing), listing)


def _profile(candidate: SampleCandidate) -> Query:
    profile = Profile(candidate_id=0, **candidate.model_dump(include=set(Profile.model_fields) - {"candidate_id"}))
    document = rankable_document(profile, name=candidate.name)
    return Query(candidate.headline, document, read_candidate(profile, name=candidate.name))


def _words(text: str) -> str:
    """Spaced on both sides, so that one text's words are looked for whole in another's."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
