"""Every page in a real browser: no barrier that axe-core knows, no sideways scroll, no complaint in the console."""

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page

from tests.browser.conftest import World

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text()
Scheme = Literal["light", "dark"]


async def open_in(browser: Browser, site: str, world: World, *, width: int, scheme: Scheme) -> Page:
    """A page of a fresh context, signed in as a recruiter and as the operator."""
    viewport = {"width": width, "height": 800}
    context = await browser.new_context(viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]
    page = await context.new_page()
    for entrance in (world.entrance, world.operator_entrance):
        await page.goto(site + entrance)
        await page.get_by_role("button", name="Sign in").click()
        await page.get_by_role("button", name="Sign out").wait_for()
    return page


async def unfold(page: Page) -> None:
    """Open what is folded, so that it is looked at too."""
    await page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


async def violations(page: Page) -> list[str]:
    await page.evaluate(AXE)
    found: dict[str, Any] = await page.evaluate("axe.run(document)")
    return [
        f"{rule['id']}: {node['html'][:120]} ({node['failureSummary']})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_page_has_a_known_barrier(browser: Browser, site: str, world: World, scheme: Scheme) -> None:
    page = await open_in(browser, site, world, width=1200, scheme=scheme)

    found = {}
    for name, address in world.pages.items():
        await page.goto(site + address)
        await unfold(page)
        found[name] = await violations(page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("width", [320, 360, 768])
async def test_no_page_scrolls_sideways(browser: Browser, site: str, world: World, width: int) -> None:
    page = await open_in(browser, site, world, width=width, scheme="light")

    widths = {}
    for name, address in world.pages.items():
        await page.goto(site + address)
        await unfold(page)
        widths[name] = await page.evaluate("document.documentElement.scrollWidth")

    assert {name: found for name, found in widths.items() if found > width} == {}


async def test_no_page_asks_for_what_its_policy_forbids(browser: Browser, site: str, world: World) -> None:
    page = await open_in(browser, site, world, width=1200, scheme="light")
    complaints: list[str] = []
    elsewhere: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            complaints.append(message.text)

    page.on("console", hear)
    page.on("request", lambda request: None if request.url.startswith(site) else elsewhere.append(request.url))
    for address in (*world.pages.values(), "/docs"):
        await page.goto(site + address)

    assert complaints == []
    assert elsewhere == []


async def test_the_documentation_lists_the_operations(browser: Browser, site: str) -> None:
    page = await browser.new_page()

    await page.goto(site + "/docs")
    await page.get_by_text("Find open listings by a description in plain words").wait_for()

    assert await page.title() == "Rolecall: API"
