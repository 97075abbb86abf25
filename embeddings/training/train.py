"""Training the job adapter: low-rank changes to the packaged model, learned from ESCO and from plain words."""

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from embeddings.adapter import WEIGHTS, Adapter
from embeddings.encoder import packaged_folder, packaged_revision
from embeddings.errors import EmbeddingsError
from embeddings.esco.occupations import PUBLISHED, Occupation, learnable, read_occupations
from embeddings.occupation_names import FILE as OCCUPATION_ROWS
from embeddings.training import objective
from embeddings.training.batches import Batches, Mix, occupations_by_name
from embeddings.training.plain_words import WRITTEN, read_plain_words

if TYPE_CHECKING:
    from torch import Tensor

# Of a matrix's two sides: the attention's and the feed-forward's, in every layer.
ADAPTED = ("query", "key", "value", "dense")
# Texts of like length go through the model together, so that little of a step is padding.
AT_ONCE = 64
LONGEST_TOKENS = 64


class TrainingLibraryMissing(EmbeddingsError):
    """peft is needed to train, and to train only."""


@dataclass(frozen=True)
class Recipe:
    """Everything that decides the result but the data and the machine's rounding."""

    steps: int = 600
    seed: int = 7
    rank: int = 32
    dropout: float = 0.05
    learning_rate: float = 1e-3
    weight_decay: float = 0.01
    warm_up_steps: int = 60
    least_rate: float = 0.02
    # How much of what was learned is kept: between the base model and the trained one lies what serves descriptions of
    # work best (Wortsman et al., Robust Fine-Tuning of Zero-Shot Models, 2022; figures in docs/ranking.md).
    strength: float = 0.75
    mix: Mix = field(default_factory=Mix)


@dataclass(frozen=True)
class Progress:
    step: int
    steps: int
    loss: float


def train_adapter(
    folder: Path,
    recipe: Recipe,
    *,
    watch: Callable[[Progress], None],
    occupations: tuple[Occupation, ...] | None = None,
) -> Adapter:
    """Train on these occupations, by default ESCO's learnable ones, and write the adapter; `watch` sees each step."""
    import torch

    _seed(recipe.seed)
    occupations = occupations or learnable(read_occupations())
    learner = _Learner(recipe)
    middles = learner.middles(occupations)
    batches = Batches(occupations, recipe.mix, Random(recipe.seed), plain_words=read_plain_words())
    names = occupations_by_name(occupations)
    for step in range(recipe.steps):
        batch = batches.draw()
        rows = learner.rows(batch.texts)
        loss = objective.loss(rows, middles, batch, names)
        learner.learn(loss, rate=_rate(step, recipe))
        with torch.no_grad():
            middles = objective.moved(middles, rows.detach(), batch)
        watch(Progress(step + 1, recipe.steps, float(loss.detach())))
    folder.mkdir(parents=True, exist_ok=True)
    learner.weaken(recipe.strength)
    learner.write(folder)
    np.save(folder / OCCUPATION_ROWS, learner.middles(occupations).numpy().astype(np.float16))
    return Adapter.read(folder)


def described(recipe: Recipe) -> dict[str, Any]:
    """What a reader needs to train the same again."""
    data = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (PUBLISHED, WRITTEN)}
    return {
        "recipe": asdict(recipe),
        "data_sha256": data,
        "base_sha256": packaged_revision(packaged_folder()),
    }


class _Learner:
    """The packaged model with an adapter that learns."""

    def __init__(self, recipe: Recipe) -> None:
        import torch

        try:
            from peft import LoraConfig, get_peft_model
        except ImportError as error:
            raise TrainingLibraryMissing("Training needs peft: pip install 'rolecall[train]'.") from error
        from transformers import AutoModel, AutoTokenizer

        config = LoraConfig(
            r=recipe.rank, lora_alpha=recipe.rank, lora_dropout=recipe.dropout, target_modules=list(ADAPTED)
        )
        self._tokenizer = AutoTokenizer.from_pretrained(str(packaged_folder()))
        self._config = config
        self._model = get_peft_model(AutoModel.from_pretrained(str(packaged_folder())), config)
        for name, parameter in self._model.named_parameters():
            if "pooler" in name:
                parameter.requires_grad = False
        self._learning = [each for each in self._model.parameters() if each.requires_grad]
        self._optimiser = torch.optim.AdamW(self._learning, lr=recipe.learning_rate, weight_decay=recipe.weight_decay)

    def rows(self, texts: Sequence[str]) -> "Tensor":
        """Unit rows of the texts, through the adapter as it is now, with dropout."""
        self._model.train()
        return self._encode(texts)

    def learn(self, loss: "Tensor", *, rate: float) -> None:
        import torch

        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self._optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._learning, 1.0)
        self._optimiser.step()

    def middles(self, occupations: Sequence[Occupation]) -> "Tensor":
        """The middle of each occupation's names, the preferred one counting three times."""
        import torch

        labels = [label for each in occupations for label in (each.label, each.label, *each.labels)]
        owners = [number for number, each in enumerate(occupations) for _ in range(len(each.labels) + 2)]
        self._model.eval()
        with torch.inference_mode():
            rows = self._encode(labels)
        sums = torch.zeros(len(occupations), rows.shape[1]).index_add_(0, torch.tensor(owners), rows.clone())
        return torch.nn.functional.normalize(sums, dim=-1)

    def weaken(self, strength: float) -> None:
        """Keep this much of what was learned."""
        from peft.tuners.lora import LoraLayer

        for module in self._model.modules():
            if isinstance(module, LoraLayer):
                module.scale_layer(strength)
        self._config.lora_alpha = round(self._config.lora_alpha * strength)

    def write(self, folder: Path) -> None:
        """Write the adapter in peft's format, halved to 16 bits, named after the weights that it belongs to."""
        import torch
        from safetensors.torch import load_file, save_file

        self._config.base_model_name_or_path = packaged_revision(packaged_folder())
        self._config.inference_mode = True
        self._model.save_pretrained(str(folder), save_embedding_layers=False)
        halved = {name: tensor.to(torch.float16) for name, tensor in load_file(folder / WEIGHTS).items()}
        save_file(halved, folder / WEIGHTS)

    def _encode(self, texts: Sequence[str]) -> "Tensor":
        import torch

        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        parts = [
            self._at_once([texts[place] for place in order[at : at + AT_ONCE]]) for at in range(0, len(order), AT_ONCE)
        ]
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.cat(parts)[back]

    def _at_once(self, texts: list[str]) -> "Tensor":
        import torch

        read = self._tokenizer(texts, padding=True, truncation=True, max_length=LONGEST_TOKENS, return_tensors="pt")
        states = self._model(**read).last_hidden_state
        mask = read["attention_mask"].unsqueeze(-1).to(states.dtype)
        return torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1), dim=-1)


def _rate(step: int, recipe: Recipe) -> float:
    """A linear warm-up, then half a cosine down to a small rest."""
    warm = min(1.0, (step + 1) / recipe.warm_up_steps)
    return recipe.learning_rate * warm * max(recipe.least_rate, 0.5 * (1 + math.cos(math.pi * step / recipe.steps)))


def _seed(seed: int) -> None:
    import torch

    torch.manual_seed(seed)
    np.random.seed(seed)
