"""The command that measures how well matching does on labelled data."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from service.cli.filtering_samples import filtered
from service.cli.terminal import err, fail, out

if TYPE_CHECKING:
    from embeddings.encoder import Encoder
    from service.evaluation.configuration import Configuration
    from service.evaluation.running import EncoderOf
    from service.evaluation.tasks import Half

Shown = TypeVar("Shown")


def evaluate(
    tasks: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FOLDER...]",
            help="Folders in BEIR's layout, or tasks by name; default: all tasks that come along.",
        ),
    ] = None,
    half: Annotated[
        str | None, typer.Option(help="Which half of the queries: fit, aside or all; default: all, of chances aside.")
    ] = None,
    with_: Annotated[
        str, typer.Option("--with", metavar="SWITCHES", help="Measure with other parts, as plain or passages=off.")
    ] = "serving",
    against: Annotated[
        str | None, typer.Option(metavar="SWITCHES", help="Compare query by query with this configuration.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="The folder of another model.")] = None,
    worst: Annotated[int, typer.Option(min=0, help="Show so many queries that went worst.")] = 0,
    depth: Annotated[int | None, typer.Option(min=100, help="Score so many documents for each query.")] = None,
    cache: Annotated[Path | None, typer.Option(help="Where vectors are kept between runs.")] = None,
    reverse: Annotated[
        bool, typer.Option("--reverse", help="Instead, show that new listings reach the alerts that they fit.")
    ] = False,
    reliability: Annotated[
        bool, typer.Option("--reliability", help="Instead, show what chances expect against what was seen.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure how well matching does on labelled data, through the code that serves."""
    from service.evaluation.configuration import parts_as_served, read_configuration
    from service.evaluation.outcome import as_json as outcome_as_json
    from service.evaluation.ranking import DEPTH
    from service.evaluation.report import print_outcome
    from service.evaluation.running import find_tasks, run_task

    start = read_configuration(f"model={model or ''}")
    chosen = read_configuration(with_, start=start)
    other = None if against is None else read_configuration(against, start=start)
    encoder_of = _encoders(cache or user_cache())
    if reverse and reliability:
        raise typer.BadParameter("is another question than --reverse: ask one at a time", param_hint="--reliability")
    if reverse or reliability:
        _refuse_options_of_rankings({"--against": against, "--worst": worst, "--depth": depth})
    if reverse and not parts_as_served(chosen):
        raise typer.BadParameter(
            "can name another model or adapter only: --reverse takes every other part as it serves", param_hint="--with"
        )
    if reverse:
        _show_reach(tasks, _half(half or "all"), encoder_of(chosen), as_json=as_json)
        return
    if reliability:
        _show_reliability(tasks, _half(half or "aside"), encoder_of(chosen), chosen, as_json=as_json)
        return
    found = find_tasks(tasks or [], half=_half(half or "all"))
    if chosen.filters or (other is not None and other.filters):
        found = filtered(found)
    outcomes = {}
    for task in found:
        outcome = run_task(task, encoder_of, chosen, against=other, worst=worst, depth=depth or DEPTH, watch=shown)
        outcomes[task.name] = outcome_as_json(outcome)
        if not as_json:
            print_outcome(out, outcome)
    if as_json:
        print(json.dumps(outcomes, ensure_ascii=False, indent=2))


def _refuse_options_of_rankings(given: Mapping[str, str | int | None]) -> None:
    """What only says how queries are ranked changes nothing where every pair is scored."""
    for option, value in given.items():
        if value:
            raise typer.BadParameter("is for rankings: not with --reverse or --reliability", param_hint=option)


def _show_reach(tasks: list[str] | None, half: "Half", encoder: "Encoder", *, as_json: bool) -> None:
    from service.evaluation.pairs import JUDGED_WHOLE
    from service.evaluation.report import print_reach
    from service.evaluation.reverse import LEAST_REACHED, measure_reach
    from service.evaluation.running import find_tasks

    levels = measure_reach(filtered(find_tasks(tasks or JUDGED_WHOLE, half=half)), encoder)
    if as_json:
        print(json.dumps({each.level.value: {**asdict(each), "share": each.share} for each in levels}, indent=2))
    else:
        print_reach(out, levels)
    short = [each.level.value for each in levels if not each.enough]
    if short:
        fail(f"Less than {LEAST_REACHED:.0%} of the pairs are found at level {', '.join(short)}.")


def _show_reliability(
    tasks: list[str] | None, half: "Half", encoder: "Encoder", configuration: "Configuration", *, as_json: bool
) -> None:
    from service.evaluation.built_in import SAMPLE_DESCRIPTIONS
    from service.evaluation.fitting import serving_curve
    from service.evaluation.pairs import scored_pairs
    from service.evaluation.reliability import check_reliability
    from service.evaluation.report import print_reliability
    from service.evaluation.running import find_tasks

    outcomes = {}
    found_tasks = find_tasks(tasks or [SAMPLE_DESCRIPTIONS], half=half)
    for task in filtered(found_tasks) if configuration.filters else found_tasks:
        pairs = [pair for pair in scored_pairs(task, encoder, configuration) if pair.shown]
        found = check_reliability(pairs, serving_curve(task).chance_of)
        outcomes[task.name] = {"half": half.value, **asdict(found)}
        if not as_json:
            print_reliability(out, task.name, found)
    if as_json:
        print(json.dumps(outcomes, indent=2))


def _half(name: str) -> "Half":
    from service.evaluation.tasks import Half

    try:
        return Half(name)
    except ValueError as error:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(Half)}", param_hint="--half") from error


def _encoders(folder: Path) -> "EncoderOf":
    """One encoder for each model, loaded when it is first needed, which keeps its vectors in the folder."""
    from embeddings.encoder import SentenceEncoder
    from service.evaluation.kept_vectors import KeepingEncoder

    loaded: dict[tuple[str | None, str | None], Encoder] = {}

    def encoder_of(configuration: "Configuration") -> "Encoder":
        named = (configuration.model, configuration.adapter)
        if named not in loaded:
            encoder = SentenceEncoder.load(configuration.model, adapter=configuration.adapter)
            loaded[named] = KeepingEncoder(encoder, folder, track=shown)
        return loaded[named]

    return encoder_of


def shown(steps: Iterable[Shown], text: str, total: int) -> Iterable[Shown]:
    from rich.progress import track

    return track(steps, text, total, console=err, transient=True, disable=not err.is_terminal)


def user_cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "rolecall" / "vectors"
