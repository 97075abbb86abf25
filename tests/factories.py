"""Valid bodies of requests, short enough to read; `changes` replace or add fields."""

from typing import Any

Body = dict[str, Any]


def a_listing(**changes: Any) -> Body:
    return {
        "external_id": "post-1",
        "title": "Night Porter",
        "employer": "Harbour Hotel",
        "description": "Look after guests who arrive late, carry bags and keep the doors of the hotel safe at night.",
        "place": "Leeds",
        "pay_text": "£24,500 per annum",
        **changes,
    }


def a_candidate(**changes: Any) -> Body:
    return {
        "external_id": "person-1",
        "name": "Imogen Featherstone",
        "email": "imogen@example.com",
        "headline": "Night Porter",
        "summary": "Twelve years at the doors of a hotel, looking after guests who arrive late at night.",
        "findable": "named",
        **changes,
    }


def an_alert(**changes: Any) -> Body:
    return {
        "email": "reader@example.com",
        "description": "night porter in a hotel",
        "level": "broad",
        "cadence": "at_once",
        **changes,
    }
