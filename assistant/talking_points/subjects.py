"""A topic in words → the subject: a topic of the vocabulary, or the statements it finds."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.material import Material
from assistant.answering.premises import asks_treaty
from assistant.answering.turn import Parts, Turn
from assistant.citations import Draft
from assistant.domain import Document, Filters, Hit, Kind, Section
from assistant.errors import QuestionError
from assistant.naming import Sort
from assistant.positions import Subject

MAX_TOPIC = 300
SEARCHED = 150
COVERED = 0.6  # share of a topic's words that a statement has to speak to
FOUND = 0.55  # share that the best statement has to have in its own words


@dataclass(frozen=True, slots=True)
class Understood:
    """A topic as it was understood.

    `filed` is the topic of the vocabulary that it is or is nearest to; `free` tells that it was
    searched in words. `corrections` are what it takes for granted and the sources deny.
    """

    subject: Subject
    filed: str | None
    free: bool
    corrections: tuple[Draft, ...] = ()
    treaty_denied: bool = False
    near_topics: tuple[str, ...] = ()
    near_documents: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """Whether there are any statements on it at all."""
        return self.subject.found is None or bool(self.subject.found)


def clean_topic(text: str) -> str:
    """The topic without control characters; QuestionError if it is too short or too long."""
    kept = "".join(c if not unicodedata.category(c).startswith("C") else " " for c in text)
    topic = " ".join(kept.split())
    letters = sum(character.isalnum() for character in topic)
    chinese = bool(re.search(r"[\u3400-\u9fff]", topic))
    if letters < (2 if chinese else 3) and topic.casefold() not in {"ai"}:
        raise QuestionError(
            f"The topic “{topic}” is too short to search for. Name a topic such as "
            "nuclear-command, or say it in a few words: incident hotlines between militaries."
        )
    if len(topic) > MAX_TOPIC:
        raise QuestionError(
            f"The topic has {len(topic):,} characters; at most {MAX_TOPIC} are read. "
            "Name one subject in a few words."
        )
    return topic


def understand_topic(parts: Parts, topic: str, parties: Sequence[str]) -> Understood:
    """What a topic means; its premises are tested first, whatever follows."""
    filed = filed_topic(parts, topic)
    if filed:
        return Understood(Subject(topic, (filed,)), filed, free=False)
    turn = Turn(parts, topic, Filters(), ())
    material = parts.material(Filters(), turn.language)
    corrections = turn.corrections()
    denied = False
    if not corrections and asks_treaty(topic):
        corrections, denied = _no_treaty(parts, material, topic, parties)
    return _free(parts, material, topic, parties, tuple(corrections), denied)


def filed_topic(parts: Parts, words: str) -> str | None:
    """The topic of the vocabulary that these words are the id or the name of."""
    wanted = _plain(words)
    for topic in parts.vocabulary.topics.values():
        if wanted in {_plain(topic.id), _plain(topic.name), _plain(topic.name_zh)}:
            return topic.id
    return None


def _plain(text: str) -> str:
    return " ".join(re.split(r"[\s_-]+", text.casefold().strip()))


def _free(
    parts: Parts,
    material: Material,
    topic: str,
    parties: Sequence[str],
    corrections: tuple[Draft, ...],
    denied: bool,
) -> Understood:
    hits = parts.searcher.search(topic, limit=SEARCHED, parties=parties)
    mentions = parts.names.find(topic)
    named = [i for i in mentions.ids(Sort.DOCUMENT) if i in parts.snapshot.documents]
    corrected = [p.document_id for draft in corrections for p in draft.passages]
    found = _found(parts, material, topic, hits)
    if not found and (named or corrected):
        found = _of_documents(parts, named or corrected)
    topics = _topics(parts, found) if found else _nearest_topics(parts, hits)
    filed = topics[0] if found and topics else None
    near = tuple(dict.fromkeys(hit.passage.document_id for hit in hits))[:3]
    subject = Subject(topic, (filed,) if filed else (), found)
    return Understood(subject, filed, True, corrections, denied, topics[:3], near)


def _found(parts: Parts, material: Material, topic: str, hits: Sequence[Hit]) -> dict[str, float]:
    """The statements that speak to the topic's words, with their relevance."""
    lexicon = parts.lexicon
    terms = lexicon.terms(material, topic)
    told = [hit for hit in hits if hit.passage.section is Section.STATEMENT]
    if not terms or not told:
        return {}
    best = max(lexicon.worded(terms, hit.passage) for hit in told)
    if best < FOUND:
        return {}
    covered = [(hit, lexicon.coverage(terms, [hit.passage])) for hit in told]
    return {
        hit.passage.id: round(0.6 * share + 0.4 * hit.score, 3)
        for hit, share in covered
        if share >= COVERED
    }


def _of_documents(parts: Parts, documents: Sequence[str]) -> dict[str, float]:
    """The statements of texts that the topic names, and the less near ones on their topics."""
    own = [
        p
        for i in documents
        for p in parts.snapshot.documents[i].passages
        if p.section is Section.STATEMENT
    ]
    counted = Counter(p.topic for p in own if p.topic and p.stance)
    main = {topic for topic, _ in counted.most_common(1)}
    found = {
        p.id: 0.5
        for document in parts.snapshot.documents.values()
        for p in document.passages
        if p.section is Section.STATEMENT and p.topic in main
    }
    return found | dict.fromkeys((p.id for p in own), 1.0)


def _topics(parts: Parts, found: dict[str, float]) -> tuple[str, ...]:
    """The filed topics of the statements found, the commonest first."""
    counted: Counter[str] = Counter()
    for name, relevance in found.items():
        topic = parts.snapshot.passages[name].topic
        if topic:
            counted[topic] += max(1, round(relevance * 10))
    return tuple(topic for topic, _ in counted.most_common())


def _nearest_topics(parts: Parts, hits: Sequence[Hit]) -> tuple[str, ...]:
    counted = Counter(hit.passage.topic for hit in hits[:20] if hit.passage.topic)
    return tuple(topic for topic, _ in counted.most_common(3) if topic)


def _no_treaty(
    parts: Parts, material: Material, topic: str, parties: Sequence[str]
) -> tuple[list[Draft], bool]:
    """The nearest recorded correction, where a topic speaks of a treaty that binds none of them."""
    documents = list(parts.snapshot.documents.values())
    if any(d.kind is Kind.LAW and all(d.joined(p) for p in parties) for d in documents):
        return [], False
    lexicon = parts.lexicon
    terms = lexicon.terms(material, topic)
    best: tuple[float, Draft] | None = None
    for document in documents:
        if not _between(document, parties):
            continue
        for entry, passage, truth in material.misreadings([document]):
            words = set(material.tokenise(f"{entry.wrong} {entry.truth} {document.title}"))
            share = sum(t.weight for t in terms if t.word in words)
            if re.search(r"treaty|agreement|hotline|binding", entry.wrong, re.IGNORECASE):
                share += 0.5
            if best is None or share > best[0]:
                best = (share, Draft(truth, (passage,)))
    return ([best[1]] if best else []), True


def _between(document: Document, parties: Sequence[str]) -> bool:
    """Whether a text is a matter between these parties."""
    involved = {*document.issuers, *(e.party for e in document.participation)}
    return involved.issuperset(parties) and len(involved) <= len(parties) + 1
