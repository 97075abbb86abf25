"""What rankings read of a candidate is the same whoever they are."""

import pytest

from service.candidates.models import Profile
from service.candidates.rankable_text import rankable_document, rankable_text

WRITTEN = "I am {name}. Write to {email} or call {phone}; my page is {page}. Ten years as a nurse, £30,000 hoped for."


@pytest.mark.parametrize(
    ("name", "email", "phone", "page"),
    [
        ("Amara Okonjo", "amara@example.org", "020 7946 0991", "https://amara.example.org"),
        ("Jean-Luc O'Neil", "jl.oneil+jobs@mail.example.com", "+44 (0)20 7946 0018", "www.example.com/jl"),
    ],
)
def test_names_and_contacts_leave_no_trace(name: str, email: str, phone: str, page: str) -> None:
    text = rankable_text(WRITTEN.format(name=name, email=email, phone=phone, page=page), name=name)

    assert " ".join(text.split()) == ("I am . Write to or call ; my page is Ten years as a nurse, £30,000 hoped for.")


def test_words_that_only_contain_a_name_stay() -> None:
    assert rankable_text("Mark marks markets in Denmark", name="Mark Lee") == "marks markets in Denmark"


def test_a_document_is_its_occupation_its_headline_its_summary_and_its_skills() -> None:
    profile = Profile(
        candidate_id=1, headline="Nurse, nights", summary="Ada works hard.", skills=["wound care", "Ada's way"]
    )

    document = rankable_document(profile, name="Ada Byron")

    assert (document.head, document.title) == ("Nurse", "Nurse, nights")
    assert [field.text for field in document.fields] == ["works hard.", "wound care, way"]
