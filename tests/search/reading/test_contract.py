"""Kinds of contract where they are wished for, and where the same words are about something else."""

import pytest

from service.kinds import ContractKind
from service.search.reading.contract import find_contract


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("a permanent job", "permanent", ContractKind.PERMANENT),
        ("permanent nurse", "permanent", ContractKind.PERMANENT),
        ("temp work", "temp", ContractKind.TEMPORARY),
        ("something temporary until summer", "temporary", ContractKind.TEMPORARY),
        ("12 month contract", "12 month contract", ContractKind.FIXED_TERM),
        ("maternity cover in a school", "maternity cover", ContractKind.FIXED_TERM),
        ("apprenticeship in plumbing", "apprenticeship", ContractKind.APPRENTICESHIP),
        ("electrician apprentice", "apprentice", ContractKind.APPRENTICESHIP),
        ("zero hours", "zero hours", ContractKind.CASUAL),
        ("something casual, evenings", "casual", ContractKind.CASUAL),
        ("volunteering with animals", "volunteering", ContractKind.VOLUNTEER),
        ("marketing internship", "internship", ContractKind.INTERNSHIP),
    ],
)
def test_a_wish_for_a_contract_is_read(text: str, words: str, kind: ContractKind) -> None:
    (found,) = find_contract(text)

    assert (found.words, found.filters) == (words, {"contracts": [kind]})


@pytest.mark.parametrize(
    "text",
    [
        "contract",
        "contract law",
        "supporting families in temporary accommodation",
        "advice for permanent residents",
        "teach apprentices",
        "supporting apprenticeship training",
        "apprenticeship coordinator",
        "I finished my apprenticeship last year",
        "voluntary sector",
        "managing volunteers",
        "selling casual clothes",
        "not permanent",
        "nothing temporary",
        "internal auditor",
        "cutting, colouring and permanent waving",
        "erecting temporary seating",
    ],
)
def test_what_the_work_is_about_is_no_contract(text: str) -> None:
    assert find_contract(text) == []
