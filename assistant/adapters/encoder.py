"""A sentence encoder of BERT's shape as one OpenVINO graph, built from its safetensors weights.

Twice to three times as fast as the same network through torch, with the same vectors (cosine
0.9999 and more), and neither torch nor a second copy of the weights is loaded. Word vectors stay
in the file and are looked up there: they are nine tenths of a multilingual model.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from assistant.errors import ModelError
from assistant.ports import Vectors

_STREAMS = min(4, os.cpu_count() or 1)  # texts or batches worked on at once, one thread each
_BATCH_TOKENS = 512  # padding included; more at once leave the cache and are slower
_STEP = 8  # lengths are rounded up to it: OpenVINO is slow on a shape that it has not yet seen
_FAR = 1e4  # taken from the attention that padding would get
_FLOAT32 = "F32"


class Encoder:
    """Texts into unit vectors; safe to use from several threads, without waiting for a batch."""

    def __init__(self, folder: Path, max_tokens: int) -> None:
        """Load the network in a sentence-transformers folder (mean pooling, then length 1).

        Texts are cut at `max_tokens`. Raises ModelError if a file is missing or has another form.
        """
        try:
            settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            weights = _Weights(folder / "model.safetensors")
            self._words = weights["embeddings.word_embeddings.weight"]
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._network = _compiled(_Graph(weights, settings).model())
        except ModelError:
            raise
        except Exception as error:  # tokenizers and OpenVINO raise nothing narrower
            raise ModelError(f"Cannot load the embedding model in {folder}: {error}.") from error
        self._tokenizer.enable_truncation(max_tokens)
        self._tokenizer.no_padding()
        self.dimensions = int(settings["hidden_size"])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimensions), in batches of like length."""
        found = np.zeros((len(texts), self.dimensions), np.float32)
        tokens = [row.ids for row in self._tokenizer.encode_batch_fast(list(texts))]
        running: deque[tuple[Any, list[int]]] = deque()

        def finish_one() -> None:
            request, rows = running.popleft()
            request.wait()  # never by a callback: that needs the interpreter's lock, and can hang
            found[rows] = request.get_output_tensor().data

        for rows in _batches([len(ids) for ids in tokens]):
            if len(running) == _STREAMS:
                finish_one()
            request = self._network.create_infer_request()
            request.start_async(self._inputs([tokens[row] for row in rows]))
            running.append((request, rows))
        while running:
            finish_one()
        return found

    def encode_one(self, text: str) -> Vectors:
        """A unit vector of shape (dimensions,)."""
        request = self._network.create_infer_request()
        ids = self._tokenizer.encode(text).ids
        vectors: Vectors = request.infer(self._inputs([ids]))[0].copy()
        row: Vectors = vectors[0]
        return row

    def _inputs(self, tokens: Sequence[Sequence[int]]) -> list[npt.NDArray[np.float32]]:
        """Word vectors of shape (texts, length, width), and the mask, 1 where there is a token."""
        length = -(-max(map(len, tokens)) // _STEP) * _STEP
        words = np.zeros((len(tokens), length, self._words.shape[1]), np.float32)
        mask = np.zeros((len(tokens), length), np.float32)
        for row, ids in enumerate(tokens):
            words[row, : len(ids)], mask[row, : len(ids)] = self._words[ids], 1
        return [words, mask]


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Rows by length, the longest first, so many at once as `_BATCH_TOKENS` allows."""
    order = sorted(range(len(lengths)), key=lambda row: -lengths[row])
    found: list[list[int]] = []
    for row in order:
        if found and lengths[found[-1][0]] * (len(found[-1]) + 1) <= _BATCH_TOKENS:
            found[-1].append(row)
        else:
            found.append([row])
    return found


class _Weights:
    """The tensors of a safetensors file, read from the disk as they are needed."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            size = int.from_bytes(file.read(8), "little")
            self._header = json.loads(file.read(size))
        self._path = path
        self._content = np.memmap(path, np.uint8, "r", 8 + size)

    def __getitem__(self, name: str) -> npt.NDArray[np.float32]:
        told = self._header[name]
        if told["dtype"] != _FLOAT32:
            raise ModelError(f"{self._path}: {name} is {told['dtype']}, not {_FLOAT32}.")
        start, end = told["data_offsets"]
        found: npt.NDArray[np.float32] = self._content[start:end].view(np.float32)
        return found.reshape(told["shape"])


class _Graph:
    """BERT's layers, from word vectors to one unit vector a text."""

    def __init__(self, weights: _Weights, settings: dict[str, Any]) -> None:
        self._op = _openvino().opset13
        self._weights = weights
        self._width = int(settings["hidden_size"])
        self._heads = int(settings["num_attention_heads"])
        self._layers = int(settings["num_hidden_layers"])
        self._epsilon = float(settings["layer_norm_eps"])
        if settings["hidden_act"] != "gelu":
            raise ModelError(f"An encoder with {settings['hidden_act']!r} is not known here.")

    def model(self) -> Any:
        """The network: inputs (texts, length, width) and (texts, length), output (texts, width)."""
        op = self._op
        words = op.parameter([-1, -1, self._width], np.float32)
        mask = op.parameter([-1, -1], np.float32)
        far = op.multiply(op.subtract(mask, np.float32(1)), np.float32(_FAR))
        far = op.unsqueeze(far, _numbers(1, 2))
        found = self._norm(op.add(words, self._places(words)), "embeddings.LayerNorm")
        for number in range(self._layers):
            found = self._layer(found, far, f"encoder.layer.{number}.")
        summed = op.reduce_sum(op.multiply(found, op.unsqueeze(mask, _numbers(2))), _numbers(1))
        unit = op.normalize_l2(summed, _numbers(1), 1e-12, "max")
        return _openvino().Model([unit], [words, mask])

    def _places(self, words: Any) -> Any:
        """The vectors of the places 0, 1, 2 …, as many as there are words."""
        op = self._op
        every = self._weights["embeddings.position_embeddings.weight"]
        every = every + self._weights["embeddings.token_type_embeddings.weight"][0]
        length = op.gather(op.shape_of(words), _numbers(1), np.int64(0))
        return op.slice(every, _numbers(0), length, _numbers(1), _numbers(0))

    def _layer(self, found: Any, far: Any, name: str) -> Any:
        op, own = self._op, f"{name}attention.self."
        parts = [self._split(self._linear(found, own + part)) for part in ("query", "key", "value")]
        mixed = op.transpose(op.scaled_dot_product_attention(*parts, far), _numbers(0, 2, 1, 3))
        mixed = op.reshape(mixed, _numbers(0, 0, self._width), True)
        mixed = self._linear(mixed, f"{name}attention.output.dense")
        found = self._norm(op.add(found, mixed), f"{name}attention.output.LayerNorm")
        wide = op.gelu(self._linear(found, f"{name}intermediate.dense"), "erf")
        narrow = self._linear(wide, f"{name}output.dense")
        return self._norm(op.add(found, narrow), f"{name}output.LayerNorm")

    def _split(self, found: Any) -> Any:
        """(texts, length, width) into (texts, heads, length, width of a head)."""
        op = self._op
        heads = op.reshape(found, _numbers(0, 0, self._heads, self._width // self._heads), True)
        return op.transpose(heads, _numbers(0, 2, 1, 3))

    def _linear(self, found: Any, name: str) -> Any:
        op, weights = self._op, self._weights
        turned = op.matmul(found, weights[f"{name}.weight"], False, True)
        return op.add(turned, weights[f"{name}.bias"])

    def _norm(self, found: Any, name: str) -> Any:
        op, weights = self._op, self._weights
        even = op.mvn(found, _numbers(-1), True, self._epsilon, "inside_sqrt")
        return op.add(op.multiply(even, weights[f"{name}.weight"]), weights[f"{name}.bias"])


def _numbers(*values: int) -> npt.NDArray[np.int64]:
    return np.array(values, np.int64)


def _compiled(model: Any) -> Any:
    core = _openvino().Core()
    able = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    return core.compile_model(
        model,
        "CPU",
        {
            "INFERENCE_PRECISION_HINT": "bf16" if "BF16" in able else "f32",
            "INFERENCE_NUM_THREADS": _STREAMS,
            "NUM_STREAMS": _STREAMS,
            "ENABLE_CPU_PINNING": False,
        },
    )


def is_there() -> bool:
    """Whether OpenVINO is installed: it has no build for some systems."""
    return importlib.util.find_spec("openvino") is not None


def _openvino() -> Any:
    """OpenVINO, imported without the telemetry that its package depends on."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    return openvino
