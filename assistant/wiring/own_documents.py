"""The user's own documents, the originals behind briefs, and the index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from assistant import indexing
from assistant.domain import Document
from assistant.errors import FetchError, FileError, NotFound
from assistant.fetching import Fetcher
from assistant.indexing import IndexReport
from assistant.library import (
    Added,
    Facts,
    Library,
    Original,
    add_files,
    digest_of,
    documents,
    fetch_originals,
    files_of,
    keep,
    originals_among,
)
from assistant.ports import Progress
from assistant.reading import Reading
from assistant.wiring.core import Core


class OwnDocuments(Core):
    """Documents come in, are fetched, are removed; the index follows."""

    _forget = False  # whether something was removed for good since the last index

    @cached_property
    def library(self) -> Library:
        """The user's own documents, in the data directory."""
        return Library(self.settings.data_dir)

    def own_documents(self) -> list[Document]:
        """Those of the user's documents that may be used today."""
        return documents(self.library)

    def add(
        self, paths: Sequence[Path], facts: Facts, progress: Progress | None = None
    ) -> Iterator[Added]:
        """Read files and keep what they say; `index` then makes it searchable."""
        return add_files(self.library, paths, facts, progress=progress)

    def add_file(self, name: str, data: bytes, facts: Facts) -> Added:
        """Read and keep one file that is in memory; what is wrong with it is told in the result."""
        try:
            if known := self.library.known(digest_of(data)):
                return Added(
                    name, known.held_id, duplicate_of=f"the same file as {known.held_name}"
                )
            with Reading() as reading:
                return keep(
                    self.library, name, digest_of(data), reading.read_bytes(name, data), facts
                )
        except FileError as error:
            return Added(name, error=str(error))

    def add_addresses(
        self, addresses: Sequence[str], facts: Facts, progress: Progress | None = None
    ) -> Iterator[Added]:
        """Fetch pages or files of the web and keep what they say; failures are told one by one."""
        with Reading() as reading:
            for done, address in enumerate(addresses):
                if progress:
                    progress(done, len(addresses), "Fetching")
                try:
                    found = self._fetcher.fetch(address)
                    read = reading.read_bytes(found.name, found.content)
                except (FetchError, FileError) as error:
                    yield Added(address, error=str(error))
                    continue
                said = replace(facts, url=found.url)
                yield keep(self.library, found.url, digest_of(found.content), read, said)

    @cached_property
    def _fetcher(self) -> Fetcher:
        return Fetcher(allow_private=self.settings.allow_private_addresses)

    def fetch_originals(
        self, ids: Sequence[str], folder: Path | None, progress: Progress | None = None
    ) -> Iterator[Original]:
        """The official texts of these briefs, or of all: from the web, or from files in `folder`.

        NotFound if one of the ids is no brief's.
        """
        briefs = {brief.id: brief for brief in self.load_corpus().documents}
        unknown = [name for name in ids if name not in briefs]
        if unknown:
            raise NotFound(f"No brief has the id {unknown[0]!r}; `documents` lists all.")
        chosen = [briefs[name] for name in ids] if ids else list(briefs.values())
        if folder is not None:
            paths = files_of([str(folder)])
            return originals_among(self.library, chosen, paths, progress)

        def fetch(url: str) -> tuple[str, str, bytes]:
            found = self._fetcher.fetch(url)
            return found.url, found.name, found.content

        return fetch_originals(self.library, chosen, fetch, progress)

    def remove(self, document_ids: Sequence[str], *, for_good: bool = False) -> None:
        """Take own documents out of use; NotFound if one is none of them.

        They can be restored for an hour, unless `for_good`.
        """
        for document_id in document_ids:
            self.library.one(document_id)
        for document_id in document_ids:
            self.library.remove(document_id)
        if for_good:
            self.library.forget(document_ids)
            self._forget = True

    def restore(self, document_ids: Sequence[str]) -> None:
        """Take back what was removed within the last hour; NotFound if one is gone."""
        for document_id in document_ids:
            self.library.one(document_id)
        for document_id in document_ids:
            self.library.restore(document_id)

    def index(self, *, rebuild: bool = False, progress: Progress | None = None) -> IndexReport:
        """Bring the index up to date with corpus/ and the user's own documents.

        What was removed more than an hour ago is deleted for good, also from older generations.
        """
        forgotten = bool(self.library.forget()) or self._forget
        done = self._index(rebuild=rebuild, progress=progress)
        if forgotten:
            indexing.forget_older(self.settings.data_dir, self.stores)
            self._forget = False
        return done

    def _index(self, *, rebuild: bool, progress: Progress | None) -> IndexReport:
        return indexing.update_index(
            [*self.load_corpus().documents, *self.own_documents()],
            embedder=self._embedder,
            stores=self.stores,
            data_dir=self.settings.data_dir,
            rebuild=rebuild,
            progress=progress,
        )
