"""What the corpus knows, and gates over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.comparing import Known
from assistant.corpus import load_corpus
from assistant.naming import names_of


@pytest.fixture(scope="session")
def known() -> Known:
    """The shipped corpus with its names."""
    corpus = load_corpus(Path(__file__).parents[2] / "corpus")
    documents = {document.id: document for document in corpus.documents}
    return Known(names_of(documents, corpus.vocabulary), documents, corpus.vocabulary)
