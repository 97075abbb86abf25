"""The samples are whole: each is accepted, fresh, and known by an id of its own."""

from datetime import UTC, datetime, timedelta

import pytest

from service.samples.loading import SamplesDamaged, check_named_listings, load_candidates, read_sample_listings
from service.settings import load_settings

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SETTINGS = load_settings(
    database_url="postgresql://db/rolecall",
    redis_url="redis://redis",
    data_folder="/nowhere",
    secret_key="x" * 40,
    public_url="http://127.0.0.1:8000",
    mail_from="alerts@example.org",
)


def test_two_hundred_listings_and_the_five_of_the_page_are_read() -> None:
    listings = read_sample_listings(SETTINGS.zone, now=NOW)

    ids = {(each.understood.source, each.understood.external_id) for each in listings}
    assert len(ids) == len(listings) == 205


def test_every_listing_opened_in_the_past_three_weeks_and_closes_later() -> None:
    listings = [each.understood for each in read_sample_listings(SETTINGS.zone, now=NOW)]

    opened = [each.opens_at for each in listings if each.opens_at]
    assert len(opened) == len(listings)
    assert all(NOW - timedelta(days=22) < moment < NOW for moment in opened)
    assert all(each.closes_at > NOW for each in listings if each.closes_at)


def test_the_page_keeps_its_date_as_written() -> None:
    page = [each.understood for each in read_sample_listings(SETTINGS.zone, now=NOW)][-5:]

    assert {each.opens_text for each in page} == {"22 January 2021"}


def test_candidates_are_told_apart_by_id_and_mailbox() -> None:
    candidates = load_candidates()

    assert len(candidates) >= 30
    assert len({candidate.external_id for candidate in candidates}) == len(candidates)
    assert len({candidate.email for candidate in candidates}) == len(candidates)


def test_every_candidate_names_listings_to_fit_and_to_miss_and_none_as_both() -> None:
    for candidate in load_candidates():
        assert candidate.fits, candidate.external_id
        assert candidate.misses, candidate.external_id
        named = [*candidate.fits, *candidate.misses]
        assert len(set(named)) == len(named), candidate.external_id


def test_every_listing_that_a_candidate_names_is_among_the_samples() -> None:
    listing_ids = {each.understood.external_id for each in read_sample_listings(SETTINGS.zone, now=NOW)}

    named = {listing_id for each in load_candidates() for listing_id in (*each.fits, *each.misses)}
    assert named <= listing_ids


def test_a_candidate_who_names_a_listing_that_does_not_exist_is_refused() -> None:
    candidate = load_candidates()[0].model_copy(update={"fits": ["gone-2", "gone-1"], "misses": ["here"]})

    with pytest.raises(SamplesDamaged, match="cand-001 names listings that do not exist: gone-1, gone-2"):
        check_named_listings([candidate], {"here"})
