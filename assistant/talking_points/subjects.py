"""A topic in words → the subject: a topic of the vocabulary, or the statements it finds."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.material import Material
from assistant.answering.premises import asks_treaty
from assistant.answering.relevance import Term
from assistant.answering.turn import Parts, Turn
from assistant.citations import Draft
from assistant.domain import Document, Filters, Hit, Kind, Section
from assistant.errors import QuestionError
from assistant.naming import Sort
from assistant.positions import Subject
from assistant.talking_points.speaking import Speaking, filed_statements

MAX_TOPIC = 300
SEARCHED = 150
COVERED = 0.6  # share of a topic's words that a statement has to speak to
WORDED = 0.5  # share that it has to have in words, be they others for the same
ENOUGH = 8  # statements with the very words of a topic, that suffice without its other wordings
_OTHER_WORDS = 0.25  # relevance of a statement on the filed topic that has none of the words
FOUND = 0.55  # share that the best statement has to have in its own words

# Words of a topic that tell what is to be done with a text and not what it is about.
_EMPTY = re.compile(
    r"\b(?:implement\w*|follow(?:ing)?[- ]?up|ratif\w*|treat(?:y|ies)|pacts?|binding|sign\w*|"
    r"texts?|negotiat\w*|between|role|next steps?|progress|status)\b|条约|落实|后续",
    re.IGNORECASE,
)


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


def understand_topic(
    parts: Parts,
    speaking: Speaking,
    topic: str,
    parties: Sequence[str],
    language: str | None = None,
) -> Understood:
    """What a topic means; its premises are tested first, whatever follows.

    Corrections are worded in `language`; without one, in the topic's.
    """
    filed = filed_topic(parts, topic)
    if filed:
        found = filed_statements(parts, speaking, filed, parties)
        return Understood(Subject(topic, (filed,), found or None), filed, free=False)
    if " " not in topic:
        topic = topic.replace("-", " ")  # spelt as the ids of the vocabulary are
    turn = Turn(parts, topic, Filters(), (), language=language)
    material = parts.material(Filters(), turn.language)
    hits = parts.searcher.search(
        topic, limit=SEARCHED, parties=parties, filters=Filters(scope="corpus")
    )
    corrections = turn.corrections(hits)
    denied = False
    if not corrections and asks_treaty(topic):
        corrections, denied = _no_treaty(parts, material, topic, parties)
    return _free(parts, speaking, material, topic, parties, hits, tuple(corrections), denied)


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
    speaking: Speaking,
    material: Material,
    topic: str,
    parties: Sequence[str],
    hits: Sequence[Hit],
    corrections: tuple[Draft, ...],
    denied: bool,
) -> Understood:
    mentions = parts.names.find(topic)
    texts = [i for i in mentions.ids(Sort.DOCUMENT) if i in parts.snapshot.documents]
    named = mentions.ids(Sort.TOPIC)  # a topic by one of its synonyms
    words = _EMPTY.sub(" ", topic)
    wordings = [parts.tokenise(m.text) for m in mentions.of(Sort.TOPIC)]
    phrases = frozenset(w for tokens in wordings if len(tokens) > 1 for w in tokens)
    bodies = [p for p in mentions.ids(Sort.PARTY, Sort.METONYM) if p not in parties]
    terms = parts.lexicon.terms(material, words) + [
        parts.lexicon.party_term(parts.vocabulary.parties[party]) for party in bodies
    ]
    found = {} if corrections else _found(parts, terms, named, hits, phrases)
    if not found and named:
        found = _filed(parts, terms, named)
    whole = all(not term.topics.isdisjoint(named) for term in terms)
    passages = parts.snapshot.passages
    found = {n: r for n, r in found.items() if speaking.fits(passages[n], named, whole=whole)}
    corrected = [p.document_id for draft in corrections for p in draft.passages]
    if not found and (texts or corrected):
        found = _of_documents(parts, texts or corrected)
    topics = _topics(parts, found) if found else _nearest_topics(parts, hits)
    topics = tuple(dict.fromkeys((*(t for t in named if found), *topics)))
    filed = topics[0] if found and topics else None
    if filed:
        silent = _of_the_silent(parts, hits, found, filed, parties)
        found |= {n: r for n, r in silent.items() if speaking.speaks(passages[n], filed)}
    near = tuple(dict.fromkeys(hit.passage.document_id for hit in hits))[:3]
    subject = Subject(topic, (filed,) if filed else (), found)
    return Understood(subject, filed, True, corrections, denied, topics[:3], near)


def _found(
    parts: Parts,
    terms: Sequence[Term],
    named: Sequence[str],
    hits: Sequence[Hit],
    phrases: frozenset[str],
) -> dict[str, float]:
    """The statements that speak to the topic's words, with their relevance.

    Looked at are those that search found, and those filed under a topic that the words name.
    Where there are enough that have all words of `phrases`, only they are taken: “autonomous
    weapons” is less than all that is military.
    """
    lexicon = parts.lexicon
    scores = {h.passage.id: h.score for h in hits if h.passage.section is Section.STATEMENT}
    passages = parts.snapshot.passages
    filed = (p.id for p in passages.values() if p.section is Section.STATEMENT and p.topic in named)
    told = [passages[name] for name in dict.fromkeys((*scores, *filed))]
    if not terms or not told:
        return {}
    worded = {passage.id: lexicon.worded(terms, passage) for passage in told}
    if max(worded.values()) < FOUND:
        return {}
    covered = [(passage, lexicon.coverage(terms, [passage])) for passage in told]
    near = {
        passage.id: round(0.6 * share + 0.4 * scores.get(passage.id, 0.0), 3)
        for passage, share in covered
        if share >= COVERED and worded[passage.id] >= WORDED
    }
    exact = {n: score for n, score in near.items() if phrases <= lexicon.words[n]}
    return exact if len(exact) >= ENOUGH else near


def _of_the_silent(
    parts: Parts,
    hits: Sequence[Hit],
    found: Mapping[str, float],
    topic: str,
    parties: Sequence[str],
) -> dict[str, float]:
    """What a side that has taken no stance in these words says by itself on the topic that they
    come nearest to, where search found it too: other words are not silence."""
    passages = parts.snapshot.passages
    told = {p for name in found if passages[name].stance for p in passages[name].parties}
    silent = {(party,) for party in parties if party not in told}
    return {
        p.id: round(_OTHER_WORDS + 0.1 * hit.score, 3)
        for hit in hits
        if (p := hit.passage).section is Section.STATEMENT
        and p.topic == topic
        and p.stance
        and p.id not in found
        and p.parties in silent
    }


def _filed(parts: Parts, terms: Sequence[Term], topics: Sequence[str]) -> dict[str, float]:
    """The statements filed under topics that the words name, and that say them; nearest first."""
    return {
        passage.id: round(0.5 + 0.5 * parts.lexicon.coverage(terms, [passage]), 3)
        for passage in parts.snapshot.passages.values()
        if passage.section is Section.STATEMENT
        and passage.topic in topics
        and passage.topic in parts.lexicon.said_topics(passage)
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
        if p.section is Section.STATEMENT
        and p.topic in main
        and p.topic in parts.lexicon.said_topics(p)
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
