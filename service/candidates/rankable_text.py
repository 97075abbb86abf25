"""The text of a candidate that rankings read: without what says who they are. Nothing else may feed a ranking."""

import re

from embeddings.passages import Document, Field
from service.candidates.models import Profile

SUMMARY = "summary"
SKILLS = "skills"

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_WEB = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w£$€])\+?\d(?:[\s().-]{0,2}\d){8,14}(?!\w)")
# A headline names the occupation first: "Social worker, older people and mental health".
_BEHIND_ROLE = re.compile(r"\s*(?:,| [-–—|] | ?\(|: )")
_SPACES = re.compile(r"[ \t]{2,}")


def rankable_text(text: str, *, name: str | None) -> str:
    """`text` without the candidate's name, addresses and numbers, the same whatever these are."""
    for pattern in (_ADDRESS, _WEB, _PHONE, *_name_patterns(name)):
        text = pattern.sub(" ", text)
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()


def rankable_document(profile: Profile, *, name: str | None) -> Document:
    """A candidate as the encoder reads them: headline, summary and skills, and no place that tells who they are."""
    fields = [Field(SUMMARY, rankable_text(profile.summary, name=name))]
    if profile.skills:
        fields.append(Field(SKILLS, rankable_text(", ".join(profile.skills), name=name)))
    headline = rankable_text(profile.headline, name=name) or "Candidate"
    return Document(_BEHIND_ROLE.split(headline, maxsplit=1)[0].strip() or headline, headline, tuple(fields))


def passage_text(document: Document, field: str, start: int, end: int) -> str:
    """The words of a passage, which are rankable words only."""
    texts = {part.name: part.text for part in document.fields}
    return texts.get(field, document.title)[start:end].strip()


def _name_patterns(name: str | None) -> list[re.Pattern[str]]:
    parts = [part for part in re.split(r"\s+", name or "") if len(part) > 1]
    return [re.compile(rf"(?<!\w){re.escape(part)}(?:'s|’s)?(?!\w)", re.IGNORECASE) for part in parts]
