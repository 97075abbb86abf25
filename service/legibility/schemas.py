"""How much was read of a document or a search, as it crosses HTTP."""

from typing import Self

from pydantic import BaseModel, Field

from service.legibility.rules import Legibility, Outcome, says_of_document, says_of_query


class ReadOut(BaseModel):
    """How much of a text was read. What is too short or in another language gets no score."""

    outcome: Outcome
    share: float = Field(description="the part of the text, from 0 to 1, on which a score rests")
    language: str | None = Field(description="the language of what was not read, where it was that")
    says: str = Field(description="the same as a sentence for people")

    @classmethod
    def of_document(cls, legibility: Legibility) -> Self:
        return cls(**_shared(legibility), says=says_of_document(legibility))

    @classmethod
    def of_query(cls, legibility: Legibility) -> Self:
        return cls(**_shared(legibility), says=says_of_query(legibility))


def _shared(legibility: Legibility) -> dict[str, object]:
    return {"outcome": legibility.outcome, "share": legibility.share, "language": legibility.language}
