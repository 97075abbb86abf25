"""Every kind of mail in a real browser: no barrier that axe-core knows, no sideways scroll, light and dark."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from service.samples.mails.writing import write_sample_mails
from tests.browser.test_every_page import Scheme, violations

# Mail programs make the landmarks of the page that a mail is shown in.
_NOT_OF_A_MAIL = ("landmark-one-main", "region")


@pytest.fixture(scope="module")
def mails(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("mails")
    return [folder / f"{mail.name}.html" for mail in write_sample_mails(folder)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_mail_has_a_known_barrier(browser: Browser, mails: list[Path], scheme: Scheme) -> None:
    context = await browser.new_context(viewport={"width": 700, "height": 800}, color_scheme=scheme)
    page = await context.new_page()

    found = {}
    for mail in mails:
        await page.goto(mail.as_uri())
        found[mail.name] = [each for each in await violations(page) if not each.startswith(_NOT_OF_A_MAIL)]

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("width", [320, 360, 480, 700])
async def test_no_mail_scrolls_sideways(browser: Browser, mails: list[Path], width: int) -> None:
    context = await browser.new_context(viewport={"width": width, "height": 800})
    page = await context.new_page()

    widths = {}
    for mail in mails:
        await page.goto(mail.as_uri())
        widths[mail.name] = await page.evaluate("document.documentElement.scrollWidth")

    assert {name: found for name, found in widths.items() if found > width} == {}


async def test_no_mail_asks_for_anything(browser: Browser, mails: list[Path]) -> None:
    page = await browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    for mail in mails:
        await page.goto(mail.as_uri())

    assert asked == [mail.as_uri() for mail in mails]
