"""The lists beside this file, read once: what is dropped, what is put in a neutral word's place, and what stays."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path

from service.candidates.rankable_text.phrases import Phrases, choice_of, compile_phrases, translated

LISTS = Path(__file__).with_name("lists")
# Raised when the code beside the lists changes what is read; a change of the lists shows by itself.
_CODE_VERSION = 1
_DROPPED = (
    "gender", "age", "nationalities", "demonyms", "religions", "family", "health", "orientation", "photographs",
    "nativeness",
)  # fmt: skip

_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|{_YEAR}-\d\d-\d\d|(?:{_DAY} (?:of )?)?{_MONTH},? {_YEAR}"
    rf"|{_MONTH} {_DAY},? {_YEAR}|{_DAY} {_MONTH}|{_YEAR})"
)


@lru_cache(maxsize=1)
def dropped() -> Phrases:
    """What states a protected characteristic."""
    return compile_phrases([line for name in _DROPPED for line in read_list(name)], _classes())


@lru_cache(maxsize=1)
def protected() -> Phrases:
    """Occupations, skills, languages and people served, within which nothing is dropped."""
    return compile_phrases([*read_list("protected"), *map(_as_phrase, read_list("occupations"))], _classes())


@lru_cache(maxsize=1)
def open_phrases() -> Phrases:
    """What is protected without any name of an occupation."""
    return compile_phrases(read_list("protected"), _classes())


@lru_cache(maxsize=1)
def languages_alone() -> Phrases:
    """The names of languages, which in a list of skills are skills."""
    return compile_phrases(["{language}"], _classes())


@lru_cache(maxsize=1)
def frame_words() -> frozenset[str]:
    """Words that say nothing by themselves."""
    return frozenset(word for line in read_list("frame_words") for word in line.split())


@lru_cache(maxsize=1)
def neutral_words() -> dict[str, str]:
    """From each gendered word for work to the neutral one, singular and plural."""
    return _shared_words("neutral_words")


@lru_cache(maxsize=1)
def person_words() -> dict[str, str]:
    """From each gendered word for a person or a relative to the neutral one, singular and plural."""
    return _shared_words("person_words")


@lru_cache(maxsize=1)
def shared_words() -> dict[str, str]:
    """Every gendered word that has a neutral one, with it."""
    return {**person_words(), **neutral_words()}


def _shared_words(name: str) -> dict[str, str]:
    words = {}
    for line in read_list(name):
        neutral, _, variants = line.partition(" = ")
        for variant in variants.split(", "):
            words[variant] = neutral
            words[_plural(variant)] = _plural(neutral)
    return words


@lru_cache(maxsize=1)
def rankable_version() -> str:
    """Which code and lists made a text; another version may read another text."""
    digest = hashlib.sha256()
    for path in sorted(LISTS.glob("*.txt")):
        digest.update(path.name.encode() + path.read_bytes())
    return f"{_CODE_VERSION}-{digest.hexdigest()[:12]}"


def read_list(name: str) -> list[str]:
    """The lines of a list, without its comments."""
    lines = (LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def _as_phrase(name: str) -> str:
    """The name of an occupation, one or many of them, with its brackets as they stand."""
    return name.replace("(", "{open}").replace(")", "{close}") + "[s]"


def _plural(word: str) -> str:
    for ending, plural in (
        ("man", "men"),
        ("person", "people"),
        ("lady", "ladies"),
        ("ss", "sses"),
        ("y", "ies"),
        ("child", "children"),
        ("wife", "wives"),
    ):
        if word.endswith(ending) and not word.endswith(("boy", "day")):
            return word.removesuffix(ending) + plural
    return f"{word}s"


@lru_cache(maxsize=1)
def _classes() -> dict[str, str]:
    """What stands for `{name}` in the lists, as regular expressions over small letters."""
    ones, tens = _ONES.split(), _TENS.split()
    in_words = "|".join(
        [rf"(?:{'|'.join(tens)})(?:[\s-](?:{'|'.join(ones[:9])}))?", *ones[12:], "eighteen", "nineteen"]
    )
    classes = {
        "age": rf"(?:1[4-9]|[2-9]\d|{in_words})",
        "number": rf"(?:\d{{1,3}}|{choice_of([*ones, *tens, 'several', 'a few', 'many', 'some'])})",
        "month": _MONTH,
        "year": _YEAR,
        "date": _DATE,
        "start": r"(?:(?<![\s\S])|(?<=\n)|(?<=[.,;|(] )|(?<=[-*•] ))",
        "end": r"(?=\s*(?:[.,;:!?)\n]|\Z|(?:and|with|but|who|from|so|since|by|or)\b))",
        "words": r"[^\n.;,|()]{1,60}",
        "open": r"\(",
        "close": r"\)",
        "sep": r"\s*[:,(–-]\s*",
        "file": r"[^\s,;:()\"'/]+(?: ?\(\d+\))?\.(?:jpe?g|png|gif|webp|heic|bmp|tiff?)",
        "thing": r"[a-z]{3,}",
        "demonym": choice_of(read_list("demonyms")),
        "country": choice_of(read_list("countries")),
        "language": choice_of(read_list("languages")),
        "faith": choice_of(read_list("faiths")),
        "condition": choice_of(read_list("conditions")),
    }
    for line in read_list("classes"):
        name, _, phrase = line.partition(" = ")
        classes[name] = f"(?:{translated(phrase, classes)})"
    return classes


@lru_cache(maxsize=1)
def shared_pattern() -> re.Pattern[str]:
    """Every gendered word that has a neutral one, over small letters."""
    longest_first = sorted(shared_words(), key=lambda word: (-len(word), word))
    words = "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in longest_first)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")
