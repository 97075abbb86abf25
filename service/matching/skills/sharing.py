"""What two sides share of skills: the same by name or synonym, a related one, and what is asked for and not shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.matching.sentences import Asking, Clause
from service.matching.skills.vocabulary import Skill, skill_named, skills_in, spaced
from service.words import affirmed, terms_of

# Words of many trades: sharing one of these makes two skills no relatives.
_OF_ANY_TRADE = frozenset(
    terms_of(
        "work working job role management managing manager manage support supporting skill skills experience team "
        "service services customer client people person staff plan planning report reporting reports project control "
        "process "
        "business development developing system systems training operation operations technical delivery quality "
        "communication writing written analysis review record records general basic office administration assessment "
        "assessments awareness preparation test testing policy level licence certificate knowledge leadership leading "
        "programme design monitoring coordination checks public professional practice care data budgets budget events "
        "contract contracts online tools production school community home house health day night hours time year "
        "english"
    )
)
_MOST_MISSING = 6


@dataclass(frozen=True, slots=True)
class Related:
    """A skill of the profile and what the listing names beside it."""

    skill: str
    near: str


@dataclass(frozen=True, slots=True)
class SkillsShared:
    """`asked` counts the skills that the listing asks for by name, `shown` those of them that the profile shows."""

    exact: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    missing: tuple[str, ...] = ()
    asked: int = 0
    shown: float = 0.0
    listing_names_some: bool = False


@dataclass(frozen=True)
class ListingSkills:
    """What a listing's text names, read once."""

    terms: str
    words: frozenset[str]
    named: frozenset[Skill]
    essential: frozenset[Skill]
    desirable: frozenset[Skill]


@dataclass(frozen=True)
class ProfileSkills:
    """The phrases of a profile, and the skills of the table that its whole text names."""

    phrases: tuple[str, ...]
    named: frozenset[Skill]


def read_listing_skills(title: str, clauses: Iterable[Clause]) -> ListingSkills:
    clauses = tuple(clauses)
    kept = [affirmed(clause.text) for clause in clauses if clause.asking is not Asking.NOT_NEEDED]
    terms = spaced("\n".join([affirmed(title), *kept]))
    by_asking = {asking: _named(clauses, asking) for asking in Asking}
    named = skills_in(title) | _all(skills_in(text) for text in kept)
    essential = by_asking[Asking.ESSENTIAL]
    return ListingSkills(terms, frozenset(terms.split()), named, essential, by_asking[Asking.DESIRABLE] - essential)


def read_profile_skills(skills: Iterable[str], clauses: Iterable[Clause]) -> ProfileSkills:
    """A profile without phrases of its own has those that the table finds in its text."""
    phrases = tuple(skill for skill in skills if skill.strip())
    named = _all(skills_in(clause.text) for clause in clauses)
    of_phrases = frozenset(skill for phrase in phrases if (skill := skill_named(phrase)) is not None)
    shown = phrases or tuple(sorted(skill.name for skill in named))
    return ProfileSkills(shown, named | of_phrases)


def share(profile: ProfileSkills, listing: ListingSkills) -> SkillsShared:
    exact, related = [], []
    for phrase in dict.fromkeys(profile.phrases):
        if _is_named(phrase, listing):
            exact.append(phrase)
        elif near := _near(phrase, listing):
            related.append(Related(phrase, near))
    wanted = sorted(listing.essential, key=_by_name) + sorted(listing.desirable, key=_by_name)
    families = {skill.family for skill in profile.named} - {None}
    missing = [skill for skill in wanted if skill not in profile.named and skill.family not in families]
    half = [skill for skill in wanted if skill not in profile.named and skill.family in families]
    return SkillsShared(
        exact=tuple(exact),
        related=tuple(related),
        missing=tuple(skill.name for skill in missing[:_MOST_MISSING]),
        asked=len(wanted),
        shown=len(wanted) - len(missing) - len(half) / 2,
        listing_names_some=bool(listing.named) or bool(exact) or bool(related),
    )


def _is_named(phrase: str, listing: ListingSkills) -> bool:
    skill = skill_named(phrase)
    if skill is not None and skill in listing.named:
        return True
    terms = " ".join(terms_of(phrase))
    # Short names that are common words too are told apart by the table alone.
    return len(terms) > 2 and skill is None and f" {terms} " in listing.terms


def _near(phrase: str, listing: ListingSkills) -> str | None:
    skill = skill_named(phrase)
    if skill is not None and skill.family is not None:
        relatives = sorted((each for each in listing.named if each.family == skill.family), key=_by_name)
        if relatives:
            return relatives[0].name
    telling = [term for term in dict.fromkeys(terms_of(phrase)) if term not in _OF_ANY_TRADE and len(term) > 2]
    found = [term for term in telling if term in listing.words]
    # "gas boilers" is near to boilers; "mental capacity" is not near to mental health.
    if found and found[-1] == telling[-1] and len(found) * 2 >= len(telling):
        return next(word for word in phrase.split() if set(terms_of(word)) & set(found))
    return None


def _named(clauses: Iterable[Clause], asking: Asking) -> frozenset[Skill]:
    return _all(skills_in(clause.text) for clause in clauses if clause.asking is asking)


def _all(found: Iterable[frozenset[Skill]]) -> frozenset[Skill]:
    return frozenset(_each(found))


def _each(found: Iterable[frozenset[Skill]]) -> Iterator[Skill]:
    for skills in found:
        yield from skills


def _by_name(skill: Skill) -> str:
    return skill.name
