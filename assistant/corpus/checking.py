"""What no single field can show: vocabularies, ids, links between briefs, repetition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from assistant.corpus.loading import BriefFile, read_briefs
from assistant.corpus.vocabulary import Vocabulary, load_vocabulary
from assistant.corpus.yaml_lines import line_of
from assistant.domain import State

BODY_WORDS = (60, 280)
STATEMENTS = (3, 14)


def check_corpus(folder: Path) -> list[str]:
    """Every fault in the corpus, one line each: file:line: field: what is wrong.

    Raises CorpusError where a vocabulary cannot be read at all.
    """
    vocabulary = load_vocabulary(folder)
    files, faults = read_briefs(folder)
    known = {file.brief.id for file in files}
    seen: dict[str, Path] = {}
    sentences: dict[str, Path] = {}
    for file in files:
        faults += _vocabulary_faults(file, vocabulary)
        faults += _form_faults(file)
        faults += _link_faults(file, known)
        if file.brief.id in seen:
            faults.append(_fault(file, ("id",), f"also the id of {seen[file.brief.id]}"))
        seen[file.brief.id] = file.path
        for number, statement in enumerate(file.brief.statements):
            plain = _plain(statement.text)
            if plain in sentences:
                place = ("statements", number, "text")
                faults.append(_fault(file, place, f"the same statement as in {sentences[plain]}"))
            sentences[plain] = file.path
    return faults + _name_faults(folder, vocabulary, files)


def _fault(file: BriefFile, place: tuple[str | int, ...], what: str) -> str:
    field = ".".join(str(part) for part in place)
    return f"{file.path}:{line_of(file.lines, place)}: {field}: {what}"


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _vocabulary_faults(file: BriefFile, vocabulary: Vocabulary) -> Iterator[str]:
    brief = file.brief
    parties: list[tuple[tuple[str | int, ...], str]] = [
        (("issuers", n), party) for n, party in enumerate(brief.issuers)
    ]
    parties += [(("participation", n, "party"), e.party) for n, e in enumerate(brief.participation)]
    for n, entry in enumerate(brief.statements):
        parties += [(("statements", n, "parties"), party) for party in entry.parties]
        if entry.topic not in vocabulary.topics:
            yield _fault(file, ("statements", n, "topic"), f"{entry.topic!r} is not in topics.yaml")
    for place, party in parties:
        if party not in vocabulary.parties:
            yield _fault(file, place, f"{party!r} is not in parties.yaml")
    for n, topic in enumerate(brief.topics):
        if topic not in vocabulary.topics:
            yield _fault(file, ("topics", n), f"{topic!r} is not in topics.yaml")


def _form_faults(file: BriefFile) -> Iterator[str]:
    brief = file.brief
    if file.path.name != f"{brief.id}.md" or file.path.parent.name != brief.group:
        yield _fault(file, ("id",), f"the file should be {brief.group}/{brief.id}.md")
    words = len(file.body.split())
    if not BODY_WORDS[0] <= words <= BODY_WORDS[1]:
        yield _fault(file, (), f"body: has {words} words, expected {BODY_WORDS[0]}–{BODY_WORDS[1]}")
    if not STATEMENTS[0] <= len(brief.statements) <= STATEMENTS[1]:
        expected = f"{STATEMENTS[0]} to {STATEMENTS[1]}"
        yield _fault(file, ("statements",), f"has {len(brief.statements)}, expected {expected}")
    told = {_plain(statement.text) for statement in brief.statements}
    for sentence in re.split(r"(?<=[.!?])\s+", file.body):
        if _plain(sentence) in told:
            yield _fault(file, (), f"body: repeats a statement: {sentence[:60]}")
    pairs = Counter((entry.party, entry.how, entry.date) for entry in brief.participation)
    for (party, how, _), times in pairs.items():
        if times > 1:
            yield _fault(file, ("participation",), f"{party} {how} stands {times} times")


def _link_faults(file: BriefFile, known: set[str]) -> Iterator[str]:
    status = file.brief.status
    ended = status.state in (State.REVOKED, State.SUPERSEDED)
    if ended and status.by is None:
        yield _fault(file, ("status",), f"{status.state} needs “by ID”")
    if status.by is not None and status.by not in known:
        yield _fault(file, ("status",), f"names {status.by!r}, which has no brief")
    if status.by == file.brief.id:
        yield _fault(file, ("status",), "a text cannot end itself")


def _name_faults(folder: Path, vocabulary: Vocabulary, files: list[BriefFile]) -> list[str]:
    known = {file.brief.id for file in files} | {file.brief.event for file in files}
    return [
        f"{folder / 'names.yaml'}:1: {name.name}: {target!r} is neither a document nor an event"
        for name in vocabulary.names
        for target in name.means
        if target not in known
    ]
