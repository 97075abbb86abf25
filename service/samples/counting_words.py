"""Counting how rare words are, once for each version of the table that the score reads.

`python -m service.samples.counting_words > service/search/lexical/idf-N.tsv`
"""

import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from math import log
from zoneinfo import ZoneInfo

from embeddings.esco.occupations import learnable, read_occupations
from service.listings.sources.read import read_file
from service.samples.loading import sample_listing_files
from service.words import terms_of

# Of words in fewer texts than this, one more or less by chance would change the weight.
_LEAST_OCCUPATIONS = 2
_LEAST_LISTINGS = 3
# What stands in every fifth text tells nothing of any.
_TELLS_NOTHING = 1 / 5
# What is said of every job, by those who offer and those who look for one, and seldom in the texts counted here.
_OF_ANY_JOB = """
    job role position vacancy opportunity career employer employment candidate applicant apply application salary join
    look seek hire company work welcome ideal successful exciting
    """


def occupation_texts() -> list[str]:
    """Only what training may read."""
    occupations = learnable(read_occupations())
    return ["\n".join((*each.labels, each.description)) for each in occupations]


def listing_texts() -> list[str]:
    now = datetime(2000, 1, 1, tzinfo=UTC)
    read = (read_file(file, imported_at=now, zone=ZoneInfo("UTC")) for file in sample_listing_files())
    understood = (each.understood for imported in read for each in imported.listings)
    return [f"{each.title}\n{each.description}" for each in understood]


def weigh(occupations: Iterable[str], listings: Iterable[str]) -> dict[str, float]:
    """How much more seldom each term is than what tells nothing, as a logarithm; a term of no text is the empty one.

    A term's share is the mean of its shares of the occupations and of the listings.
    """
    of_occupations = _shares(occupations, least=_LEAST_OCCUPATIONS)
    of_listings = _shares(listings, least=_LEAST_LISTINGS)
    means = {
        term: (of_occupations.get(term, 0.0) + of_listings.get(term, 0.0)) / 2
        for term in sorted({*of_occupations, *of_listings})
    }
    weights = {term: max(0.0, log(_TELLS_NOTHING / share)) for term, share in means.items()}
    unknown = {"": max(weights.values(), default=0.0)}
    return unknown | weights | dict.fromkeys(terms_of(_OF_ANY_JOB), 0.0)


def _shares(texts: Iterable[str], *, least: int) -> dict[str, float]:
    """In which share of the texts each term stands, of those that stand in enough."""
    terms = [set(terms_of(text)) for text in texts]
    counts = Counter(term for each in terms for term in each)
    return {term: number / len(terms) for term, number in counts.items() if number >= least}


if __name__ == "__main__":
    for term, weight in weigh(occupation_texts(), listing_texts()).items():
        sys.stdout.write(f"{term}\t{weight:.2f}\n")
