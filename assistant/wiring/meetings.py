"""What prepares a meeting: positions, common ground, talking points."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from assistant.dates import spoken, today
from assistant.export import Report
from assistant.filter_words import check_dates, one_of
from assistant.positions import (
    GROUPS,
    Ground,
    Narrowing,
    Rung,
    Standings,
    Subject,
    Table,
    common_ground,
    table,
    usual_parties,
)
from assistant.positions.telling import table_as_report
from assistant.talking_points import (
    Edit,
    Editor,
    Language,
    Length,
    Preparer,
    Request,
    TalkingPoints,
)
from assistant.talking_points.handing_over import report_of
from assistant.wiring.core import Core


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
        edits: Sequence[Edit] = (),
    ) -> TalkingPoints:
        """Talking points on a topic for one side with another; parties by id, name or alias.

        Raises UsageError (QuestionError, FilterError) for a request that makes no sense.
        """
        note = self._preparer.prepare(
            Request(
                topic,
                self.vocabulary.party(ours),
                self.vocabulary.party(theirs),
                one_of("length", length, Length),
                one_of("language", language, Language),
            )
        )
        return self.editor.apply(note, edits) if edits else note

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
    ) -> Table:
        """Topics by parties; without any, all topics and the parties that speak most.

        A topic in free words finds its statements by search. FilterError names what is unknown.
        """
        check_dates(since, until)
        narrowing = Narrowing(tuple(one_of("ladder", rung, Rung) for rung in rungs), since, until)
        known = [self._party(party) for party in parties] or usual_parties(self.vocabulary)
        subjects = [self._preparer.subject(topic, known) for topic in topics]
        subjects = subjects or [Subject(topic, (topic,)) for topic in self.vocabulary.topics]
        return table(self.standings(), subjects, known, narrowing)

    def _party(self, word: str) -> str:
        return word.upper() if word.upper() in GROUPS else self.vocabulary.party(word)

    def standings(self) -> Standings:
        """Who stands where, in the current index."""
        return self._preparer.standings()

    def ground(self, parties: Sequence[str], topic: str) -> tuple[Ground, ...]:
        """What these parties have in common on a topic, and where they part."""
        known = [self.vocabulary.party(party) for party in parties]
        return common_ground(self.standings(), known, self._preparer.subject(topic, known))

    def report_of_positions(self, made: Table) -> Report:
        """A table of positions as a document to hand over."""
        coverage = self.coverage()
        return table_as_report(
            made,
            self.standings(),
            self._note_wording,
            header=f"Common Ground · {coverage.documents} documents to {spoken(coverage.latest)}",
            footer=spoken(today()),
            names=self.vocabulary.party_name,
        )

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
