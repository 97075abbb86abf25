"""Small stand-ins that satisfy our own protocols: exact, deterministic and quick."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from embeddings.encoder import FloatMatrix, FloatVector
from embeddings.fingerprint import Fingerprint
from embeddings.passages import PASSAGE_VERSION

_WORD = re.compile(r"[\w+#]+")


class FakeEncoder:
    """A text's vector is the one given for it, or else the sum of its words': texts that share words are similar.

    `encoded` keeps every text in the order in which it was read, so that tests can count what was encoded.
    """

    def __init__(
        self,
        dimension: int = 256,
        *,
        vectors: Mapping[str, Sequence[float]] | None = None,
        window: int = 50,
        revision: str = "fake",
    ) -> None:
        self.dimension = dimension
        self.window = window
        self.fingerprint = Fingerprint("fake", revision, "", dimension, PASSAGE_VERSION)
        self.encoded: list[str] = []
        self._vectors = {text: _unit(np.array(vector, dtype=np.float64)) for text, vector in (vectors or {}).items()}

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        self.encoded.extend(texts)
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for number, text in enumerate(texts):
            rows[number] = self._vectors[text] if text in self._vectors else _sum_of_words(text, self.dimension)
        return rows

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        return [match.span() for match in re.finditer(r"\S+", text)]


def _sum_of_words(text: str, dimension: int) -> FloatVector:
    words = _WORD.findall(text.casefold()) or [text]
    return _unit(np.sum([_word_vector(word, dimension) for word in words], axis=0))


@lru_cache(maxsize=10_000)
def _word_vector(word: str, dimension: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    seed = hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()
    vector: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    vector = np.random.default_rng(int.from_bytes(seed, "big")).standard_normal(dimension)
    return vector / np.linalg.norm(vector)


def _unit(vector: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> FloatVector:
    return (vector / np.linalg.norm(vector)).astype(np.float32)
