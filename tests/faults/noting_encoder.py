"""An exact encoder for worker processes: as slow as a test asks, noting what it reads, and killed by some words."""

import json
import os
import signal
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from embeddings.encoder import FloatMatrix
from service.settings import Settings
from tests.fakes import FakeEncoder
from tests.faults.worker_with_fake_encoder import ENCODE_SECONDS, NOTES, POISON
from workers.runtime import Runtime, make_runtime


class NotingEncoder(FakeEncoder):
    """Takes its time for each batch, and adds its texts to a file as a line of JSON.

    A text that holds the poison ends the process, as a document does that makes a library crash or takes all memory.
    """

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        if texts and NOTES in os.environ:
            with Path(os.environ[NOTES]).open("a") as notes:
                notes.write(json.dumps(list(texts)) + "\n")
        if any(os.environ[POISON] in text for text in texts if POISON in os.environ):
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(float(os.environ.get(ENCODE_SECONDS, "0")) if texts else 0)
        return super().encode(texts)


def make(settings: Settings) -> Runtime:
    return replace(make_runtime(settings), load_encoder=NotingEncoder)
