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
        ("Zoë Featherstone-Hall", "zoe (at) example.org", "02079460991", "linkedin.com/in/zoefeatherstone"),
        ("Łukasz Øvergård", "lukasz [at] mail [dot] example.org", "020-7946-0991", "people.example.org/lukasz"),
    ],
)
def test_names_and_contacts_leave_no_trace(name: str, email: str, phone: str, page: str) -> None:
    text = rankable_text(WRITTEN.format(name=name, email=email, phone=phone, page=page), name=name)

    assert " ".join(text.split()) == ("I am . Write to or call ; my page is Ten years as a nurse, £30,000 hoped for.")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ms Hall", "Imogen Featherstone-Hall"),
        ("Mr. Featherstone’s", "Imogen Featherstone-Hall"),
        ("Featherstone\u2011Hall", "Imogen Featherstone-Hall"),
        ("Zoe", "Zoë Hall"),
        ("ZOË", "Zoe Hall"),
        ("Zoe\u0308", "Zoë Hall"),
        ("Lukasz", "Łukasz Hall"),
        ("Łukasz", "Lukasz Hall"),
        ("O’Neil", "Ann O'Neil"),
        ("Neil's", "Ann O’Neil"),
        ("Li", "Li Wei"),
        ("imogen (at) x.org", None),
        ("imogen[at]x[dot]org", None),
        ("linkedin.com/in/imogenfeatherstone", None),
        ("imogen.github.io", None),
        ("imogen.example/cv", None),
    ],
)
def test_each_spelling_of_who_they_are_goes(written: str, name: str | None) -> None:
    assert rankable_text(f"Ask {written} about nursing", name=name) == "Ask about nursing"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("marks markets in Denmark", "Mark Lee"),
        ("a hallway, marshalling", "Imogen Featherstone-Hall"),
        ("D and O levels", "Jean D'O"),
        ("zoological, Zoëtrope", "Zoë Lee"),
        ("ASP.NET/C#, Node.js/React, and/or C++", None),
        ("Works at Leeds (at night), café, £30,000", "Zoë Lee"),
        ("Ms Office, Mr Hyde by heart", "Zoë Lee"),
    ],
)
def test_words_that_only_contain_a_name_or_look_like_an_address_stay(text: str, name: str | None) -> None:
    assert rankable_text(text, name=name) == text


def test_a_name_goes_where_it_stands_beside_words_that_contain_it() -> None:
    assert rankable_text("Mark marks markets in Denmark", name="Mark Lee") == "marks markets in Denmark"


def test_a_document_is_its_occupation_its_headline_its_summary_and_its_skills() -> None:
    profile = Profile(
        candidate_id=1, headline="Nurse, nights", summary="Ada works hard.", skills=["wound care", "Ada's way"]
    )

    document = rankable_document(profile, name="Ada Byron")

    assert (document.head, document.title) == ("Nurse", "Nurse, nights")
    assert [field.text for field in document.fields] == ["works hard.", "wound care, way"]
