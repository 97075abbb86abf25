"""Written contracts and what they say."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.kinds import ContractKind, Hours
from service.listings.contracts import Contract, understand_contract


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Permanent, full time", "permanent"),
        ("Fixed term, 12 months", "fixed_term"),
        ("Fixed-term maternity cover", "fixed_term"),
        ("Temporary fixed term", "fixed_term"),
        ("Nine-month contract", "fixed_term"),
        ("Interim", "temporary"),
        ("Zero hours", "casual"),
        ("Bank", "casual"),
        ("Apprenticeship, fixed term 18 months", "apprenticeship"),
        ("Summer internship", "internship"),
        ("Volunteer", "volunteer"),
        ("Permanent or fixed term", None),
        ("Non-permanent", None),
        ("International", None),
        ("", None),
    ],
)
def test_kinds_are_read(text: str, kind: str | None) -> None:
    assert understand_contract(text).contract == (ContractKind(kind) if kind else None)


@pytest.mark.parametrize(
    ("text", "hours", "weekly"),
    [
        ("Full time, 37 hours per week", Hours.FULL_TIME, "37"),
        ("Part-time, 22.5 hrs/week", Hours.PART_TIME, "22.5"),
        ("18 hours a week", None, "18"),
        ("Full or part time", None, None),
        ("Full time or part time, 16-20 hours a week", None, None),
        ("900 hours a week", None, None),
    ],
)
def test_hours_are_read(text: str, hours: Hours | None, weekly: str | None) -> None:
    understood = understand_contract(text)

    assert (understood.hours, understood.weekly_hours) == (hours, Decimal(weekly) if weekly else None)


@given(st.text(max_size=300))
def test_any_text_gives_a_contract(text: str) -> None:
    assert isinstance(understand_contract(text), Contract)
