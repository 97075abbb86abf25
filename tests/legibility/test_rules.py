"""How much of a document was read: every outcome, and what it says."""

import pytest

from embeddings.passages import MAX_PASSAGES, Document, Field, split_document
from service.legibility.rules import (
    CannotBeScored,
    Legibility,
    Outcome,
    check_scored,
    is_recognised,
    legibility_of,
    legibility_of_query,
    says_of_document,
    says_of_query,
)
from tests.fakes import FakeEncoder
from tests.legibility.texts import ENGLISH, FOREIGN, FRENCH, GERMAN, WELSH

ENGLISH_ONLY = ("en",)


def judge(
    title: str, text: str, *, stated: str = "en", reads: tuple[str, ...] = ENGLISH_ONLY, skills: str = ""
) -> Legibility:
    document = Document(title, title, (Field("description", text), Field("skills", skills, prose=False)))
    return legibility_of(document, split_document(document, FakeEncoder()), stated=stated, reads=reads)


def test_a_plain_english_advert_is_read_whole() -> None:
    assert judge("Night Porter", ENGLISH) == Legibility(Outcome.WHOLE, 1.0, None)


@pytest.mark.parametrize(("language", "text"), FOREIGN.items())
def test_a_text_in_another_language_gets_no_score(language: str, text: str) -> None:
    assert judge("Night Porter", text) == Legibility(Outcome.OTHER_LANGUAGE, 0.0, language)


@pytest.mark.parametrize(
    ("title", "text", "scored"),
    [
        ("Night Porter", "Details on request.", True),
        ("GP", "-", True),
        ("Beekeeper", "Hives", True),
        ("New vacancy!", "You will look after the bees of our monastery.", True),
        ("???", "You will look after the bees of our monastery.", True),
        ("New vacancy!", "Apply now.", False),
        ("Job 4711", "See website", False),
        ("TBC", "tbc", False),
        ("12", "...", False),
        ("看護師", "-", True),
        ("-", "市内のホテルで夜間の受付係を募集しています。", True),
    ],
)
def test_a_recognised_title_or_one_sentence_is_enough_and_neither_is_too_short(
    title: str, text: str, scored: bool
) -> None:
    judged = judge(title, text)

    assert judged.scored is scored
    assert judged.outcome is (Outcome.WHOLE if scored else Outcome.TOO_SHORT)


@pytest.mark.parametrize(
    ("stated", "text", "outcome", "language"),
    [
        ("cy", "Gofalu am bobl hŷn.", Outcome.OTHER_LANGUAGE, "cy"),
        ("deu", "Nachtdienst im Hotel.", Outcome.OTHER_LANGUAGE, "de"),
        ("en-GB", "Night shifts in a hotel.", Outcome.WHOLE, None),
        ("und", "Night shifts in a hotel.", Outcome.WHOLE, None),
        # The text is sure of itself, whatever somebody's form had as its default.
        ("de", ENGLISH, Outcome.WHOLE, None),
        ("en", GERMAN, Outcome.OTHER_LANGUAGE, "de"),
        ("fr", GERMAN, Outcome.OTHER_LANGUAGE, "de"),
    ],
)
def test_what_is_stated_counts_where_the_text_does_not_tell(
    stated: str, text: str, outcome: Outcome, language: str | None
) -> None:
    judged = judge("Night Porter", text, stated=stated)

    assert (judged.outcome, judged.language) == (outcome, language)


def test_titles_and_skills_are_never_asked_for_their_language() -> None:
    title = "Chef de Partie, Commis Chef, Maître d'hôtel, Sommelier, Chef de cuisine, Pâtissier et Boulanger"
    skills = ", ".join(["Pâtisserie", "Mise en place", "Sous vide", "Garde manger", "Boulangerie", "Charcuterie"] * 5)

    assert judge(title, "Ask us.", skills=skills).outcome is Outcome.WHOLE


def test_a_text_in_two_languages_is_read_partly() -> None:
    judged = judge("Classroom assistant", "\n\n".join([ENGLISH] * 4 + [WELSH] * 4))

    assert (judged.outcome, judged.language) == (Outcome.PARTLY, "cy")
    assert 0.4 < judged.share < 0.6


def test_a_sentence_of_another_language_does_not_count_against_a_text() -> None:
    text = "\n\n".join([ENGLISH] * 8) + "\n\nWir freuen uns auf Ihre Bewerbung, gerne auch in deutscher Sprache."

    assert judge("Night Porter", text).outcome is Outcome.WHOLE


def test_what_lies_beyond_the_last_passage_is_said_to_be_unread() -> None:
    sentences = [f"Number {number} of the rooms is looked after every night by the porter." for number in range(900)]

    judged = judge("Night Porter", " ".join(sentences))

    assert judged.outcome is Outcome.PARTLY
    assert 0 < judged.share < 1
    assert says_of_document(judged) == (
        f"The first {judged.share:.0%} of the text was read; the rest is too long to be read as well."
    )


def test_the_share_is_that_of_the_passages() -> None:
    document = Document("Night Porter", "Night Porter", (Field("description", "Look after guests at night. " * 2000),))
    passages = split_document(document, FakeEncoder())

    judged = legibility_of(document, passages, stated="en", reads=ENGLISH_ONLY)

    read = sum(len("".join(passage.text.split())) for passage in passages[1:])
    total = len("".join((document.title + document.fields[0].text).split()))
    assert len(passages) == MAX_PASSAGES
    assert judged == Legibility(Outcome.PARTLY, int(100 * read / total) / 100)


def test_a_model_that_reads_more_languages_reads_more() -> None:
    assert judge("Altenpfleger", GERMAN, reads=("de", "en")).outcome is Outcome.WHOLE
    assert judge("Altenpfleger", FRENCH, reads=("de", "en")).language == "fr"
    assert judge("看護師", FOREIGN["ja"], stated="ja", reads=("any",)).outcome is Outcome.WHOLE


@pytest.mark.parametrize("title", ["Porter", "C developer", "IT", "HR", "staff nurse", "Kitchen Ninja (m/f/d)"])
def test_a_title_with_a_word_that_says_something_is_recognised(title: str) -> None:
    assert is_recognised(title)


@pytest.mark.parametrize(
    "title", ["", "Job", "New vacancy", "Looking for work", "We are hiring!", "Full time position", "123", "A", "TBC"]
)
def test_a_title_of_words_that_say_nothing_is_not_recognised(title: str) -> None:
    assert not is_recognised(title)


@pytest.mark.parametrize(
    ("query", "outcome", "language"),
    [
        ("night porter", Outcome.WHOLE, None),
        ("chef de partie", Outcome.WHOLE, None),
        ("python", Outcome.WHOLE, None),
        ("any job", Outcome.TOO_SHORT, None),
        ("I want to work", Outcome.TOO_SHORT, None),
        (WELSH, Outcome.OTHER_LANGUAGE, "cy"),
        (
            "Ich suche eine Stelle als Pflegekraft in Teilzeit, am liebsten mit älteren Menschen in der Nähe von Leeds",
            Outcome.OTHER_LANGUAGE,
            "de",
        ),
    ],
)
def test_a_search_is_judged_like_a_title_and_a_sentence(query: str, outcome: Outcome, language: str | None) -> None:
    judged = legibility_of_query(query, reads=ENGLISH_ONLY)

    assert (judged.outcome, judged.language) == (outcome, language)


def test_every_outcome_says_what_it_means() -> None:
    of_document = [
        says_of_document(each)
        for each in (
            Legibility(Outcome.PARTLY, 0.4, "cy"),
            Legibility(Outcome.TOO_SHORT, 0.0),
            Legibility(Outcome.OTHER_LANGUAGE, 0.0, "cy"),
        )
    ]

    assert of_document == [
        "About 40% of the text was read; much of the rest is written in Welsh.",
        "Too short for a score: the title does not say what the work is, and the text has no sentence.",
        "Written in Welsh, which is not read here, so it gets no score.",
    ]
    assert "German" in says_of_query(Legibility(Outcome.OTHER_LANGUAGE, 0.0, "de"))
    assert "a few words more" in says_of_query(Legibility(Outcome.TOO_SHORT, 0.0))


def test_only_what_was_read_well_enough_can_be_scored() -> None:
    check_scored(Legibility(Outcome.PARTLY, 0.1))
    with pytest.raises(CannotBeScored, match="Welsh"):
        check_scored(Legibility(Outcome.OTHER_LANGUAGE, 0.0, "cy"))
