"""A task's documents ranked for its queries by the functions that serve, over an index in memory."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.encoder import Encoder, FloatMatrix
from embeddings.faiss_index import FaissIndex
from embeddings.passages import Document, split_document
from service.evaluation.configuration import Configuration
from service.evaluation.tasks import Entry, Query, Task
from service.evaluation.where import may_lie_there
from service.search.actions import LOOKED_FOR_BY_WORDS, nearest_documents, rank
from service.search.lexical.memory import DocumentWords, WordsIndex, as_scored, read_words
from service.search.schemas import ListingFilters
from service.search.score import Score, Scored
from service.search.wanted import Wanted, terms_wanted, texts_of, title_share_of
from service.search.wish import Wish, read_wish

# As many documents are scored for a query; of a smaller corpus all.
DEPTH = 2_000
# The nearest passages are looked for as if this part of the depth were to be shown.
_SCORED_TIMES = 3


@dataclass(frozen=True)
class Ranked:
    document: str
    score: Score


@dataclass(frozen=True)
class Corpus:
    """A task's documents as an index holds them, by numbers in the task's order."""

    names: tuple[str, ...]
    index: FaissIndex
    words: WordsIndex
    places: Mapping[int, str | None]

    def scored(self, rows: Mapping[int, FloatMatrix]) -> dict[int, Scored]:
        """Documents as the score reads them."""
        return {number: as_scored(matrix, self.words.words_of(number)) for number, matrix in rows.items()}

    def allowed(self, query: Query) -> frozenset[int] | None:
        """The documents that may be where a query asks for them, None for all; no other filter is asked."""
        filters = _wish_of(query).filters
        if filters.place is None:
            return None
        return frozenset(number for number, place in self.places.items() if may_lie_there(filters, place))


Rankings = dict[str, list[Ranked]]
Watch = Callable[[Iterable[str], str, int], Iterable[str]]


def unwatched(queries: Iterable[str], _text: str, _total: int) -> Iterable[str]:
    return queries


def rank_task(
    task: Task, encoder: Encoder, configuration: Configuration, *, depth: int = DEPTH, watch: Watch = unwatched
) -> Rankings:
    """For each query of the task what was scored, best first."""
    corpus = index_corpus(task, encoder, configuration)
    sides = read_wanted_sides(task, encoder, configuration)
    return {
        query: rank_query(corpus, sides[query], depth=depth, allowed=corpus.allowed(task.queries[query]))
        for query in watch(sides, f"Ranking {task.name}", len(sides))
    }


def index_corpus(task: Task, encoder: Encoder, configuration: Configuration) -> Corpus:
    rows = _encode_all(encoder, [_texts_of(entry.document, encoder, configuration) for entry in task.entries.values()])
    index = FaissIndex.empty(encoder.dimension)
    index.replace_many(dict(enumerate(rows)))
    places = {number: entry.place for number, entry in enumerate(task.entries.values())}
    words = WordsIndex({number: _words_of(entry) for number, entry in enumerate(task.entries.values())})
    return Corpus(tuple(task.entries), index, words, places)


def read_wanted_sides(task: Task, encoder: Encoder, configuration: Configuration) -> dict[str, Wanted]:
    """What each query asks for: a description in plain words as a search reads it, a document as an alert on it."""
    read = {query: _read_query(asked, encoder, configuration) for query, asked in task.queries.items()}
    rows = _encode_all(encoder, [texts for texts, _ in read.values()])
    return {query: make(matrix) for (query, (_, make)), matrix in zip(read.items(), rows, strict=True)}


def rank_query(corpus: Corpus, wanted: Wanted, *, depth: int, allowed: frozenset[int] | None = None) -> list[Ranked]:
    by_words = corpus.words.nearest(wanted, limit=LOOKED_FOR_BY_WORDS, allowed=allowed)
    limit = -(-depth // _SCORED_TIMES)
    near = nearest_documents(corpus.index, wanted, limit=limit, allowed=allowed, by_words=by_words)
    return [Ranked(corpus.names[number], score) for number, score in rank(wanted, corpus.scored(near))]


def _read_query(
    query: Query, encoder: Encoder, configuration: Configuration
) -> tuple[tuple[str, ...], Callable[[FloatMatrix], Wanted]]:
    if query.document is not None:
        return _texts_of(query.document, encoder, configuration), Wanted
    meaning = _wish_of(query).meaning
    share = title_share_of(meaning)
    terms = terms_wanted(meaning) if configuration.words else ()
    return texts_of(meaning, encoder), lambda rows: Wanted(rows, share, terms=terms)


def _wish_of(query: Query) -> Wish:
    """A query as a search reads it; a document has no words to read."""
    return read_wish(query.text, ListingFilters(), understand=query.document is None)


def _words_of(entry: Entry) -> DocumentWords:
    body = "\n".join(field.text for field in entry.document.fields)
    return read_words(title=entry.document.title, body=body, employer=entry.employer, place=entry.place or "")


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
