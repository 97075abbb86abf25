"""What a person sees of a search's filters, in a real browser: what was read, undone, edited and narrowed."""

from playwright.async_api import Browser, Page, expect

from service.embedded.catcher import MailCatcher
from tests.browser.test_journeys import path_of
from tests.factories import a_listing
from tests.given import Publish, PublishMany, Subscribe, Work
from tests.mails import alert_mails


async def _searched(browser: Browser, site: str, query: str) -> Page:
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(site)
    await page.get_by_label("What you look for").fill(query)
    await page.get_by_role("button", name="Search").click()
    return page


async def test_what_was_read_can_be_edited_and_undone(
    browser: Browser, site: str, publish: Publish, work: Work
) -> None:
    await publish(place="York", title="Night Porter", description="A night porter in a hotel.")
    await work()

    page = await _searched(browser, site, "night porter in a hotel within 25 km of Leeds")
    undo = page.get_by_role("link", name="Undo “Within 25 km of Leeds")
    await expect(undo).to_be_visible()
    await expect(page.get_by_role("link", name="Night Porter")).not_to_be_visible()

    await page.get_by_text("Filters, 1 on").click()
    await expect(page.get_by_label("How far from the place")).to_have_value("25")
    await page.get_by_label("How far from the place").select_option("50")
    await page.get_by_role("button", name="Apply filters").click()
    await expect(page.get_by_role("link", name="Remove the filter “Within 50 km of Leeds")).to_be_visible()
    await expect(page.get_by_role("link", name="Night Porter")).to_be_visible()

    page = await _searched(browser, site, "night porter in a hotel within 25 km of Leeds")
    await page.get_by_role("link", name="Undo “Within 25 km of Leeds").click()
    await expect(page.get_by_role("heading", name="1 listing fits, closest first")).to_be_visible()
    await expect(page.get_by_text("is searched by its meaning")).to_be_visible()


async def test_a_narrower_search_finds_as_many_as_it_said(
    browser: Browser, site: str, publish_many: PublishMany, work: Work
) -> None:
    places = ("York", "York", "Leeds", "Leeds", "Leeds", "Dover")
    hours = ("full_time", "part_time", "full_time", None, None, None)
    await publish_many(
        [
            a_listing(external_id=f"p{number}", place=place, hours=kept, description="A night porter in a hotel.")
            for number, (place, kept) in enumerate(zip(places, hours, strict=True))
        ]
    )
    await work()

    page = await _searched(browser, site, "night porter in a hotel")
    await expect(page.get_by_role("heading", name="6 listings fit, closest first")).to_be_visible()
    await page.get_by_text("Narrow by hours, place").click()
    await expect(page.get_by_role("listitem").filter(has_text="West Yorkshire")).to_contain_text("leaves 3")
    await page.get_by_role("link", name="West Yorkshire").click()

    await expect(page.get_by_role("heading", name="3 listings fit, closest first")).to_be_visible()


async def test_an_alert_is_changed_where_its_mail_leads(
    browser: Browser, site: str, publish: Publish, subscribe: Subscribe, work: Work, catcher: MailCatcher
) -> None:
    await publish(description="A night porter in a hotel.")
    await work()
    await subscribe(description="night porter in a hotel within 25 km of Leeds")
    await work()
    page = await browser.new_page()

    await page.goto(site + path_of(alert_mails(catcher.messages)[0], "/preferences/"))
    await page.get_by_role("link", name="Change").click()
    await page.get_by_label("How far from the place").select_option("100")
    await page.get_by_role("button", name="Save the changes").click()

    await expect(page.get_by_role("heading", name="Your alerts")).to_be_visible()
    await expect(page.get_by_text("within 100 km (62 miles) of Leeds")).to_be_visible()
