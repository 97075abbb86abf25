"""Records written as tag=value; tag=value, which DKIM (RFC 6376, section 3.2) and DMARC have in common."""

import re

_TAG = re.compile(r"\s*([a-z][a-z0-9_]*)\s*=\s*(.*?)\s*", re.IGNORECASE | re.DOTALL)


def read_tags(text: str) -> dict[str, str] | None:
    """The values by their tag in lower case, in the order written, or None where that is not what the text is."""
    tags: dict[str, str] = {}
    for part in text.split(";"):
        if not part.strip():
            continue
        found = _TAG.fullmatch(part)
        if found is None or found[1].lower() in tags:
            return None
        tags[found[1].lower()] = found[2]
    return tags
