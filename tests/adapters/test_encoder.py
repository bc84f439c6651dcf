"""The packaged models through OpenVINO: the vectors of sentence-transformers, sooner."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from assistant.adapters import encoder, packaged
from assistant.adapters.embedding import as_named, load_embedder, packaged_models
from assistant.errors import ModelError
from tests.adapters.test_embedding import TEXTS

LONG = [" ".join(["nuclear", "weapons", "and", str(size)] * size) for size in (3, 40, 128, 400)]


@pytest.mark.parametrize("name", [packaged.E5, packaged.MINILM])
def test_vectors_are_those_of_sentence_transformers(name: str, models: Path) -> None:
    """Queries and passages of every length, beyond the token limit too, in the order given."""
    ours, plain = load_embedder(name, models), as_named(packaged_models(models)[name])
    texts = [*LONG, "", *TEXTS, "short"]
    assert type(ours) is not type(plain)
    assert ours.identity == plain.identity
    assert (ours.embed_passages(texts) * plain.embed_passages(texts)).sum(axis=1).min() >= 0.999
    queries = [ours.embed_query(text) @ plain.embed_query(text) for text in texts]
    assert min(queries) >= 0.999


@pytest.mark.parametrize("name", [packaged.E5, packaged.MINILM])
def test_texts_are_cut_at_the_same_token(name: str, models: Path) -> None:
    """What stands behind the limit changes nothing; what stands before it does."""
    embedder = load_embedder(name, models)
    whole = "peace " * 600
    behind, before, same = whole + "war " * 50, "war " * 50 + whole, whole
    a, b, c = embedder.embed_passages([behind, before, same])
    assert a @ c > 0.9999
    assert b @ c < 0.9999


def test_batches_hold_every_row_once_within_the_limit() -> None:
    """Rows of like length go together; one that is longer than a batch goes alone."""
    lengths = [3, 512, 7, 5000, 90, 90, 91] * 30
    batches = encoder._batches(lengths)
    assert Counter(row for rows in batches for row in rows) == Counter(range(len(lengths)))
    for rows in batches:
        assert (
            len(rows) == 1 or max(lengths[row] for row in rows) * len(rows) <= encoder._BATCH_TOKENS
        )
    padded = sum(max(lengths[row] for row in rows) * len(rows) for rows in batches)
    assert padded <= 1.1 * sum(lengths)


def test_neither_torch_nor_telemetry_is_loaded(models: Path) -> None:
    """A question is embedded without the seconds of torch, and nothing that could call home."""
    program = (
        "import sys; from pathlib import Path; from assistant.adapters.embedding import *; "
        "load_embedder(None, Path(sys.argv[1])).embed_query('Who signed?'); "
        "print([n for n, m in sys.modules.items() if m and n.split('.')[0] in "
        "('torch', 'transformers', 'sentence_transformers', 'openvino_telemetry')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(models)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_folder_of_another_form_is_named(tmp_path: Path) -> None:
    """Missing files and weights that are not as expected are a ModelError with the folder."""
    with pytest.raises(ModelError, match=tmp_path.name):
        encoder.Encoder(tmp_path, 512)
    for path in packaged.minilm_folder().iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"\0" * 64)
    with pytest.raises(ModelError, match=tmp_path.name):
        encoder.Encoder(tmp_path, 512)


def test_without_openvino_sentence_transformers_stands_in(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a system that has no build of it, the same models give the same vectors."""
    fast = load_embedder(packaged.MINILM, models)
    monkeypatch.setattr("assistant.adapters.embedding.is_there", lambda: False)
    plain = load_embedder(packaged.MINILM, models)
    assert type(plain) is not type(fast)
    assert plain.identity == fast.identity
    assert np.dot(plain.embed_query(TEXTS[0]), fast.embed_query(TEXTS[0])) >= 0.999
