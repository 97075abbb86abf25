"""How much a sentence asks for: the samples are full of musts, of wishes, and of what is expressly not asked."""

import pytest

from service.matching.sentences import Asking, clauses_of

ESSENTIAL, DESIRABLE, NOT_NEEDED, NOTHING = Asking.ESSENTIAL, Asking.DESIRABLE, Asking.NOT_NEEDED, Asking.NOTHING


@pytest.mark.parametrize(
    ("sentence", "asking"),
    [
        ("HCPC registration is essential.", ESSENTIAL),
        ("You must have a full driving licence and your own car (we pay 45p a mile).", ESSENTIAL),
        ("We require qualified teacher status or its equivalent and two years with this age group.", ESSENTIAL),
        ("Experience of advising on employee relations is a must.", ESSENTIAL),
        ("Applicants must have at least six months' experience with people in acute distress.", ESSENTIAL),
        ("The post calls for a Social Work England registered social worker.", ESSENTIAL),
        ("A driving licence helps because some people live out towards Creigiau.", DESIRABLE),
        ("Welsh is useful, not essential, and we pay for lessons in working time.", DESIRABLE),
        ("Formal certificates are useful but not essential.", DESIRABLE),
        ("The professional qualification at Level 5 is desirable.", DESIRABLE),
        ("IB experience is preferred, not demanded, and training will be arranged.", DESIRABLE),
        ("A PCV licence would be handy.", DESIRABLE),
        ("A driving licence makes matters simpler.", DESIRABLE),
        ("A driving licence isn't required.", NOT_NEEDED),
        ("A degree is not required if you can show the work.", NOT_NEEDED),
        ("No qualifications needed.", NOT_NEEDED),
        ("You don't need experience because I prefer to teach people myself.", DESIRABLE),
        ("A postgraduate qualification is not demanded.", NOT_NEEDED),
        ("The store isn't heated above 16 degrees.", NOTHING),
    ],
)
def test_how_much_a_sentence_asks_for(sentence: str, asking: Asking) -> None:
    assert [clause.asking for clause in clauses_of(sentence)][:1] == [asking]


def test_one_sentence_can_ask_for_one_thing_and_only_wish_for_another() -> None:
    sentence = "We need three years in finance, and preferably in education, although a driving licence would be handy."

    asked = [(clause.text, clause.asking) for clause in clauses_of(sentence)]

    assert asked == [
        ("We need three years in finance", ESSENTIAL),
        ("and preferably in education", DESIRABLE),
        ("although a driving licence would be handy.", DESIRABLE),
    ]
    assert {clause.sentence for clause in clauses_of(sentence)} == {sentence}


def test_a_heading_speaks_for_what_follows_it() -> None:
    text = "ESSENTIAL.\n\nTwo years' experience; NISCC registration.\n\nDESIRABLE.\n\nTrained in PBS.\n\nWe meet."

    asked = [(clause.text, clause.asking) for clause in clauses_of(text)]

    assert asked == [
        ("Two years' experience", ESSENTIAL),
        ("NISCC registration.", ESSENTIAL),
        ("Trained in PBS.", DESIRABLE),
        ("We meet.", NOTHING),
    ]


def test_a_heading_within_a_sentence_speaks_for_the_rest_of_its_line() -> None:
    text = "Essential: keyboard skills, GCSE English. Useful: NHS systems, Bengali or Somali."

    assert [clause.asking for clause in clauses_of(text)] == [ESSENTIAL, DESIRABLE]
