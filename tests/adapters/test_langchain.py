"""The corpus as a LangChain retriever."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.adapters.langchain import CommonGroundRetriever
from assistant.domain import Filters
from assistant.indexing import Stores, update_index
from assistant.retrieval import Searcher
from assistant.snapshots import Snapshots
from tests.factories import document
from tests.fakes import CountingStore, HashedWords, NumpyStore


def test_hits_come_as_documents_with_their_citation(tmp_path: Path) -> None:
    """`invoke` gives the passage's text, and as metadata what a citation needs."""
    stores, embedder = Stores(NumpyStore(), CountingStore()), HashedWords()
    documents = [
        document("lima", ["Humans control nuclear weapons."], parties=("US",), date="2024-11-16"),
        document("paris", ["Nuclear matters were not discussed."], date="2025-02"),
    ]
    update_index(documents, embedder=embedder, stores=stores, data_dir=tmp_path)
    snapshots = Snapshots(tmp_path, stores)
    retriever = CommonGroundRetriever(
        searcher=Searcher(snapshots, embedder), snapshots=snapshots, limit=5
    )
    first, second = retriever.invoke("who controls nuclear weapons")
    assert first.page_content == "Humans control nuclear weapons."
    assert first.id == "lima#1"
    assert first.metadata["document_id"] == "lima"
    assert first.metadata["date"] == "2024-11-16"
    assert first.metadata["parties"] == ["US"]
    assert first.metadata["rank"] == 1
    assert second.metadata["document_id"] == "paris"
    json.dumps(first.metadata)
    later = retriever.model_copy(update={"filters": Filters(since="2025")})
    assert [found.id for found in later.invoke("nuclear")] == ["paris#1"]
