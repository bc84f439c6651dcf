"""Whether a statement itself speaks of a filed topic, or is only filed under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from assistant.answering.parts import Parts
from assistant.domain import Document, Passage, Section

NEAREST = 3  # a statement's topic has to be among so many that it is nearest to in meaning
_OF_ARMS = frozenset({"military-ai", "nuclear-command"})
_BESIDE_ARMS = _OF_ARMS | {"human-control"}  # topics that texts on arms are about by themselves


class Speaking:
    """Works out, once for a generation, which topic each filed statement really speaks of."""

    def __init__(self, parts: Parts) -> None:
        self._lexicon = parts.lexicon
        self._documents: Mapping[str, Document] = parts.snapshot.documents
        self._near = _nearest(parts)

    def speaks(self, passage: Passage, topic: str) -> bool:
        """Whether a statement says the topic's name or a synonym, or comes near it in meaning.

        A text on arms has to say it: nearness is not enough for another topic's note.
        """
        if topic in self._lexicon.said_topics(passage):
            return True
        first = self._documents[passage.document_id].topics[:1]
        if topic not in _BESIDE_ARMS and not _OF_ARMS.isdisjoint(first):
            return False
        return passage.topic == topic and topic in self._near.get(passage.id, (topic,))

    def fits(self, passage: Passage, named: Sequence[str], *, whole: bool) -> bool:
        """Whether a statement that free words found fits the topics that they name, if any.

        One filed under such a topic has to speak of it, and so has a text on arms; where the
        words name nothing else (`whole`), one filed elsewhere has to be near it in meaning.
        """
        first = self._documents[passage.document_id].topics[:1]
        of_arms = not _OF_ARMS.isdisjoint(first) and _BESIDE_ARMS.isdisjoint(named)
        if not named:
            return True
        if passage.topic not in named and not of_arms:
            return not whole or not set(named).isdisjoint(self._near.get(passage.id, named))
        return any(self.speaks(passage, topic) for topic in named)


def _nearest(parts: Parts) -> dict[str, tuple[str, ...]]:
    """For each filed statement the topics that it is nearest to, beyond what all statements are."""
    told = [
        p.id
        for p in parts.snapshot.briefs.passages.values()
        if p.section is Section.STATEMENT and p.topic
    ]
    topics = list(parts.vocabulary.topics.values())
    if not told or not topics:
        return {}
    words = [f"{topic.name}: {', '.join(topic.synonyms)}" for topic in topics]
    found = [parts.searcher.nearness(text, set(told)) for text in words]
    names = [name for name in told if all(name in row for row in found)]
    if not names:
        return {}
    near = np.array([[row[name] for row in found] for name in names])
    near = near - near.mean(0)
    ids = [topic.id for topic in topics]
    best = np.argsort(-near, axis=1)[:, :NEAREST]
    return {name: tuple(ids[i] for i in row) for name, row in zip(names, best, strict=True)}


def filed_statements(
    parts: Parts, speaking: Speaking, topic: str, parties: Sequence[str]
) -> dict[str, float]:
    """The statements filed under a topic that speak of it, with relevance 1.

    Of a side that would have none left, all are kept: other words are not silence.
    """
    filed = [
        p
        for p in parts.snapshot.passages.values()
        if p.section is Section.STATEMENT and p.topic == topic
    ]
    kept = [p for p in filed if speaking.speaks(p, topic)]
    told = {party for p in kept if p.stance for party in p.parties}
    quiet = set(parties) - told
    kept += [p for p in filed if not quiet.isdisjoint(p.parties)]
    return {p.id: 1.0 for p in kept}
