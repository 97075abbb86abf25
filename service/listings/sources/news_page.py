"""Listings on a news page that was saved as text: short blocks that end with the recruiter's name, among other things.

A block is a title, the employer, the pay, a teaser that may end with the place, and "Recruiter: " with the employer
again. Only what stands between a title and its recruiter is read, so the article and the adverts stay out.
"""

import re
from collections.abc import Iterator

from service.listings.pay import understand_pay
from service.listings.places import understand_place
from service.listings.sources.imported import Entry, Import, Reading, Refused, admit, refuse_file, with_refused

FORMAT = "news-page"
SOURCE = "news-page"

# "Recuriter" is how one publisher's pages have spelt it for years.
_RECRUITER = re.compile(r"^[ \t]*(?:Recruiter|Recuriter)[ \t]*:(?P<name>.*\S)", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_LONGEST_BLOCK = 8
_LONGEST_TITLE = 200
_SENTENCE_ENDS = (".", "!", "?", ":", "…")
_LONGEST_PAY = 300
_PAGE_DATE = re.compile(
    r"\b[0-9]{1,2}(?:st|nd|rd|th)? (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December) [0-9]{4}\b"
)
_HEAD_LINES = 5
_LAST_SENTENCE = re.compile(r"(?:[.!?…])\s+(?P<rest>[^.!?…]{1,60})$")
# No word boundary on the left: saved pages glue one field to the next ("The MaplesPermanent, Full Time£20,604").
_CONTRACT = re.compile(r"(?:Permanent|Fixed[ -][Tt]erm|Temporary|Casual)(?:,|/| -)? (?:Full|Part)[ -]?[Tt]ime")
_SITE_AND_TOWN = re.compile(r"\s[-–]\s[^,]+,\s*(?P<town>[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,2})$")


def looks_like_news_page(text: str) -> bool:
    return any(_RECRUITER.match(line) for line in _LINE_END.split(text))


def read_news_page(text: str, reading: Reading) -> Import:
    lines = _LINE_END.split(text)
    found = list(_blocks(lines, _page_date(lines)))
    if not found:
        return refuse_file(FORMAT, "No line of this page names a recruiter")
    entries = [entry for entry in found if isinstance(entry, Entry)]
    unreadable = [refusal for refusal in found if isinstance(refusal, Refused)]
    return with_refused(admit(entries, reading, file_format=FORMAT), unreadable)


def _blocks(lines: list[str], page_date: str | None) -> Iterator[Entry | Refused]:
    above: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        recruiter = _RECRUITER.match(line)
        if recruiter:
            yield _entry(above, recruiter["name"].strip(), page_date) or Refused(
                number, None, None, "No title and employer stand above this recruiter"
            )
            above = []
        elif line.strip():
            above = [*above[1 - _LONGEST_BLOCK :], (number, line.strip())]


def _entry(above: list[tuple[int, str]], recruiter: str, page_date: str | None) -> Entry | None:
    """Read the lines above a recruiter: the nearest one that repeats the name is the employer, above it the title."""
    employers = [index for index, (_, line) in enumerate(above) if _same(line, recruiter)]
    if not employers or employers[-1] == 0:
        return None
    line, title = above[employers[-1] - 1]
    if len(title) > _LONGEST_TITLE or title.endswith(_SENTENCE_ENDS):
        return None
    pay, teaser = _pay_and_teaser([text for _, text in above[employers[-1] + 1 :]])
    contract = _CONTRACT.search(teaser)
    ending = _place_at_end(teaser)
    teaser, place = (teaser[: -len(ending)].rstrip(), ending) if ending else (teaser, _town_of(title))
    fields = {
        "title": title,
        "employer": above[employers[-1]][1],
        "description": teaser or title,
        "teaser": teaser,
        "pay_text": pay,
        "place": place,
        "contract_text": contract[0] if contract else None,
        "opens_text": page_date,
    }
    return Entry(line, {name: value for name, value in fields.items() if value})


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _pay_and_teaser(lines: list[str]) -> tuple[str | None, str]:
    """Take the first line for the pay where a teaser follows it, or where it can be understood as one."""
    if not lines or len(lines[0]) > _LONGEST_PAY:
        return None, "\n".join(lines)
    if len(lines) > 1 or understand_pay(lines[0]).period:
        return lines[0], "\n".join(lines[1:])
    return None, lines[0]


def _place_at_end(teaser: str) -> str | None:
    """Find the place that ends a teaser, when it is one beyond doubt."""
    ending = _LAST_SENTENCE.search(teaser)
    return ending["rest"] if ending and understand_place(ending["rest"]).country else None


def _town_of(title: str) -> str | None:
    """The town that ends a title with a site: "Residential Worker - The Maples, Harlow"."""
    town = _SITE_AND_TOWN.search(title)
    return town["town"] if town else None


def _page_date(lines: list[str]) -> str | None:
    head = [line for line in lines if line.strip()][:_HEAD_LINES]
    return next((found[0] for line in head if (found := _PAGE_DATE.search(line))), None)
