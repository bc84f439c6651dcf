"""A topic and two sides → talking points: understood, composed section by section, gated."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.answerer import nearest
from assistant.answering.turn import Parts
from assistant.citations import Draft, Numbering, Refusal, support_of
from assistant.domain import Filters, Grade, Outcome, Passage
from assistant.errors import UsageError
from assistant.positions import Standings, Subject
from assistant.prompts import Wording
from assistant.talking_points import loose_ends, points_raised, proposals, shared, sides
from assistant.talking_points.model import (
    Drafted,
    Key,
    NoteSection,
    Point,
    Request,
    TalkingPoints,
)
from assistant.talking_points.own import in_words, nothing_on, own_lines
from assistant.talking_points.scene import Scene
from assistant.talking_points.speaking import Speaking
from assistant.talking_points.subjects import (
    clean_topic,
    filed_topic,
    understand_topic,
)

SUPPORT = 0.5  # of its words, a cited line has to share with its citations
Sections = dict[Key, list[Drafted]]


class Preparer:
    """Prepares meetings from the current snapshot, without a language model."""

    def __init__(
        self,
        parts: Callable[[], Parts],
        wording: Wording,
        today: Callable[[], str],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """`parts` gives what the current generation shares; `today` the date, as ISO."""
        self._parts = parts
        self._wording = wording
        self._today = today
        self._clock = clock
        self._standings: tuple[Parts, Standings] | None = None
        self._speaking: tuple[Parts, Speaking] | None = None

    def standings(self) -> Standings:
        """Who stands where, in the current generation."""
        parts = self._parts()
        if self._standings is None or self._standings[0] is not parts:
            made = Standings(parts.snapshot.briefs.documents, parts.vocabulary)
            self._standings = (parts, made)
        return self._standings[1]

    def _spoken(self) -> Speaking:
        """Which statements speak of the topic that they are filed under."""
        parts = self._parts()
        if self._speaking is None or self._speaking[0] is not parts:
            self._speaking = (parts, Speaking(parts))
        return self._speaking[1]

    def subject(self, topic: str, parties: Sequence[str]) -> Subject:
        """What a topic means: one of the vocabulary, or what its words find.

        FilterError, with near spellings or all topics, where they find nothing: a row of silent
        parties would say that they were asked.
        """
        parts = self._parts()
        filed = filed_topic(parts, topic)
        if filed:
            return Subject(filed, (filed,))
        understood = understand_topic(parts, self._spoken(), clean_topic(topic), parties)
        if not understood.found:
            parts.vocabulary.topic(topic)
        return understood.subject

    def prepare(self, request: Request) -> TalkingPoints:
        """The note. QuestionError, FilterError or UsageError for a request that makes no sense."""
        started = self._clock()
        parts = self._parts()
        request = replace(request, topic=clean_topic(request.topic))
        if request.ours == request.theirs:
            name = parts.vocabulary.party_name(request.ours)
            raise UsageError(
                f"{name} stands on both sides. Name two different parties: --for US --with CN."
            )
        parties = (request.ours, request.theirs)
        mine = request.scope == "mine"
        understood = (
            in_words(parts, request.topic)
            if mine
            else understand_topic(parts, self._spoken(), request.topic, parties, request.language)
        )
        material = replace(parts.material(Filters(), request.language), wording=self._wording)
        scene = Scene(request, material, self.standings(), parts.lexicon, understood, self._today())
        own = own_lines(parts, scene)
        entries = [] if mine else [e for known in scene.entries.values() for e in known]
        spoken = any(not entry.is_deed for entry in entries)
        if not mine and understood.found and spoken:
            note = _note(parts, scene, own)
        else:
            note = _own_alone(parts, scene, own) if own else _nothing(parts, scene)
        return replace(note, seconds=round(self._clock() - started, 4))


def _own_alone(parts: Parts, scene: Scene, own: list[Drafted]) -> TalkingPoints:
    """A note of nothing but the user's own documents, which says what else was searched."""
    head = [] if scene.request.scope == "mine" else [Drafted(nothing_on(parts, scene), own=True)]
    made: Sections = {Key.HEADER: head, Key.OWN_DOCUMENTS: own}
    return _gated(parts, scene, made, Outcome.ANSWERED)


def _note(parts: Parts, scene: Scene, own: list[Drafted]) -> TalkingPoints:
    """All sections, composed in the order that dedupes best and shown in the reader's."""
    made: Sections = {Key.HEADER: _corrections(scene)}
    made[Key.SHARED_GROUND] = shared.shared_ground(scene)
    made[Key.DIVERGENCES] = sides.divergences(scene)
    made[Key.POSITIONS] = sides.positions(scene)
    made[Key.AGREED_LANGUAGE] = shared.agreed_language(scene)
    made[Key.COUNTER_ARGUMENTS] = points_raised.counter_arguments(scene)
    made[Key.OBJECTIVE] = proposals.objective(scene)
    made[Key.FALLBACK] = proposals.fallback(scene)
    cited = [p for lines in made.values() for line in lines for p in line.passages]
    made[Key.OPEN_QUESTIONS] = loose_ends.open_questions(scene, cited)
    made[Key.TERMS] = loose_ends.terms(scene, cited)
    made[Key.OWN_DOCUMENTS] = own
    outcome = Outcome.FALSE_PREMISE if made[Key.HEADER] else Outcome.ANSWERED
    return _gated(parts, scene, made, outcome)


def _corrections(scene: Scene) -> list[Drafted]:
    """What the topic takes for granted and the sources deny, before anything else."""
    lead = scene.word("lead_correction")
    lines = []
    if scene.understood.treaty_denied:
        text = scene.say(
            "no_treaty",
            ours=scene.ours,
            theirs=scene.theirs,
            documents=len(scene.material.documents),
        )
        lines.append(Drafted(text, lead=lead, own=True))
    for draft in scene.understood.corrections:
        opens = None if lines else lead
        lines.append(Drafted(_in_language(scene, draft), draft.passages, opens))
    return lines


def _in_language(scene: Scene, draft: Draft) -> str:
    """A correction drafted in the topic's language; a misreading's truth has both."""
    first = draft.passages[0]
    document = scene.material.documents[first.document_id]
    for entry, passage, truth in scene.material.misreadings([document]):
        if passage.id == first.id and draft.text in (entry.truth, entry.truth_zh):
            return truth
    return draft.text


def _gated(parts: Parts, scene: Scene, made: Sections, outcome: Outcome) -> TalkingPoints:
    """Lines that pass their gates, with numbers in the order in which they are read."""
    documents = parts.snapshot.documents
    numbering = Numbering(documents)
    removed = 0
    sections: list[NoteSection] = []
    for key in Key:
        points = []
        for line in made.get(key, []):
            draft = Draft(line.text, line.passages)
            support = support_of(draft, documents) if line.passages else None
            refused = isinstance(support, Refusal) or (
                not line.own and (support is None or support < SUPPORT)
            )
            if refused:
                removed += 1
                continue
            assert not isinstance(support, Refusal)
            points.append(_point(numbering, line, draft, support))
        if key is Key.OWN_DOCUMENTS and not points:
            continue
        sections.append(NoteSection(key, scene.word(f"section_{key}"), tuple(points)))
    grades = Counter(citation.grade for citation in numbering.citations if not citation.exact)
    sections[0] = replace(
        sections[0], points=(*sections[0].points, *_header(parts, scene, sections, grades))
    )
    warnings = _warnings(scene, numbering, removed)
    return _whole(parts, scene, outcome, sections, numbering, warnings)


def _point(numbering: Numbering, line: Drafted, draft: Draft, support: float | None) -> Point:
    sentence, _ = numbering.sentence(draft, support or 0.0)
    tag = "; ".join(line.tags) or None
    return Point(line.text, sentence.citations, line.own, line.lead, tag, line.group, support)


def _header(
    parts: Parts, scene: Scene, sections: Sequence[NoteSection], grades: Counter[Grade]
) -> list[Point]:
    """What the note is, what it rests on, and how much of it is cited."""
    points = [p for s in sections if s.key is not Key.OWN_DOCUMENTS for p in s.points]
    own = [p for s in sections if s.key is Key.OWN_DOCUMENTS for p in s.points]
    material, scope = scene.material, scene.request.scope
    coverage = parts.covered("mine" if scope == "mine" else "corpus")
    texts = [
        scene.say(
            "header_scope",
            ours=scene.ours,
            theirs=scene.theirs,
            topic=scene.scope,
            today=material.date(scene.today),
        ),
        scene.say(
            "header_reach_own" if scope == "mine" else "header_reach",
            documents=coverage.documents,
            latest=material.date(coverage.latest),
        ),
        scene.say(
            "header_counts",
            cited=sum(bool(p.citations) and not p.own_proposal for p in points),
            own=sum(p.own_proposal for p in points),
            official=grades[Grade.OFFICIAL],
            reported=grades[Grade.REPORTED],
            unconfirmed=grades[Grade.UNCONFIRMED],
        ),
    ]
    if scope == "mine":
        texts.pop()  # no line is graded
    if own:
        texts.append(scene.say("header_own", own=len(own)))
    if scene.understood.free and scene.understood.near_topics:
        joint = "、" if material.language == "zh" else ", "
        named = joint.join(scene.near_topics)
        texts.insert(1, scene.say("header_understood", topics=named))
    return [Point(text, (), True) for text in texts]


def _warnings(scene: Scene, numbering: Numbering, removed: int) -> tuple[str, ...]:
    warnings = []
    if removed:
        warnings.append(scene.word("lines_left_out", number=removed))
    documents = scene.material.documents
    passages = {p.id: p for d in documents.values() for p in d.passages}
    cited: list[Passage] = [passages[c.passage_id] for c in numbering.citations if not c.exact]
    marked = [c.title for c in numbering.citations if c.exact and c.handling != "public"]
    if marked:
        warnings.append(scene.say("handled", titles=list(dict.fromkeys(marked))))
    if scene.material.language == "zh" and any(not p.text_zh for p in cited):
        warnings.append(scene.word("untranslated"))
    return tuple(warnings)


def _nothing(parts: Parts, scene: Scene) -> TalkingPoints:
    """Nothing by either side, or of the user's own: what was searched, and the nearest doors."""
    numbering = Numbering(parts.snapshot.documents)
    made = _whole(parts, scene, Outcome.NOT_COVERED, [], numbering, ())
    return replace(made, note=nothing_on(parts, scene))


def _whole(
    parts: Parts,
    scene: Scene,
    outcome: Outcome,
    sections: Sequence[NoteSection],
    numbering: Numbering,
    warnings: tuple[str, ...],
) -> TalkingPoints:
    documents = parts.snapshot.documents
    near = scene.understood.near_documents if outcome is Outcome.NOT_COVERED else ()
    name = scene.material.vocabulary.party_name
    language = scene.material.language
    return TalkingPoints(
        request=scene.request,
        title=scene.say(
            "note_title",
            topic=scene.topic,
            ours=name(scene.request.ours, language),
            theirs=name(scene.request.theirs, language),
        ),
        outcome=outcome,
        sections=tuple(sections),
        citations=tuple(numbering.citations),
        nearest=tuple(nearest(documents[i]) for i in near),
        nearest_topics=scene.understood.near_topics,
        coverage=parts.covered(scene.request.scope),
        warnings=warnings,
        corpus=parts.snapshot.corpus,
        drafted=scene.today,
        seconds=0.0,
    )
