"""The command that fits the curve from scores to chances, and holds the curve that serves to its promise."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from service.cli.filtering_samples import filtered
from service.cli.terminal import out

JUDGED = "sample-descriptions"


def calibrate(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Fit chances on one half of the judged descriptions, and check those that serve on the other half."""
    from embeddings.encoder import SentenceEncoder
    from service.evaluation.fitting import fit_calibration
    from service.evaluation.pairs import scored_pairs
    from service.evaluation.reliability import check_reliability
    from service.evaluation.report import print_reliability
    from service.evaluation.running import find_tasks
    from service.evaluation.tasks import Half
    from service.search.calibration import CALIBRATION_VERSION, DESCRIPTION

    (task,) = filtered(find_tasks([JUDGED]))
    # What a filter leaves out is never shown with a chance, whatever its score.
    pairs = [pair for pair in scored_pairs(task, SentenceEncoder.load()) if pair.shown]
    fitted = fit_calibration([pair for pair in pairs if pair.half is Half.FIT])
    found = check_reliability([pair for pair in pairs if pair.half is Half.ASIDE], DESCRIPTION.chance_of)
    if as_json:
        serving = {"version": CALIBRATION_VERSION, **asdict(DESCRIPTION)}
        print(json.dumps({"fitted": asdict(fitted), "serving": serving, "reliability": asdict(found)}, indent=2))
        return
    out.print(f"Fitted now: intercept {fitted.intercept:.3f}, slope {fitted.slope:.3f}")
    out.print(f"Serving (version {CALIBRATION_VERSION}): intercept {DESCRIPTION.intercept}, slope {DESCRIPTION.slope}")
    print_reliability(out, JUDGED, found)
