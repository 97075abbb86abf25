"""The command that reports to an auditor: rates by declared group, the swap test, and words outside the lists."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.evaluating import shown, user_cache
from service.cli.terminal import fail, out

if TYPE_CHECKING:
    from service.audit.auditing import Audit
    from service.audit.swap_test import SwapResult, Told


def audit(
    organisation: Annotated[str | None, typer.Option(help="Whose rankings and decisions; default: all.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only what was shown and decided since this day, UTC.")
    ] = None,
    swap: Annotated[
        bool,
        typer.Option("--swap", help="Instead, run the swap test and measure what words outside the lists change."),
    ] = False,
    cache: Annotated[Path | None, typer.Option(help="Where vectors are kept between runs of --swap.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Report selection and scoring rates and impact ratios by declared group, as NYC Local Law 144 defines them."""
    from service.audit.auditing import as_json as audit_as_json
    from service.audit.report import print_audit
    from service.audit.swap_test import run_swap_test

    result = run_swap_test(_sample_profiles())
    if swap:
        _show_words_outside(result, cache, as_json=as_json)
    else:
        made = asyncio.run(_audit(organisation, since, result))
        if as_json:
            print(json.dumps(audit_as_json(made), ensure_ascii=False, indent=2, default=_iso))
        else:
            print_audit(out, made)
    if not result.passed:
        fail(f"The swap test found {len(result.differences)} texts that are read differently.")


def _show_words_outside(result: "SwapResult", cache: Path | None, *, as_json: bool) -> None:
    from dataclasses import asdict

    from embeddings.encoder import SentenceEncoder
    from service.audit.report import print_effects, print_swap_test
    from service.audit.words_outside import measure_words_outside
    from service.evaluation.built_in import SAMPLE_PROFILES, read_built_in
    from service.evaluation.kept_vectors import KeepingEncoder

    listings = [entry.document for entry in read_built_in(SAMPLE_PROFILES).entries.values()]
    encoder = KeepingEncoder(SentenceEncoder.load(None), cache or user_cache())
    effects = measure_words_outside(_sample_profiles(), listings, encoder, watch=shown)
    if as_json:
        outside = [asdict(effect) for effect in effects]
        swap_test = {**asdict(result), "passed": result.passed}
        print(json.dumps({"swap_test": swap_test, "words_outside": outside}, ensure_ascii=False, indent=2))
        return
    print_swap_test(out, result)
    print_effects(out, effects, listings=len(listings), generation=encoder.fingerprint.digest())


async def _audit(organisation: str | None, since: datetime | None, result: "SwapResult") -> "Audit":
    from service.audit.auditing import audit
    from service.audit.queries import Scope
    from service.cli.opening import opened_session, organisation_named
    from service.settings import load_settings

    async with opened_session(load_settings()) as session:
        owner = None if organisation is None else await organisation_named(session, organisation)
        scope = Scope(owner.id if owner else None, since and since.replace(tzinfo=UTC))
        return await audit(
            session, scope, organisation=owner.name if owner else None, swap_test=result, now=datetime.now(UTC)
        )


def _sample_profiles() -> "list[Told]":
    from service.audit.swap_test import Told
    from service.samples.loading import load_candidates

    return [
        Told(each.external_id or "", each.name, each.headline, each.summary, tuple(each.skills))
        for each in load_candidates()
    ]


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
