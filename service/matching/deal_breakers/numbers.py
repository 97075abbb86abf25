"""Numbers as people write them, and lengths of time in years."""

import re

_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "a couple of": 2, "couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
}  # fmt: skip
NUMBER = r"(?:[0-9]{1,2}(?:\.5)?|" + "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)) + ")"
_MONTHS_OF_A_YEAR = 12


def number_of(written: str) -> float:
    word = " ".join(written.casefold().split())
    return float(_WORDS[word]) if word in _WORDS else float(word)


def years_of(written: str, unit: str) -> float:
    """A length of time in years; "eighteen", "months" is one and a half."""
    number = number_of(written)
    return number / _MONTHS_OF_A_YEAR if unit.casefold().startswith("month") else number


def write_years(years: float) -> str:
    if years < 1:
        return f"{round(years * _MONTHS_OF_A_YEAR)} months"
    number = f"{years:g}" if years % 1 in (0, 0.5) else f"{years:.1f}"
    return f"{number} year{'' if years == 1 else 's'}"
