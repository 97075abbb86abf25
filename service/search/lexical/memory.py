"""The words of documents in memory, as PostgreSQL would find them: for measuring and for tests without a database."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from embeddings.encoder import FloatMatrix
from service.search.lexical.idf import telling
from service.search.score import Scored, words_met
from service.search.wanted import Wanted
from service.titles import role_and_rest
from service.words import affirmed, terms_of


@dataclass(frozen=True)
class DocumentWords:
    """What a document affirms: all its terms, and those of its title's role, its employer and its place."""

    terms: frozenset[str] = frozenset()
    title_terms: frozenset[str] = frozenset()


def read_words(*, title: str, body: str, employer: str = "", place: str = "") -> DocumentWords:
    role, rest = role_and_rest(title)
    named = frozenset(terms_of("\n".join((affirmed(role), employer, place))))
    return DocumentWords(named | set(terms_of(affirmed(f"{rest}\n{body}"))), named)


def as_scored(rows: FloatMatrix, words: DocumentWords | None) -> Scored:
    return Scored(rows) if words is None else Scored(rows, words.terms, words.title_terms)


class WordsIndex:
    """Documents by the terms that they affirm."""

    def __init__(self, documents: Mapping[int, DocumentWords]) -> None:
        self.documents = documents
        self._holding: defaultdict[str, set[int]] = defaultdict(set)
        for document, words in documents.items():
            for term in words.terms:
                self._holding[term].add(document)

    def nearest(self, wanted: Wanted, *, limit: int, allowed: Collection[int] | None = None) -> list[int]:
        """The documents that affirm most of what the wanted words tell, ties by number."""
        found = set[int]().union(*(self._holding.get(term, set()) for term in telling(wanted.heavy_terms)))
        if allowed is not None:
            found &= set(allowed)
        return sorted(found, key=lambda document: (-self._met(wanted, document), document))[:limit]

    def words_of(self, document: int) -> DocumentWords:
        return self.documents.get(document, DocumentWords())

    def _met(self, wanted: Wanted, document: int) -> float:
        words = self.documents[document]
        return words_met(wanted, words.terms, words.title_terms)
