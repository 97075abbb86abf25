"""One spelling for all the ways in which a place's name is written."""

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’`.]")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_SHORT = {"saint": "st", "and": "", "the": ""}
# Letters that do not come apart into a letter and its mark.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})


def fold_name(name: str) -> str:
    """As "st albans" of "St. Albans" and "Saint Albans", "zurich" of "Zürich"; empty when no letter is left."""
    plain = name.casefold()
    if plain.isascii() and plain.isalpha():
        return _SHORT.get(plain, plain)
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
        plain = "".join(character for character in apart if not unicodedata.combining(character))
    words = _NOT_LETTERS.sub(" ", _APOSTROPHES.sub("", plain)).split()
    return " ".join(kept for word in words if (kept := _SHORT.get(word, word)))
