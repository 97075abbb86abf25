"""Sample mails of news: one listing, many, the first mail, several alerts, a profile, another locale, hostile texts."""

from dataclasses import replace
from datetime import timedelta

from service.alerts.models import Cadence
from service.mail.contents import AlertNews, ListingNews
from service.samples.mails.world import NOW, Told, a_listing, a_person, all_listings, an_alert, news_of

SOCIAL_WORKER = "royal-borough-of-greenwich-social-worker-level-1-greenwich-l-e2d60dd9b5f4"
_COUNT = 37
_CARE = "Evening work with older people near Greenwich, about £35k"
_HOSTILE = '</td></table><script>alert(1)</script> "\' onmouseover="x" {{ 7*7 }} \u202egnp.exe'


def one_listing() -> AlertNews:
    alert = an_alert(1, _CARE, place="Greenwich", within_km=15, pay_at_least=30_000)
    closes = {"closes_at": NOW + timedelta(days=2, hours=15)}
    told = [Told(a_listing(SOCIAL_WORKER, **closes), "We are looking", [alert])]
    return _with_feedback(news_of(told, a_person()))


def many_listings() -> AlertNews:
    """Ten of many more, as a person who looks broadly gets them on a busy day."""
    alert = an_alert(
        1, "Helping people in London who have it hard: care, advice, housing", place="London", pay_at_least=25_000
    )
    begins = {
        "edu-022": "Three trainees",
        "housing-010": "You'll carry",
        "care-017": "Outreach at Lantern Street",
        "edu-021": "You'd have a caseload",
        "care-010": "Calls are never shorter",
        "care-014": "In the mornings",
        "care-015": "The Waddon Centre",
        "housing-007": "Thamesbank is looking",
        "health-004": "Your tasks",
        "care-012": "You'd be one of four",
    }
    told = [Told(a_listing(id_), words, [alert]) for id_, words in begins.items()]
    return _with_feedback(replace(news_of(told, a_person()), count=_COUNT))


def first_mail() -> AlertNews:
    alert = an_alert(1, "Looking after old things: museum, archive or library stores")
    begins = {"stores-014": "You will work with", "stores-015": "", "edu-015": "", "council-001": ""}
    told = [Told(a_listing(id_), words, [alert]) for id_, words in begins.items()]
    return _with_feedback(news_of(told, a_person(), first=True))


def several_alerts() -> AlertNews:
    care, nights, money = (
        an_alert(1, "Mental health work with older people around Leeds", place="Leeds", within_km=50),
        an_alert(
            2,
            "Hands-on care, no driving",
            cadence=Cadence.AT_ONCE,
            place="Leeds",
            within_km=40,
            contracts=["permanent"],
        ),
        an_alert(
            3,
            "Office work in which I help people with money",
            cadence=Cadence.WEEKLY,
            pay_at_least=24_000,
        ),
    )
    told = [
        Told(a_listing("care-003"), "The Older Adults Mental Health Team", [care]),
        Told(a_listing("health-002"), "We are a community team", [care, money]),
        Told(a_listing("care-020"), "", [nights, care]),
        Told(a_listing("care-019"), "We have a vacancy", [nights]),
        Told(a_listing("biz-019"), "", [money]),
    ]
    return _with_feedback(news_of(told, a_person()))


def for_a_profile() -> AlertNews:
    alert = an_alert(1, "")
    alert.candidate_id = 1
    told = [
        Told(a_listing(SOCIAL_WORKER), "We are looking", [alert]),
        Told(a_listing("care-001"), "The work is Care and Treatment", [alert]),
        Told(a_listing("care-003"), "The Older Adults Mental Health Team", [alert]),
    ]
    return _with_feedback(news_of(told, a_person()))


def in_german() -> AlertNews:
    """Of a reader in Berlin: days, sums and distances as they are written there."""
    alert = an_alert(
        1, "Sales or security work in Rotterdam or Berlin", place="Berlin", pay_at_least=60_000, pay_currency="EUR"
    )
    near = an_alert(2, "Security engineer", place="Rotterdam", within_km=60)
    in_numbers = {"pay_text": None, "pay_min_yearly": 60_000, "place": "Delft", **_at(52.01, 4.36)}
    told = [
        Told(a_listing("biz-016"), "You will write the plan", [alert]),
        Told(a_listing("tech-013", **in_numbers), "You will maintain", [near]),
    ]
    return _with_feedback(news_of(told, a_person(locale="de_DE", time_zone="Europe/Berlin")))


def hostile_texts() -> AlertNews:
    """Everything that an advertiser or a reader can write that a mail must survive, in several scripts."""
    alert = an_alert(1, f"{_HOSTILE} " + "Pflegefachkraftbereitschaftsdienst " * 30, place="London")
    texts = {
        "en": "Consultant " * 40,
        "de": "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstellenleiter" * 3,
        "zh": "高级软件工程师负责设计和实现大型分布式系统" * 12,
        "ja": "介護スタッフを募集しています夜勤あり" * 12,
        "ar": "مطلوب مهندس برمجيات للعمل في فريق متعدد اللغات " * 8,
        "he": "דרושה אחות למשמרות לילה בבית חולים גדול " * 8,
        "hi": "वरिष्ठ देखभाल सहायक की आवश्यकता है " * 10,
        "th": "รับสมัครพนักงานดูแลผู้สูงอายุทำงานกะกลางคืน" * 8,
        "el": "Ζητείται νοσηλευτής για νυχτερινές βάρδιες " * 8,
        "fr": "👩🏽‍⚕️🏥💶🌍" * 40,
    }
    ids = all_listings()
    listings = [
        a_listing(
            id_,
            title=f"{text[:200]}",
            description=f"{text} {_HOSTILE}",
            pay_text=f"{_HOSTILE} {text}"[:300],
            place=text[:300],
            language=language,
            **_at(51.51, -0.13),
        )
        for id_, (language, text) in zip(ids, texts.items(), strict=False)
    ]
    told = [Told(listing, listing.description[:1], [alert]) for listing in listings]
    employers = {listing.id: f"{_HOSTILE} {listing.title}" for listing in listings}
    return _with_feedback(replace(news_of(told, a_person(), employers=employers), count=_COUNT))


def _with_feedback(news: AlertNews) -> AlertNews:
    """Links by which a reader says of a listing what they think of it."""

    def judged(number: int, listing: ListingNews) -> ListingNews:
        page = f"https://jobs.example.org/feedback/AAZ4kP{number:02}0bDkR8fS9uLwK3vXyQ.tH4mN7cB2aV9sD1fG6jK8lP0oI5uY3tR"
        return replace(listing, more_url=f"{page}?as=more", less_url=f"{page}?as=less")

    return replace(news, listings=tuple(judged(*each) for each in enumerate(news.listings)))


def _at(latitude: float, longitude: float) -> dict[str, float]:
    return {"place_latitude": latitude, "place_longitude": longitude, "place_radius_km": 0.0}
