"""Which texts can stand side by side: those of one event, and the versions of one text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.dates import spoken
from assistant.domain import Document, Kind, State
from assistant.errors import UsageError
from assistant.positions.ladder import ACCOUNTS


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts that belong together. `chosen` are compared unless others are asked for, each with
    the next; `key` is the event, or the id of the newest version."""

    key: str
    title: str
    documents: tuple[Document, ...]
    chosen: tuple[Document, ...]
    versions: bool = False


def events(documents: Mapping[str, Document]) -> tuple[Texts, ...]:
    """The occasions of which there are two texts or more, the latest first."""
    by_event: dict[str, list[Document]] = {}
    for document in documents.values():
        if document.origin == "corpus" and document.statements:
            by_event.setdefault(document.event, []).append(document)
    found = [_event(key, held) for key, held in by_event.items() if len(held) > 1]
    return tuple(sorted(found, key=lambda t: (t.documents[0].date, t.key), reverse=True))


def histories(documents: Mapping[str, Document]) -> tuple[Texts, ...]:
    """The texts that were superseded, with what superseded them, by the newest version's title."""
    older = {d.status.by for d in documents.values() if d.status.state is State.SUPERSEDED}
    ends = [
        d
        for d in documents.values()
        if d.id in older and d.status.state is not State.SUPERSEDED and d.origin == "corpus"
    ]
    return tuple(_history(versions(end, documents)) for end in sorted(ends, key=lambda d: d.title))


def versions(document: Document, documents: Mapping[str, Document]) -> tuple[Document, ...]:
    """The versions of one text, oldest first: what it superseded and what superseded it.

    A text that was revoked was ended, not continued, by the one that revoked it.
    """
    following = {
        d.id: d.status.by
        for d in documents.values()
        if d.status.state is State.SUPERSEDED and d.status.by in documents
    }
    chain = [document]
    while older := next((i for i, by in following.items() if by == chain[0].id), None):
        if documents[older] in chain:
            break
        chain.insert(0, documents[older])
    while (newer := documents.get(following.get(chain[-1].id) or "")) and newer not in chain:
        chain.append(newer)
    return tuple(chain)


def texts_of_event(documents: Mapping[str, Document], event: str, only: Sequence[str]) -> Texts:
    """The texts of an event, `only` these where any are named; UsageError tells what is wrong."""
    found = next((t for t in events(documents) if t.key == event), None)
    if found is None and (named := documents.get(event)):
        found = next((t for t in events(documents) if t.key == named.event), None)
    if found is None:
        raise UsageError(_no_event(documents, event))
    return _narrowed(found, only)


def texts_of_history(documents: Mapping[str, Document], name: str, only: Sequence[str]) -> Texts:
    """The versions of the text with this id; UsageError if it is unknown or has no other."""
    known = {d.id: t for t in histories(documents) for d in t.documents}
    if name not in known:
        raise UsageError(_no_history(documents, name, known))
    return _narrowed(known[name], only)


def _narrowed(found: Texts, only: Sequence[str]) -> Texts:
    if not only:
        return found
    held = {document.id: document for document in found.documents}
    for name in only:
        if name not in held:
            raise UsageError(f"{name!r} is no text of {found.title}; these are: {', '.join(held)}")
    chosen = tuple(dict.fromkeys(only))
    if len(chosen) < 2:
        raise UsageError(f"Name two texts of {found.title} to compare: {', '.join(held)}")
    documents = tuple(held[name] for name in chosen)
    return Texts(found.key, found.title, found.documents, documents, found.versions)


def _event(key: str, held: list[Document]) -> Texts:
    held = sorted(held, key=lambda d: (d.kind is Kind.TRANSCRIPT, d.date, -len(d.statements), d.id))
    accounts = [d for d in held if any(e.how in ACCOUNTS for e in d.participation)]
    firsts = {d.issuers: d for d in reversed(accounts)}
    sides = [d for d in accounts if firsts[d.issuers] is d]
    texts = [d for d in held if d.kind is not Kind.TRANSCRIPT]
    chosen = next((group for group in (sides, texts) if len(group) > 1), held[:2])
    title = _title(key, chosen, meeting=len(sides) > 1)
    return Texts(key, title, tuple(held), tuple(chosen))


def _title(key: str, chosen: Sequence[Document], *, meeting: bool) -> str:
    """Place and month where the event is called after its place.

    Else its own name, “State visit, September 2026”, for a meeting, or the title of its text.
    """
    for document in chosen:
        place = re.split(r"[,(]", document.place)[0].strip()
        if place and place.split()[0].casefold() in key:
            return f"{place}, {spoken(document.date[:7])}"
    if meeting:
        name = re.sub(r"-\d{4}(?:-\d{2})*$", "", key).replace("-", " ").capitalize()
        return f"{name}, {spoken(chosen[0].date[:7])}"
    return chosen[0].title


def _history(chain: tuple[Document, ...]) -> Texts:
    heads = {document.title.split(",")[0] for document in chain}
    title = heads.pop() if len(heads) == 1 else chain[-1].title
    return Texts(chain[-1].id, f"{title}, {len(chain)} versions", chain, chain, versions=True)


def _no_event(documents: Mapping[str, Document], event: str) -> str:
    known = [texts.key for texts in events(documents)]
    single = [d for d in documents.values() if event in (d.event, d.id)]
    if single:
        return (
            f"Of {event!r} there is one text only, {single[0].title}: nothing to compare it with."
        )
    return f"unknown event {event!r}; {_near(event, known)}"


def _no_history(documents: Mapping[str, Document], name: str, known: Mapping[str, Texts]) -> str:
    if name in documents:
        return (
            f"{documents[name].title} has no other version in the corpus; "
            f"texts that have: {', '.join(known)}"
        )
    return f"unknown text {name!r}; {_near(name, list(known))}"


def _near(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word.casefold(), known, n=3, cutoff=0.6)
    return f"did you mean {', '.join(near)}?" if near else f"choose among: {', '.join(known)}"
