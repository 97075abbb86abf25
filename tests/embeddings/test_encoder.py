"""The real packaged model: what it promises about rows, and that altered or foreign models are noticed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from embeddings import encoder as encoder_module
from embeddings.encoder import PACKAGED_SHA256, WEIGHTS, Encoder, SentenceEncoder
from embeddings.errors import ModelMismatch, ModelMissing
from embeddings.passages import PASSAGE_VERSION, Document, Field, split_document

TEXTS = ["Registered nurse on a night ward", "Hospital caregiver, night shifts", "Pastry chef", "x", "Welder " * 60]


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder.load()


@pytest.fixture
def model_copy(tmp_path: Path) -> Path:
    folder = tmp_path / "own-model"
    shutil.copytree(encoder_module.packaged_folder(), folder)
    return folder


def test_the_packaged_model_says_what_it_is(encoder: Encoder) -> None:
    assert encoder.fingerprint.model == "all-MiniLM-L6-v2"
    assert encoder.fingerprint.revision == PACKAGED_SHA256[WEIGHTS]
    assert encoder.fingerprint.passage_version == PASSAGE_VERSION
    assert (encoder.dimension, encoder.fingerprint.dimension, encoder.window) == (384, 384, 254)


def test_rows_have_length_one_and_keep_the_order_of_their_texts(encoder: Encoder) -> None:
    rows = encoder.encode(TEXTS)
    singles = np.concatenate([encoder.encode([text]) for text in TEXTS])

    assert rows.shape == (5, 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(rows, singles, atol=1e-5)


def test_no_texts_are_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_similar_sentences_are_closer_than_others(encoder: Encoder) -> None:
    nurse, caregiver, chef, *_ = encoder.encode(TEXTS)

    assert nurse @ caregiver > nurse @ chef + 0.2


def test_threads_that_encode_and_count_at_once_get_the_same_rows(encoder: Encoder) -> None:
    expected = encoder.encode(TEXTS)

    with ThreadPoolExecutor(4) as pool:
        counted = [pool.submit(encoder.token_spans, "Welder " * 3000) for _ in range(4)]
        encoded = [pool.submit(encoder.encode, TEXTS) for _ in range(4)]

    assert all(np.allclose(future.result(), expected, atol=1e-5) for future in encoded)
    assert {len(future.result()) for future in counted} == {6000}


@pytest.mark.parametrize("text", ["", "\x00", "Zoë 👩‍👩‍👧 \ud800 日本語", "a" * 5000, "\u0301\u200b"])
def test_any_text_is_read_and_its_tokens_lie_inside_it(encoder: Encoder, text: str) -> None:
    spans = encoder.token_spans(text)

    assert np.isfinite(encoder.encode([text])).all()
    assert all(0 <= start < end <= len(text) for start, end in spans)


def test_passages_of_a_long_listing_fit_the_model_and_lose_nothing(encoder: Encoder) -> None:
    text = "We look for a Krankenpfleger:in (m/w/d), 38.5 h/week. " * 30 + "supercalifragilistic" * 40 + "\n护士" * 300

    passages = split_document(Document("Nurse", "Nurse, Bath", (Field("description", text),)), encoder)

    assert all(len(encoder.token_spans(passage.text)) <= encoder.window for passage in passages)
    assert "".join("".join(passage.text.split()) for passage in passages[2:]) == "".join(text.split())


@pytest.mark.parametrize("name", PACKAGED_SHA256)
def test_altered_files_of_the_packaged_model_are_refused(
    model_copy: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    content = bytearray((model_copy / name).read_bytes())
    content[-10] ^= 1
    (model_copy / name).write_bytes(content)
    monkeypatch.setattr(encoder_module, "packaged_folder", lambda: model_copy)

    with pytest.raises(ModelMismatch, match=name):
        SentenceEncoder.load()


def test_a_model_folder_of_ones_own_is_another_generation(encoder: Encoder, model_copy: Path) -> None:
    own = SentenceEncoder.load(str(model_copy))

    assert own.fingerprint.model == "own-model"
    assert own.fingerprint.digest() != encoder.fingerprint.digest()
    assert np.allclose(own.encode(TEXTS), SentenceEncoder.load(adapter="").encode(TEXTS), atol=1e-5)


def rename_weights(folder: Path) -> None:
    (folder / WEIGHTS).rename(folder / "elsewhere")


def truncate_weights(folder: Path) -> None:
    os.truncate(folder / WEIGHTS, 1000)


def spoil_configuration(folder: Path) -> None:
    (folder / "config.json").write_text("{")


@pytest.mark.parametrize("spoil", [rename_weights, truncate_weights, spoil_configuration, shutil.rmtree])
def test_a_folder_without_a_whole_model_is_named(model_copy: Path, spoil: Callable[[Path], None]) -> None:
    spoil(model_copy)

    with pytest.raises(ModelMissing, match="own-model"):
        SentenceEncoder.load(str(model_copy))


def test_loading_says_nothing_and_needs_no_network(model_copy: Path) -> None:
    program = (
        "import socket\n"
        "def refuse(*_): raise AssertionError('dialled')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from embeddings.encoder import SentenceEncoder\n"
        "import sys\n"
        "assert 'torch' not in sys.modules\n"
        f"assert SentenceEncoder.load({str(model_copy)!r}, threads=1).encode(['nurse']).shape == (1, 384)\n"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
