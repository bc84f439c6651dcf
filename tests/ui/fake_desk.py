"""What a fake assistant has for the Prepare and Positions tabs: real tables of its documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.citations import Draft, Refusal, citation_of, support_of
from assistant.corpus import Vocabulary
from assistant.corpus.vocabulary import Party, Topic
from assistant.domain import Coverage, Document, Nearest, Outcome, Passage
from assistant.errors import FilterError, QuestionError, UsageError
from assistant.export import Report
from assistant.positions import (
    Ground,
    Narrowing,
    Rung,
    Standings,
    Subject,
    Table,
    Texts,
    common_ground,
    events,
    histories,
    table,
    texts_of_event,
    texts_of_history,
)
from assistant.positions.synopsis import Synopsis, synopsis
from assistant.prompts import Wording
from assistant.talking_points import (
    Edit,
    Key,
    Language,
    Length,
    NoteSection,
    Point,
    Request,
    TalkingPoints,
)
from assistant.talking_points.handing_over import report_of
from tests.factories import SharedWords

WORDING = Wording(
    Path(__file__).parents[2] / "prompts", ("wording.yaml", "reports.yaml", "talking_points.yaml")
)


class Desk:
    """Positions are worked out; a note is four sections over the Geneva and Seoul documents."""

    held: Mapping[str, Document]
    scopes: list[str]
    vocabulary: Vocabulary

    def coverage(self) -> Coverage:
        raise NotImplementedError

    def standings(self) -> Standings:
        return Standings(self.held, self.vocabulary)

    def positions(
        self,
        *,
        topics: Sequence[str] = (),
        parties: Sequence[str] = (),
        rungs: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
    ) -> Table:
        for party in parties:
            if party not in self.vocabulary.parties:
                raise FilterError(f"unknown party {party!r}; choose among: US, CN")
        subjects = [Subject(t, (t,)) for t in topics or self.vocabulary.topics]
        narrowing = Narrowing(tuple(Rung(rung) for rung in rungs), since, until)
        return table(self.standings(), subjects, parties or ("US", "CN", "KR"), narrowing)

    def comparable(self) -> tuple[Texts, ...]:
        return (*events(self.held), *histories(self.held))

    def side_by_side(
        self, *, event: str | None = None, versions: str | None = None, only: Sequence[str] = ()
    ) -> Synopsis:
        find, key = (texts_of_event, event) if event else (texts_of_history, versions)
        return synopsis(find(self.held, key or "", only), SharedWords())

    def ground(self, parties: Sequence[str], topic: str) -> tuple[Ground, ...]:
        return common_ground(self.standings(), parties, Subject(topic, (topic,)))

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
        if len(topic.strip()) < 3:
            raise QuestionError(f"The topic “{topic}” is too short to search for.")
        if ours == theirs:
            raise UsageError(f"{ours} stands on both sides. Name two different parties.")
        request = Request(topic, ours, theirs, Length(length), Language(language), scope)
        self.scopes.append(scope)
        if "fishing" in topic:
            return self._made(request, (), ())
        passages = [p for d in ("geneva-us", "seoul-ministerial") for p in self.held[d].passages]
        first = next(p for p in passages if "lines of communication" in p.text)
        second = next(p for p in passages if p.id.startswith("seoul-ministerial#p"))
        changed = {(e.section, e.place): e.text for e in edits}
        sections = (
            _section(Key.OBJECTIVE, Point("Leave the room with a channel.", (), True)),
            _section(Key.SHARED_GROUND, Point(first.text, (1,), lead="We said", tag="reported")),
            _section(Key.POSITIONS, Point(second.text, (2,), group="China")),
            _section(Key.FALLBACK, Point("The two sides will meet.", (), True, "Preferred")),
        )
        edited = tuple(
            NoteSection(
                s.key,
                s.heading,
                tuple(
                    Point(
                        changed.get((s.key, i), p.text),
                        p.citations,
                        p.own_proposal,
                        p.lead,
                        p.tag,
                        p.group,
                        edited=(s.key, i) in changed,
                    )
                    for i, p in enumerate(s.points)
                ),
            )
            for s in sections
        )
        return self._made(request, edited, (first, second))

    def _made(
        self,
        request: Request,
        sections: tuple[NoteSection, ...],
        cited: Sequence[Passage],
    ) -> TalkingPoints:
        return TalkingPoints(
            request=request,
            title=f"{request.topic}: {request.ours} with {request.theirs}",
            outcome=Outcome.ANSWERED if sections else Outcome.NOT_COVERED,
            sections=sections,
            citations=tuple(
                citation_of(p, self.held[p.document_id], n) for n, p in enumerate(cited, 1)
            ),
            nearest=() if sections else (Nearest("venice", "Venice consensus", "2024-09-16"),),
            nearest_topics=() if sections else ("risk",),
            coverage=self.coverage(),
            warnings=(),
            corpus="sha256:0",
            drafted="2026-11-23",
            seconds=0.01,
            note=None if sections else "I found nothing on that.",
        )

    def line_problem(
        self, text: str, passages: Sequence[str], language: str, *, before: str = ""
    ) -> str | None:
        cited = tuple(p for d in self.held.values() for p in d.passages if p.id in passages)
        judged = support_of(Draft(text, cited), self.held)
        return judged.reason if isinstance(judged, Refusal) else None

    def report_of(self, note: TalkingPoints) -> Report:
        return report_of(note, lambda party, _language: party, WORDING)


def vocabulary_of(names: Mapping[str, str], topics: Mapping[str, str]) -> Vocabulary:
    """Parties that are states where their id is two letters, and topics, by their names."""
    parties = {
        i: Party(id=i, name=name, type="state" if len(i) == 2 else "organisation")
        for i, name in names.items()
    }
    filed = {i: Topic(id=i, name=name, name_zh=name) for i, name in topics.items()}
    return Vocabulary(parties, filed, (), ())


def _section(key: Key, point: Point) -> NoteSection:
    return NoteSection(key, str(key).replace("_", " ").capitalize(), (point,))
