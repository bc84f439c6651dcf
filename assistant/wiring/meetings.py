"""What prepares a meeting: positions, common ground, talking points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from assistant.dates import spoken, today
from assistant.domain import Filters, Outcome
from assistant.errors import UsageError
from assistant.export import Report
from assistant.filter_words import check_dates, filters_from, one_of
from assistant.positions import (
    GROUPS,
    Ground,
    Likeness,
    Narrowing,
    OwnRow,
    Rung,
    Standings,
    Subject,
    Table,
    Texts,
    assessed,
    common_ground,
    events,
    histories,
    table,
    texts_of_event,
    texts_of_history,
    usual_parties,
)
from assistant.positions.synopsis import Synopsis, synopsis, synopsis_as_report
from assistant.positions.telling import table_as_report
from assistant.talking_points import (
    Edit,
    Editor,
    Language,
    Length,
    NotePhraser,
    Preparer,
    Request,
    TalkingPoints,
    own_passages,
)
from assistant.talking_points.handing_over import report_of
from assistant.wiring.core import Core
from assistant.writing import Assessor


class Meetings(Core):
    """Positions of parties, and notes made from them."""

    def prepare(
        self,
        topic: str,
        ours: str,
        theirs: str,
        *,
        length: str = "full",
        language: str = "en",
        scope: str = "all",
        edits: Sequence[Edit] = (),
    ) -> TalkingPoints:
        """Talking points on a topic for one side with another; parties by id, name or alias.

        `scope` says whose documents they rest on: "all", "corpus" or "mine". Raises UsageError
        (QuestionError, FilterError) for a request that makes no sense.
        """
        note = self._preparer.prepare(
            Request(
                topic,
                self.vocabulary.party(ours),
                self.vocabulary.party(theirs),
                one_of("length", length, Length),
                one_of("language", language, Language),
                filters_from(self.vocabulary, scope=scope).scope,
            )
        )
        if self._note_phraser and note.outcome is not Outcome.NOT_COVERED:
            note = self._note_phraser.in_words(note)
        return self.editor.apply(note, edits) if edits else note

    @cached_property
    def _note_phraser(self) -> NotePhraser | None:
        phraser = self.model_calls.phraser()
        if phraser is None:
            return None
        return NotePhraser(self._answerer.parts, phraser, self._note_wording)

    def line_problem(
        self, text: str, passages: Sequence[str], language: str, *, before: str = ""
    ) -> str | None:
        """Why an edited line of a note does not follow from what it cites; None if it does."""
        return self.editor.problem(text, passages, language, before=before)

    def positions(
        self,
        *,
        topics: Sequence[str] = (),
        parties: Sequence[str] = (),
        rungs: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        scope: str = "corpus",
    ) -> Table:
        """Topics by parties; without any, all topics and the parties that speak most.

        A topic in free words finds its statements by search; of topics that are named, a chat
        model, if there is one, reads the stances that are not recorded. With scope "all" the
        user's own documents are quoted on the topics named, with "mine" they are all there is: no
        stance is read into them. FilterError names what is unknown, UsageError a rung of what has
        none.
        """
        mine = filters_from(self.vocabulary, since=since, until=until, scope=scope)
        if scope == "mine" and rungs:
            raise UsageError(
                "Your own documents have no rungs; leave out --ladder or --scope mine."
            )
        check_dates(since, until)
        narrowing = Narrowing(tuple(one_of("ladder", rung, Rung) for rung in rungs), since, until)
        known = [self._party(party) for party in parties] or usual_parties(self.vocabulary)
        subjects = [self._preparer.subject(topic, known) for topic in topics]
        subjects = subjects or [Subject(topic, (topic,)) for topic in self.vocabulary.topics]
        if scope == "mine":
            mine = replace(mine, parties=tuple(map(self.vocabulary.party, parties)))
            return Table((), (), own=self._own_rows(subjects, mine))
        made = table(self.standings(), subjects, known, narrowing)
        if topics and self._assessor:
            made = assessed(made, self._assessor, self.parts().known())
        return replace(made, own=self._own_rows(subjects if topics else (), mine))

    @cached_property
    def _assessor(self) -> Assessor | None:
        return self.model_calls.assessor()

    def _own_rows(self, subjects: Sequence[Subject], filters: Filters) -> tuple[OwnRow, ...]:
        """What the user's own documents say on these; none where they are not asked for."""
        parts = self._answerer.parts()
        documents = parts.snapshot.own.documents
        if filters.scope == "corpus" or not documents:
            return ()
        rows = [
            (subject.words, own_passages(parts, subject, replace(filters, scope="mine"), most=5))
            for subject in subjects
        ]
        return tuple(
            OwnRow(words, tuple((p, documents[p.document_id]) for p in found))
            for words, found in rows
        )

    def _party(self, word: str) -> str:
        return word.upper() if word.upper() in GROUPS else self.vocabulary.party(word)

    def standings(self) -> Standings:
        """Who stands where, in the current index."""
        return self._preparer.standings()

    def ground(self, parties: Sequence[str], topic: str) -> tuple[Ground, ...]:
        """What these parties have in common on a topic, and where they part."""
        known = [self.vocabulary.party(party) for party in parties]
        return common_ground(self.standings(), known, self._preparer.subject(topic, known))

    def comparable(self) -> tuple[Texts, ...]:
        """What can be read side by side: events with two texts or more, texts with versions."""
        documents = self.standings().documents
        return (*events(documents), *histories(documents))

    def side_by_side(
        self, *, event: str | None = None, versions: str | None = None, only: Sequence[str] = ()
    ) -> Synopsis:
        """The texts of an event, or the versions of a text, statement against statement.

        `only` names which texts; UsageError for what is unknown or stands alone.
        """
        find, key = (texts_of_event, event) if event else (texts_of_history, versions)
        texts = find(self.standings().documents, key or "", only)
        return synopsis(texts, Likeness(self.parts().lexicon, self._embedder.embed_passages))

    def report_of_positions(self, made: Table | Synopsis) -> Report:
        """Positions, or texts side by side, as a document to hand over."""
        coverage = self.coverage()
        header = f"Common Ground · {coverage.documents} documents to {spoken(coverage.latest)}"
        standings, wording = self.standings(), self._note_wording
        names, day = self.vocabulary.party_name, spoken(today())
        if isinstance(made, Table):
            return table_as_report(made, standings, wording, header=header, footer=day, names=names)
        return synopsis_as_report(made, standings, wording, header=header, footer=day, names=names)

    def report_of(self, note: TalkingPoints) -> Report:
        """Talking points as a document to hand over."""
        return report_of(note, self.vocabulary.party_name, self._note_wording)

    @cached_property
    def editor(self) -> Editor:
        """Checks lines of a note that a person changed."""
        return Editor(self._answerer.parts, self.verifier)

    @cached_property
    def _preparer(self) -> Preparer:
        return Preparer(self._answerer.parts, self._note_wording, today)
