"""One question on its way: understood, looked up or searched, composed; its gates come after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.answering import (
    abstaining,
    composing,
    follow_ups,
    premises,
    remarks,
    sets,
)
from assistant.answering.judging import Rows
from assistant.answering.locating import located
from assistant.answering.material import Material
from assistant.answering.parts import Parts
from assistant.answering.quoting import Found, as_drafts
from assistant.answering.seeking import BROAD, FORUMS, SEARCHED, Sought
from assistant.answering.typed import typed
from assistant.answering.understanding import Intent, language_of, understand
from assistant.citations import Draft
from assistant.domain import Answer, Document, Filters, Hit, Kind, Outcome, Passage, Section
from assistant.naming import Sort

MAX_SENTENCES = 8
SOURCES = 16  # passages that a language model is given
SPOKEN_FOR = 0.5  # of a question's words, from which on a typed answer needs no statement beside it
_PREMISES = (
    premises.false_relation,
    premises.false_ending,
    premises.false_status,
    premises.false_form,
)

__all__ = ["MAX_SENTENCES", "Composed", "Parts", "Turn"]


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
        self,
        parts: Parts,
        asked: str,
        filters: Filters,
        earlier: Sequence[Answer],
        rewritten: str | None = None,
        *,
        language: str | None = None,
    ) -> None:
        """`rewritten` is the question as a language model understood it from the conversation."""
        self.language = language or language_of(asked)
        self._parts = parts
        self.asked = asked
        self._filters = filters
        self._lexicon = parts.lexicon
        self._material: Material = parts.material(filters, self.language)
        alone = rewritten or follow_ups.stand_alone(
            asked, earlier, parts.names, self._material, self._is_bare
        )
        self.text = located(alone, parts.names, parts.cities)
        self._understood = understand(self.text, parts.names)
        self._voices = self._material.voices(self._understood.parties)

    @cached_property
    def _sought(self) -> Sought:
        """What search finds; the raw question is searched as well."""
        extra = (self.asked,) if self.asked != self.text else ()
        hits = self._parts.searcher.search(
            self.text,
            limit=SEARCHED,
            filters=replace(self._filters, scope="corpus"),
            parties=self._voices,
            extra_queries=extra,
        )
        return Sought(self._parts, self._material, self._understood, hits)

    @property
    def _documents(self) -> tuple[Document, ...]:
        return self._sought.documents

    @property
    def scope(self) -> str:
        """Which documents are asked: "all", "corpus" or "mine"."""
        return self._filters.scope

    @property
    def named(self) -> bool:
        """Whether the question is about texts that it names."""
        return self._sought.named

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
        if self._phantom() or self._sought.beyond:
            return self._abstained(self._nothing())
        beyond = abstaining.beyond_end(
            self._material,
            self._understood,
            self._parts.covered("corpus").latest,
            self._sought.hits,
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

        `hits` are what a search for these words has found; without any, they are sought.
        """
        if hits:
            self._sought = Sought(self._parts, self._material, self._understood, hits)
        return self._false_premise()

    def evidence(self) -> tuple[list[Hit], Rows]:
        """The statements found and the judge's signals of each, for calibration."""
        return self._sought.candidates()

    def sources(self, composed: Composed) -> list[Passage]:
        """What a language model may write from: what was composed, then what is likely as well."""
        first = [passage for draft in composed.drafts for passage in draft.passages]
        ranked = self._sought.ranked
        least = BROAD * ranked[0].score if ranked else 0.0
        likely = [row.passage for row in ranked if row.score >= least]
        passages = list(dict.fromkeys((*first, *likely)))[:SOURCES]
        gone = (self._material.documents[i] for i in dict.fromkeys(p.document_id for p in passages))
        return passages + [self._material.status(d) for d in gone if d.status.by]

    def _false_premise(self) -> list[Draft]:
        for premise in _PREMISES:
            wrong = premise(self._material, self._understood, self._documents)
            if wrong:
                return wrong
        denied = premises.denied_thing(
            self._material, self._lexicon, self._sought.terms, self.text, self._documents
        )
        return [] if self._understood.yes_no or self._sought.described else denied

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
        told = typed(self._material, self._understood, self._sought)
        asked_plainly = self._understood.intent in (Intent.VOTE, Intent.RELATION, Intent.COUNT)
        if told and (not presumed or asked_plainly):
            return self._answered([*told, *self._beside(told)])
        if misread and presumed:
            return replace(self._answered([misread]), outcome=Outcome.FALSE_PREMISE)
        if not told and self._asks_unrecorded():
            return self._abstained(self._nothing())
        statements = self._statements()
        if misread:
            first = misread.passages[0].id
            kept = [draft for draft in statements if draft.passages[0].id != first][:1]
            return self._answered([misread, *kept])
        return self._answered(statements) if statements else self._abstained(self._nothing())

    def _phantom(self) -> bool:
        """Whether it asks for a treaty of several parties, and none binds them all."""
        if len(self._voices) < 2 or not premises.asks_treaty(self.text) or self._documents:
            return False
        laws = [d for d in self._material.documents.values() if d.kind is Kind.LAW]
        return not any(all(d.joined(voice) for voice in self._voices) for d in laws)

    def _is_bare(self, text: str) -> bool:
        """Whether a question has no content words of its own and is no selection of texts."""
        understood = understand(text, self._parts.names)
        selects = understood.intent is Intent.SET and bool(understood.parties or understood.since)
        return not selects and not self._lexicon.terms(self._material, text)

    def _asks_unrecorded(self) -> bool:
        """How a party voted on a named text, where neither field nor statement tells."""
        voices = set(self._understood.subjects or self._voices)
        if premises.presumes_joining(self._understood, self._voices, self._documents):
            return True
        if self._understood.intent is not Intent.VOTE or not voices:
            return False
        told = [p for d in self._documents for p in self._material.numbered(d, Section.STATEMENT)]
        return bool(self._documents) and not any(voices & set(p.parties) for p in told)

    def _beside(self, told: Sequence[Draft]) -> list[Draft]:
        """One statement beside a short typed answer, for what else is asked, if it surely answers."""
        text = " ".join(draft.text for draft in told)
        terms = self._sought.terms
        if len(told) > 3 or not terms or self._lexicon.told_by(terms, text) >= SPOKEN_FOR:
            return []
        cited = {p.document_id for draft in told for p in draft.passages}
        best = next(iter(self._sought.ranked), None)
        if best is None or best.score < self._parts.judge.further:
            return []
        drafts = composing.drafts_of(self._material, [best.passage], self._material.documents)
        return drafts if best.passage.document_id in cited else []

    def _misread(self) -> Draft | None:
        """The truth against a misreading that the question takes up."""
        near = self._documents or self._sought.found_documents()[:6]
        terms = self._sought.terms
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
        if self._understood.speakers and not self._sought.terms:
            said = composing.said_by(
                material, self._understood.speakers, self._documents, self._understood.place
            )
            if said:
                return composing.drafts_of(material, said, everything)
        plain = self._understood.intent is Intent.OPEN and not self._sought.terms
        if self._documents and plain:
            return self._opening()
        return composing.drafts_of(material, self._sought.answering(), everything)

    def _opening(self) -> list[Draft]:
        """What the named texts are about; of the parties asked about only what is theirs."""
        material, everything = self._material, self._material.documents
        wanted = composing.opening(material, self._documents)
        voices = [voice for voice in self._voices if voice not in FORUMS]
        own = [p for p in wanted if composing.speaks(p, voices, everything)]
        if not own:
            return []
        drafts = composing.drafts_of(material, own, everything)
        return [*drafts, *composing.often_wrong(material, self._documents)]

    def _answered(self, drafts: Sequence[Draft]) -> Composed:
        flags = remarks.endings(self._material, self._understood, drafts)
        room = MAX_SENTENCES - len(flags)
        warnings = remarks.warnings_on(
            self._material,
            self._understood,
            drafts,
            voices=self._voices,
            filters=self._filters,
            latest=self._parts.covered("corpus").latest,
        )
        return Composed(Outcome.ANSWERED, (*drafts[:room], *flags), warnings=tuple(warnings))

    def _nothing(self) -> str:
        return abstaining.nothing_found(
            self._material, self._understood, self._documents, self._parts.covered("corpus").latest
        )

    def _abstained(self, note: str) -> Composed:
        near = [*self._documents, *self._sought.found_documents()]
        ids = tuple(dict.fromkeys(document.id for document in near))[:3]
        return Composed(Outcome.NOT_COVERED, note=note, nearest=ids)
