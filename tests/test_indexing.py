"""Bringing the index up to date."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from assistant import generations
from assistant.adapters.bm25 import Bm25Store, Tokeniser
from assistant.adapters.chroma import ChromaStore
from assistant.domain import Document
from assistant.entries import entries
from assistant.errors import IndexDamaged, IndexLocked
from assistant.indexing import IndexReport, Stores, update_index
from assistant.ports import Batches
from assistant.record import FILE, Record
from assistant.retrieval import Searcher
from assistant.snapshots import Snapshot, Snapshots, open_snapshot
from tests.factories import document
from tests.fakes import CountingStore, HashedWords, NumpyStore

FAKES = Stores(NumpyStore(), CountingStore())
LIMA = document(
    "lima", ["Humans control nuclear weapons.", ("Risks were discussed.", "讨论风险。")]
)
PARIS = document("paris", ["The text was not signed by the United States."])


def _index(
    data_dir: Path,
    documents: list[Document],
    embedder: HashedWords | None = None,
    *,
    rebuild: bool = False,
) -> IndexReport:
    return update_index(
        documents,
        embedder=embedder or HashedWords(),
        stores=FAKES,
        data_dir=data_dir,
        rebuild=rebuild,
    )


def _count(snapshot: Snapshot) -> int:
    """How many entries a snapshot has; as many in the dense indexes as in the lexical one."""
    shelves = (snapshot.briefs, snapshot.own)
    dense = sum(index.count() for shelf in shelves for index in shelf.dense)
    assert dense == sum(shelf.words.count() for shelf in shelves)
    return dense


def _counts(report: IndexReport) -> tuple[int, int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged, report.embedded


def test_a_passage_has_an_entry_for_each_of_its_languages() -> None:
    """The entry's text carries the document's title; the Chinese one ends with @zh."""
    found = {entry.id: entry.text for entry in entries(replace(LIMA, title_zh="利马会晤"))}
    assert found == {
        "lima#1": "Lima. Humans control nuclear weapons.",
        "lima#2": "Lima. Risks were discussed.",
        "lima#2@zh": "利马会晤. 讨论风险。",
    }


def test_first_run_indexes_everything(tmp_path: Path) -> None:
    """All documents are added, all entries embedded, and a snapshot holds them."""
    assert _counts(_index(tmp_path, [LIMA, PARIS])) == (2, 0, 0, 0, 4)
    snapshot = open_snapshot(tmp_path, FAKES)
    assert snapshot.documents == {"lima": LIMA, "paris": PARIS}
    assert list(snapshot.passages) == ["lima#1", "lima#2", "paris#1"]
    assert _count(snapshot) == 4
    assert snapshot.corpus.startswith("sha256:")


def test_nothing_is_done_where_nothing_changed(tmp_path: Path) -> None:
    """A second run embeds nothing and keeps the generation."""
    first = _index(tmp_path, [LIMA, PARIS])
    embedder = HashedWords()
    second = _index(tmp_path, [LIMA, PARIS], embedder)
    assert _counts(second) == (0, 0, 0, 2, 0)
    assert embedder.embedded == []
    assert second.generation == first.generation


def test_only_a_changed_statement_is_embedded_again(tmp_path: Path) -> None:
    """Of a changed document only the statement that differs is embedded."""
    _index(tmp_path, [LIMA, PARIS])
    embedder = HashedWords()
    changed = document("lima", ["Humans must control nuclear weapons.", *_texts(LIMA)[1:]])
    assert _counts(_index(tmp_path, [changed, PARIS], embedder)) == (0, 1, 0, 1, 1)
    assert embedder.embedded == ["Lima. Humans must control nuclear weapons."]
    snapshot = open_snapshot(tmp_path, FAKES)
    assert snapshot.passages["lima#1"].text == "Humans must control nuclear weapons."


def _texts(made: Document) -> list[str | tuple[str, str]]:
    return [(p.text, p.text_zh) if p.text_zh else p.text for p in made.passages]


def test_a_changed_fact_is_taken_over_without_embedding(tmp_path: Path) -> None:
    """A new date changes the record, and no text, so nothing is embedded."""
    before = _index(tmp_path, [LIMA])
    after = _index(tmp_path, [replace(LIMA, date="2024-11-16")])
    assert _counts(after) == (0, 1, 0, 0, 0)
    assert after.generation > before.generation
    assert open_snapshot(tmp_path, FAKES).documents["lima"].date == "2024-11-16"


def test_a_removed_document_is_gone(tmp_path: Path) -> None:
    """What is no longer among the documents is in no index."""
    _index(tmp_path, [LIMA, PARIS])
    assert _counts(_index(tmp_path, [PARIS])) == (0, 0, 1, 1, 0)
    assert set(open_snapshot(tmp_path, FAKES).passages) == {"paris#1"}


def test_an_index_of_no_documents_is_whole(tmp_path: Path) -> None:
    """An empty corpus is no error."""
    assert _counts(_index(tmp_path, [])) == (0, 0, 0, 0, 0)
    assert open_snapshot(tmp_path, FAKES).documents == {}


def test_another_model_embeds_everything_anew(tmp_path: Path) -> None:
    """Vectors of one model are never mixed with another's."""
    _index(tmp_path, [LIMA])
    other = HashedWords(dimensions=64, identity="other")
    assert _counts(_index(tmp_path, [LIMA], other)) == (0, 0, 0, 1, 3)


def test_rebuild_embeds_everything_anew(tmp_path: Path) -> None:
    """--rebuild trusts no vector that is kept."""
    _index(tmp_path, [LIMA])
    assert _counts(_index(tmp_path, [LIMA], rebuild=True)) == (0, 0, 0, 1, 3)


def test_progress_is_reported(tmp_path: Path) -> None:
    """The callback hears what is being done and how far it is, ending with all of it."""
    seen: list[tuple[int, int, str]] = []
    update_index(
        [LIMA],
        embedder=HashedWords(),
        stores=FAKES,
        data_dir=tmp_path,
        progress=lambda done, total, label: seen.append((done, total, label)),
    )
    assert (3, 3, "Embedding") in seen
    assert seen[-1] == (6, 6, "Writing the index")


def test_old_generations_are_removed_but_the_last(tmp_path: Path) -> None:
    """The one before stays for readers that have it open; older ones go, vectors too."""
    for number in range(4):
        _index(tmp_path, [document("lima", [f"Sentence number {number}."])])
    assert generations.numbers(tmp_path) == [3, 4]
    with Record(tmp_path) as record:
        assert record.versions(2) == {}
        assert len(record.versions(3)) == len(record.versions(4)) == 1


@pytest.mark.parametrize("damage", ["manifest.json", "chroma/*-zh.npy", "bm25/texts.json"])
def test_a_damaged_generation_is_said_and_mended(tmp_path: Path, damage: str) -> None:
    """A missing or cut file is IndexDamaged for readers; the next run writes a new generation."""
    report = _index(tmp_path, [LIMA])
    (path,) = generations.folder(tmp_path, report.generation).glob(damage)
    path.write_bytes(path.read_bytes()[:10])
    with pytest.raises(IndexDamaged, match="index --rebuild"):
        open_snapshot(tmp_path, FAKES)
    assert _index(tmp_path, [LIMA]).generation > report.generation
    assert open_snapshot(tmp_path, FAKES).documents == {"lima": LIMA}


def test_an_unreadable_record_is_said_and_mended_by_rebuild(tmp_path: Path) -> None:
    """The record is put aside, not deleted: conversations may be in it."""
    _index(tmp_path, [LIMA])
    for path in tmp_path.glob(f"{FILE}*"):
        path.write_bytes(b"no database " * 1000)
    with pytest.raises(IndexDamaged, match="index --rebuild"):
        _index(tmp_path, [LIMA])
    _index(tmp_path, [LIMA], rebuild=True)
    assert open_snapshot(tmp_path, FAKES).documents == {"lima": LIMA}
    assert list(tmp_path.glob(f"damaged-*-{FILE}"))


def test_a_second_run_at_the_same_time_is_told_to_wait(tmp_path: Path) -> None:
    """While another process writes, a run gives up with the next step and changes nothing."""
    with FileLock(tmp_path / "index.lock"), pytest.raises(IndexLocked, match="index` again"):
        update_index([LIMA], embedder=HashedWords(), stores=FAKES, data_dir=tmp_path, wait=0.05)
    assert generations.numbers(tmp_path) == []


def _real_stores() -> Stores:
    return Stores(ChromaStore(), Bm25Store(Tokeniser()))


def _many(count: int) -> list[Document]:
    return [document(f"text-{i}", [f"Fact {i} on topic {i % 7}."]) for i in range(count)]


def _index_really(data_dir: Path, count: int) -> None:
    update_index(
        _many(count), embedder=HashedWords(), stores=_real_stores(), data_dir=data_dir, wait=60
    )


def test_two_runs_at_once_leave_a_whole_index(tmp_path: Path) -> None:
    """Two processes that index at once end, one after the other, with everything found."""
    method = multiprocessing.get_context("spawn")
    runs = [method.Process(target=_index_really, args=(tmp_path, n)) for n in (150, 160)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0]
    snapshot = open_snapshot(tmp_path, _real_stores())
    assert _count(snapshot) in (150, 160)
    query = HashedWords().embed_query("Text 149. Fact 149 on topic 2.")
    assert snapshot.briefs.dense[0].search(query, 1)[0][0] == "text-149#1"
    snapshot.close()


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from tests.fakes import HashedWords
    from tests.test_indexing import _many, _real_stores
    from assistant.indexing import update_index

    def die(*_):
        os.kill(os.getpid(), signal.SIGKILL)

    class Dying(HashedWords):
        def embed_passages(self, texts):
            if len(self.embedded) > 100 and {where!r} == "embedding":
                die()
            return super().embed_passages(texts)

    stores = _real_stores()
    if {where!r} == "dense":
        write = stores.dense.write
        stores.dense.write = lambda f, n, parts: (
            write(f, n, [(ids[:50], rows[:50]) for ids, rows in parts]), die()
        )
    if {where!r} == "pointer":
        from assistant import generations
        generations.point_to = die
    update_index(_many(200), embedder=Dying(), stores=stores, data_dir=Path({data_dir!r}))
"""


@pytest.mark.parametrize("where", ["embedding", "dense", "pointer"])
def test_a_killed_run_leaves_the_last_index_and_the_next_goes_on(
    tmp_path: Path, where: str
) -> None:
    """kill -9 at any point: readers keep the last generation, the next run is right again."""
    _index_really(tmp_path, 20)
    script = textwrap.dedent(KILLED).format(where=where, data_dir=str(tmp_path))
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}
    )
    assert done.returncode == -signal.SIGKILL
    before = open_snapshot(tmp_path, _real_stores())
    assert _count(before) == 20
    embedder = HashedWords()
    report = update_index(_many(200), embedder=embedder, stores=_real_stores(), data_dir=tmp_path)
    assert report.added == 180
    assert report.embedded < 180 - 60, "what the killed run had embedded was embedded again"
    after = open_snapshot(tmp_path, _real_stores())
    assert _count(after) == 200
    for number in (0, 120, 199):
        query = embedder.embed_query(f"Text {number}. Fact {number} on topic {number % 7}.")
        assert after.briefs.dense[0].search(query, 1)[0][0] == f"text-{number}#1"
    assert len(generations.numbers(tmp_path)) == 2, "the killed run's folder is still there"
    before.close()
    after.close()


def test_vectors_are_handed_on_a_part_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many passages there are, only so many vectors are in memory at once."""
    sizes: list[int] = []

    class Watching(NumpyStore):
        def write(self, folder: Path, name: str, batches: Batches) -> None:
            parts = list(batches)
            sizes.extend(len(ids) for ids, _ in parts)
            assert all(len(ids) == len(vectors) for ids, vectors in parts)
            super().write(folder, name, parts)

    monkeypatch.setattr("assistant.indexing._IN_MEMORY", 3)
    stores = Stores(Watching(), CountingStore())
    made = document("one", [f"Sentence number {number}." for number in range(10)])
    update_index([made], embedder=HashedWords(), stores=stores, data_dir=tmp_path)
    assert sizes == [3, 3, 3, 1]
    found = Searcher(Snapshots(tmp_path, stores), HashedWords()).search("sentence number 9")
    assert {hit.passage.id for hit in found} == {passage.id for passage in made.passages}
