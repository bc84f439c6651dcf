"""Open questions: choose the statements that answer, put them in order, attribute them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from assistant.answering.judging import voices_of
from assistant.answering.material import Material
from assistant.answering.relevance import Lexicon
from assistant.answering.understanding import Understanding
from assistant.citations import Draft
from assistant.domain import Document, Hit, How, Passage, Section
from assistant.naming import Sort

MAX_SENTENCES = 5
SAME = 0.72
_OPENING = {1: 3, 2: 3, 3: 2}


CLUB = 12  # parties of a text from which on it is no longer a matter between two of them
OTHER = 0.25  # of the best probability, which the best statement of another side has to reach


@dataclass(frozen=True, slots=True)
class Ranked:
    """A statement found, with the probability, 0..1, that it answers."""

    hit: Hit
    score: float

    @property
    def passage(self) -> Passage:
        """The statement."""
        return self.hit.passage


def speaks(passage: Passage, voices: Sequence[str], documents: Mapping[str, Document]) -> bool:
    """Whether the passage can tell the position of one of these parties; true if none is named."""
    return not voices or bool(set(voices) & voices_of(passage, documents[passage.document_id]))


def opening(material: Material, documents: Sequence[Document]) -> list[Passage]:
    """What a document is about: its first statements; fewer of each where there are several."""
    each = _OPENING.get(len(documents), 1)
    told = []
    for document in documents[:MAX_SENTENCES]:
        told += material.numbered(document, Section.STATEMENT)[:each]
    return told


def said_by(
    material: Material, speakers: Sequence[str], documents: Sequence[Document], place: str = ""
) -> list[Passage]:
    """What the speakers said, in the documents given or else anywhere, newest document first.

    What was said at or about `place` takes precedence, where there is any.
    """
    where = documents or sorted(material.documents.values(), key=lambda d: d.date, reverse=True)
    told = [p for d in where for p in d.passages if p.speaker in speakers]
    there = [
        p for p in told if place and place in f"{material.documents[p.document_id].place} {p.text}"
    ]
    return (there or told)[:MAX_SENTENCES]


def choose(lexicon: Lexicon, ranked: Sequence[Ranked], further: float) -> list[Ranked]:
    """The best statements without repetition: the first, and what is at least so likely."""
    chosen: list[Ranked] = []
    for row in ranked:
        if len(chosen) == MAX_SENTENCES or (chosen and row.score < further):
            break
        if all(lexicon.overlap(row.passage, kept.passage) < SAME for kept in chosen):
            chosen.append(row)
    return chosen


def balanced(
    lexicon: Lexicon,
    ranked: Sequence[Ranked],
    further: float,
    voices: Sequence[str],
    documents: Mapping[str, Document],
) -> list[Passage]:
    """The chosen statements; where several sides are asked about, the best of each among them."""
    chosen = choose(lexicon, ranked, further)
    for voice in voices if len(voices) > 1 else ():
        if not any(_own(row.passage, voice, documents) for row in chosen):
            own = next((row for row in ranked if _own(row.passage, voice, documents)), None)
            if own and own.score >= OTHER * ranked[0].score:
                chosen = [*chosen[: MAX_SENTENCES - 1], own]
    return [row.passage for row in chosen]


def _own(passage: Passage, voice: str, documents: Mapping[str, Document]) -> bool:
    """Whether it is this party's own text, or a joint one that it stands behind."""
    issuers = documents[passage.document_id].issuers
    return voice in issuers or (voice in passage.parties and len(issuers) > 1)


def joint(understood: Understanding) -> tuple[str, ...]:
    """The two parties of “the US–India bureau”, which is something of both; else nothing."""
    mentions = understood.mentions.of(Sort.PARTY, Sort.METONYM)
    for first, second in pairwise(mentions):
        between = understood.mentions.text[first.end : second.start]
        if between.strip() in {"-", "–", "/"} and first.means != second.means:
            return (*first.means, *second.means)
    return ()


def of_both(
    understood: Understanding, documents: Mapping[str, Document], hits: Sequence[Hit]
) -> list[Hit]:
    """The hits on both parties of a pair; all, where the question names no pair."""
    pair = set(joint(understood))

    def involved(hit: Hit) -> set[str]:
        document = documents[hit.passage.document_id]
        return {*hit.passage.parties, *document.issuers} | (
            {entry.party for entry in document.participation}
            if len(document.participation) < CLUB
            else set()
        )

    return [hit for hit in hits if pair <= involved(hit)]


def drafts_of(
    material: Material, passages: Sequence[Passage], documents: Mapping[str, Document]
) -> list[Draft]:
    """The statements as sentences, those of one voice together, with the voice as lead."""
    voices: dict[str, list[Passage]] = {}
    for passage in passages:
        voices.setdefault(_voice(material, documents[passage.document_id]), []).append(passage)
    alone = len(voices) == 1
    drafts = []
    for voice, members in voices.items():
        members = sorted(members, key=lambda p: passages.index(p))
        for place, passage in enumerate(members):
            lead = voice if place == 0 and not alone else None
            drafts.append(Draft(material.text(passage), (passage,), lead))
    return drafts


def often_wrong(material: Material, documents: Sequence[Document]) -> list[Draft]:
    """What is most often got wrong about an occasion that several texts tell of, as its correction."""
    if len(documents) < 2 or len({document.event for document in documents}) != 1:
        return []
    lead = material.wording.say("often_wrong", material.language)
    found = material.misreadings(documents)
    return [Draft(truth, (passage,), lead) for _, passage, truth in islice(found, 1)]


def _voice(material: Material, document: Document) -> str:
    """Under whose name a document's statements stand: a side for its own readout, else the text."""
    own = [e.party for e in document.participation if e.how is How.OWN_READOUT]
    if len(document.issuers) == 1 and own:
        return material.vocabulary.party_name(own[0], material.language) + _of(material, document)
    title = (
        material.title(document) if material.language == "zh" else material.short_title(document)
    )
    return title + _of(material, document)


def _of(material: Material, document: Document) -> str:
    date = material.date(document.date)
    return f"（{date}）" if material.language == "zh" else f" ({date})"
