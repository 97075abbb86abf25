"""What the story and the walk-through type: the searches, an alert's words, and listings to post."""

from typing import Any

SEARCHES = (
    "caring for people with mental health problems in London",
    "looking after council flats and housing estates",
    "helping look after a stock room for repairs",
)
EXAMPLE_SEARCH = SEARCHES[0]

NEW_LISTING: dict[str, Any] = {
    "title": "Community Mental Health Support Worker",
    "employer": "Lantern Street Care",
    "description": (
        "You would visit people in their own homes across Lewisham and Southwark, in London, who live with "
        "depression, psychosis or anxiety, and help them with what the week brings: a form, a shopping trip, a "
        "first appointment, a hard evening. You work beside nurses and social workers and carry a caseload of twelve."
    ),
    "pay_text": "£27,500 - £29,200 a year",
    "place": "Lewisham, London (Greater)",
    "contract_text": "Permanent, full time",
    "apply_text": "Write to the team at work@example.org.",
}

TIMED_ALERT = "tuning and repairing pianos"
_TOWNS = (
    "Ludlow", "Whitby", "Falmouth", "Hexham", "Ely", "Stroud", "Oban", "Conwy", "Skipton", "Bakewell", "Rye",
    "Kendal", "Totnes", "Wells", "Malton", "Brecon", "Alnwick", "Petworth", "Cromer", "Bude", "Melrose", "Tenby",
)  # fmt: skip
_WORK = (
    "regulating the action of grand pianos",
    "replacing strings and pins",
    "tuning uprights in schools and homes",
    "voicing hammers before concerts",
)


def timed_listing(number: int) -> dict[str, Any]:
    """One of many that fit the timed alert, each with a text of its own."""
    town, work = _TOWNS[number % len(_TOWNS)], _WORK[number % len(_WORK)]
    return {
        "title": f"Piano Tuner and Technician, {town}",
        "employer": f"{town} Piano Workshop",
        "description": (
            f"We tune and repair pianos in and around {town}. The work is {work}, alone or beside the owner, on "
            f"{3 + number} pianos in a usual week. A trained ear and a steady hand matter more than certificates."
        ),
        "place": town,
    }
