"""One question on its way: understood, looked up or searched, composed; its gates come after."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.answering import (
    abstaining,
    composing,
    facts,
    follow_ups,
    premises,
    relations,
    sets,
)
from assistant.answering.focus import focus_of
from assistant.answering.judging import (
    Asked,
    Judge,
    Rows,
    lacks_number,
    office_of,
    signals,
)
from assistant.answering.material import Material, Tokenise
from assistant.answering.quoting import Found, as_drafts
from assistant.answering.relevance import Lexicon
from assistant.answering.understanding import Intent, language_of, understand
from assistant.citations import Draft
from assistant.corpus import Vocabulary
from assistant.domain import (
    Answer,
    Coverage,
    Document,
    Filters,
    Hit,
    Kind,
    Outcome,
    Passage,
    Section,
    State,
)
from assistant.filtering import admits
from assistant.naming import Names, Sort
from assistant.prompts import Wording
from assistant.retrieval import Searcher
from assistant.snapshots import Snapshot

MAX_SENTENCES = 8
THIRD = 1 / 3  # of a question's words, which one statement has to have on a pair of parties
BROAD = 0.3  # of the best probability: what a further statement needs where a topic is asked for
SEARCHED = 120  # hits looked at for one question
SOURCES = 16  # passages that a language model is given
JUDGED = 40  # of these, statements that the judge weighs
_FORUMS = frozenset({"UN", "UNSC"})  # where others speak
_ON_TEXTS = frozenset({Kind.TRANSCRIPT, Kind.ARTICLE})  # what is said about a text or occasion
_PREMISES = (
    premises.false_relation,
    premises.false_ending,
    premises.false_status,
    premises.false_form,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_COMPARES = re.compile(
    r"\bpart ways\b|\bdiffer|\bcompar|\bcontrast|\bdiverge|\bdisagree|\b(?:in )?the same (?:way|words|wording|terms|thing)\b"
    r"|不同|区别|差异|分歧|对比|比较|一致吗",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What every question of one generation shares."""

    snapshot: Snapshot
    names: Names
    lexicon: Lexicon
    searcher: Searcher
    vocabulary: Vocabulary
    wording: Wording
    tokenise: Tokenise
    judge: Judge
    coverage: Coverage

    def material(self, filters: Filters, language: str, wording: Wording | None = None) -> Material:
        """What the composers may draw on: the documents that pass the filters."""
        documents = self.snapshot.briefs.documents
        if filters:
            documents = {
                i: d for i, d in documents.items() if any(admits(filters, d, p) for p in d.passages)
            }
        wording = wording or self.wording
        return Material(documents, self.vocabulary, wording, self.names, self.tokenise, language)


@dataclass(frozen=True, slots=True)
class Composed:
    """What was found for a question, before its gates.

    `quoted` are exact words of the user's own documents; no language model is ever sent them.
    """

    outcome: Outcome
    drafts: tuple[Draft, ...] = ()
    note: str | None = None
    nearest: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    quoted: tuple[Draft, ...] = ()


class Turn:
    """One question of a conversation."""

    def __init__(
        self, parts: Parts, asked: str, filters: Filters, earlier: Sequence[Answer]
    ) -> None:
        self.language = language_of(asked)
        self._parts = parts
        self.asked = asked
        self._filters = filters
        self._lexicon = parts.lexicon
        self._material = parts.material(filters, self.language)
        self.text = follow_ups.stand_alone(
            asked, earlier, parts.names, self._material, self._is_bare
        )
        self._understood = understand(self.text, parts.names)
        self._voices = self._material.voices(self._understood.parties)
        spoken_of = [p for p in self._understood.parties if p not in self._voices]
        self._terms = self._lexicon.terms(self._material, self.text) + [
            self._lexicon.party_term(parts.vocabulary.parties[p]) for p in spoken_of
        ]
        self._about: tuple[Document, ...] = ()
        self._documents: tuple[Document, ...] = ()  # the texts among them, if there are any
        self._described = False
        self._hits: list[Hit] = []

    def search_line(self) -> str:
        """What is being searched, for a person."""
        scope, snapshot = self._filters.scope, self._parts.snapshot
        number = len(self._material.documents) if scope != "mine" else 0
        number += len(snapshot.own.documents) if scope != "corpus" else 0
        zh = self.language == "zh"
        return f"正在检索{number}份文件" if zh else f"Searching {number} documents"

    def say(self, key: str, **values: object) -> str:
        """A sentence of prompts/wording.yaml in the language of the question."""
        return self._material.say(key, **values)

    def compose(self) -> Composed:
        """Typed fields first, then premises, then statements; else an abstention."""
        if self._understood.intent is Intent.SET:
            drafts = sets.texts(self._material, self._understood)
            if drafts:
                return self._answered(drafts)
        self._search()
        if self._phantom():
            return self._abstained(self._nothing())
        beyond = abstaining.beyond_end(
            self._material, self._understood, self._parts.coverage.latest, self._hits
        )
        if beyond:
            return self._abstained(beyond)
        if wrong := self._false_premise():
            return replace(self._answered(wrong), outcome=Outcome.FALSE_PREMISE)
        bare = self._understood.mentions.without(Sort.DOCUMENT)
        texts = [d for d in self._documents if d.kind is not Kind.LAW]
        if texts and len(texts) == len(self._documents) and premises.asks_treaty(bare):
            return self._abstained(self._nothing())
        return self._from_evidence()

    def corrections(self, hits: Sequence[Hit]) -> list[Draft]:
        """What the sources show otherwise than the words take for granted; else nothing.

        `hits` are what a search for these words has found.
        """
        self._search(hits)
        return self._false_premise()

    def _false_premise(self) -> list[Draft]:
        for premise in _PREMISES:
            wrong = premise(self._material, self._understood, self._documents)
            if wrong:
                return wrong
        denied = premises.denied_thing(
            self._material, self._lexicon, self._terms, self.text, self._documents
        )
        return [] if self._understood.yes_no else denied

    def nothing_of_mine(self) -> Composed:
        """That the user's own documents do not tell, before they were asked."""
        number = len(self._parts.snapshot.own.documents)
        note = self._material.say("not_covered_own", documents=number)
        return Composed(Outcome.NOT_COVERED, note=note)

    def with_quotes(self, composed: Composed, found: Found) -> Composed:
        """What the corpus tells, and after it the exact words of the user's own documents."""
        documents = self._parts.snapshot.documents
        if not found.quotes:
            near = (*composed.nearest, *found.near)[:3] if self._filters.scope == "mine" else ()
            return replace(composed, nearest=near or composed.nearest)
        drafts = as_drafts(found.quotes, documents, self.language)
        cited = dict.fromkeys(quote.passage.document_id for quote in found.quotes)
        internal = [documents[i].title for i in cited if documents[i].handling != "public"]
        marks = [self._material.say("handled", titles=internal)] if internal else []
        return Composed(
            Outcome.ANSWERED,
            composed.drafts[:MAX_SENTENCES],
            warnings=(*composed.warnings, *marks),
            quoted=tuple(drafts),
        )

    def _from_evidence(self) -> Composed:
        misread = self._misread()
        presumed = misread is not None and not self._understood.yes_no
        typed = self._typed()
        if typed and not presumed:
            return self._answered([*typed, *self._beside(typed)])
        if misread and presumed:
            return replace(self._answered([misread]), outcome=Outcome.FALSE_PREMISE)
        if not typed and self._asks_unrecorded():
            return self._abstained(self._nothing())
        told = self._statements()
        if misread:
            first = misread.passages[0].id
            kept = [draft for draft in told if draft.passages[0].id != first][:3]
            return self._answered([misread, *kept])
        return self._answered(told) if told else self._abstained(self._nothing())

    def _search(self, hits: Sequence[Hit] | None = None) -> None:
        """Hybrid search with a share for each party named; the raw question is searched as well."""
        extra = (self.asked,) if self.asked != self.text else ()
        self._hits = list(
            hits
            or self._parts.searcher.search(
                self.text,
                limit=SEARCHED,
                filters=replace(self._filters, scope="corpus"),
                parties=self._voices,
                extra_queries=extra,
            )
        )
        focus = focus_of(self._material, self._lexicon, self._understood, self._terms, self._hits)
        self._about, self._described = focus.documents, focus.described
        self._documents = tuple(d for d in self._about if d.kind not in _ON_TEXTS) or self._about
        self._terms = [term for term in self._terms if term.word not in focus.words]

    def _phantom(self) -> bool:
        """Whether it asks for a treaty of several parties, and none binds them all."""
        if self._documents or len(self._voices) < 2 or not premises.asks_treaty(self.text):
            return False
        laws = [d for d in self._material.documents.values() if d.kind is Kind.LAW]
        return not any(all(d.joined(voice) for voice in self._voices) for d in laws)

    def _is_bare(self, text: str) -> bool:
        """Whether a question has no content words of its own and is no selection of texts."""
        understood = understand(text, self._parts.names)
        selects = understood.intent is Intent.SET and bool(understood.parties or understood.since)
        return not selects and not self._lexicon.terms(self._material, text)

    def _typed(self) -> list[Draft]:
        """The answer from typed fields, where the question asks for one."""
        understood, material, documents = self._understood, self._material, self._documents
        counted = understood.intent is Intent.COUNT and self._described
        if not documents or (counted and self._better_told(documents)):
            return []
        match understood.intent:
            case Intent.RELATION:
                return relations.relation(material, understood, documents)
            case Intent.WHO:
                return relations.who(material, understood, documents)
            case Intent.VOTE:
                return relations.votes(material, understood, documents)
            case Intent.COUNT:
                return facts.counts(material, understood, documents)
            case Intent.STATUS:
                return facts.status(material, understood, documents)
            case Intent.WHEN if facts.asks_force(understood.text) and not any(
                d.status.state in (State.IN_FORCE, State.ON_RECORD) for d in documents
            ):
                return facts.status(material, understood, documents)
            case Intent.WHEN if relations.asks_when_joined(understood, self._voices):
                return relations.relation(material, understood, documents)
            case Intent.WHEN if not self._terms or facts.asks_date_of_text(understood.text):
                return facts.dates(material, understood, documents)
            case Intent.WHERE if not self._terms:
                return facts.places(material, understood, documents)
        return []

    def _better_told(self, documents: Sequence[Document]) -> bool:
        """Whether a statement of another text is likely to answer."""
        best = next(iter(self._ranked), None)
        others = best and best.passage.document_id not in {d.id for d in documents}
        return (
            bool(others)
            and best is not None
            and best.score >= self._parts.judge.least(self.language, named=False)
        )

    def _asks_unrecorded(self) -> bool:
        """How a party voted on a named text, where neither field nor statement tells."""
        voices = set(self._voices)
        if self._understood.intent is not Intent.VOTE or not voices:
            return False
        told = [p for d in self._documents for p in self._material.numbered(d, Section.STATEMENT)]
        return bool(self._documents) and not any(voices & set(p.parties) for p in told)

    def _beside(self, typed: Sequence[Draft]) -> list[Draft]:
        """One statement beside a short typed answer, if it speaks to what else is asked."""
        if len(typed) > 3 or not self._terms:
            return []
        cited = {p.document_id for draft in typed for p in draft.passages}
        return [d for d in self._statements() if d.passages[0].document_id in cited][:1]

    def _misread(self) -> Draft | None:
        """The truth against a misreading that the question takes up."""
        near = self._documents or self._hit_documents()[:6]
        terms = self._terms
        found = premises.misreadings(self._material, terms, near)
        if not found or found[0][0] < premises.ENOUGH or len(terms) < 2:
            return None
        share, passage, truth = found[0]
        if not self._understood.yes_no and not premises.presumes(self.text, terms, self._material):
            return None
        told = [p for d in near for p in self._material.numbered(d, Section.STATEMENT)]
        best = max((self._lexicon.coverage(terms, [p]) for p in told), default=0.0)
        return None if best >= share else Draft(truth, (passage,))

    def _statements(self) -> list[Draft]:
        """Statements that answer; none where the judge finds none that does."""
        material, everything = self._material, self._material.documents
        if self._understood.speakers and not self._terms:
            said = composing.said_by(material, self._understood.speakers, self._documents)
            if said:
                return composing.drafts_of(material, said, everything)
        if self._documents and not self._terms:
            wanted = composing.opening(material, self._documents)
            own = [p for p in wanted if composing.speaks(p, self._voices, everything)]
            drafts = composing.drafts_of(material, own or wanted, everything)
            return [*drafts, *composing.often_wrong(material, self._documents)]
        ranked = self._ranked
        if compared := self._compared(ranked):
            return composing.drafts_of(material, compared, everything)
        if not ranked or self._doubt(ranked):
            return []
        further = BROAD * ranked[0].score if self._broad else self._parts.judge.further
        chosen = composing.balanced(self._lexicon, ranked, further, self._voices, everything)
        return composing.drafts_of(material, chosen, everything)

    def evidence(self) -> tuple[list[Hit], Rows]:
        """The statements found and the judge's signals of each, for calibration."""
        self._search()
        return self._candidates()

    def sources(self, composed: Composed) -> list[Passage]:
        """What a language model may write from: what was composed, then what is likely as well."""
        first = [passage for draft in composed.drafts for passage in draft.passages]
        ranked = self._ranked if self._hits else []
        least = BROAD * ranked[0].score if ranked else 0.0
        likely = [row.passage for row in ranked if row.score >= least]
        passages = list(dict.fromkeys((*first, *likely)))[:SOURCES]
        gone = (self._material.documents[i] for i in dict.fromkeys(p.document_id for p in passages))
        return passages + [self._material.status(d) for d in gone if d.status.by]

    def _doubt(self, ranked: Sequence[composing.Ranked]) -> bool:
        """Whether these statements do not answer, as the judge or a rule has it."""
        documents = self._material.documents
        parties = self._understood.parties if self._voices else ()
        voices = [v for v in parties if v not in _FORUMS and not self._understood.speakers]
        if voices and not any(composing.speaks(row.passage, voices, documents) for row in ranked):
            return True  # what others say is no answer for a party that says nothing
        first = [row.passage for row in ranked[:3]]
        office = set(self._parts.tokenise(office_of(self.text)))
        if office and not office & self._lexicon.words[first[0].id]:
            return True
        pair = composing.joint(self._understood)
        worded = (self._lexicon.worded(self._terms, row.passage) for row in ranked)
        if pair and max(worded) < THIRD:
            return True
        if lacks_number(self.text, [passage.text for passage in first]):
            return True
        return ranked[0].score < self._parts.judge.least(self.language, named=self.named)

    def _compared(self, ranked: Sequence[composing.Ranked]) -> list[Passage]:
        """The likeliest statement of each text where those of one occasion are to be compared."""
        several = len(self._documents) > 1 and len({d.event for d in self._documents}) == 1
        if not several or not _COMPARES.search(self.text):
            return []
        first: dict[str, Passage] = {}
        for row in ranked:
            first.setdefault(row.passage.document_id, row.passage)
        return [first[d.id] for d in self._documents if d.id in first]

    @property
    def _broad(self) -> bool:
        """Whether what is asked is what is said on a topic: then several statements answer."""
        told = sum(term.weight for term in self._terms if term.topics)
        return bool(told) and told >= 0.5 * sum(term.weight for term in self._terms)

    @property
    def named(self) -> bool:
        """Whether the question is about texts that it names."""
        return bool(self._documents)

    def _candidates(self) -> tuple[list[Hit], Rows]:
        told = [hit for hit in self._hits if hit.passage.section is Section.STATEMENT]
        hits = composing.of_both(self._understood, self._material.documents, told[:JUDGED])
        asked = Asked(
            self._understood,
            self._terms,
            frozenset(document.id for document in self._about),
            frozenset(self._voices),
        )
        return hits, signals(asked, self._lexicon, self._material.documents, hits)

    @cached_property
    def _ranked(self) -> list[composing.Ranked]:
        """The statements that may answer, the likeliest first."""
        hits, rows = self._candidates()
        judged = self._parts.judge.ranked(self.text, self.language, rows, hits)
        return [composing.Ranked(hit, probability) for hit, probability in judged]

    def _answered(self, drafts: Sequence[Draft]) -> Composed:
        cited = dict.fromkeys(p.document_id for draft in drafts for p in draft.passages)
        told = self._understood.intent in (Intent.STATUS, Intent.SET)
        flags = [] if told else self._flags(cited)
        room = MAX_SENTENCES - len(flags)
        return Composed(
            Outcome.ANSWERED, (*drafts[:room], *flags), warnings=tuple(self._warnings(drafts))
        )

    def _warnings(self, drafts: Sequence[Draft]) -> list[str]:
        material, warnings = self._material, []
        if self._understood.about_now:
            warnings.append(
                material.say("reach", latest=material.date(self._parts.coverage.latest))
            )
        if self._filters:
            warnings.append(material.say("filtered", number=len(material.documents)))
        if self.language == "zh" and not all(_HAN.search(draft.text) for draft in drafts):
            warnings.append(material.say("untranslated"))
        silent = [v for v in self._voices if not self._heard(v, drafts)]
        if self._understood.intent is Intent.OPEN and len(self._voices) > 1:
            warnings += [material.say("silent", party=material.party(party)) for party in silent]
        return warnings

    def _heard(self, party: str, drafts: Sequence[Draft]) -> bool:
        documents = self._material.documents
        return any(
            party in p.parties or party in documents[p.document_id].issuers
            for draft in drafts
            for p in draft.passages
        )

    def _flags(self, cited: Mapping[str, None]) -> list[Draft]:
        """That a cited text is revoked or superseded."""
        documents = [self._material.documents[i] for i in cited]
        return [draft for d in documents for draft in facts.ending_of(self._material, d)][:2]

    def _nothing(self) -> str:
        return abstaining.nothing_found(
            self._material, self._understood, self._documents, self._parts.coverage.latest
        )

    def _abstained(self, note: str) -> Composed:
        near = [*self._documents, *self._hit_documents()]
        ids = tuple(dict.fromkeys(document.id for document in near))[:3]
        return Composed(Outcome.NOT_COVERED, note=note, nearest=ids)

    def _hit_documents(self) -> list[Document]:
        ids = dict.fromkeys(hit.passage.document_id for hit in self._hits)
        return [self._material.documents[i] for i in ids if i in self._material.documents]
