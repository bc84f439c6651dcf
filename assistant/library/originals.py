"""The official texts behind the briefs: fetched on request, or found among files on the disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from assistant.domain import Document, Grade
from assistant.errors import CommonGroundError, FileError
from assistant.library.adding import Added, keep
from assistant.library.handling import Handling, Mark
from assistant.library.store import Facts, Library, digest_of
from assistant.ports import Progress
from assistant.reading import Reading, ReadText, read_all

Fetch = Callable[[str], tuple[str, str, bytes]]  # address -> (where it was found, name, content)


@dataclass(frozen=True, slots=True)
class Original:
    """What became of a brief's original: `added` tells of the file, `moved` of its new address."""

    brief: str
    url: str
    added: Added
    moved: str | None = None

    @property
    def held_before(self) -> bool:
        """Whether it was there already."""
        return self.added.duplicate_of is not None


def facts_of(brief: Document, url: str | None = None) -> Facts:
    """What is known of the original of a brief: all but the text."""
    return Facts(
        title=None,
        date=brief.date or None,
        kind=brief.kind,
        parties=brief.issuers,
        url=url or brief.url,
        brief=brief.id,
        event=brief.event,
        handling=Handling(Mark.PUBLIC),
        grade=Grade.OFFICIAL,
    )


def fetch_originals(
    library: Library,
    briefs: Sequence[Document],
    fetch: Fetch,
    progress: Progress | None = None,
) -> Iterator[Original]:
    """Fetch, read and keep the official text of each brief; those that are held are passed over.

    One that fails is told and does not hold up the others.
    """
    held = {entry.facts.brief: entry for entry in library.entries() if entry.facts.brief}
    with Reading() as reading:
        for done, brief in enumerate(briefs):
            if progress:
                progress(done, len(briefs), f"Fetching {brief.id}")
            if known := held.get(brief.id):
                row = Added(brief.url, known.id, duplicate_of="fetched before")
                yield Original(brief.id, brief.url, row)
                continue
            yield _fetched(library, brief, fetch, reading)
    if progress:
        progress(len(briefs), len(briefs), "Fetching")


def _fetched(library: Library, brief: Document, fetch: Fetch, reading: Reading) -> Original:
    try:
        url, name, content = fetch(brief.url)
        read = reading.read_bytes(name, content)
    except CommonGroundError as error:
        return Original(brief.id, brief.url, Added(brief.url, error=str(error)))
    added = _linked(
        library, keep(library, url, digest_of(content), read, facts_of(brief, url)), brief
    )
    return Original(brief.id, brief.url, added, moved=url if url != brief.url else None)


def _linked(library: Library, added: Added, brief: Document) -> Added:
    """Where the user added the same text before, that document becomes the brief's original."""
    if added.id is None or not added.duplicate_of:
        return added
    known = library.one(added.id)
    if known.facts.brief is not None:
        return added
    facts = replace(known.facts, brief=brief.id, event=brief.event, grade=Grade.OFFICIAL)
    library.change(known.id, facts)
    return Added(added.name, added.id, known.facts.title or known.read.title)


def originals_among(
    library: Library,
    briefs: Sequence[Document],
    paths: Sequence[Path],
    progress: Progress | None = None,
) -> Iterator[Original]:
    """Keep those files that are the official text of a brief, each linked to it.

    A file is one if its address is the brief's, or if it is named by the brief's id.
    """
    by_address = {_plain(brief.url): brief for brief in briefs if brief.url}
    by_id = {brief.id: brief for brief in briefs}
    for done, (path, read) in enumerate(read_all(paths)):
        if progress:
            progress(done, len(paths), "Reading")
        brief = by_id.get(path.stem)
        if isinstance(read, FileError):
            if brief:
                yield Original(brief.id, brief.url, Added(path.name, error=str(read)))
            continue
        brief = brief or _of_address(read, by_address)
        if brief is not None:
            facts = facts_of(brief, read.url)
            added = keep(library, path.name, digest_of(path.read_bytes()), read, facts)
            yield Original(brief.id, brief.url, _linked(library, added, brief))


def _of_address(read: ReadText, by_address: Mapping[str, Document]) -> Document | None:
    return by_address.get(_plain(read.url)) if read.url else None


def _plain(url: str) -> str:
    """An address without what does not tell pages apart: scheme, www, a final slash."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return re.sub(r"/+$", "", host + unquote(parts.path)) + query
