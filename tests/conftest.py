"""Fixtures that several tests share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.wiring import Assistant, build_assistant

CORPUS = Path(__file__).parents[1] / "corpus"
BRIEFS = (
    "us-cn-geneva-dialogue-2024-us",
    "us-cn-geneva-dialogue-2024-cn",
    "seoul-ministerial-statement-2024",
    "idais-venice-2024",
)


@pytest.fixture(scope="session")
def models(request: pytest.FixtureRequest) -> Path:
    """A data directory whose converted models outlive the run: making one takes seconds."""
    cache = request.config.cache
    assert cache is not None
    return cache.mkdir("common-ground")


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Settings:
    """A corpus of four briefs, indexed; the converted model is shared with other tests."""
    folder = tmp_path_factory.mktemp("real")
    for vocabulary in CORPUS.glob("*.yaml"):
        (folder / "corpus").mkdir(exist_ok=True)
        shutil.copy(vocabulary, folder / "corpus")
    for name in BRIEFS:
        (brief,) = CORPUS.glob(f"*/{name}.md")
        (folder / "corpus" / brief.parent.name).mkdir(exist_ok=True)
        shutil.copy(brief, folder / "corpus" / brief.parent.name)
    (models / "models").mkdir(exist_ok=True)
    (folder / "data").mkdir()
    (folder / "data" / "models").symlink_to(models / "models")
    return Settings(corpus_dir=folder / "corpus", data_dir=folder / "data")


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Assistant:
    """The real one, its index built."""
    real = build_assistant(settings)
    real.index()
    return real
