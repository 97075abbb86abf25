"""What is wanted of the score's side."""

from service.search.wanted import terms_wanted, title_share_of


def test_a_few_words_name_an_occupation() -> None:
    assert title_share_of("senior staff nurse") > title_share_of("looking after people who are ill")


def test_what_a_description_denies_it_does_not_ask_for() -> None:
    assert "sale" not in terms_wanted("helping customers, no sales")
