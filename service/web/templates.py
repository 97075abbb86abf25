"""The templates of all pages, each beside its feature, and what every one of them can use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template.config import TemplateConfig

from service.web.writing import (
    FALLBACK_LOCALE,
    split_paragraphs,
    write_amount,
    write_country,
    write_day,
    write_duration,
    write_kind,
    write_moment,
    write_pay,
)

STATIC_FOLDER = Path(__file__).resolve().parent / "static"
NO_STORE = {"Cache-Control": "no-store"}
_SERVICE = STATIC_FOLDER.parent.parent
_FEATURES = ("web", "search", "listings", "alerts", "matching", "operations")


@dataclass(frozen=True)
class Site:
    """What every page knows of the installation that serves it."""

    name: str = "Rolecall"
    locale: str = FALLBACK_LOCALE
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/London"))


def template_config(site: Site | None = None) -> TemplateConfig[JinjaTemplateEngine]:
    return TemplateConfig(instance=JinjaTemplateEngine.from_environment(page_environment(site or Site())))


def page_environment(site: Site) -> Environment:
    environment = Environment(
        loader=PrefixLoader({name: FileSystemLoader(_SERVICE / name / "templates") for name in _FEATURES}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["site"] = site
    environment.filters.update(
        day=partial(write_day, locale=site.locale, zone=site.zone),
        moment=partial(write_moment, locale=site.locale, zone=site.zone),
        duration=write_duration,
        amount=partial(write_amount, locale=site.locale),
        pay=lambda of: write_pay(
            of.pay_min, of.pay_max, currency=of.pay_currency, period=of.pay_period, locale=site.locale
        ),
        kind=write_kind,
        country=partial(write_country, locale=site.locale),
        paragraphs=split_paragraphs,
    )
    return environment


def page(name: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **context: Any) -> Template:
    return Template(name, context=context, status_code=status, headers=dict(headers or {}))
