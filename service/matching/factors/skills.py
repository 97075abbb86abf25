"""How many of the person's skills the work uses, and how many of those it asks for the person shows."""

from service.matching.factors.factor import LEAST_OF_A_FIT, NEUTRAL, Factor, between, not_stated
from service.matching.skills.sharing import SkillsShared

# The first skill shared says most: after it each one closes this much of what is left.
_EACH_CLOSES = 0.45
_OF_A_RELATED_ONE = 0.4
_OF_WHAT_IS_ASKED = 0.4
_MOST_NAMED = 4


def skills(shared: SkillsShared, *, profile_names_some: bool) -> Factor:
    if not profile_names_some:
        return not_stated("skills", "The profile names no skills.")
    if not shared.listing_names_some:
        return not_stated("skills", "The listing names no skills.")
    evidence = shared.exact + tuple(dict.fromkeys(each.near for each in shared.related))
    return Factor("skills", _value(shared), _reason(shared), evidence)


def _value(shared: SkillsShared) -> float:
    # Several skills near to one thing that the listing names are one meeting, not several.
    counted = len(shared.exact) + _OF_A_RELATED_ONE * len({each.near for each in shared.related})
    own = 1 - (1 - _EACH_CLOSES) ** counted
    value = own
    if shared.asked:
        value = own * (1 - _OF_WHAT_IS_ASKED) + (shared.shown / shared.asked) * _OF_WHAT_IS_ASKED
    return between(value, lowest=_least(shared))


def _least(shared: SkillsShared) -> float:
    """Naming something near is no fit, but a listing that does must not lose to one that names nothing."""
    if shared.exact:
        return LEAST_OF_A_FIT
    return NEUTRAL if shared.related else 0.0


def _reason(shared: SkillsShared) -> str:
    if shared.exact:
        return f"Shared: {_list(shared.exact)}."
    if shared.related:
        return f"Related: {_list(tuple(each.skill for each in shared.related))}."
    return "None of the profile's skills is named in the listing."


def _list(names: tuple[str, ...]) -> str:
    shown = names[:_MOST_NAMED]
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    return ", ".join(shown) + more
