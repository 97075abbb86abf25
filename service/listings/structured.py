"""A listing as a schema.org JobPosting, as search engines read it: https://schema.org/JobPosting."""

from html import escape
from typing import Any

from service.kinds import ContractKind, Hours, Workplace
from service.listings.schemas import ListingOut
from service.web.writing import split_paragraphs

_CONTRACTS = {
    ContractKind.FIXED_TERM: "TEMPORARY",
    ContractKind.TEMPORARY: "TEMPORARY",
    ContractKind.CASUAL: "PER_DIEM",
    ContractKind.APPRENTICESHIP: "OTHER",
    ContractKind.INTERNSHIP: "INTERN",
    ContractKind.VOLUNTEER: "VOLUNTEER",
}
_HOURS = {Hours.FULL_TIME: "FULL_TIME", Hours.PART_TIME: "PART_TIME"}


def job_posting(listing: ListingOut, *, url: str) -> dict[str, Any]:
    """Only what the listing says: what is unknown is left out."""
    posting = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": listing.title,
        "description": "".join(f"<p>{escape(part)}</p>" for part in split_paragraphs(listing.description)),
        "identifier": {"@type": "PropertyValue", "name": listing.employer, "value": listing.external_id},
        "hiringOrganization": {"@type": "Organization", "name": listing.employer},
        "datePosted": listing.opens_at and listing.opens_at.isoformat(),
        "validThrough": listing.closes_at and listing.closes_at.isoformat(),
        "employmentType": _employment(listing),
        "jobLocation": _place(listing),
        "jobLocationType": "TELECOMMUTE" if listing.workplace is Workplace.REMOTE else None,
        "baseSalary": _pay(listing),
        "directApply": False,
        "url": url,
    }
    return {name: value for name, value in posting.items() if value not in (None, [])}


def _employment(listing: ListingOut) -> list[str]:
    hours = _HOURS[listing.hours] if listing.hours else None
    contract = _CONTRACTS.get(listing.contract) if listing.contract else None
    return [kind for kind in (hours, contract) if kind]


def _place(listing: ListingOut) -> dict[str, Any] | None:
    address = {
        "addressLocality": listing.place_locality or (None if listing.place_region else listing.place),
        "addressRegion": listing.place_region,
        "addressCountry": listing.place_country,
    }
    known = {name: value for name, value in address.items() if value}
    return {"@type": "Place", "address": {"@type": "PostalAddress", **known}} if known else None


def _pay(listing: ListingOut) -> dict[str, Any] | None:
    amounts = {"minValue": listing.pay_min, "maxValue": listing.pay_max}
    known = {name: float(amount) for name, amount in amounts.items() if amount is not None}
    if not known or listing.pay_currency is None or listing.pay_period is None:
        return None
    value = {"@type": "QuantitativeValue", **known, "unitText": listing.pay_period.upper()}
    return {"@type": "MonetaryAmount", "currency": listing.pay_currency, "value": value}
