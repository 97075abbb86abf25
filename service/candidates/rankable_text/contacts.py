"""Addresses, pages, telephone numbers and names of a person, as they are found in a text."""

import re
import unicodedata
from collections.abc import Iterator

_AT = r"(?:@|\s*[(\[]\s*at\s*[)\]]\s*)"
_DOT = r"(?:\.|\s*[(\[]\s*dot\s*[)\]]\s*)"
_ADDRESS = re.compile(rf"(?<![\w.+-])[\w.+-]+{_AT}[\w-]+(?:{_DOT}[\w-]+)+", re.IGNORECASE)
_WEB = re.compile(r"\b(?:https?://|www\.)\S*[^\s.,;:!?)\]]", re.IGNORECASE)
_PROFILE_HOSTS = (
    "about.me", "behance.net", "dribbble.com", "facebook.com", "github.com", "github.io", "gitlab.com",
    "instagram.com", "linkedin.com", "linktr.ee", "medium.com", "orcid.org", "stackoverflow.com", "substack.com",
    "tiktok.com", "twitter.com", "wordpress.com", "x.com", "xing.com", "youtube.com",
)  # fmt: skip
# What looks like a host may be a skill ("ASP.NET/C#", "Node.js/React"): it needs a path or a name that is known.
_BARE_WEB = re.compile(
    r"(?<![\w.-])(?!(?:asp|ado|ml)\.net\b|[\w.-]+\.js\b)"
    rf"(?:(?:[\w-]+\.)+[a-z]{{2,24}}/(?:\S*[^\s.,;:!?)\]])?"
    rf"|(?:[\w-]+\.)*(?:{'|'.join(map(re.escape, _PROFILE_HOSTS))})(?!\.?[\w-]))",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w£$€])\+?\d(?:[\s().-]{0,2}\d){8,14}(?!\w)")

_ACCENTS = "\u0300-\u036f"
_ACCENT = re.compile(f"[{_ACCENTS}]")
# Letters that Unicode does not take apart into a plain one and its accent.
_PLAIN = str.maketrans("łøđ", "lod")
_SPELLINGS = {"l": "[lł]", "o": "[oø]", "d": "[dđ]", "'": "['’]", "-": "[-‐‑]"}
_INSIDE_NAMES = re.compile("[-']")
_SHORTEST_PIECE = 3


def without_contacts(text: str, *, mark: str) -> str:
    """`text` with a mark where an e-mail address, a page or a telephone number stood."""
    for pattern in (_ADDRESS, _WEB, _BARE_WEB, _PHONE):
        text = pattern.sub(mark, text)
    return text


def without_name(text: str, name: str | None, *, mark: str) -> str:
    """`text` with a mark where the name stood, in any spelling and with any title, in Unicode's composed form."""
    apart = unicodedata.normalize("NFD", text)
    for pattern in _name_patterns(name):
        apart = pattern.sub(mark, apart)
    return unicodedata.normalize("NFC", apart)


def _name_patterns(name: str | None) -> Iterator[re.Pattern[str]]:
    """One for each word of the name, and for each piece of "Featherstone-Hall"; the longest first."""
    words = {word for word in (each.strip('.,()"') for each in _plain(name or "").split()) if len(word) > 1}
    pieces = {piece for word in words for piece in _INSIDE_NAMES.split(word) if len(piece) >= _SHORTEST_PIECE}
    return (_name_pattern(part) for part in sorted(words | pieces, key=lambda part: (-len(part), part)))


def _name_pattern(part: str) -> re.Pattern[str]:
    """The whole word in texts taken apart (NFD), with any accents, and the title before it, which tells a sex."""
    spelled = "".join(f"{_SPELLINGS.get(letter, re.escape(letter))}[{_ACCENTS}]*" for letter in part)
    title = r"(?:(?:mr|mrs|ms|miss|mx)\b\.?\s+)?"
    return re.compile(rf"(?<![\w{_ACCENTS}]){title}{spelled}(?:['’]s)?(?![\w{_ACCENTS}])", re.IGNORECASE)


def _plain(name: str) -> str:
    small = _ACCENT.sub("", unicodedata.normalize("NFD", name)).lower().translate(_PLAIN)
    return re.sub("[‐‑]", "-", small.replace("’", "'"))
