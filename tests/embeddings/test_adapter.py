"""An adapter merged by a sum is the adapter that peft would apply, and belongs to one model only."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModel

from embeddings import adapter as adapter_module
from embeddings.adapter import CONFIG, WEIGHTS, Adapter
from embeddings.encoder import SentenceEncoder, packaged_folder, packaged_revision
from embeddings.errors import ModelMismatch, ModelMissing

TEXTS = ["registered nurse", "night shifts in a care home", "software developer"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An adapter with random weights, written by peft."""
    torch.manual_seed(3)
    config = LoraConfig(r=4, lora_alpha=8, target_modules=["query", "dense"], init_lora_weights=False)
    model = get_peft_model(AutoModel.from_pretrained(str(packaged_folder())), config)
    model.peft_config["default"].base_model_name_or_path = packaged_revision(packaged_folder())
    folder = tmp_path_factory.mktemp("adapter")
    model.save_pretrained(str(folder), save_embedding_layers=False)
    return folder


def test_merging_is_what_peft_does(made: Path) -> None:
    ours, theirs = (AutoModel.from_pretrained(str(packaged_folder())) for _ in range(2))
    theirs = PeftModel.from_pretrained(theirs, str(made)).merge_and_unload()

    Adapter.read(made).merge_into(ours)

    expected = dict(theirs.named_parameters())
    assert all(torch.allclose(weight, expected[name], atol=1e-5) for name, weight in ours.named_parameters())


def test_an_adapter_changes_the_rows_and_the_generation(made: Path) -> None:
    plain, adapted = SentenceEncoder.load(adapter=""), SentenceEncoder.load(adapter=str(made))

    assert not np.allclose(plain.encode(TEXTS), adapted.encode(TEXTS), atol=1e-2)
    assert adapted.fingerprint.adapter == Adapter.read(made).digest
    assert adapted.fingerprint.digest() != plain.fingerprint.digest()


def test_the_packaged_model_comes_with_its_adapter() -> None:
    packaged = SentenceEncoder.load()

    assert packaged.fingerprint.adapter == Adapter.read(adapter_module.PACKAGED_ADAPTER).digest


def test_an_adapter_of_other_weights_is_refused(made: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    shutil.copytree(made, foreign)
    config = json.loads((foreign / CONFIG).read_text())
    (foreign / CONFIG).write_text(json.dumps({**config, "base_model_name_or_path": "0" * 64}))

    with pytest.raises(ModelMismatch, match="trained on other weights"):
        SentenceEncoder.load(adapter=str(foreign))


@pytest.mark.parametrize("missing", [CONFIG, WEIGHTS])
def test_half_an_adapter_is_refused(made: Path, tmp_path: Path, missing: str) -> None:
    half = tmp_path / "half"
    shutil.copytree(made, half)
    (half / missing).unlink()

    with pytest.raises(ModelMissing, match="half"):
        SentenceEncoder.load(adapter=str(half))
