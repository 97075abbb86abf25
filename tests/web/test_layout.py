"""What every page keeps to: own files only, nothing inline, a title, a language, and a page for every error."""

import re
from pathlib import Path

import httpx
import pytest

import service
from tests.web.reading import words

TEMPLATES = sorted(Path(service.__file__).parent.glob("*/templates/*.html"))
PAGES = [path for path in TEMPLATES if "mail" not in path.parts]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_templates_have_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text()

    assert not re.search(r"\sstyle=|\son\w+=|<style|javascript:|https?://", text)
    assert re.findall(r"<script(?! type=\"application/ld\+json\"| src=\"/static/)", text) == []
    assert "| safe" not in text


async def test_every_page_has_a_title_a_language_and_strict_headers(client: httpx.AsyncClient) -> None:
    page = await client.get("/")

    assert '<html lang="en-GB">' in page.text
    assert re.search(r"<title>[^<]+ · Rolecall</title>", page.text)
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]


async def test_a_person_gets_a_page_for_an_error_and_a_program_a_document(client: httpx.AsyncClient) -> None:
    page = await client.get("/nowhere", headers={"Accept": "text/html,*/*;q=0.8"})
    document = await client.get("/nowhere")

    assert page.status_code == document.status_code == 404
    assert "There is no page or resource at this address." in words(page.text)
    assert document.headers["Content-Type"] == "application/problem+json"
