"""Documents into a search index: only what changed is embedded, whole generations are swapped.

Killed at any moment, a run leaves the last generation in use and the vectors it has computed
in the record, so that the next run goes on from there.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from assistant import generations
from assistant.domain import Document
from assistant.entries import entries
from assistant.errors import IndexDamaged, IndexLocked
from assistant.generations import Manifest
from assistant.ports import Batches, Embedder, PassageStore, Progress, WordStore
from assistant.record import FILE as RECORD
from assistant.record import Record, vector_key, version

_WRITING = "Writing the index"
_STEPS = 6  # of writing: four dense indexes and two lexical ones
_BATCH = 64  # texts embedded between two commits; a killed run loses at most so many
_IN_MEMORY = 2000  # vectors held at once while an index is written


@dataclass(frozen=True, slots=True)
class Stores:
    """Where the two indexes of a generation are written and read."""

    dense: PassageStore
    words: WordStore


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a run did: documents added, changed, removed, unchanged; texts embedded."""

    added: int
    changed: int
    removed: int
    unchanged: int
    embedded: int
    seconds: float
    generation: int


def update_index(
    documents: Sequence[Document],
    *,
    embedder: Embedder,
    stores: Stores,
    data_dir: Path,
    rebuild: bool = False,
    progress: Progress | None = None,
    wait: float = 10.0,
) -> IndexReport:
    """Bring the index of `data_dir` in line with `documents`.

    Where nothing changed, nothing is written and no model is loaded. `rebuild` writes all anew,
    vectors included. `wait` is how many seconds to wait for another run. Raises IndexLocked if
    that is not over by then, IndexDamaged if the record cannot be read, ModelError.
    """
    started = time.perf_counter()
    data_dir.mkdir(parents=True, exist_ok=True)
    with _locked(data_dir, wait):
        if rebuild:
            _put_aside_if_damaged(data_dir)
        with Record(data_dir) as record:
            run = _Run(documents, embedder, stores, data_dir, record, progress or _silent)
            return run.update(rebuild, started)


class _Run:
    """One run under the lock."""

    def __init__(
        self,
        documents: Sequence[Document],
        embedder: Embedder,
        stores: Stores,
        data_dir: Path,
        record: Record,
        progress: Progress,
    ) -> None:
        self.versions = {document.id: version(document) for document in documents}
        self.documents = {self.versions[document.id]: document for document in documents}
        self.entries = [
            entry for document in self.documents.values() for entry in entries(document)
        ]
        self.embedder = embedder
        self.stores = stores
        self.data_dir = data_dir
        self.record = record
        self.progress = progress

    def update(self, rebuild: bool, started: float) -> IndexReport:
        previous = self._usable()
        before = self.record.versions(previous.generation) if previous else {}
        corpus = _corpus_hash(self.versions)
        embedded = 0
        if rebuild or not previous or not self._same(previous, corpus):
            generation, embedded = self._write(corpus, rebuild)
        else:
            generation = previous.generation
        kept = before.keys() & self.versions.keys()
        changed = sum(before[name] != self.versions[name] for name in kept)
        return IndexReport(
            added=len(self.versions.keys() - before.keys()),
            changed=changed,
            removed=len(before.keys() - self.versions.keys()),
            unchanged=len(kept) - changed,
            embedded=embedded,
            seconds=time.perf_counter() - started,
            generation=generation,
        )

    def _usable(self) -> Manifest | None:
        """The current generation's manifest; None if there is none or it is damaged."""
        try:
            generation = generations.current(self.data_dir)
            return None if generation is None else generations.manifest(self.data_dir, generation)
        except IndexDamaged:
            return None  # what this run writes takes its place

    def _same(self, previous: Manifest, corpus: str) -> bool:
        return (previous.corpus, previous.embedder, previous.contents) == (
            corpus,
            self.embedder.identity,
            self._contents(),
        )

    def _contents(self) -> str:
        """A hash over all that is searched, and the form in which it is stored."""
        lines = [f"{entry.id}\0{entry.text}" for entry in self.entries]
        return hashlib.sha256("\n".join([generations.FORMAT, *lines]).encode()).hexdigest()

    def _write(self, corpus: str, rebuild: bool) -> tuple[int, int]:
        """Write a new generation, point to it, clean up; its number and how many were embedded."""
        generation = max([0, *generations.numbers(self.data_dir)]) + 1
        self._clean(keep=self._last())
        keys = [vector_key(self.embedder.identity, entry.text) for entry in self.entries]
        embedded = self._embed(keys, generation, rebuild)
        place = generations.begin(self.data_dir, generation)
        self._write_indexes(place, keys)
        self.record.hold(generation, self.documents)
        generations.finish(place, self._manifest(generation, corpus))
        last = self._last()
        generations.point_to(self.data_dir, generation)
        self._clean(keep=[*last, generation])
        self.record.forget_all_but([*last, generation], keys)
        self.progress(_STEPS, _STEPS, _WRITING)
        return generation, embedded

    def _write_indexes(self, place: Path, keys: Sequence[str]) -> None:
        """Write the indexes: for each shelf a dense one for each script, and a lexical one."""
        for done, ((shelf, script), name) in enumerate(generations.collections(place).items()):
            self.progress(done, _STEPS, _WRITING)
            chinese = script == generations.CHINESE
            rows = [
                row
                for row, entry in enumerate(self.entries)
                if entry.chinese == chinese and entry.shelf == shelf
            ]
            batches = self._batches(rows, keys)
            self.stores.dense.write(place / generations.DENSE, name, batches)
        for done, shelf in enumerate(generations.SHELVES, 4):
            self.progress(done, _STEPS, _WRITING)
            found = [entry for entry in self.entries if entry.shelf == shelf]
            ids, texts = [entry.id for entry in found], [entry.text for entry in found]
            self.stores.words.write(generations.words_folder(place, shelf), ids, texts)

    def _manifest(self, generation: int, corpus: str) -> Manifest:
        return Manifest(
            generation=generation,
            embedder=self.embedder.identity,
            corpus=corpus,
            documents=len(self.documents),
            passages=sum(len(document.passages) for document in self.documents.values()),
            entries=len(self.entries),
            contents=self._contents(),
            made=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    def _batches(self, rows: Sequence[int], keys: Sequence[str]) -> Batches:
        """Ids and vectors of these entries, a part at a time: all would not fit in memory."""
        for start in range(0, len(rows), _IN_MEMORY):
            part = rows[start : start + _IN_MEMORY]
            known = self.record.vectors([keys[row] for row in part])
            vectors = np.stack([known[keys[row]] for row in part])
            yield [self.entries[row].id for row in part], vectors

    def _embed(self, keys: Sequence[str], generation: int, rebuild: bool) -> int:
        """Embed what the record has no vector of, and keep it there; how many texts that were."""
        known = frozenset() if rebuild else self.record.known(keys)
        texts = {key: entry.text for key, entry in zip(keys, self.entries, strict=True)}
        missing = sorted(texts.keys() - known, key=lambda key: (len(texts[key]), key))
        for start in range(0, len(missing), _BATCH):
            self.progress(start, len(missing), "Embedding")
            batch = missing[start : start + _BATCH]
            vectors = self.embedder.embed_passages([texts[key] for key in batch])
            self.record.keep_vectors(batch, vectors, generation)
        if missing:
            self.progress(len(missing), len(missing), "Embedding")
        return len(missing)

    def _last(self) -> list[int]:
        usable = self._usable()
        return [usable.generation] if usable else []

    def _clean(self, keep: Sequence[int]) -> None:
        """Remove all other generations: older ones, and what killed runs left."""
        for number in generations.numbers(self.data_dir):
            if number not in keep:
                _drop(self.data_dir, number, self.stores)


def forget_older(data_dir: Path, stores: Stores, wait: float = 10.0) -> None:
    """Delete all generations but the current one, and what only they held: for what was removed."""
    with _locked(data_dir, wait), Record(data_dir) as record:
        current = generations.current(data_dir)
        for number in generations.numbers(data_dir):
            if number != current:
                _drop(data_dir, number, stores)
        if current is not None:
            record.forget_all_but([current], ())


def _drop(data_dir: Path, number: int, stores: Stores) -> None:
    place = generations.folder(data_dir, number)
    for name in generations.collections(place).values():
        stores.dense.drop(place / generations.DENSE, name)
    shutil.rmtree(place, ignore_errors=True)  # a leftover is tried again next time


@contextmanager
def _locked(data_dir: Path, wait: float) -> Iterator[None]:
    """Hold the write lock, which the system releases if the process is killed."""
    lock = FileLock(data_dir / "index.lock")
    try:
        lock.acquire(timeout=wait)
    except Timeout as error:
        raise IndexLocked(
            f"Another process is writing the index in {data_dir}. "
            "Wait until it is done, then run `python -m assistant index` again."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _put_aside_if_damaged(data_dir: Path) -> None:
    """Keep an unreadable record under another name: conversations may be saved from it."""
    try:
        with Record(data_dir):
            pass
    except IndexDamaged:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        for ending in ("", "-wal", "-shm"):
            path = data_dir / f"{RECORD}{ending}"
            if path.exists():
                path.rename(data_dir / f"damaged-{stamp}-{path.name}")


def _corpus_hash(versions: Mapping[str, str]) -> str:
    lines = "\n".join(f"{name} {number}" for name, number in sorted(versions.items()))
    return "sha256:" + hashlib.sha256(lines.encode()).hexdigest()


def _silent(_done: int, _total: int, _label: str) -> None:
    pass
