"""Styles of mails: in every tag as an inliner would write them, for dark screens in the head, readable in both."""

import re
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest
from css_inline import CSSInliner

import service.mail
from service.mail.styles import StylesWrong, read_rules, read_screens, write_styles

TEMPLATES = Path(service.mail.__file__).parent / "templates"
SHEET = (TEMPLATES / "styles.css").read_text()
SCREENS = (TEMPLATES / "screens.css").read_text()
PAGES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
RULES = read_rules(SHEET)

Tag = tuple[str, dict[str, str]]


def tags_of(page: str) -> list[Tag]:
    """Every tag that has a style, with its declarations."""
    found: list[Tag] = []

    class Reading(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if style := dict(attrs).get("style"):
                pairs = (line.partition(":") for line in style.split(";") if line.strip())
                found.append((tag, {name.strip(): value.strip() for name, _, value in pairs}))

    Reading().feed(page)
    return found


def without_logic(template: str) -> str:
    """The tags of a template in their order, as a page that an inliner can read."""
    tags = re.findall(r"<[a-z][a-z0-9]*\b[^<>]*>", re.sub(r"{%.*?%}|{#.*?#}", "", template, flags=re.DOTALL))
    # What stands in tables is moved out of them where it is not whole: only the tag and its classes are asked about.
    return "".join(
        f"<div data-tag{classes[0]}></div>" for tag in tags if (classes := re.findall(r' class="[^"]*"', tag))
    )


@pytest.mark.parametrize("page", PAGES)
def test_a_template_carries_the_styles_that_an_inliner_would_write(page: str) -> None:
    template = (TEMPLATES / page).read_text()
    inlined = CSSInliner(load_remote_stylesheets=False).inline(
        f"<html><head><style>{SHEET}</style></head><body>{without_logic(template)}</body></html>"
    )

    ours = [style for _, style in tags_of(write_styles(template, RULES, kept=()))]

    theirs = [style for tag, style in tags_of(inlined) if tag == "div"]
    assert ours == theirs
    assert ours or page == "parts.html"


def test_a_class_that_no_sheet_knows_is_an_error() -> None:
    with pytest.raises(StylesWrong, match="'titel'"):
        write_styles('<p class="fact titel">', RULES, kept=())


def test_a_later_rule_wins() -> None:
    rules = read_rules("/* a { } */ .fact { color: red; margin: 0; } .pay { color: blue; }")

    assert write_styles('<p class="pay fact">', rules, kept=()) == '<p style="color:blue;margin:0">'


def test_a_tag_of_a_colour_that_screens_change_can_be_found_by_them() -> None:
    rules = read_rules(".ink { color: #111; } .fact { color: #111; } .card { border: 0; }")

    styled = write_styles('<td class="card fact"><p class="card">', rules, kept={"ink", "card"})

    assert styled == '<td style="color:#111;border:0" class="card ink"><p style="border:0" class="card">'


def test_screens_need_no_class_that_has_no_rule() -> None:
    _, kept = read_screens(SCREENS)

    assert kept <= RULES.keys()


def test_every_colour_is_one_that_dark_screens_change() -> None:
    _, kept = read_screens(SCREENS)
    changed = {rule["color"] for name, rule in RULES.items() if name in kept and rule.keys() == {"color"}}
    backgrounds = {name for name, rule in RULES.items() if "background-color" in rule}

    assert {rule["color"] for name, rule in RULES.items() if "color" in rule and name != "button"} == changed
    assert backgrounds <= kept


def test_what_stays_in_the_head_is_short() -> None:
    written, _ = read_screens(SCREENS)

    assert len(written) < 3_000
    assert "/*" not in written
    assert written.count("{") == written.count("}")


LIGHT = {"page": "#f4f6f8", "card": "#ffffff"}
DARK = {"page": "#12181f", "card": "#19212a"}
DARK_COLOURS = dict(re.findall(r"\n  \.(ink|muted|accent|amber|danger) \{ color: (#[0-9a-f]{6})", SCREENS))


@pytest.mark.parametrize(("colour", "ground"), list(product(DARK_COLOURS, ["page", "card"])))
def test_every_colour_of_text_can_be_read(colour: str, ground: str) -> None:
    assert contrast(RULES[colour]["color"], LIGHT[ground]) >= 4.5
    assert contrast(DARK_COLOURS[colour], DARK[ground]) >= 4.5


def test_buttons_can_be_read() -> None:
    assert contrast(RULES["button"]["color"], RULES["button-cell"]["background-color"]) >= 4.5
    assert contrast("#12181f", "#5fd0bd") >= 4.5


def contrast(text: str, ground: str) -> float:
    """As WCAG 2.2 defines it."""
    light, dark = sorted((luminance(text), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
