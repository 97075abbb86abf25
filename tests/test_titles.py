"""The occupation that a title names."""

import pytest

from service.titles import role_of


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
