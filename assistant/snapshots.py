"""The index as readers see it: one generation, whole, until a newer one takes its place."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from assistant import generations
from assistant.domain import Document, Passage
from assistant.errors import IndexDamaged, IndexError_
from assistant.generations import Manifest
from assistant.indexing import Stores
from assistant.ports import PassageIndex, WordIndex
from assistant.record import Record
from assistant.tokens import is_chinese


@dataclass(frozen=True, eq=False)
class Shelf:
    """Documents that are searched together, and the indexes over them.

    `dense` has an index for each script, so that a question finds texts in every language;
    `chinese` are the passages whose own text is Chinese; `groups` remembers which entries
    meet a filter.
    """

    documents: Mapping[str, Document]
    passages: Mapping[str, Passage]
    dense: tuple[PassageIndex, ...] = field(repr=False)
    words: WordIndex = field(repr=False)
    chinese: frozenset[str] = frozenset()
    groups: dict[Hashable, frozenset[str]] = field(default_factory=dict, repr=False)

    def scripts(self, passage_id: str) -> tuple[bool, ...]:
        """In which scripts a passage can be read: True for Chinese, False for any other."""
        if passage_id in self.chinese:
            return (True,)
        return (False, True) if self.passages[passage_id].text_zh else (False,)

    def close(self) -> None:
        """Release the indexes' files."""
        for index in self.dense:
            index.close()
        self.words.close()


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One generation: all documents and passages by id, and the two shelves they stand on.

    The user's own documents have a shelf of their own, so that what is found in the corpus does
    not depend on them.
    """

    manifest: Manifest
    briefs: Shelf
    own: Shelf
    documents: Mapping[str, Document]
    passages: Mapping[str, Passage]

    def shelves(self, scope: str) -> tuple[Shelf, ...]:
        """The shelves of a scope, "all", "corpus" or "mine", that have anything on them."""
        wanted = {"corpus": (self.briefs,), "mine": (self.own,)}
        shelves = wanted.get(scope, (self.briefs, self.own))
        return tuple(shelf for shelf in shelves if shelf.documents)

    @property
    def corpus(self) -> str:
        """ "sha256:…" over the documents."""
        return self.manifest.corpus

    @property
    def generation(self) -> int:
        """Its number."""
        return self.manifest.generation

    def close(self) -> None:
        """Release the indexes' files; documents and passages stay readable."""
        self.briefs.close()
        self.own.close()


def open_snapshot(data_dir: Path, stores: Stores) -> Snapshot:
    """Open the current generation.

    Raises IndexMissing if there is none yet, IndexDamaged if it cannot be read.
    """
    while True:
        manifest = generations.current_manifest(data_dir)
        try:
            return _open(data_dir, manifest, stores)
        except IndexDamaged:
            if generations.current(data_dir) == manifest.generation:
                raise  # otherwise a newer one came and this one was cleaned away: take that


def _open(data_dir: Path, manifest: Manifest, stores: Stores) -> Snapshot:
    place = generations.folder(data_dir, manifest.generation)
    with Record(data_dir) as record:
        documents = record.documents(manifest.generation)
    briefs, own = (_open_shelf(place, shelf, documents, stores) for shelf in generations.SHELVES)
    passages = {**briefs.passages, **own.passages}
    snapshot = Snapshot(manifest, briefs, own, documents, passages)
    entries = sum(index.count() for shelf in (briefs, own) for index in shelf.dense)
    words = briefs.words.count() + own.words.count()
    counts = (len(documents), len(passages), entries, words)
    if counts != (manifest.documents, manifest.passages, manifest.entries, manifest.entries):
        snapshot.close()
        raise IndexDamaged(
            f"The search index in {place} is incomplete. "
            "`python -m assistant index --rebuild` mends it."
        )
    return snapshot


def _open_shelf(
    place: Path, name: str, everything: Mapping[str, Document], stores: Stores
) -> Shelf:
    documents = {i: d for i, d in everything.items() if generations.shelf_of(d) == name}
    passages = {
        passage.id: passage for document in documents.values() for passage in document.passages
    }
    return Shelf(
        documents,
        passages,
        dense=tuple(
            stores.dense.open(place / generations.DENSE, collection)
            for (shelf, _), collection in generations.collections(place).items()
            if shelf == name
        ),
        words=stores.words.open(generations.words_folder(place, name)),
        chinese=frozenset(i for i, passage in passages.items() if is_chinese(passage.text)),
    )


class Snapshots:
    """The current snapshot, for as many threads as like; follows new generations by itself."""

    def __init__(self, data_dir: Path, stores: Stores) -> None:
        """Nothing is opened before the first use."""
        self._data_dir = data_dir
        self._stores = stores
        self._lock = threading.Lock()
        self._newest: Snapshot | None = None
        self._stamp: tuple[int, int] | None = None
        self._readers: dict[Snapshot, int] = {}

    def current(self) -> Snapshot:
        """The snapshot of the current generation; its documents and passages stay readable.

        To search its indexes hold it with `use`. Raises IndexMissing, IndexDamaged.
        """
        with self._lock:
            return self._refreshed()

    @contextmanager
    def use(self) -> Iterator[Snapshot]:
        """The current snapshot, whose indexes stay open until the block is left."""
        with self._lock:
            snapshot = self._refreshed()
            self._readers[snapshot] += 1
        try:
            yield snapshot
        finally:
            with self._lock:
                self._readers[snapshot] -= 1
                self._close_unread()

    def close(self) -> None:
        """Close every snapshot as soon as its last reader is done."""
        with self._lock:
            self._newest = None
            self._close_unread()

    def _refreshed(self) -> Snapshot:
        stamp = generations.stamp(self._data_dir)
        if self._newest and stamp == self._stamp:
            return self._newest
        try:
            newest = open_snapshot(self._data_dir, self._stores)
        except IndexError_:
            if self._newest is None:
                raise
            return self._newest  # better the last good one than none, until the new one is mended
        self._newest, self._stamp = newest, stamp
        self._readers[newest] = 0
        self._close_unread()
        return newest

    def _close_unread(self) -> None:
        for snapshot in [known for known, readers in self._readers.items() if readers == 0]:
            if snapshot is not self._newest:
                del self._readers[snapshot]
                snapshot.close()
