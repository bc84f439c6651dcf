"""The corpus as a LangChain retriever, for those who plug it into chains of their own."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.domain import Document, Filters, Hit
from assistant.retrieval import Searcher
from assistant.snapshots import Snapshots


class CommonGroundRetriever(BaseRetriever):
    """A retriever of passages, with all that a citation needs in each one's metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    snapshots: Snapshots
    limit: int = 10
    filters: Filters = Filters()
    parties: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        hits = self.searcher.search(
            query,
            limit=self.limit,
            filters=self.filters,
            parties=self.parties,
            languages=self.languages,
        )
        documents = self.snapshots.current().documents
        return [
            as_langchain(hit, documents[hit.passage.document_id])
            for hit in hits
            if hit.passage.document_id in documents  # a newer generation may have come between
        ]


def as_langchain(hit: Hit, document: Document) -> LangChainDocument:
    """One hit with its document's facts; metadata are plain JSON values."""
    passage = hit.passage
    metadata = {
        "passage_id": passage.id,
        "document_id": document.id,
        "title": document.title,
        "date": document.date,
        "kind": str(document.kind),
        "issuers": list(document.issuers),
        "status": str(document.status),
        "url": document.url,
        "section": str(passage.section),
        "parties": list(passage.parties),
        "speaker": passage.speaker,
        "locator": passage.locator,
        "grade": str(passage.grade),
        "source": passage.source,
        "start": passage.start,
        "end": passage.end,
        "text_zh": passage.text_zh,
        "score": hit.score,
        "rank": hit.rank,
    }
    return LangChainDocument(page_content=passage.text, metadata=metadata, id=passage.id)
