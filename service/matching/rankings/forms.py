"""A decision as the recruiter's page sends it: the button that was pressed is a verdict's, and names the candidate."""

from collections.abc import Mapping

from service.errors import Invalid
from service.matching.rankings.models import Verdict
from service.matching.rankings.schemas import DecisionInput


def read_decision(sent: Mapping[str, str]) -> DecisionInput:
    """Raises Invalid where not exactly one button was pressed, and pydantic's error where a field is wrong."""
    pressed = [verdict for verdict in Verdict if verdict in sent]
    if len(pressed) != 1:
        raise Invalid("Nothing was decided: press one of a candidate's buttons.")
    given = {"candidate_id": sent[pressed[0]], "decision": pressed[0], "decided_by": sent.get("decided_by", "")}
    return DecisionInput.model_validate(given)
