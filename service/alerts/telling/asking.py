"""What the two mails say that ask about one alert: whether it is wanted at all, and whether it still is."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from service.accounts.models import Person
from service.alerts.describing import filters_in_words, rhythm_in_words
from service.alerts.links import keep_url, preferences_url, stop_url
from service.alerts.models import Alert
from service.alerts.resting import ANSWER_WITHIN
from service.alerts.rules import filters_of
from service.alerts.telling.composing import rhythm_of
from service.links import Purpose, sign_link
from service.mail.contents import ConfirmationNews, StillWantedNews
from service.mail.writing import format_date, format_moment
from service.settings import Settings

CONFIRM_HOURS = 48


def confirmation_news(alert: Alert, person: Person, settings: Settings, *, now: datetime) -> ConfirmationNews:
    zone, locale = ZoneInfo(person.time_zone), person.locale
    token = sign_link(Purpose.CONFIRM, alert.public_id, keys=settings.secret_keys, now=now)
    return ConfirmationNews(
        site_name=settings.site_name,
        description=alert.description,
        filters=filters_in_words(filters_of(alert), locale=locale),
        confirm_url=f"{settings.public_url}/alerts/confirm/{token}",
        hours=CONFIRM_HOURS,
        rhythm=rhythm_in_words(alert.cadence, rhythm_of(person), locale=locale),
        expires=format_moment(now + timedelta(hours=CONFIRM_HOURS), locale=locale, zone=zone),
        locale=locale,
    )


def still_wanted_news(alert: Alert, person: Person, settings: Settings, *, now: datetime) -> StillWantedNews:
    zone, locale = ZoneInfo(person.time_zone), person.locale
    return StillWantedNews(
        site_name=settings.site_name,
        description=alert.description,
        filters=filters_in_words(filters_of(alert), locale=locale),
        keep_url=keep_url(alert.public_id, settings, now=now),
        stop_url=stop_url(alert.public_id, settings, now=now),
        preferences_url=preferences_url(person.public_id, settings, now=now),
        rests_on=format_date((alert.asked_at or now) + ANSWER_WITHIN, locale=locale, zone=zone),
        locale=locale,
    )
