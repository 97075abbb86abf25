"""A task's documents ranked for its queries by the functions that serve, over indexes in memory."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.encoder import Encoder, FloatMatrix
from embeddings.faiss_index import FaissIndex
from embeddings.passages import Document, split_document
from service.evaluation.configuration import Configuration
from service.evaluation.tasks import Entry, Query, Task
from service.matching.actions import Seeker, pairs_of
from service.matching.pairs import Pair, in_order
from service.matching.reading_profile import CandidateRead
from service.search.actions import LOOKED_FOR_BY_WORDS, nearest_documents, rank
from service.search.lexical.memory import DocumentWords, WordsIndex, as_scored, read_words
from service.search.schemas import ListingFilters
from service.search.score import Scored
from service.search.wanted import Wanted, terms_wanted, texts_of, title_share_of
from service.search.wish import Wish, read_exclusions, read_wish
from service.words import affirms

# As many documents are scored for a query; of a smaller corpus all.
DEPTH = 2_000
# The nearest passages are looked for as if this part of the depth were to be shown.
_SCORED_TIMES = 3


@dataclass(frozen=True, slots=True)
class Ranked:
    """`value` is the score of a description, or the total of a candidate's `pair`."""

    document: str
    value: float
    pair: Pair | None = None


@dataclass(frozen=True)
class Asked:
    """A query as the ranking sees it: a side of the score, who seeks if it is a profile, and what its filters allow."""

    wanted: Wanted
    seeker: CandidateRead | None = None
    allowed: frozenset[int] | None = None

    def allows(self, number: int) -> bool:
        return self.allowed is None or number in self.allowed


@dataclass(frozen=True)
class Corpus:
    """A task's documents as the indexes hold them, by numbers in the task's order."""

    names: tuple[str, ...]
    entries: tuple[Entry, ...]
    index: FaissIndex
    words: WordsIndex

    def rows(self) -> dict[int, FloatMatrix]:
        """The rows of every document."""
        held = {number: self.index.rows_of(number) for number in range(len(self.names))}
        return {number: rows for number, rows in held.items() if rows is not None}

    def scored(self, rows: Mapping[int, FloatMatrix]) -> dict[int, Scored]:
        """Documents as the score reads them."""
        return {number: as_scored(matrix, self.words.words_of(number)) for number, matrix in rows.items()}


Rankings = dict[str, list[Ranked]]
Watch = Callable[[Iterable[str], str, int], Iterable[str]]


def unwatched(queries: Iterable[str], _text: str, _total: int) -> Iterable[str]:
    return queries


def rank_task(
    task: Task, encoder: Encoder, configuration: Configuration, *, depth: int = DEPTH, watch: Watch = unwatched
) -> Rankings:
    """For each query of the task what was scored, best first."""
    corpus = index_corpus(task, encoder, configuration)
    asked = read_queries(task, encoder, configuration)
    return {
        query: score_documents(corpus, asked[query], near_documents(corpus, asked[query], configuration, depth=depth))
        for query in watch(asked, f"Ranking {task.name}", len(asked))
    }


def index_corpus(task: Task, encoder: Encoder, configuration: Configuration) -> Corpus:
    entries = tuple(task.entries.values())
    rows = _encode_all(encoder, [_texts_of(entry.document, encoder, configuration) for entry in entries])
    index = FaissIndex.empty(encoder.dimension)
    index.replace_many(dict(enumerate(rows)))
    words = WordsIndex({number: _words_of(entry) for number, entry in enumerate(entries)})
    return Corpus(tuple(task.entries), entries, index, words)


def read_queries(task: Task, encoder: Encoder, configuration: Configuration) -> dict[str, Asked]:
    """What each query asks for: a description as a search reads it, a profile as an alert on it."""
    allowed = _allowed(task, configuration) if configuration.filters else {}
    read = {query: _read_query(asked, task, encoder, configuration) for query, asked in task.queries.items()}
    rows = _encode_all(encoder, [texts for texts, _ in read.values()])
    seekers = {query: asked.seeker if configuration.factors else None for query, asked in task.queries.items()}
    return {
        query: Asked(wanted_of(matrix), seekers[query], allowed.get(query))
        for (query, (_, wanted_of)), matrix in zip(read.items(), rows, strict=True)
    }


def near_documents(
    corpus: Corpus, asked: Asked, configuration: Configuration, *, depth: int = DEPTH
) -> dict[int, FloatMatrix]:
    """The documents that are scored: the nearest by meaning, and those by words where these choose as well."""
    by_words: Collection[int] = ()
    if configuration.hybrid:
        by_words = corpus.words.nearest(asked.wanted, limit=LOOKED_FOR_BY_WORDS, allowed=asked.allowed)
    limit = -(-depth // _SCORED_TIMES)
    return nearest_documents(corpus.index, asked.wanted, limit=limit, allowed=asked.allowed, by_words=by_words)


def score_documents(corpus: Corpus, asked: Asked, rows: Mapping[int, FloatMatrix]) -> list[Ranked]:
    """These documents, best first: by the one score, and for a candidate by all factors where there are listings."""
    listings = {number: listing for number in rows if (listing := corpus.entries[number].listing) is not None}
    if asked.seeker is not None and listings:
        pairs = pairs_of(Seeker(asked.wanted.rows, asked.seeker), listings, rows)
        return [Ranked(corpus.names[number], pair.total, pair) for number, pair in in_order(pairs)]
    ranked = rank(asked.wanted, corpus.scored(rows))
    return [Ranked(corpus.names[number], found.value) for number, found in ranked]


def wish_of(query: Query, task: Task, configuration: Configuration) -> Wish:
    """A description as a search reads it; of a task whose documents state no terms only what it excludes is read."""
    if configuration.filters and not task.reads:
        return read_exclusions(query.text)
    return read_wish(query.text, ListingFilters(), understand=configuration.filters)


def _allowed(task: Task, configuration: Configuration) -> dict[str, frozenset[int]]:
    """The documents that each query's filters let through, by number; of a task that is not read, its exclusions."""
    if task.reads:
        numbers = {name: number for number, name in enumerate(task.entries)}
        return {query: frozenset(numbers[name] for name in names) for query, names in task.allowed.items()}
    entries = list(task.entries.values())
    phrases = {
        query: without
        for query, asked in task.queries.items()
        if asked.document is None and (without := wish_of(asked, task, configuration).filters.without)
    }
    return {query: _without(entries, excluded) for query, excluded in phrases.items()}


def _without(entries: Sequence[Entry], phrases: Collection[str]) -> frozenset[int]:
    """The documents that affirm none of the phrases."""
    return frozenset(
        number for number, entry in enumerate(entries) if not any(_affirms(entry, phrase) for phrase in phrases)
    )


def _affirms(entry: Entry, phrase: str) -> bool:
    title, body = entry.document.title, _body_of(entry)
    return affirms(phrase, title=title, body=body, employer=entry.employer, place=entry.place)


def _body_of(entry: Entry) -> str:
    return "\n".join(field.text for field in entry.document.fields)


def _read_query(
    query: Query, task: Task, encoder: Encoder, configuration: Configuration
) -> tuple[tuple[str, ...], Callable[[FloatMatrix], Wanted]]:
    if query.document is not None:
        return _texts_of(query.document, encoder, configuration), Wanted
    meaning = wish_of(query, task, configuration).meaning
    terms, share = terms_wanted(meaning) if configuration.words else (), title_share_of(meaning)
    return texts_of(meaning, encoder), lambda rows: Wanted(rows, title_share=share, terms=terms)


def _words_of(entry: Entry) -> DocumentWords:
    return read_words(title=entry.document.title, body=_body_of(entry), employer=entry.employer, place=entry.place)


def _texts_of(document: Document, encoder: Encoder, configuration: Configuration) -> tuple[str, ...]:
    """What is encoded of a document, a row for each."""
    if configuration.passages:
        return tuple(passage.text for passage in split_document(document, encoder))
    return ("\n".join([document.title, *(field.text for field in document.fields)]),)


def _encode_all(encoder: Encoder, documents: Sequence[Sequence[str]]) -> Iterator[FloatMatrix]:
    """The rows of each document; all are encoded together, and each text once."""
    places = {text: place for place, text in enumerate(dict.fromkeys(text for texts in documents for text in texts))}
    rows = encoder.encode(list(places))
    for texts in documents:
        yield np.stack([rows[places[text]] for text in texts])
