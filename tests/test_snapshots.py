"""Readers of the index and new generations."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assistant import generations
from assistant.adapters.bm25 import Bm25Store, Tokeniser
from assistant.adapters.chroma import ChromaStore
from assistant.errors import IndexDamaged, IndexMissing
from assistant.indexing import Stores, update_index
from assistant.retrieval import Searcher
from assistant.snapshots import Snapshots, open_snapshot
from tests.factories import document
from tests.fakes import CountingStore, HashedWords, NumpyStore

FAKES = Stores(NumpyStore(), CountingStore())
REAL = Stores(ChromaStore(), Bm25Store(Tokeniser()))


def _index(data_dir: Path, text: str, stores: Stores = FAKES) -> int:
    report = update_index(
        [document("lima", [text])], embedder=HashedWords(), stores=stores, data_dir=data_dir
    )
    return report.generation


def test_a_missing_index_names_the_command(tmp_path: Path) -> None:
    """Before the first `index` there is nothing to open, and the message says what to do."""
    with pytest.raises(IndexMissing, match="python -m assistant index"):
        Snapshots(tmp_path, FAKES).current()


def test_a_pointer_to_nothing_is_damage(tmp_path: Path) -> None:
    """A pointer that cannot be read, or to no generation, names the command that mends it."""
    _index(tmp_path, "One.")
    for content in ("99", "not a number"):
        (tmp_path / "current").write_text(content)
        with pytest.raises(IndexDamaged, match="index --rebuild"):
            open_snapshot(tmp_path, FAKES)


def test_an_unreadable_chroma_folder_is_damage(tmp_path: Path) -> None:
    """Garbage of the right size in Chroma's file is reported, not a traceback of Chroma's."""
    place = generations.folder(tmp_path, _index(tmp_path, "One.", REAL))
    path = place / "chroma" / "chroma.sqlite3"
    path.write_bytes(b"garbage " * (path.stat().st_size // 8 + 1))
    with pytest.raises(IndexDamaged, match="index --rebuild"):
        open_snapshot(tmp_path, REAL)


def test_a_new_generation_is_picked_up(tmp_path: Path) -> None:
    """The next look after an `index` in another process sees the new documents."""
    _index(tmp_path, "One.")
    snapshots = Snapshots(tmp_path, FAKES)
    first = snapshots.current()
    assert snapshots.current() is first
    _index(tmp_path, "Two.")
    assert snapshots.current().passages["lima#1"].text == "Two."
    assert first.passages["lima#1"].text == "One."


def test_a_reader_keeps_its_indexes_until_it_is_done(tmp_path: Path) -> None:
    """An old snapshot is closed when its last reader leaves, not before."""
    _index(tmp_path, "One.")
    snapshots = Snapshots(tmp_path, FAKES)
    with snapshots.use() as old:
        _index(tmp_path, "Two.")
        with snapshots.use() as new:
            assert new is not old
        assert old.briefs.dense[0].search(HashedWords().embed_query("One"), 1)
    with pytest.raises(AssertionError, match="after it was closed"):
        old.briefs.dense[0].search(HashedWords().embed_query("One"), 1)


def test_a_damaged_new_generation_leaves_the_old_one_in_use(tmp_path: Path) -> None:
    """A page that runs goes on with what it has while the new index is mended."""
    _index(tmp_path, "One.")
    snapshots = Snapshots(tmp_path, FAKES)
    first = snapshots.current()
    generation = _index(tmp_path, "Two.")
    manifest = generations.folder(tmp_path, generation) / "manifest.json"
    manifest.write_text("{")
    assert snapshots.current() is first
    _index(tmp_path, "Three.")
    assert snapshots.current().passages["lima#1"].text == "Three."


def test_threads_search_on_while_generations_change(tmp_path: Path) -> None:
    """With the real indexes: queries of several threads never fail while the index is renewed."""
    _index(tmp_path, "Sentence 0.", REAL)
    snapshots = Snapshots(tmp_path, REAL)
    searcher = Searcher(snapshots, HashedWords())
    failures: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                assert searcher.search("sentence")[0].passage.id == "lima#1"
            except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
                failures.append(error)
                return

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(1, 5):
        _index(tmp_path, f"Sentence {number}.", REAL)
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert searcher.search("sentence")[0].passage.text == "Sentence 4."
    snapshots.close()
