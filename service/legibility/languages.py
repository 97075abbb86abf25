"""Which language a text is written in, told only where it is sure, and which languages a model reads."""

from collections.abc import Collection
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from py3langid.langid import MODEL_FILE, LanguageIdentifier

ANY_LANGUAGE = "any"

# The languages in which adverts and profiles are likely to be written. Dialects and neighbours of English (Nigerian
# Pidgin, Scots) are left out, as they are told apart from it by little.
_TOLD_APART = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gd gl gu ha he hi hr hu hy id ig is it ja ka "
    "kk km kn ko ku la lb lo lt lv mk ml mn mr ms mt my ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te tg th "
    "tl tr uk ur uz vi yo zh zu"
)
# Measured on the samples and fourteen other languages: docs/decisions/0015-languages-told-from-sentences.md.
_SURE = 0.95
_LEAST_BYTES = 80

_NOT_STATED = {"und", "mul", "zxx", "mis"}
_ONE_LANGUAGE = {"nb": "no", "nn": "no", "fil": "tl", "iw": "he"}


def tell_language(text: str) -> str | None:
    """The code of the language that a text is surely written in; None where it is too short or could be several."""
    if len(text.encode("utf-8", "surrogatepass")) < _LEAST_BYTES:
        return None
    language, chance = _identifier().classify(text)  # type: ignore[no-untyped-call]
    return str(language) if chance >= _SURE else None


def plain_code(tag: str) -> str | None:
    """The language of a tag as "en-GB", "eng" or "nb", by its shortest code; None where the tag names none."""
    code = tag.partition("-")[0].lower()
    code = str(get_global("language_aliases").get(code, code))
    return None if code in _NOT_STATED else _ONE_LANGUAGE.get(code, code)


def is_read(code: str, reads: Collection[str]) -> bool:
    """Whether a model that reads these languages reads this one."""
    return ANY_LANGUAGE in reads or code in {plain_code(each) for each in reads}


def name_of(code: str) -> str:
    """A language's English name; the code itself where it has none."""
    return str(Locale("en").languages.get(code, code))


def load_languages() -> None:
    """Load what tells languages apart, which takes a second, so that the first text need not wait for it."""
    _identifier()


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier: LanguageIdentifier = LanguageIdentifier.from_model_file(  # type: ignore[no-untyped-call]
        MODEL_FILE, norm_probs=True
    )
    identifier.set_languages(_TOLD_APART.split())  # type: ignore[no-untyped-call]
    return identifier
