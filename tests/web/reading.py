"""Reading a page as a person does: its words, its headings, and what its forms would send."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.hidden: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.forms: list[tuple[str, str]] = []
        self._skipping = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._skipping += tag in ("script", "head")
        if tag == "a":
            self.links.append(given.get("href", ""))
        if tag == "form":
            self.forms.append((given.get("method", "get"), given.get("action", "")))
        if tag == "input" and given.get("type") == "hidden":
            self.hidden.append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        self._skipping -= tag in ("script", "head")

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.texts.append(data)


def words(html: str) -> str:
    """Everything that a reader sees, on one line."""
    return " ".join(" ".join(_read(html).texts).split())


def hidden_fields(html: str) -> list[tuple[str, str]]:
    return _read(html).hidden


def links(html: str) -> list[str]:
    return _read(html).links


def forms(html: str) -> list[tuple[str, str]]:
    """The method and address of each form."""
    return _read(html).forms


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader
