"""Which encoder and which way of cutting made a set of vectors; only vectors of one fingerprint are ever compared."""

import hashlib
import json
from dataclasses import asdict, dataclass

DIGEST_LENGTH = 16


@dataclass(frozen=True)
class Fingerprint:
    """`revision` is the SHA-256 of what decides the vectors: the weights, or all files of a model's folder."""

    model: str
    revision: str
    adapter: str
    dimension: int
    passage_version: int

    def digest(self) -> str:
        """Name the generation: short, stable, safe in a file name."""
        fields = json.dumps(asdict(self), sort_keys=True).encode()
        return hashlib.sha256(fields).hexdigest()[:DIGEST_LENGTH]
