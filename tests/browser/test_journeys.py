"""What people do, in a real browser: by keyboard alone, without JavaScript, and over plain HTTP."""

from urllib.parse import urlsplit

from playwright.async_api import Browser, expect

from service.database import Database
from service.embedded.catcher import MailCatcher
from service.embedded.caught_mail import CaughtMail
from tests.browser.conftest import World
from tests.given import Publish, Work
from tests.mails import alert_mails, link_to, mails_to
from tests.tables import rows


def path_of(mail: CaughtMail, page: str) -> str:
    return urlsplit(link_to(mail, page)).path


async def test_a_search_by_keyboard_alone(browser: Browser, site: str, publish: Publish, work: Work) -> None:
    await publish()
    await work()
    page = await browser.new_page()
    await page.goto(site)

    await page.keyboard.press("Tab")
    await expect(page.get_by_text("Skip to the content")).to_be_in_viewport()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("What you look for")).to_be_focused()
    await page.keyboard.type("night porter")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", name="1 listing fits, closest first")).to_be_visible()
    assert urlsplit(page.url).query.startswith("q=night+porter")


async def test_from_a_search_to_a_stopped_alert_without_javascript(
    browser: Browser, site: str, publish: Publish, work: Work, catcher: MailCatcher, database: Database
) -> None:
    await publish(description="A night porter in a hotel.")
    await work()
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()

    await page.goto(site)
    await page.get_by_label("What you look for").fill("night porter in a hotel")
    await page.get_by_role("button", name="Search").click()
    await page.get_by_text("Filters", exact=True).click()
    await page.get_by_label("Place", exact=True).fill("Leeds")
    await page.get_by_role("button", name="Apply filters").click()
    await expect(page.get_by_text("In Leeds", exact=True)).to_be_visible()
    await page.get_by_role("link", name="Save this search as an alert").click()
    await expect(page.get_by_role("heading", name="Last week it would have found")).to_be_visible()
    await page.get_by_label("Possible matches and better").check()
    await page.get_by_label("Your e-mail address").fill("reader@example.com")
    await page.get_by_role("button", name="Save this alert").click()
    await expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()

    await work()
    (confirmation,) = mails_to("reader@example.com", catcher.messages)
    await page.goto(site + path_of(confirmation, "/alerts/confirm/"))
    await page.get_by_role("button", name="Yes, start this alert").click()
    await expect(page.get_by_role("heading", name="Your alert has started")).to_be_visible()

    await work()
    (news,) = alert_mails(catcher.messages)
    await page.goto(site + path_of(news, "/preferences/"))
    await page.get_by_role("button", name="Pause").click()
    await expect(page.get_by_text("Paused", exact=True)).to_be_visible()
    await page.goto(site + path_of(news, "/stop/"))
    await page.get_by_role("button", name="Stop it for good").click()
    await expect(page.get_by_role("heading", name="Stopped")).to_be_visible()
    assert await rows(database, "SELECT state::text, place FROM alert") == [("stopped", "Leeds")]


async def test_forms_work_where_browsers_say_least_of_themselves(browser: Browser, site: str, world: World) -> None:
    # Over plain HTTP, on a name that is not this machine's own, browsers send no Sec-Fetch-Site, only an Origin.
    page = await browser.new_page()
    await page.goto(site.replace("127.0.0.1", "jobs.test") + world.pages["stop"])

    await page.get_by_role("button", name="Stop it for good").click()
    await expect(page.get_by_role("heading", name="Stopped")).to_be_visible()
    await page.goto(site.replace("127.0.0.1", "jobs.test") + world.pages["preferences"])
    await page.get_by_role("button", name="Resume").click()

    await expect(page.get_by_role("heading", name="Your alerts")).to_be_visible()
