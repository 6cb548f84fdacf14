"""The model while it learns: one encoder, two tasks, steps that can be interrupted.

A question read together with a passage gives a score (logistic loss over all passages, and of the softmax over those of
one question where one answers); a question and a passage read apart give vectors whose cosine ranks the passages of the
whole batch (softmax at a temperature of 1/20, as sentence-transformers trains its encoders).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from knowledge.learning.reader.groups import Group
from knowledge.reader.model import MOST_ALONE, MOST_PAIR
from knowledge.reader.passages import Passage

RATE, DECAY, WARMING = 4e-5, 0.01, 0.05  # of AdamW, with a linear rise and fall
SHARPNESS, VECTORS = 20.0, 0.5  # of the softmax over cosines; what its loss weighs beside that of the scores
KEEP_EVERY, TELL_EVERY = 50, 20  # steps
Tell = Callable[[str], None]


class Model(nn.Module):
    """MiniLM-L6 with a head for the score; `tokenize` gives its input."""

    def __init__(self, minilm: Path):
        super().__init__()
        self.encoder = AutoModel.from_pretrained(minilm, attn_implementation="sdpa")
        self.head = nn.Linear(self.encoder.config.hidden_size, 1)
        self._tokenizer = AutoTokenizer.from_pretrained(minilm)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> tuple[Tensor, Tensor]:
        """The vectors of unit length and the scores, both from the mean of the last layer."""
        read = self.encoder(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        mask = attention_mask.unsqueeze(-1).to(read.last_hidden_state.dtype)
        mean = (read.last_hidden_state * mask).sum(1) / mask.sum(1)
        return nn.functional.normalize(mean, dim=1), self.head(mean).squeeze(-1)

    def scores(self, question: str, passages: Sequence[Passage]) -> Tensor:
        """The score of each passage."""
        return self.scores_of([(question, passage.whole) for passage in passages])

    def scores_of(self, pairs: Sequence[tuple[str, str]]) -> Tensor:
        """The score of each question with its text."""
        firsts, seconds = [one for one, _ in pairs], [two for _, two in pairs]
        read = self._tokenizer(
            firsts, seconds, padding=True, truncation="only_second", max_length=MOST_PAIR, return_tensors="pt"
        )
        scores: Tensor = self(**read)[1]
        return scores

    def vectors(self, texts: Sequence[str]) -> Tensor:
        """The vector of each text."""
        read = self._tokenizer(list(texts), padding=True, truncation=True, max_length=MOST_ALONE, return_tensors="pt")
        vectors: Tensor = self(**read)[0]
        return vectors


def train(model: Model, steps: Sequence[Sequence[Group]], kept: Path, tell: Tell) -> None:
    """Trains the model through the steps. What is done is kept in a file, from which a later call goes on."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=DECAY)
    rise = max(20, int(WARMING * len(steps)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / rise) * max(WARMING, 1 - step / len(steps))
    )
    parts = (model, optimizer, schedule)
    done = _resume(kept, parts)
    model.train()
    begun, total = time.monotonic(), 0.0
    for number, step in enumerate(steps[done:], done + 1):
        loss = _loss(model, step)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        total += loss.item()
        if number % TELL_EVERY == 0:
            pace = (time.monotonic() - begun) / (number - done)
            left = pace * (len(steps) - number) / 60
            tell(f"{kept.stem}: step {number} of {len(steps)}, loss {total / (number - done):.3f}, {left:.0f} min left")
        if number % KEEP_EVERY == 0 or number == len(steps):
            _keep(kept, parts, number)
    model.eval()


def _loss(model: Model, step: Sequence[Group]) -> Tensor:
    """The loss of a batch of groups, in 16 bits where the processor has them."""
    pairs = [(group.question, passage.whole) for group in step for passage in group.passages]
    labels = torch.tensor([float(answer) for group in step for answer in group.answers])
    with torch.autocast("cpu", torch.bfloat16):
        scores = model.scores_of(pairs)
        asked = model.vectors([group.question for group in step])
        told = model.vectors([passage.text for group in step for passage in group.passages])
    scores, cosines = scores.float(), SHARPNESS * asked.float() @ told.float().T
    loss = nn.functional.binary_cross_entropy_with_logits(scores, labels)
    start = 0
    for row, group in enumerate(step):
        own = slice(start, start + len(group.passages))
        start = own.stop
        right = labels[own] > 0
        if right.any():
            loss = loss + _softmax_loss(scores[own], scores[own][right]) / len(step)
            loss = loss + VECTORS * _softmax_loss(cosines[row], cosines[row, own][right]) / len(step)
    return loss


def _softmax_loss(every: Tensor, right: Tensor) -> Tensor:
    return torch.logsumexp(every, 0) - torch.logsumexp(right, 0)


def _keep(kept: Path, parts: Sequence[Any], done: int) -> None:
    """Written beside, then renamed: an interruption leaves the last one whole."""
    beside = kept.with_suffix(".tmp")
    torch.save([done, *(part.state_dict() for part in parts)], beside)
    os.replace(beside, kept)


def _resume(kept: Path, parts: Sequence[Any]) -> int:
    if not kept.is_file():
        return 0
    done, *states = torch.load(kept, weights_only=True)
    for part, state in zip(parts, states, strict=True):
        part.load_state_dict(state)
    return int(done)
