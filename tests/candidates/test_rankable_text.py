"""What rankings read of a candidate is the same whoever they are."""

import pytest

from embeddings.esco.occupations import read_occupations
from service.candidates.models import Profile
from service.candidates.rankable_text import rankable_document, rankable_skills, rankable_text, rankable_version
from service.candidates.rankable_text.occupations import occupations_to_keep
from service.candidates.rankable_text.wordlists import read_list

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

    assert text == "Ten years as a nurse, £30,000 hoped for."


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
        ("Ms Office by heart", "Zoë Lee"),
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


@pytest.mark.parametrize(
    "text",
    [
        "German teacher", "midwife", "I speak Polish and some Portuguese.", "French cuisine and Thai cooking",
        "evening work with older people", "key worker in a women's refuge", "night staff at a children's home",
        "men's health clinic", "five years on the maternity ward", "Chinese medicine", "church warden",
        "disability support worker", "British Sign Language", "French polisher", "20 years of experience",
        "fluent Welsh speaker", "English and maths GCSE", "supported deaf adults and autistic children",
        "care for pregnant women and new mothers", "Swedish massage", "counselling for refugees and asylum support",
        "managed maternity leave policies", "mother and baby unit", "J. Smith & Sons", "a man and van service",
        "Muslim chaplain", "Jewish care home", "children aged 3 to 5", "residents aged over 85", "in Python, aged care",
        "women's football coach", "mental health nurse", "a 12-year-old boiler", "guide dog for the blind instructor",
        "LGBT youth support worker", "taught single parents and migrant women", "translated from German into English",
        "Russian and Ukrainian interpreter", "Asian food market",
        "the sister company in Hull", "Catholic primary school",
        "stay at home parents' group coordinator", "childminder", "work with older people",
        "Bachelor of Science", "bachelor's degree in physics", "I am a Bachelor of Arts.", "a bachelor in nursing",
        "Bachelor and master in law", "Bachelor, University of Leeds", "I completed my bachelor and then a PGCE.",
        "I moved freight to the UK from Poland.", "I came to welding from Poland's shipyards.",
        "I was at home with SAP for 6 years.", "I am at home with older people.", "visited patients at home",
        "photographer, photo editing", "black cab driver", "single point of contact", "christian social worker",
    ],
)  # fmt: skip
def test_work_skills_languages_and_people_served_stay(text: str) -> None:
    assert rankable_text(text, name="Zoë Lee") == text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Native Polish speaker", "Polish speaker"),
        ("Polish (native), German (B2)", "Polish, German (B2)"),
        ("I am a native Irish speaker and a nurse.", "I am an Irish speaker and a nurse."),
        ("My first language is Tamil.", "Tamil."),
        ("I am a 54-year-old woman, and I enjoy welding.", "I enjoy welding."),
        ("An Italian chef with 20 years of experience", "A chef with 20 years of experience"),
        ("Waiter/waitress", "Waiter"),
        ("A stewardess and an actress", "A steward and an actor"),
        ("After maternity leave in 2015 I ran the ward", "in 2015 I ran the ward"),
        ("My sister's shop", "My relative's shop"),
        ("He'll lift 25 kg", "lift 25 kg"),
        ("Volunteer at my local mosque, treasurer of the food bank", "treasurer of the food bank"),
        ("Mr Hyde by heart", "Hyde by heart"),
        ("Welder. Photo: me_at_work.jpg. CSCS card", "Welder. CSCS card"),
        ("I'm a confirmed bachelor, and I weld.", "I weld."),
        ("Welder, bachelor, Leeds", "Welder, Leeds"),
        ("Since my kids were born I was at home, then I welded.", "then I welded."),
        ("After my daughter was born I retrained as a welder.", "I retrained as a welder."),
        ("I stayed at home with my kids for six years and then welded.", "then welded."),
        ("I cared for my mother for 6 years while nursing.", "while nursing."),
        ("I moved to Leeds from Poland and weld.", "I moved to Leeds and weld."),
        ("Relocated from India, now a welder", "now a welder"),
    ],
)
def test_what_is_stated_goes_and_the_work_beside_it_stays(written: str, read: str) -> None:
    assert rankable_text(written, name=None) == read


# Each row says one thing in many ways, of which none may be told from another.
@pytest.mark.parametrize(
    "ways",
    [
        ("I am a bachelor", "I am a spinster", "I am a widow", "I am single"),
        (
            "Since my kids were born I was at home", "Since my mum fell ill I was at home",
            "Since my son was born, I have been at home", "After my daughter was born I stayed at home for 6 years",
            "I was at home because my mum fell ill", "As my parents were ill I was at home",
            "I stayed at home with my kids for 6 years", "I stayed at home for six years with my kids",
            "I stayed at home to raise my kids for 6 years", "I was at home looking after my mother",
            "I looked after my mum for 6 years", "I took care of my father since 2019",
            "I took a career break to care for my mother", "I took 6 years out to raise my kids",
        ),
        (
            "I came from Poland", "I moved to the UK from Poland", "I moved from India to the UK",
            "I came here from Ghana", "I moved to the UK from Poland in 2010", "I came from Poland in 2010",
            "I come from Poland", "I emigrated from India to Britain", "Moved to the UK from Poland in May 2010",
        ),
    ],
    ids=lambda ways: ways[0],
)  # fmt: skip
@pytest.mark.parametrize(
    "sentence", ["{}.", "{}, and I weld.", "Ten years of welding. {}. Nights.", "Welder.\n{}\nNights"]
)
def test_every_way_to_say_it_leaves_the_text_as_if_it_had_not_been_said(ways: tuple[str, ...], sentence: str) -> None:
    read = {rankable_text(sentence.format(way), name=None) for way in ways}

    assert read == {rankable_text(sentence.format("I am Polish"), name=None)}


def test_in_a_list_of_skills_a_language_is_a_skill() -> None:
    skills = ["Polish", "native German", "Urdu (native)", "married", "wound care", "Nigerian"]

    assert rankable_skills(skills, name=None) == ["Polish", "German", "Urdu", "wound care"]


def test_the_occupations_kept_are_those_that_esco_has() -> None:
    labels = [label for occupation in read_occupations() for label in occupation.labels]

    assert occupations_to_keep(labels) == read_list("occupations")


def test_an_occupation_of_esco_keeps_its_words() -> None:
    kept = {label: rankable_text(label, name=None) for label in read_list("occupations")}

    assert kept == {label: label for label in kept}


def test_the_version_names_the_code_and_the_lists() -> None:
    assert rankable_version().startswith("1-")
