"""How much each term of a text tells, from a table that is shipped: the rarer, the more; of unknown ones, the most.

A new table gets a new number and a new file: scores of another version are not comparable.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

IDF_VERSION = 1
# A long description is not held against what meets the heart of it: its heaviest terms speak for it.
MOST_TERMS = 16
# Documents are looked for by a few words that tell something, and only weighed by the others.
_MOST_LOOKED_FOR = 8
_TELLING = 1.0
# What a document may meet of the wanted words without one that is required.
_UNREQUIRED = 0.3


def weight_of(term: str) -> float:
    """0 for what tells nothing."""
    table = _table()
    return table.get(term, table[""])


def heaviest(terms: Iterable[str], *, most: int = MOST_TERMS) -> dict[str, float]:
    """The terms that tell most, with their weights, heaviest first, ties by name; those that tell nothing left out."""
    weights = {term: weight for term in set(terms) if (weight := weight_of(term)) > 0}
    return dict(sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:most])


def telling(heavy: Mapping[str, float]) -> list[str]:
    """The terms by which documents are looked for, of terms with their weights, heaviest first."""
    found = [term for term, weight in heavy.items() if weight >= _TELLING] or list(heavy)[:1]
    return found[:_MOST_LOOKED_FOR]


def required(heavy: Mapping[str, float]) -> list[str]:
    """The heaviest terms, by which documents are looked for that meet much of the wanted words.

    A term that tells little is not required: too many documents hold it.
    """
    total = left = sum(heavy.values())
    found = []
    for term, weight in heavy.items():
        if left <= total * _UNREQUIRED or weight < _TELLING:
            break
        found.append(term)
        left -= weight
    return found


def met_without_required(heavy: Mapping[str, float]) -> float:
    """How much a document can meet, from 0 to 1, of what the terms tell, that holds none of the required ones."""
    total = sum(heavy.values())
    return 1 - sum(heavy[term] for term in required(heavy)) / total if total else 0.0


@cache
def _table() -> dict[str, float]:
    lines = (files("service.search.lexical") / f"idf-{IDF_VERSION}.tsv").read_text(encoding="utf-8").splitlines()
    return {term: float(weight) for term, weight in (line.split("\t") for line in lines)}


MOST_WEIGHT = weight_of("")
