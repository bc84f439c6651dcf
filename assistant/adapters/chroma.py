"""The dense index: Chroma in a folder of its own, or on a server named by a setting.

A collection is written once by one client, closed, and from then on only read: two clients
that write, or a reader that stays open while another writes, lose rows silently.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import httpx

from assistant.errors import IndexDamaged, IndexUnreachable
from assistant.ports import Batches, PassageIndex, Vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection as ChromaCollection

_BATCH = 5000  # Chroma takes at most 5,461 at once
_HNSW: CreateHNSWConfiguration = {  # finds 0.9999 of the nearest 200 of SciFact, in 4 ms; with
    "space": "cosine",  # ef_search 200 it was 0.96, which cost the fusion 0.01 nDCG
    "ef_construction": 400,
    "ef_search": 1000,
    "max_neighbors": 32,
    "num_threads": 2,
}


class ChromaStore:
    """A PassageStore. Without `url` each index is a folder; with it, a server's collection."""

    def __init__(self, url: str | None = None) -> None:
        self._url = url

    def write(self, folder: Path, name: str, batches: Batches) -> None:
        """Store ids and unit vectors of shape (len(ids), dimensions) as cosine neighbours."""
        with self._reporting(folder):
            client = self._client(folder)
            try:
                collection = client.create_collection(
                    name, embedding_function=None, configuration={"hnsw": _HNSW}
                )
                for ids, vectors in batches:
                    for start in range(0, len(ids), _BATCH):
                        part = slice(start, start + _BATCH)
                        collection.add(ids=list(ids[part]), embeddings=vectors[part])
            finally:
                client.close()

    def open(self, folder: Path, name: str) -> PassageIndex:
        """Open what `write` stored; IndexDamaged if it is not there or cannot be read."""
        if self._url is None and not (folder / "chroma.sqlite3").is_file():
            raise _damaged(folder, "the file chroma.sqlite3 is missing")
        with self._reporting(folder):
            client = self._client(folder)
            try:
                collection = client.get_collection(name, embedding_function=None)
                return ChromaIndex(client, collection, partial(self._reporting, folder))
            except BaseException:
                client.close()
                raise

    def drop(self, folder: Path, name: str) -> None:
        """Delete the collection on the server; a folder goes with its generation."""
        if self._url is None:
            return
        with self._reporting(folder):
            client = self._client(folder)
            try:
                if name in {collection.name for collection in client.list_collections()}:
                    client.delete_collection(name)
            finally:
                client.close()

    def _client(self, folder: Path) -> Client:
        import chromadb  # a second to import, so not before it is needed
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self._url is None:
            folder.mkdir(parents=True, exist_ok=True)
            return cast("Client", chromadb.PersistentClient(str(folder), settings))
        address = urlsplit(self._url)
        secure = address.scheme == "https"
        client = chromadb.HttpClient(
            host=address.hostname or "localhost",
            port=address.port or (443 if secure else 8000),
            ssl=secure,
            settings=settings,
        )
        return cast("Client", client)

    @contextmanager
    def _reporting(self, folder: Path) -> Iterator[None]:
        """Turn what Chroma raises into our errors, which say what to do."""
        from chromadb.errors import ChromaError

        try:
            yield
        except (httpx.HTTPError, ValueError) as error:
            if self._url is None:
                raise _damaged(folder, error) from error
            raise IndexUnreachable(
                f"The Chroma server at {self._url} cannot be used ({error}). Start it, or unset "
                "COMMON_GROUND_CHROMA_URL and run `python -m assistant index`."
            ) from error
        except (ChromaError, sqlite3.Error, OSError, RuntimeError) as error:
            raise _damaged(self._url or folder, error) from error


class ChromaIndex:
    """A PassageIndex over one collection; used by several threads at once."""

    def __init__(
        self,
        client: Client,
        collection: ChromaCollection,
        reporting: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._client = client
        self._collection = collection
        self._reporting = reporting
        self._count = collection.count()
        self._ids: frozenset[str] | None = None

    def search(
        self, vector: Vectors, limit: int, allowed: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """At most `limit` (id, cosine similarity) pairs, best first; unknown ids are ignored."""
        narrowed = None if allowed is None else self._known(allowed)
        limit = min(limit, self._count if narrowed is None else len(narrowed))
        if limit < 1:
            return []
        with self._reporting():
            found = self._collection.query(
                query_embeddings=vector[None, :],
                n_results=limit,
                ids=narrowed,
                include=["distances"],
            )
        distances = found["distances"]
        assert distances is not None  # they were asked for
        return [
            (entry, 1.0 - float(distance))
            for entry, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def _known(self, allowed: Collection[str]) -> list[str]:
        """Those ids that the collection has: an unknown one fails the whole query."""
        if self._ids is None:
            with self._reporting():
                self._ids = frozenset(self._collection.get(include=[])["ids"])
        return [entry for entry in allowed if entry in self._ids]

    def count(self) -> int:
        """How many entries there are."""
        return self._count

    def close(self) -> None:
        """Close the client; its files are released."""
        self._client.close()


def _damaged(place: object, reason: object) -> IndexDamaged:
    return IndexDamaged(
        f"The vector index at {place} cannot be read ({reason}). "
        "`python -m assistant index --rebuild` mends it."
    )
