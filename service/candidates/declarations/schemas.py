"""A declaration as it crosses HTTP: inwards only. One person's is shown to nobody."""

from pydantic import BaseModel, ConfigDict

from service.candidates.declarations.models import Ethnicity, Sex


class DeclarationInput(BaseModel):
    """What a candidate says of themselves, for monitoring only; leave out or null what they do not say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sex: Sex | None = None
    ethnicity: Ethnicity | None = None
