"""The audit as tables for people to read."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from service.audit.auditing import Audit
from service.audit.rates import Rates, RateTable
from service.audit.swap_test import SwapResult
from service.audit.words_outside import Change, Effect

_KINDS = (("sex", "By sex"), ("ethnicity", "By race or ethnicity"), ("intersectional", "By both"))
_NO_REJECTION = (
    "People decide: Rolecall rejects nobody by itself. Shortlisted and dismissed are decisions made by name."
)


def print_audit(console: Console, made: Audit) -> None:
    console.print(f"Audit of {made.organisation or 'all organisations'}, made {made.made_at:%Y-%m-%d %H:%M} UTC")
    period = made.period
    if period.first_at and period.last_at:
        console.print(f"{period.rankings} rankings, shown from {period.first_at:%Y-%m-%d} to {period.last_at:%Y-%m-%d}")
    else:
        console.print("No ranking was shown in this time.")
    console.print(
        f"{made.candidates} candidates, {made.applicants} applications (a candidate ranked for a listing): "
        f"{made.shortlisted} shortlisted, {made.dismissed} dismissed, {made.undecided} undecided"
    )
    if period.places_of_erased:
        console.print(f"{period.places_of_erased} places of rankings are empty: their candidates were erased")
    for way in made.made_by:
        weights = ", ".join(f"{name} {share}" for name, share in way.weights.items()) or "none set"
        console.print(
            f"{way.rankings} rankings by model generation {way.generation}, {way.score_version}, "
            f"rankable text {way.rankable_version}, weights: {weights}"
        )
    _print_rates(console, made.selection, rate="Selection rate", favoured="Shortlisted")
    median = "none" if made.median_score is None else f"{made.median_score:.4f}"
    _print_rates(console, made.scoring, rate=f"Scoring rate (median {median})", favoured="Above median")
    print_swap_test(console, made.swap_test)
    console.print(_NO_REJECTION)


def print_swap_test(console: Console, result: SwapResult) -> None:
    outcome = "passed" if result.passed else f"FAILED, {len(result.differences)} differences"
    console.print(
        f"Swap test {outcome}: {result.comparisons} comparisons over {result.profiles} sample profiles and "
        f"{result.statements} statements, rankable text {result.version}"
    )
    for difference in result.differences:
        console.print(f"  read differently: {difference}", markup=False)


def print_effects(console: Console, effects: Sequence[Effect], *, listings: int, generation: str) -> None:
    title = f"Sentences on no list, over {listings} sample listings, model generation {generation}"
    table = Table("Kind", "Sentence", title=title, title_justify="left")
    for heading in ("mean", "largest", "first ten"):
        table.add_column(heading, justify="right")
    for effect in effects:
        table.add_row(effect.kind, effect.sentence, *_cells(effect.against_control))
    alone = effects[0].against_nothing
    console.print(table)
    console.print(
        "mean, largest: how far a score moves against the control sentence, which states nothing; first ten: the share "
        "of rankings whose first ten are others or stand in another order then. The control sentence itself, against "
        f"the profile without it: {', '.join(_cells(alone))}."
    )


def _cells(change: Change) -> tuple[str, str, str]:
    return f"{change.mean:.4f}", f"{change.largest:.4f}", f"{change.first_ten:.1%}"


def _print_rates(console: Console, rates: Rates, *, rate: str, favoured: str) -> None:
    for name, title in _KINDS:
        table: RateTable = getattr(rates, name)
        shown = Table(
            "Category", "Applicants", favoured, "Rate", "Impact ratio", title=f"{rate}: {title}", title_justify="left"
        )
        for each in table.categories:
            ratio = "" if each.impact_ratio is None else f"{each.impact_ratio:.3f}"
            category = f"{each.name} (under 2% of the data)" if each.small else each.name
            shown.add_row(category, str(each.applicants), str(each.favoured), f"{each.rate:.3f}", ratio)
        shown.add_row("unknown", str(table.unknown), "", "", "")
        console.print(shown)
