"""The occupation that a title names."""

import pytest

from service.titles import in_the_singular, role_of


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("Data Analyst, Mental Health Services", "Data Analyst"),
        ("Nurse - nights", "Nurse"),
        ("Nurse – nights", "Nurse"),
        ("Nurse — nights", "Nurse"),
        ("Nurse | Leeds", "Nurse"),
        ("Nurse (Band 5)", "Nurse"),
        ("Teacher: Physics", "Teacher"),
        ("Part-time Nurse", "Part-time Nurse"),
        ("Store Manager/Buyer", "Store Manager/Buyer"),
        ("Social Worker", "Social Worker"),
        ("(Senior) Nurse", "(Senior) Nurse"),
        ("", ""),
    ],
)
def test_a_role_ends_where_something_else_begins(title: str, role: str) -> None:
    assert role_of(title) == role


@pytest.mark.parametrize(
    ("written", "singular"),
    [
        ("Sales Managers", "Sales Manager"),
        ("General and Operations Managers", "General and Operations Manager"),
        ("nurses and cleaners for schools", "nurse and cleaner for schools"),
        ("Secretaries", "Secretary"),
        ("Parts Salespersons", "Parts Salesperson"),
        ("salespeople", "salesperson"),
        ("Firemen", "Fireman"),
        ("Cooks, Short Order", "Cook, Short Order"),
        ("Physics teachers", "Physics teacher"),
        (
            "looking after animals, plants and machines in schools",
            "looking after animals, plants and machines in schools",
        ),
        ("evenings and weekends", "evenings and weekends"),
        ("business services", "business services"),
        ("", ""),
    ],
)
def test_only_what_people_are_called_loses_its_plural(written: str, singular: str) -> None:
    assert in_the_singular(written) == singular
