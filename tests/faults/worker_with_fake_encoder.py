"""A worker as `rolecall worker` runs it, but for its encoder: exact, and as slow as a test asks, noting what it reads.

Run as a module: supervised as in production, or with the argument `alone` just the worker process itself.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from embeddings.encoder import FloatMatrix
from service.cli import production
from service.settings import Settings
from tests.fakes import FakeEncoder
from workers import supervisor
from workers.main import main
from workers.runtime import Runtime, make_runtime

ENCODE_SECONDS = "FAULTS_ENCODE_SECONDS"
NOTES = "FAULTS_NOTES"
ALONE = "alone"


class NotingEncoder(FakeEncoder):
    """Takes its time for each batch, and adds its texts to a file as a line of JSON."""

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        if texts and NOTES in os.environ:
            with Path(os.environ[NOTES]).open("a") as notes:
                notes.write(json.dumps(list(texts)) + "\n")
        time.sleep(float(os.environ.get(ENCODE_SECONDS, "0")) if texts else 0)
        return super().encode(texts)


def make(settings: Settings) -> Runtime:
    return replace(make_runtime(settings), load_encoder=NotingEncoder)


def supervised() -> None:
    command = (sys.executable, "-m", "tests.faults.worker_with_fake_encoder", ALONE)
    supervisor.supervise = partial(supervisor.supervise, command=command)
    production.worker()


if __name__ == "__main__":
    if ALONE in sys.argv:
        asyncio.run(main(make))
    else:
        supervised()
