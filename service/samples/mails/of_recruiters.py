"""Sample mails to an organisation: strong candidates, the week, the end of a listing. Candidates are blind in all."""

from service.mail.contents import (
    CandidateSeen,
    CandidatesNews,
    ClosingSummaryNews,
    Fit,
    OpenListing,
    WeeklySummaryNews,
)
from service.mail.writing import format_date
from service.samples.mails.world import NOW, ZONE, a_listing, settings

_ORGANISATION = "London Borough of Wandle Heath"
_LOCALE = "en_GB"
_OWN = ("housing-010", "housing-018", "council-014")
_TOKEN = "AAZ4kPq0bDkR8fS9uLwK3vXyQ.tH4mN7cB2aV9sD1fG6jK8lP0oI5uY3tR"


def candidates() -> CandidatesNews:
    listing = a_listing("housing-010")
    return CandidatesNews(
        site_name=settings().site_name,
        organisation=_ORGANISATION,
        title=listing.title,
        place=listing.place or "",
        candidates=(
            CandidateSeen(
                headline="Homelessness caseworker with a duty background",
                strength="Strong match",
                why="Four years of prevention and relief decisions in a London borough, the last one with families who"
                " have no recourse to public funds, and section 202 reviews alongside the legal team.",
                fit=Fit(
                    meets=("experience",),
                    not_stated=("right to work",),
                    skills_shared=("homelessness prevention", "Housing Act Part 7", "section 202 reviews"),
                    skills_missing=("coaching",),
                ),
            ),
            CandidateSeen(
                headline="Housing adviser, domestic abuse",
                strength="Strong match",
                why="I advise people who leave home because of abuse: emergency places, injunctions, priority need, and"
                " the landlords who will take them afterwards.",
                fit=Fit(
                    meets=("experience", "right to work"),
                    skills_shared=("domestic abuse", "housing law", "negotiating with landlords"),
                ),
            ),
        ),
        count=3,
        ranking_url=_page("matches", "housing-010"),
        stop_url=_page("stop", "strong-candidates"),
        settings_url=_page("organisation", "mail"),
        locale=_LOCALE,
    )


def weekly_summary() -> WeeklySummaryNews:
    counts = {"housing-010": (41, 6, 3, 2), "housing-018": (12, 1, 0, 0), "council-014": (87, 23, 5, 9)}
    listings = tuple(_open_listing(id_, *counts[id_]) for id_ in _OWN)
    return WeeklySummaryNews(
        site_name=settings().site_name,
        organisation=_ORGANISATION,
        week="16 to 22 November 2026",
        listings=listings,
        count=len(listings),
        new=sum(each.new for each in listings),
        waiting=sum(each.waiting for each in listings),
        all_url=_page("listings", "own"),
        stop_url=_page("stop", "weekly-summary"),
        settings_url=_page("organisation", "mail"),
        locale=_LOCALE,
    )


def closing_summary() -> ClosingSummaryNews:
    listing = a_listing("council-014")
    assert listing.opens_at is not None
    return ClosingSummaryNews(
        site_name=settings().site_name,
        organisation=_ORGANISATION,
        title=listing.title,
        place=listing.place or "",
        opened=format_date(listing.opens_at, locale=_LOCALE, zone=ZONE),
        closed=format_date(NOW, locale=_LOCALE, zone=ZONE),
        reason="its closing date has passed",
        candidates=87,
        strong=14,
        shortlisted=5,
        dismissed=31,
        undecided=51,
        url=_page("matches", "council-014"),
        stop_url=_page("stop", "closing-summary"),
        settings_url=_page("organisation", "mail"),
        locale=_LOCALE,
    )


def _open_listing(external_id: str, found: int, new: int, shortlisted: int, waiting: int) -> OpenListing:
    listing = a_listing(external_id)
    assert listing.closes_at is not None
    days = (listing.closes_at.astimezone(ZONE).date() - NOW.astimezone(ZONE).date()).days
    return OpenListing(
        title=listing.title,
        place=listing.place or "",
        closes=format_date(listing.closes_at, locale=_LOCALE, zone=ZONE),
        closing_soon=days <= 3,
        candidates=found,
        new=new,
        shortlisted=shortlisted,
        waiting=waiting,
        url=_page("matches", external_id),
    )


def _page(folder: str, name: str) -> str:
    return f"{settings().public_url}/{folder}/{name}/{_TOKEN}"
