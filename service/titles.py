"""What a title says of the occupation: the words before whatever else stands there."""

import re

_BEHIND_ROLE = re.compile(r"\s*(?:,| [-–—|] | ?\(|: )")


def role_of(title: str) -> str:
    """The words of a title that name the occupation: "Data Analyst" of "Data Analyst, Mental Health Services"."""
    return _BEHIND_ROLE.split(title, maxsplit=1)[0].strip() or title
