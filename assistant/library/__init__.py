"""The user's own documents: kept in the record beside the corpus, cut into passages, cited exactly.

`store` keeps what was read and what the user says of it; `cutting` cuts a text into passages;
`making` turns a kept text into a Document, and is the one place where handling marks are
enforced: what a mark hides never gets into the Document, so no answer, export, page or index can
show it; `handling` and `redaction` are its parts.
"""

from __future__ import annotations

from assistant.library.handling import Handling, Mark, handling_of
from assistant.library.making import as_document
from assistant.library.store import Facts, Held, Library

__all__ = ["Facts", "Handling", "Held", "Library", "Mark", "as_document", "handling_of"]
