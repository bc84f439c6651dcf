"""What the trainings of the small cross-encoders share: optimiser, schedule, export to 8 bits."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch


def optimiser_of(
    model: Any, *, rate: float, fresh_rate: float, decay: float = 1.0
) -> torch.optim.Optimizer:
    """AdamW: `fresh_rate` for the head, `rate` for the top layer, `decay` times that below."""
    layers = model.config.num_hidden_layers
    groups = []
    for name, weight in model.named_parameters():
        if not weight.requires_grad:
            continue
        if name.startswith("bert.encoder.layer."):
            lr = rate * decay ** (layers - 1 - int(name.split(".")[3]))
        elif name.startswith("bert.embeddings."):
            lr = rate * decay**layers
        else:
            lr = fresh_rate if name.startswith("classifier") else rate
        groups.append({"params": [weight], "lr": lr, "weight_decay": 0.01 * (weight.ndim > 1)})
    return torch.optim.AdamW(groups)


def schedule_of(
    optimiser: torch.optim.Optimizer, *, warm_up: int, steps: int, least: float = 0.05
) -> torch.optim.lr_scheduler.LambdaLR:
    """Up over `warm_up` steps, then down in a line to `least` of the rate."""
    return torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / warm_up) * max(least, 1 - step / steps)
    )


def export(
    network: torch.nn.Module,
    example: tuple[Any, ...],
    shapes: Sequence[Mapping[int, Any]],
    names: tuple[list[str], list[str]],
    target: Path,
) -> None:
    """Write `network` as ONNX with weights of 8 bits; `names` of its inputs and outputs."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    program = torch.onnx.export(
        network,
        example,
        dynamo=True,
        input_names=names[0],
        output_names=names[1],
        dynamic_shapes=tuple(shapes),
        external_data=False,
    )
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        program.save(full)
        quantize_dynamic(
            full,
            target,
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )
