"""The addresses behind the links of a person's mails, signed for one purpose each."""

from datetime import datetime
from uuid import UUID

from service.links import Purpose, sign_link
from service.settings import Settings


def stop_url(alert_id: UUID, settings: Settings, *, now: datetime) -> str:
    """Stops one alert."""
    return _url("stop", Purpose.STOP, alert_id, settings, now)


def stop_all_url(person_id: UUID, settings: Settings, *, now: datetime) -> str:
    """Stops all mail to a person."""
    return _url("stop-all", Purpose.STOP_ALL, person_id, settings, now)


def keep_url(alert_id: UUID, settings: Settings, *, now: datetime) -> str:
    """Says that an alert is still wanted."""
    return _url("keep", Purpose.KEEP, alert_id, settings, now)


def preferences_url(person_id: UUID, settings: Settings, *, now: datetime) -> str:
    return _url("preferences", Purpose.PREFERENCES, person_id, settings, now)


def mail_page_url(delivery_id: UUID, settings: Settings, *, now: datetime) -> str:
    """The page that shows exactly what a mail announced."""
    return _url("mails", Purpose.MAIL, delivery_id, settings, now)


def _url(folder: str, purpose: Purpose, subject: UUID, settings: Settings, now: datetime) -> str:
    return f"{settings.public_url}/{folder}/{sign_link(purpose, subject, keys=settings.secret_keys, now=now)}"
