"""How a text closes over what was taken out of it, so that nothing tells what stood there, or that something did."""

import re

from service.candidates.rankable_text.wordlists import frame_words

# Stands for what was taken out, until the text is whole again; no text that comes in may hold it.
MARK = "\ue000"
# Stands before a neutral word for a person that was put in a gendered one's place: "I am a woman." says no more than
# "I am Polish."
SHARED = "\ue001"
# Stands before a neutral word for work, which only the article before it has to fit.
WORK = "\ue002"
RESERVED = re.compile(f"[{MARK}{SHARED}{WORK}]")

_ANY = re.compile(f"[{MARK}{SHARED}]")
_JOINED = re.compile(rf"{MARK}(?:[ \t]*(?:[,;/&-]|and|or)?[ \t]*{MARK})+")
_ARTICLE = re.compile(rf"\b(an?)([ \t]+){MARK}([ \t-]*)(\w*)", re.IGNORECASE)
_ARTICLE_OF_SHARED = re.compile(rf"\b(an?)([ \t]+)([{SHARED}{WORK}])(\w)", re.IGNORECASE)
_NO_NOUN = re.compile(r"(?:and|or|but|who|with|of|in|to|from|by|for|at|on|as|is|was)\b")
_OWNER = re.compile(rf"\b(?:my|our)[ \t]+(?={MARK}[ \t]*(?:[.,;:!?)\n]|$|and\b))", re.IGNORECASE)
_BRACKETS = re.compile(rf"[(\[][\s,;:/-]*{MARK}[\s,;:/-]*[)\]]")
_SENTENCE = re.compile(r".+?(?:[.!?]+(?=\s|$)|$)")
_CLAUSE = re.compile(r"[,;|]| [–—-] ")
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_LEADING = re.compile(r"^[\s,;:/–—-]*(?:(?:and|or|but)\b[\s,]*)?", re.IGNORECASE)
_TRAILING = re.compile(r"[\s,;:/–—-]*(?:\b(?:and|or|but|as|of|a|an)\b\s*)?(?=[.!?]*$)", re.IGNORECASE)
_HYPHENS = re.compile(rf"(?<=\w)-{MARK}|{MARK}-(?=\w)")
_BEFORE_STOP = re.compile(r"[ \t]+([.,;:!?)])")
_STOPS = re.compile(r"([,;:])(?:[ \t]*[,;:])+")
_SPACES = re.compile(r"[ \t]{2,}")
_EMPTY_LINES = re.compile(r"\n{3,}")


def close_over(text: str) -> str:
    """`text` without its marks: clauses that held nothing else go, articles and punctuation fit what is left."""
    text = _ARTICLE_OF_SHARED.sub(_article_of_shared, text).replace(WORK, "")
    text = _BRACKETS.sub(MARK, _JOINED.sub(MARK, text))
    lines = [_closed(line) if _ANY.search(line) else line for line in text.split("\n")]
    kept = [_SPACES.sub(" ", line).strip() for line in lines if line is not None]
    return _EMPTY_LINES.sub("\n\n", "\n".join(kept)).strip()


def _closed(line: str) -> str | None:
    """A line without its marks; None when nothing is left of it."""
    sentences = [_closed_sentence(each) if _ANY.search(each) else each for each in _SENTENCE.findall(line)]
    whole = " ".join(each.strip() for each in sentences if each.strip())
    return whole if _WORD.search(whole) else None


def _closed_sentence(sentence: str) -> str:
    sentence = _OWNER.sub("", _ARTICLE.sub(_article, sentence))
    stop = re.search(r"[.!?]*\s*$", sentence)
    end = stop.start() if stop else len(sentence)
    body, kept, at, last = sentence[:end], "", 0, False
    for separator in [*_CLAUSE.finditer(body), None]:
        clause = body[at : separator.start() if separator else None]
        after = separator.group() if separator else ""
        if _says_nothing(clause):
            last = True
        else:
            kept += (_LEADING.sub(" ", clause) if last else clause) + after
            last = False
        at = separator.end() if separator else end
    if not _WORD.search(kept):
        return ""
    kept = _HYPHENS.sub(MARK, kept.replace(SHARED, ""))
    if kept.lstrip().startswith(MARK):
        kept = _LEADING.sub("", kept.lstrip().removeprefix(MARK))
    kept = kept.replace(MARK, " ") if not kept.rstrip(" ,;").endswith(MARK) else _open_end(kept)
    kept = kept.rstrip(" ,;|–—")
    return _BEFORE_STOP.sub(r"\1", _STOPS.sub(r"\1", _SPACES.sub(" ", kept))) + sentence[end:]


def _open_end(text: str) -> str:
    """The end of a sentence whose last word was taken out."""
    return _TRAILING.sub("", text.rstrip(" ,;").removesuffix(MARK).replace(MARK, " "))


def _says_nothing(clause: str) -> bool:
    return bool(_ANY.search(clause)) and all(
        word.lower().replace("’", "'") in frame_words() for word in _WORD.findall(clause)
    )


def _article(match: re.Match[str]) -> str:
    """Before an adjective that goes, the article of the word after it; before a noun that goes, none."""
    article, space, between, word = match.groups()
    if not word or _NO_NOUN.fullmatch(word.lower()):
        return MARK + between + word
    return _fitting(article, word) + space + MARK + " " + word


def _article_of_shared(match: re.Match[str]) -> str:
    article, space, mark, letter = match.groups()
    return _fitting(article, letter) + space + mark + letter


def _fitting(article: str, word: str) -> str:
    fitting = "an" if word[0].lower() in "aeiou" else "a"
    return fitting.capitalize() if article[0].isupper() else fitting
