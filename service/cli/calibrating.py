"""The command that fits the curve from scores to chances, and holds the curve that serves to its promise."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from service.cli.filtering_samples import filtered
from service.cli.terminal import out

JUDGED = ("sample-descriptions", "sample-profiles")


def calibrate(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Fit chances on one half of the judged descriptions and profiles, and check those that serve on the other half."""
    from embeddings.encoder import SentenceEncoder
    from service.evaluation.fitting import fit_calibration, serving_curve
    from service.evaluation.pairs import scored_pairs
    from service.evaluation.reliability import check_reliability
    from service.evaluation.report import print_reliability
    from service.evaluation.running import find_tasks
    from service.evaluation.tasks import Half
    from service.search.calibration import CALIBRATION_VERSION

    encoder, outcomes = SentenceEncoder.load(), {}
    for task in filtered(find_tasks(JUDGED)):
        # What a filter or a deal-breaker leaves out is never shown with a chance, whatever its score.
        pairs = [pair for pair in scored_pairs(task, encoder) if pair.shown]
        fitted, serving = fit_calibration([pair for pair in pairs if pair.half is Half.FIT]), serving_curve(task)
        found = check_reliability([pair for pair in pairs if pair.half is Half.ASIDE], serving.chance_of)
        outcomes[task.name] = {
            "fitted": asdict(fitted),
            "serving": {"version": CALIBRATION_VERSION, **asdict(serving)},
            "reliability": asdict(found),
        }
        if not as_json:
            out.print(f"{task.name}, fitted now: intercept {fitted.intercept:.3f}, slope {fitted.slope:.3f}")
            out.print(f"Serving (version {CALIBRATION_VERSION}): intercept {serving.intercept}, slope {serving.slope}")
            print_reliability(out, task.name, found)
    if as_json:
        print(json.dumps(outcomes, indent=2))
