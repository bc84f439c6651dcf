"""Chroma: in a folder and on a server."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.adapters.bm25 import Bm25Store, Tokeniser
from assistant.adapters.chroma import ChromaStore
from assistant.errors import IndexDamaged, IndexUnreachable
from assistant.indexing import Stores, update_index
from assistant.retrieval import Searcher
from assistant.snapshots import Snapshots
from tests.factories import document
from tests.fakes import HashedWords

NAME = "common-ground-test"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server of our own."""
    port = _free_port()
    chroma = Path(sys.executable).with_name("chroma")
    place = tmp_path_factory.mktemp("server")
    arguments = ["run", "--path", str(place), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [str(chroma), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/api/v2/heartbeat", process)
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(url).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not come up")


def test_a_server_keeps_a_collection_for_each_generation(server: str, tmp_path: Path) -> None:
    """Index, search, renew; the collections of removed generations are dropped."""
    stores = Stores(ChromaStore(server), Bm25Store(Tokeniser()))
    embedder = HashedWords()
    snapshots = Snapshots(tmp_path, stores)
    searcher = Searcher(snapshots, embedder)
    for number in range(4):
        texts = [f"Sentence {number}.", "Another one."]
        update_index([document("lima", texts)], embedder=embedder, stores=stores, data_dir=tmp_path)
        hits = searcher.search("sentence")
        assert hits[0].passage.text == f"Sentence {number}."
        assert hits[0].dense > 0
    snapshots.close()
    assert len(_collections(server)) == 2 * 2 * 2, "two generations, two shelves, two scripts"


def _collections(server: str) -> list[str]:
    import chromadb

    client = chromadb.HttpClient(host="127.0.0.1", port=int(server.rsplit(":", 1)[1]))
    return [collection.name for collection in client.list_collections()]


def test_an_unknown_collection_of_a_server_is_damage(server: str, tmp_path: Path) -> None:
    """A server that was emptied is reported with the command that mends it."""
    with pytest.raises(IndexDamaged, match="index --rebuild"):
        ChromaStore(server).open(tmp_path, NAME)


def test_a_server_that_is_down_is_said(tmp_path: Path) -> None:
    """The message names the address and the setting."""
    address = f"http://127.0.0.1:{_free_port()}"
    with pytest.raises(IndexUnreachable, match=f"{address}.*COMMON_GROUND_CHROMA_URL"):
        ChromaStore(address).open(tmp_path, NAME)


def test_more_rows_than_chroma_takes_at_once(tmp_path: Path) -> None:
    """Rows are written in batches, and each is found again."""
    vectors = np.random.default_rng(3).standard_normal((6000, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = [f"text#{number}" for number in range(len(vectors))]
    ChromaStore().write(tmp_path / "dense", NAME, [(ids, vectors)])
    index = ChromaStore().open(tmp_path / "dense", NAME)
    assert index.count() == 6000
    for row in (0, 4999, 5000, 5999):
        assert index.search(vectors[row], 1)[0][0] == ids[row]
    index.close()


def test_two_readers_of_one_folder_do_not_close_each_other(tmp_path: Path) -> None:
    """Closing one index leaves another one over the same folder open."""
    vectors = np.eye(4, dtype=np.float32)
    ChromaStore().write(
        tmp_path / "dense", NAME, [(list("ab"), vectors[:2]), (list("cd"), vectors[2:])]
    )
    first, second = (ChromaStore().open(tmp_path / "dense", NAME) for _ in range(2))
    first.close()
    assert second.search(vectors[2], 1)[0][0] == "c"
    second.close()
