"""What the mail of a person's news says: the best of what is told, why each fits, and where its reader says stop."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from service.accounts.models import Person
from service.alerts.describing import filters_in_words, rhythm_in_words
from service.alerts.links import mail_page_url, preferences_url, stop_all_url, stop_url
from service.alerts.models import Alert
from service.alerts.reasons.background import Background
from service.alerts.rules import filters_of, strength_of_match
from service.alerts.telling.composing import rhythm_of
from service.alerts.telling.queries import Planned
from service.listings.models import Listing
from service.mail.contents import AlertAnswered, AlertNews, Fit, ListingNews
from service.mail.models import Delivery
from service.mail.writing import format_date
from service.settings import Settings
from service.web.writing import write_pay

LISTINGS_SHOWN = 10
CLOSING_SOON_DAYS = 3


def alert_news(
    delivery: Delivery,
    person: Person,
    kept: Sequence[Planned],
    background: Background,
    settings: Settings,
    *,
    now: datetime,
) -> AlertNews:
    """The page of this mail shows all of it."""
    shown = [(each, each.listing) for each in kept[:LISTINGS_SHOWN] if each.listing is not None]
    return AlertNews(
        site_name=settings.site_name,
        alerts=tuple(_answered(alert, kept, person, settings, now=now) for alert in alerts_answered(kept)),
        listings=tuple(listing_news(each, listing, person, background, settings, now=now) for each, listing in shown),
        count=len(kept),
        all_url=mail_page_url(delivery.public_id, settings, now=now),
        first=all(answer.match.open_before for each in kept for answer in each.answers),
        stop_all_url=stop_all_url(person.public_id, settings, now=now),
        preferences_url=preferences_url(person.public_id, settings, now=now),
        locale=person.locale,
    )


def alerts_answered(kept: Sequence[Planned]) -> list[Alert]:
    """The alerts that a mail answers, in the order in which its listings name them."""
    return list({answer.alert.id: answer.alert for each in kept for answer in each.answers}.values())


def listing_news(
    planned: Planned, listing: Listing, person: Person, background: Background, settings: Settings, *, now: datetime
) -> ListingNews:
    zone, locale = ZoneInfo(person.time_zone), person.locale
    reasons = [background.reason(answer.alert, listing, locale=locale) for answer in planned.answers]
    closes = listing.closes_at
    return ListingNews(
        title=listing.title,
        employer=background.employers[listing.id],
        pay=listing.pay_text or _pay(listing, locale=locale),
        place=listing.place,
        distance=next((each.distance for each in reasons if each.distance), ""),
        closes=format_date(closes, locale=locale, zone=zone) if closes else None,
        closing_soon=closes is not None and closes_soon(closes, zone, now=now),
        why=planned.answers[0].match.why,
        strength=strength_of_match(planned.answers[0].alert, planned.answers[0].match.score),
        fit=_together([each.fit for each in reasons]),
        answers=tuple(answer.alert.description for answer in planned.answers),
        url=f"{settings.public_url}/listings/{listing.public_id}",
        language=listing.language,
    )


def closes_soon(closes_at: datetime, zone: ZoneInfo, *, now: datetime) -> bool:
    """Within three days, by the days of the person's own calendar."""
    return (closes_at.astimezone(zone).date() - now.astimezone(zone).date()).days <= CLOSING_SOON_DAYS


def _answered(
    alert: Alert, kept: Sequence[Planned], person: Person, settings: Settings, *, now: datetime
) -> AlertAnswered:
    zone = ZoneInfo(person.time_zone)
    return AlertAnswered(
        description=alert.description,
        stop_url=stop_url(alert.public_id, settings, now=now),
        filters=filters_in_words(filters_of(alert), locale=person.locale),
        since=format_date(alert.confirmed_at, locale=person.locale, zone=zone) if alert.confirmed_at else "",
        rhythm=rhythm_in_words(alert.cadence, rhythm_of(person), locale=person.locale),
        count=sum(any(answer.alert.id == alert.id for answer in each.answers) for each in kept),
    )


def _together(fits: Sequence[Fit]) -> Fit:
    """What several alerts say of one listing, each point once."""
    return Fit(
        **{
            name: tuple(dict.fromkeys(point for fit in fits for point in getattr(fit, name)))
            for name in Fit.__dataclass_fields__
        }
    )


def _pay(listing: Listing, *, locale: str) -> str | None:
    """What was given in numbers alone, written as the reader writes sums."""
    period = listing.pay_period.value if listing.pay_period else None
    return (
        write_pay(listing.pay_min, listing.pay_max, currency=listing.pay_currency, period=period, locale=locale) or None
    )
