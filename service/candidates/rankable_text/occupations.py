"""Makes lists/occupations.txt: ESCO's names of occupations that hold a listed word, which belongs to the occupation.

`python -m service.candidates.rankable_text.occupations` writes it again. Words that tell the sex of who does the work
are no part of an occupation: for them stand the neutral words.
"""

from collections.abc import Iterable

from embeddings.esco.occupations import read_occupations
from service.candidates.rankable_text.wordlists import LISTS, dropped, open_phrases

_HEADING = (
    "# Occupations of ESCO (European Commission) whose names hold a listed word; made by occupations.py, do not edit."
)
# What a listed word says here is who does the work, or the work is none that a profile is matched by.
_NOT_KEPT = ("male ", "female ", "first lady", "call girl", "lady of the night", "escort")


def occupations_to_keep(labels: Iterable[str]) -> list[str]:
    """Those of the names from which a word would be dropped that nothing but the name itself keeps."""
    names = {label.lower() for label in labels}
    return sorted(name for name in names if not name.startswith(_NOT_KEPT) and _loses_a_word(name))


def write_occupations() -> None:
    labels = (label for occupation in read_occupations() for label in occupation.labels)
    kept = occupations_to_keep(labels)
    (LISTS / "occupations.txt").write_text("\n".join([_HEADING, *kept, ""]), encoding="utf-8")


def _loses_a_word(name: str) -> bool:
    staying = open_phrases().spans(name)
    going = dropped().spans(name)
    return any(not any(first <= start and end <= last for first, last in staying) for start, end in going)


if __name__ == "__main__":
    write_occupations()
