"""The weights and thresholds of the engine, from `weights.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

TABLE = Path(__file__).with_name("weights.yaml")


@dataclass(frozen=True)
class Weights:
    """`signals` weigh the parts of a candidate's score, `sureness` what speaks for the best one being right (a logistic
    function of it), `thresholds` decide between the three outcomes."""

    signals: dict[str, float]
    sureness: dict[str, float]
    thresholds: dict[str, float]


def load_weights(path: Path = TABLE) -> Weights:
    """The weights from a YAML file."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Weights(
        *({key: float(value) for key, value in raw[part].items()} for part in ("signals", "sureness", "thresholds"))
    )
