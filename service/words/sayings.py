"""Other ways of saying a time of work: who wants no weekends wants no "Saturdays and Sundays" either.

A day alone is none of them, because listings close on a Sunday too.
"""

from collections.abc import Mapping

from service.words.terms import terms_of

_OF_A_DAY = (
    "every {}",
    "alternate {}",
    "work {}",
    "work on {}",
    "{} work",
    "{} shifts",
    "{} mornings",
    "{} afternoons",
    "{} evenings",
    "{} nights",
)
_WEEKENDS = (
    "Saturdays Sundays",
    "Saturdays and Sundays",
    "Sat Sun",
    "Sat and Sun",
    "Monday Sunday",
    "Monday to Sunday",
    *(words.format(day) for day in ("Saturdays", "Sundays") for words in _OF_A_DAY),
)
_OTHERS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    terms_of("weekends"): _WEEKENDS,
    terms_of("nights"): ("nightshifts", "overnight"),
    terms_of("night shifts"): ("nightshifts", "overnight shifts"),
}


def ways_of_saying(phrase: str) -> tuple[str, ...]:
    """The phrase itself first."""
    return phrase, *_OTHERS.get(terms_of(phrase), ())
