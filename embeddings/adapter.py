"""A LoRA adapter on disk, in the format of the peft library, and how it is added to a model's weights.

Hu et al., LoRA: Low-Rank Adaptation of Large Language Models, 2021 (https://arxiv.org/abs/2106.09685). Merging is one
sum for each adapted matrix, done here so that serving needs no training library.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embeddings.errors import ModelMismatch, ModelMissing
from embeddings.occupation_names import FILE as OCCUPATION_ROWS

if TYPE_CHECKING:
    from torch import Tensor, nn

PACKAGED_ADAPTER = Path(__file__).with_name("job_adapter")
CONFIG = "adapter_config.json"
WEIGHTS = "adapter_model.safetensors"

_PREFIX = "base_model.model."
_DOWN, _UP = ".lora_A.weight", ".lora_B.weight"


@dataclass(frozen=True)
class Adapter:
    """`base_sha256` is the digest of the weights that it was trained on; it fits no others."""

    folder: Path
    base_sha256: str
    digest: str

    @classmethod
    def read(cls, folder: Path) -> "Adapter":
        """Read what an adapter says of itself; raises ModelMissing where it is none."""
        digest = hashlib.sha256()
        try:
            for name in (CONFIG, WEIGHTS):
                digest.update((folder / name).read_bytes())
            if (folder / OCCUPATION_ROWS).is_file():
                digest.update((folder / OCCUPATION_ROWS).read_bytes())
            base = json.loads((folder / CONFIG).read_text())["base_model_name_or_path"]
        except (OSError, ValueError, KeyError) as error:
            raise ModelMissing(f"{folder} is not the folder of an adapter ({error}): name one that is.") from error
        return cls(folder, str(base), digest.hexdigest())

    def check_fits(self, base_sha256: str) -> None:
        if base_sha256 != self.base_sha256:
            raise ModelMismatch(
                f"The adapter in {self.folder} was trained on other weights than the model's: name the adapter that "
                "belongs to the model, or none."
            )

    def merge_into(self, model: "nn.Module") -> None:
        """Add the adapter to the weights of a transformers model, in place."""
        import torch
        from safetensors.torch import load_file

        config: dict[str, Any] = json.loads((self.folder / CONFIG).read_text())
        scale = config["lora_alpha"] / config["r"]
        tensors: dict[str, Tensor] = load_file(self.folder / WEIGHTS)
        weights = dict(model.named_parameters())
        with torch.no_grad():
            for name in sorted(key for key in tensors if key.endswith(_DOWN)):
                module = name.removeprefix(_PREFIX).removesuffix(_DOWN)
                down, up = tensors[name].float(), tensors[name.removesuffix(_DOWN) + _UP].float()
                weights[f"{module}.weight"].add_(scale * (up @ down))
