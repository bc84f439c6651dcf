"""What no single field can show: vocabularies, ids, links between briefs, repetition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse

from assistant.corpus.links import link_faults
from assistant.corpus.loading import BriefFile, fault, read_briefs
from assistant.corpus.schema import long_quotations
from assistant.corpus.vocabulary import Vocabulary, load_ungraded_sites, load_vocabulary
from assistant.domain import JOINED, Grade

BODY_WORDS = (80, 250)
STATEMENTS = (4, 12)
IN_BOTH_LANGUAGES = frozenset({"us_china_bilateral", "china_policy"})  # groups


def check_corpus(folder: Path) -> list[str]:
    """Every fault in the corpus, one line each: file:line: field: what is wrong.

    Raises CorpusError where a vocabulary cannot be read at all.
    """
    vocabulary = load_vocabulary(folder)
    ungraded = load_ungraded_sites(folder)
    files, faults = read_briefs(folder)
    whole = not faults
    for file in files:
        faults += _vocabulary_faults(file, vocabulary)
        faults += _form_faults(file)
        faults += _language_faults(file)
        faults += _grade_faults(file, ungraded)
    faults += _repetition_faults(files)
    if not whole:  # links into a brief that could not be read would look broken
        return faults
    faults += link_faults(files)
    return faults + _name_faults(folder, vocabulary, files)


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
            yield fault(file, ("statements", n, "topic"), f"{entry.topic!r} is not in topics.yaml")
        if entry.speaker and not entry.role:
            yield fault(file, ("statements", n, "speaker"), f"{entry.speaker} needs a role")
    for place, party in parties:
        if party not in vocabulary.parties:
            yield fault(file, place, f"{party!r} is not in parties.yaml")
    for n, topic in enumerate(brief.topics):
        if topic not in vocabulary.topics:
            yield fault(file, ("topics", n), f"{topic!r} is not in topics.yaml")


def _form_faults(file: BriefFile) -> Iterator[str]:
    brief = file.brief
    if file.path.name != f"{brief.id}.md" or file.path.parent.name != brief.group:
        yield fault(file, ("id",), f"the file should be {brief.group}/{brief.id}.md")
    words = len(file.body.split())
    if not BODY_WORDS[0] <= words <= BODY_WORDS[1]:
        yield fault(file, (), f"body: has {words} words, expected {BODY_WORDS[0]}–{BODY_WORDS[1]}")
    if not STATEMENTS[0] <= len(brief.statements) <= STATEMENTS[1]:
        expected = f"{STATEMENTS[0]} to {STATEMENTS[1]}"
        yield fault(file, ("statements",), f"has {len(brief.statements)}, expected {expected}")
    for quoted in long_quotations(file.body):
        yield fault(file, (), f"body: quotation marks stand only around a term, not “{quoted}”")
    told = {_plain(statement.text) for statement in brief.statements}
    for sentence in re.split(r"(?<=[.!?])\s+", file.body):
        if _plain(sentence) in told:
            yield fault(file, (), f"body: repeats a statement: {sentence[:60]}")
    pairs = Counter((entry.party, entry.how, entry.date) for entry in brief.participation)
    for (party, how, _), times in pairs.items():
        if times > 1:
            yield fault(file, ("participation",), f"{party} {how} stands {times} times")


def _language_faults(file: BriefFile) -> Iterator[str]:
    """Chinese is missing where both sides will read: see `_both_read`."""
    if not _both_read(file):
        return
    for number, statement in enumerate(file.brief.statements):
        if not statement.text_zh:
            yield fault(
                file, ("statements", number, "text_zh"), "missing; both sides read this text"
            )


def _both_read(file: BriefFile) -> bool:
    """Whether a text is bilateral, Chinese policy, or joined by the US and China alike."""
    joined = {entry.party for entry in file.brief.participation if entry.how in JOINED}
    return file.brief.group in IN_BOTH_LANGUAGES or {"US", "CN"} <= joined


def _grade_faults(file: BriefFile, ungraded: frozenset[str]) -> Iterator[str]:
    """Grades that rest on a page which earns none: see ungraded_sites.yaml."""
    for section in ("statements", "participation", "votes", "counts", "misreadings"):
        for number, entry in enumerate(getattr(file.brief, section)):
            host = urlparse(entry.source or "").hostname or ""
            parts = host.split(".")
            known = ungraded & {".".join(parts[start:]) for start in range(len(parts))}
            if known and entry.grade is not Grade.UNCONFIRMED:
                place = (section, number, "grade")
                yield fault(file, place, f"{entry.grade}, but {min(known)} earns no grade")


def _repetition_faults(files: list[BriefFile]) -> Iterator[str]:
    """Ids and statements, in either language, that stand twice in the corpus."""
    ids: dict[str, Path] = {}
    sentences: dict[str, Path] = {}
    for file in files:
        if file.brief.id in ids:
            yield fault(file, ("id",), f"also the id of {ids[file.brief.id]}")
        ids[file.brief.id] = file.path
        for number, statement in enumerate(file.brief.statements):
            for field, text in (("text", statement.text), ("text_zh", statement.text_zh)):
                plain = _plain(text or "")
                if plain and plain in sentences:
                    place = ("statements", number, field)
                    yield fault(file, place, f"the same statement as in {sentences[plain]}")
                sentences[plain] = file.path


def _name_faults(folder: Path, vocabulary: Vocabulary, files: list[BriefFile]) -> list[str]:
    known = {file.brief.id for file in files} | {file.brief.event for file in files}
    strange = [
        f"{folder / 'parties.yaml'}:1: {party.id}: of: {party.of!r} is not in parties.yaml"
        for party in vocabulary.parties.values()
        if party.of and party.of not in vocabulary.parties
    ]
    return strange + [
        f"{folder / 'names.yaml'}:1: {name.name}: {target!r} is neither a document nor an event"
        for name in vocabulary.names
        for target in name.means
        if target not in known
    ]
