"""What search found for one question: the texts it is about, and the statements that may answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from assistant.answering import composing, facts
from assistant.answering.details import Wanted, asks_party, lacks_party
from assistant.answering.focus import Focus, focus_of
from assistant.answering.judging import (
    Asked,
    Rows,
    office_of,
    signals,
)
from assistant.answering.material import Material
from assistant.answering.parts import Parts
from assistant.answering.relevance import Term
from assistant.answering.understanding import Intent, Understanding
from assistant.dates import spoken, within
from assistant.domain import Document, Hit, Kind, Passage, Section
from assistant.naming import Sort

THIRD = 1 / 3  # of a question's words, which one statement has to have on a pair of parties
BROAD = 0.3  # of the best probability: what a further statement needs where a topic is asked for
UNCOVERED = 0.3  # of a question's words: what has less speaks to something else
HALF = 0.5  # what such a statement's probability is worth; chosen on the tuning questions
SPOKEN = 1.5  # what it is worth for a statement of the very person asked about
FITTING = 1.6  # what it is worth for a statement of the text meant with the kind of detail asked
SURE = 0.6  # probability from which on the judge is believed against the rules
SEARCHED = 120  # hits looked at for one question
JUDGED = 40  # of these, statements that the judge weighs
SAID = 1  # words told by the texts, with which a question may still ask how a party stands
FORUMS = frozenset({"UN", "UNSC"})  # where others speak
_ON_TEXTS = frozenset({Kind.TRANSCRIPT, Kind.ARTICLE})  # what is said about a text or occasion
_JOINED = frozenset({"sign", "endorse", "join", "ratify"})  # by fields, not by statements
_PLACE = re.compile(r"\b(?:in|at|near|to|from|of)\s+(?:the\s+)?$", re.IGNORECASE)
_SUBJECT = re.compile(
    r"\b(?:did|does|do|has|have)\s+(?:the\s+)?(?P<subject>(?:[A-Z][\w.-]*\s+){1,3})(?=[a-z])"
)
_ASKED_OF = re.compile(
    r"\b(?:did|does|do|has|have|had|was|were|is|are|will|would|can|could|may|must|should|according to)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_STANDS = re.compile(
    r"(?:'s|’s)?\s+(?:view|position|stance|line|reasons?|account|readouts?|attitude|explanation)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\bpart ways\b|\bdifferent(?:ly)? (?:terms|words|ways|wording)\b|\bdiffer|\bcompar|\bcontrast|\bdiverge|\bdisagree|\b(?:in )?the same (?:way|words|wording|terms|thing)\b"
    r"|\b(?:the two|both|each) (?:sides?|governments?|countries|capitals|presidents|leaders)\b.*\b(?:describe|say|said|put|tell|told|present|account|word)"
    r"|不同|区别|差异|分歧|对比|比较|一致吗",
    re.IGNORECASE,
)


class Sought:
    """The hits of one question and what they are worth. `terms` are its content words."""

    def __init__(
        self, parts: Parts, material: Material, understood: Understanding, hits: Sequence[Hit]
    ) -> None:
        self._parts, self._material, self._understood = parts, material, understood
        self._lexicon = parts.lexicon
        self.wanted = Wanted(understood)
        self.voices = material.voices(understood.parties)
        self.hits = list(hits)
        terms = self._all_terms()
        detailed = bool(self.wanted)
        focus: Focus = focus_of(material, parts.lexicon, understood, terms, self.hits, detailed)
        self.about, self.described = focus.documents, focus.described
        self.beyond = focus.beyond or self._of_another_time()
        self.documents = tuple(d for d in self.about if d.kind not in _ON_TEXTS) or self.about
        idle = focus.words
        if understood.verb in _JOINED:
            idle = idle.union(parts.tokenise(understood.phrase))
        self.terms = [term for term in terms if term.word not in idle]
        events = {d.event for d in focus.documents}
        told = [d.id for d in material.documents.values() if d.event in events]
        self._meant = focus.likely.union(told)

    def _all_terms(self) -> list[Term]:
        spoken_of = [p for p in self._understood.parties if p not in self.voices]
        return self._lexicon.terms(self._material, self._understood.text) + [
            self._lexicon.party_term(self._parts.vocabulary.parties[p]) for p in spoken_of
        ]

    def _of_another_time(self) -> bool:
        """Whether the texts named are all of other times than the one asked about, and tell of none."""
        since = self._understood.since
        if not since or since != self._understood.until or self.described or not self.about:
            return False
        events = {document.event for document in self.about}
        told = [d for d in self._material.documents.values() if d.event in events]
        return not any(
            within(d.date, since, since) or any(spoken(since) in p.text for p in d.passages)
            for d in told
        )

    @property
    def named(self) -> bool:
        """Whether the question is about texts that it names."""
        return bool(self.documents)

    @property
    def only_describes(self) -> bool:
        """Whether no word of the question is left that a statement of the texts speaks to.

        What describes a text, and a turn of phrase for joining it, is in none of its statements.
        """
        told = [p for d in self.documents for p in self._material.numbered(d, Section.STATEMENT)]
        heads = [self._lexicon.heads[d.id] for d in self.documents]
        left = [t for t in self.terms if not any(self._lexicon.has(t, head) for head in heads)]
        said = [t for t in left if any(self._lexicon.covered(t, p) == 1.0 for p in told)]
        return len(said) <= SAID and not any(term.topics for term in said)

    @property
    def broad(self) -> bool:
        """Whether what is asked is what is said on a topic: then several statements answer."""
        if self._understood.intent is not Intent.OPEN:
            return False
        told = sum(term.weight for term in self.terms if term.topics)
        return bool(told) and told >= 0.5 * sum(term.weight for term in self.terms)

    def candidates(self) -> tuple[list[Hit], Rows]:
        """The statements that the judge weighs, and its signals of each."""
        told = [
            hit
            for hit in self.hits
            if hit.passage.section is Section.STATEMENT and self._fits(hit.passage)
        ]
        hits = composing.of_both(self._understood, self._material.documents, told[:JUDGED])
        asked = Asked(
            self._understood,
            self.terms,
            frozenset(document.id for document in self.about),
            frozenset(self.voices),
        )
        return hits, signals(asked, self._lexicon, self._material.documents, hits)

    def _fits(self, passage: Passage) -> bool:
        """Whether a statement has the kind of detail asked for, and a party of the sort asked for."""
        return self.wanted.told_by(passage) and not lacks_party(
            self._understood, passage, self._parts.names, self._parts.vocabulary.parties
        )

    @cached_property
    def ranked(self) -> list[composing.Ranked]:
        """The statements that may answer, the likeliest first."""
        hits, rows = self.candidates()
        judged = self._parts.judge.ranked(
            self._understood.text, self._understood.language, rows, hits
        )
        return [composing.Ranked(hit, probability) for hit, probability in judged]

    @property
    def least(self) -> float:
        """The probability below which nothing is shown."""
        return self._parts.judge.least(
            self._understood.language, named=self.named and not self.described
        )

    def answering(self) -> list[Passage]:
        """The statements to show; none where they do not answer, as the judge or a rule has it."""
        if compared := self._compared():
            return compared
        ranked = self._of_those_asked()
        if not ranked or self._doubt(ranked):
            return []
        further = BROAD * ranked[0].score if self.broad else self._parts.judge.further
        return composing.balanced(
            self._lexicon, ranked, further, self.voices, self._material.documents
        )

    def _of_those_asked(self) -> list[composing.Ranked]:
        """The statements on the party that is the subject: what others say is no answer for it."""
        subjects = [i for i in self._subjects() if i not in FORUMS]
        ranked = self.ranked
        if not subjects or self._understood.speakers:
            return ranked
        own = [
            row
            for row in ranked
            if composing.speaks(row.passage, subjects, self._material.documents)
        ]
        if own and own[0].score >= self.least:
            return own
        return [row for row in ranked if self._concerns(row.passage, subjects)]

    def _subjects(self) -> tuple[str, ...]:
        """The parties of which something is asked: “what did China say”, “China's position”."""
        mentions = self._understood.mentions
        text = mentions.text
        return tuple(
            i
            for m in mentions.of(Sort.PARTY, Sort.METONYM)
            if _ASKED_OF.search(text[: m.start]) or _STANDS.match(text[m.end :])
            for i in m.means
        )

    def _concerns(self, passage: Passage, voices: Sequence[str]) -> bool:
        """Whether a statement is by one of the parties, tells of one, or names one."""
        if composing.speaks(passage, voices, self._material.documents):
            return True
        mentions = self._parts.names.find(passage.text).of(Sort.PARTY, Sort.METONYM)
        return any(
            set(m.means) & set(voices)
            and (m.sort is Sort.PARTY or not _PLACE.search(passage.text[: m.start]))
            for m in mentions
        )

    def _doubt(self, ranked: Sequence[composing.Ranked]) -> bool:
        first = [row.passage for row in ranked[:3]]
        text = self._understood.text
        office = set(self._parts.tokenise(office_of(text)))
        if office and not office & self._lexicon.words[first[0].id]:
            return True
        understood, documents = self._understood, self._material.documents
        parties = understood.parties if self.voices and not understood.speakers else ()
        voices = [voice for voice in parties if voice not in FORUMS]
        heard = any(composing.speaks(row.passage, voices, documents) for row in ranked)
        if voices and not self.named and not heard:
            return True  # what others say is no answer for a party that says nothing
        pair = composing.joint(self._understood)
        worded = (self._lexicon.worded(self.terms, row.passage) for row in ranked)
        if pair and max(worded) < THIRD:
            return True
        best = ranked[0]
        counted = facts.counted_in(self._material, text)
        told = any(counted & self._lexicon.words[passage.id] for passage in first)
        if counted and best.score < SURE and not told:
            return True
        if not any(map(self._of_the_time, first)):
            return True
        return self._worth(best) < self.least or self._unheard_of(best.passage)

    def _worth(self, row: composing.Ranked) -> float:
        """The probability; less where a named text's statement has hardly a word of the question,
        more where it has the kind of detail asked for.
        """
        if row.passage.speaker in self._understood.speakers:
            return row.score * SPOKEN
        english = self._understood.language == "en" and self._understood.intent is Intent.OPEN
        detailed = bool(self.wanted or asks_party(self._understood.text))
        fits = detailed and row.passage.document_id in self._meant
        if self._lexicon.coverage(self.terms, [row.passage]) < UNCOVERED:
            spared = fits and (self._understood.language == "en" or self.wanted.special)
            return row.score * (HALF if self.named and (english or detailed) and not spared else 1)
        return row.score * (FITTING if fits else 1.0)

    def _of_the_time(self, passage: Passage) -> bool:
        """Whether a statement is of the time asked about, if one is, or tells of it."""
        since, until = self._understood.since, self._understood.until
        if not since or since != until:
            return True
        document = self._material.documents[passage.document_id]
        told = f"{passage.text} {passage.text_zh or ''}"
        return within(document.date, since, until) or any(
            date in told for date in (since, spoken(since), spoken(since, "zh"))
        )

    def _unheard_of(self, passage: Passage) -> bool:
        """Whether “did the Pope tell …” has a subject that no name is known for, nor the statement."""
        mentions = self._understood.mentions
        match = _SUBJECT.search(mentions.without(*Sort))
        words = set(self._parts.tokenise(match["subject"])) if match else set()
        return bool(words) and not words & self._lexicon.words[passage.id]

    def better_elsewhere(self) -> bool:
        """Whether a statement of a text that the question does not name is likely to answer."""
        best = next(iter(self.ranked), None)
        own = {document.id for document in self.documents}
        least = self._parts.judge.least(self._understood.language, named=False)
        return best is not None and best.passage.document_id not in own and best.score >= least

    def _compared(self) -> list[Passage]:
        """The statement of each text nearest to what is to be compared, for texts of one occasion."""
        documents = self.documents
        several = len(documents) > 1 and len({d.event for d in documents}) == 1
        if not several or not _COMPARES.search(self._understood.text):
            return []
        return [found for d in documents if (found := self._nearest(d))]

    def _nearest(self, document: Document) -> Passage | None:
        """The statement of a text that has most of the question's words."""
        told = self._material.numbered(document, Section.STATEMENT)
        return max(told, key=lambda p: self._lexicon.coverage(self.terms, [p]), default=None)

    def shared(self, passage: Passage) -> float:
        """The share of the question's words that a statement has, 0..1."""
        return self._lexicon.coverage(self.terms, [passage])

    def found_documents(self) -> list[Document]:
        """The documents of the hits, best first."""
        documents = self._material.documents
        ids = dict.fromkeys(hit.passage.document_id for hit in self.hits)
        return [documents[i] for i in ids if i in documents]
