"""The terms of a text: stems of its words in lower case, without stop words, with skills and codes kept whole."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock

import Stemmer

# Nothing in PostgreSQL may be longer than 2 kB, and no word is.
_LONGEST = 80
# A phrase does not reach over the end of a sentence or a line.
_BREAK_GAP = 4

_ACCENTS = re.compile("[\u0300-\u036f]")
_NOT_JOINED = re.compile(r"_+")
# "e-mail" and "T-shirt" are one word, as is "co-ordinator"; "part-time" is two.
_JOINED = re.compile(r"(?<![\w-])([a-zA-Z]|[cC]o(?=-[oO]))-(?=[a-zA-Z])")
_TOKEN = re.compile(
    r"""
      (?P<break>[.!?…;:]["')\]]*(?:\s|$)|\n)
    | (?P<whole>[^\W\d]\w*\.(?:js|net)\b        # node.js, asp.net
        | (?<!\w)\.net\b                        # .net
        | (?<!\w)[a-z](?:\+\+|\#)               # c++, c#
        | (?<!\w)[a-z]&[a-z](?!\w)              # r&d, a&e
        | \d+(?:,\d{3})+(?!\d)                  # 30,000
        | \d+(?:\.\d+)*\w*)                     # 7.5t, 2nd
    | (?P<word>\w+(?:['’]\w+)*)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_GENITIVE = re.compile("['’](?:s$)?")

_STOP_WORDS = """
    a about above after again against all also am an and any are aren't as at be because been before being below
    between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each eg etc
    few for from further had hadn't has hasn't have haven't having he he'll he's her here hers herself him himself his
    how however i i'd i'll i'm i've ie if in into is isn't it it'll it's its itself just let let's may me might more
    most must mustn't my myself no nor not of off on once only or other ought our ours ourselves out over own per same
    shall she she's should shouldn't so some such than that that's the their theirs them themselves then there there's
    these they they'll they're they've this those through to too under until up upon us very was wasn't we we'd we'll
    we're we've were weren't what what's when where which while who whom whose why will with within without won't would
    wouldn't you you'd you'll you're you've your yours yourself yourselves
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

_stemmer = Stemmer.Stemmer("english")
_one_at_a_time = Lock()


def terms_of(text: str) -> tuple[str, ...]:
    """The terms in their order, repetitions included."""
    return tuple(term for term, _ in positioned_terms(text))


def positioned_terms(text: str) -> Iterator[tuple[str, int]]:
    """Each term with its place among all words from 1 on, stop words counted and ends of sentences widened."""
    text = _JOINED.sub(r"\1", _NOT_JOINED.sub(" ", _without_accents(text)))
    shouted = text.isupper()
    at = 0
    for match in _TOKEN.finditer(text):
        if match["break"] is not None:
            at += _BREAK_GAP
            continue
        at += 1
        token = match[0]
        if match["whole"] is not None:
            yield token.casefold().replace(",", "")[:_LONGEST], at
        # "IT support" is about computers; "it" is a stop word.
        elif (token == "IT" and not shouted) or not _is_stop_word(token.casefold().replace("’", "'")):
            yield _stem(_GENITIVE.sub("", token.casefold())), at


def _is_stop_word(word: str) -> bool:
    """Also with what is joined to it, as in "who'd"."""
    return word in STOP_WORDS or word.partition("'")[0] in STOP_WORDS


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text)))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    # A stemmer may not be used by two threads at once.
    with _one_at_a_time:
        stem: str = _stemmer.stemWord(word[:_LONGEST])
    return stem
