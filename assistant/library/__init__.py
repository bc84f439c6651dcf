"""The user's own documents: kept in the record beside the corpus, cut into passages, cited exactly.

`store` keeps what was read and what the user says of it; `cutting` cuts a text into passages;
`making` turns a kept text into a Document, and is the one place where handling marks are
enforced: what a mark hides never gets into the Document, so no answer, export, page or index can
show it; `handling` and `redaction` are its parts.
"""

from __future__ import annotations

from assistant.library.adding import Added, add_files, files_of, keep
from assistant.library.handling import Handling, Mark, handling_of
from assistant.library.making import as_document, documents
from assistant.library.originals import Original, fetch_originals, originals_among
from assistant.library.store import Duplicate, Entry, Facts, Held, Library, digest_of

__all__ = [
    "Added",
    "Duplicate",
    "Entry",
    "Facts",
    "Handling",
    "Held",
    "Library",
    "Mark",
    "Original",
    "add_files",
    "as_document",
    "digest_of",
    "documents",
    "fetch_originals",
    "files_of",
    "handling_of",
    "keep",
    "originals_among",
]
