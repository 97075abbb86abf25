"""Small tasks in BEIR's layout."""

from collections.abc import Sequence
from pathlib import Path

_CORPUS = (
    '{"_id": "cook", "title": "Cook, Quay Café", "text": "Cook lunches."}',
    '{"_id": "baker", "title": "Baker", "text": "Bake bread at night."}',
    '{"_id": "driver", "title": "Van driver", "text": "Deliver parcels in the city."}',
)
_QUERIES = (
    '{"_id": "q-cook", "text": "cook lunches"}',
    '{"_id": "q-baker", "text": "bake bread"}',
    '{"_id": "q-driver", "text": "cook or drive"}',
)
_JUDGEMENTS = (
    "query-id\tcorpus-id\tscore",
    "q-cook\tcook\t2",
    "q-cook\tbaker\t0",
    "q-baker\tbaker\t1",
    "q-driver\tdriver\t1",
)


def write_folder(
    folder: Path,
    *,
    corpus: Sequence[str] = _CORPUS,
    queries: Sequence[str] | None = None,
    judgements: Sequence[str] | None = None,
) -> Path:
    """Three jobs and three queries, as far as nothing else is given; with another corpus only the cook is judged."""
    if corpus is not _CORPUS and judgements is None:
        judgements = (_JUDGEMENTS[0], "q-cook\tcook\t2")
    (folder / "qrels").mkdir(parents=True)
    for name, lines in (
        ("corpus.jsonl", corpus),
        ("queries.jsonl", queries or _QUERIES),
        ("qrels/test.tsv", judgements or _JUDGEMENTS),
    ):
        (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder
