"""The trained model as the bot runs it: one ONNX graph with weights of 8 bits, and its tokenizer."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Literal, get_args

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from knowledge.learning.reader.training import Model

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
Output = Literal["vectors", "scores"]


def export(model: Model, minilm: Path, folder: Path) -> int:
    """Writes `model.onnx` and `tokenizer.json` into a folder; returns the size of the model in bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    whole, small = folder / "model.whole.onnx", folder / "model.onnx"
    example = tuple(torch.ones(2, 8, dtype=torch.long) for _ in INPUTS)
    torch.onnx.export(
        model.eval(),
        example,
        str(whole),
        input_names=list(INPUTS),
        output_names=list(get_args(Output)),
        dynamic_axes={name: {0: "texts", 1: "tokens"} for name in INPUTS}
        | {name: {0: "texts"} for name in get_args(Output)},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True)
    whole.unlink()
    shutil.copy(minilm / "tokenizer.json", folder / "tokenizer.json")
    return small.stat().st_size
