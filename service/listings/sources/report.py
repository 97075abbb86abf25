"""What a file would bring, as plain values for JSON: every listing as written and as understood, and each refusal."""

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from service.listings.sources.imported import Import


def as_json(imported: Import) -> dict[str, Any]:
    return {
        "format": imported.format,
        "listings": [
            {"line": sourced.line} | {name: _plain(value) for name, value in asdict(sourced.understood).items()}
            for sourced in imported.listings
        ],
        "refused": [asdict(refusal) for refusal in imported.refused],
        "unused_fields": list(imported.unused_fields),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value
