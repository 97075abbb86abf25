"""Terms as PostgreSQL keeps and asks them: literals of tsvector and tsquery, and the same question in Python.

Fields are PostgreSQL's weights: A what names the occupation, B the employer, C the place, D the description.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from service.words.negation import affirmed
from service.words.sayings import ways_of_saying
from service.words.terms import positioned_terms

# PostgreSQL keeps no position above 16,383 and no more than 255 of one term. A longer text begins again at 1.
_POSITIONS = 16_000
_MOST_OF_ONE = 255
_FIELD_GAP = 10

_Places = Mapping[str, dict[int, str]]


def text_vector(*, title: str = "", employer: str = "", place: str = "", body: str = "") -> str:
    """A tsvector of what a listing affirms; names of employers and places deny nothing."""
    places = _places((("A", affirmed(title)), ("B", employer), ("C", place), ("D", affirmed(body))))
    return " ".join(
        f"{_quoted(term)}:" + ",".join(f"{at}{field}" for at, field in sorted(found.items()))
        for term, found in sorted(places.items())
    )


def phrase_query(phrase: str) -> str | None:
    """A tsquery that finds the phrase or another way of saying it, in any field; None when it is of stop words."""
    asked = [list(positioned_terms(way)) for way in ways_of_saying(phrase)]
    return " | ".join(_side_by_side(words) for words in asked) if asked[0] else None


def _side_by_side(asked: Sequence[tuple[str, int]]) -> str:
    query, last = "", 0
    for term, at in asked:
        link = f" <{at - last}> " if query else ""
        query += f"{link}{_quoted(term)}"
        last = at
    return f"({query})"


def any_query(terms: Iterable[str], *, fields: str = "") -> str:
    """A tsquery that finds any of these terms."""
    return " | ".join(f"{_quoted(term)}:{fields}" if fields else _quoted(term) for term in terms)


def affirms(phrase: str, *, title: str, body: str, employer: str = "", place: str = "") -> bool:
    """Whether a listing of these words is found by `phrase_query`."""
    places = _places((("A", affirmed(title)), ("B", employer), ("C", place), ("D", affirmed(body))))
    return any(_stand_side_by_side(list(positioned_terms(way)), places) for way in ways_of_saying(phrase))


def _stand_side_by_side(asked: Sequence[tuple[str, int]], places: _Places) -> bool:
    if not asked:
        return False
    first_term, first = asked[0]
    return any(
        all(start + at - first in places.get(term, {}) for term, at in asked) for start in places.get(first_term, {})
    )


def _places(fields: Iterable[tuple[str, str]]) -> _Places:
    """Where each term stands, with the field that it stands in."""
    places: defaultdict[str, dict[int, str]] = defaultdict(dict)
    begin = 0
    for field, text in fields:
        last = begin
        for term, at in positioned_terms(text):
            last = begin + at
            found = places[term]
            if len(found) < _MOST_OF_ONE:
                found.setdefault((last - 1) % _POSITIONS + 1, field)
        begin = last + _FIELD_GAP
    return places


def _quoted(term: str) -> str:
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
