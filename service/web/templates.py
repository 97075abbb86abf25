"""The templates of all pages, each beside its feature, and how they write days, sums and words."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from litestar.contrib.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template.config import TemplateConfig

_SERVICE = Path(__file__).resolve().parent.parent
_FEATURES = ("web", "search", "listings", "alerts", "matching")
STATIC_FOLDER = Path(__file__).resolve().parent / "static"
NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class Site:
    """What every page knows of the installation that it is served by."""

    name: str = "Rolecall"
    locale: str = "en_GB"
    zone: ZoneInfo = ZoneInfo("Europe/London")


def template_config(site: Site | None = None) -> TemplateConfig[JinjaTemplateEngine]:
    return TemplateConfig(instance=JinjaTemplateEngine.from_environment(page_environment(site or Site())))


def page_environment(site: Site) -> Environment:
    folders = {name: FileSystemLoader(_SERVICE / name / "templates") for name in _FEATURES}
    environment = Environment(
        loader=PrefixLoader(folders), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["site"] = site
    return environment


def page(name: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **context: Any) -> Template:
    return Template(name, context=context, status_code=status, headers=dict(headers or {}))
