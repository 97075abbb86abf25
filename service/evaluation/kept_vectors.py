"""An encoder that keeps what it encoded in a folder, so that trying another score does not encode again.

A file for each batch, written aside and renamed, in a folder for each fingerprint: whatever made other vectors has
another. The folder may be deleted at any moment.
"""

import hashlib
import logging
import os
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from uuid import uuid4

import numpy as np

from embeddings.encoder import Encoder, FloatMatrix, FloatVector
from embeddings.fingerprint import Fingerprint

logger = logging.getLogger(__name__)

# Passes the batches on while it shows how far they are; the text says what is done.
Track = Callable[[Iterable[Sequence[str]], str, int], Iterable[Sequence[str]]]

_BATCH = 1_024


def untracked(batches: Iterable[Sequence[str]], _text: str, _total: int) -> Iterable[Sequence[str]]:
    return batches


class KeepingEncoder:
    """Satisfies Encoder; `track` shows the batches that are being encoded."""

    def __init__(self, encoder: Encoder, folder: Path, *, track: Track = untracked) -> None:
        self._encoder = encoder
        self._folder = folder / encoder.fingerprint.digest()
        self._track = track
        self._known: dict[bytes, FloatVector] | None = None

    @property
    def fingerprint(self) -> Fingerprint:
        return self._encoder.fingerprint

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    @property
    def window(self) -> int:
        return self._encoder.window

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        return self._encoder.token_spans(text)

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        keys = [_key(text) for text in texts]
        if self._known is None:
            self._known = _read(self._folder, self.dimension)
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        batches = [list(fresh)[start : start + _BATCH] for start in range(0, len(fresh), _BATCH)]
        asked = [[fresh[key] for key in batch] for batch in batches]
        for batch, words in zip(batches, self._track(asked, "Encoding", len(asked)), strict=True):
            rows = self._encoder.encode(words)
            self._known.update(zip(batch, rows, strict=True))
            _write(self._folder, batch, rows)
        return np.stack([self._known[key] for key in keys])


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _read(folder: Path, dimension: int) -> dict[bytes, FloatVector]:
    known: dict[bytes, FloatVector] = {}
    for file in sorted(folder.glob("*.npz")):
        try:
            with np.load(file) as kept:
                keys, rows = kept["keys"], kept["rows"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            logger.warning("%s is not read, its texts are encoded again: %s", file, error)
            continue
        if rows.shape == (len(keys), dimension):
            known.update((bytes(key), row) for key, row in zip(keys, rows, strict=True))
    return known


def _write(folder: Path, keys: Sequence[bytes], rows: FloatMatrix) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{uuid4().hex}.npz"
    aside = file.with_suffix(".part")
    with aside.open("wb") as opened:
        np.savez(opened, keys=np.array([np.frombuffer(key, dtype=np.uint8) for key in keys]), rows=rows)
    os.replace(aside, file)
