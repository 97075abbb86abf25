"""The page on which a person changes one of their alerts: its words and filters, how close and how often."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from service.alerts import actions
from service.alerts.forms import AlertForm, read_alert_form
from service.alerts.models import Alert
from service.alerts.rules import asked_of
from service.alerts.schemas import AlertChanges
from service.search.forms import form_pairs

# An alert on a profile has no words of its own: its form carries these, so that it can be read as any search.
_OF_A_PROFILE = "profile"


def form_of(alert: Alert) -> AlertForm:
    """The form as it would have been sent for this alert."""
    asked = asked_of(alert)
    query = _OF_A_PROFILE if alert.candidate_id is not None else asked.query
    pairs = form_pairs(query, asked.filters, keep_as_words=asked.keep_as_words)
    return read_alert_form([*pairs, ("level", alert.level), ("cadence", alert.cadence)])


def read_changes(alert: Alert, sent: Iterable[tuple[str, str]]) -> AlertForm:
    """What was sent for an alert; one on a profile keeps that it has no words."""
    kept = [pair for pair in sent if pair[0] != "q" or alert.candidate_id is None]
    return read_alert_form(kept if alert.candidate_id is None else [("q", _OF_A_PROFILE), *kept])


async def change_by_form(session: AsyncSession, alert: Alert, form: AlertForm, *, now: datetime) -> None:
    """Change an alert to what its form says; the form was read without errors."""
    wanted = form.search.wanted
    assert wanted is not None
    changes = AlertChanges(filters=wanted.filters, level=form.level, cadence=form.cadence)
    if alert.candidate_id is None:
        changes = AlertChanges(
            description=wanted.query,
            filters=wanted.filters,
            keep_as_words=wanted.keep_as_words,
            level=form.level,
            cadence=form.cadence,
        )
    await actions.change_alert(session, alert, changes, now=now)
