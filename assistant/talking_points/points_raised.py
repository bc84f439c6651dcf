"""The other side's likely points, and what can be answered: both cited, or said to be missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.domain import JOINED, Grade, Stance, Strength
from assistant.naming import Sort
from assistant.positions import Entry, Rung, Shared
from assistant.talking_points.model import Drafted
from assistant.talking_points.scene import SAME, Scene
from assistant.talking_points.shared import texts_apart
from assistant.talking_points.sides import deed_beside, did, on_point, on_the_subject

_AGREED = 0.5  # two sides' statements that share so many words are no point of contention
_MEETS = 0.18  # an answer shares so many of its words with the point, or it meets another one


def counter_arguments(scene: Scene) -> list[Drafted]:
    """The other side's likely points, each with what can be answered, both cited."""
    lines: list[Drafted] = []
    used: set[str] = set()
    for lead, point in [*_objections(scene), *_exposed(scene), *_wishes(scene)]:
        if len(lines) >= 2 * scene.most(1, 3):
            break
        if _is_raised(scene, point, lines):
            continue
        wished = point.stance not in (Stance.OPPOSES, Stance.CONDITIONAL) and not point.is_deed
        answer = _answer(scene, point, used) or (None if wished else _no_answer(scene))
        if answer is None or (answer.own and any(line == answer for line in lines)):
            continue  # that nothing meets a point is said once
        used |= {passage.id for passage in answer.passages[:1]}
        lines += [_raise(scene, point, lead), answer]
    if not lines and (wishes := _wishes(scene)):
        lead, point = wishes[0]
        return [_raise(scene, point, lead), _no_answer(scene)]
    if not lines:
        return [Drafted(scene.say("no_counter", theirs=scene.theirs), own=True)]
    return lines


def _no_answer(scene: Scene) -> Drafted:
    """An objection that none of our statements meets is not met with one beside the point."""
    text = scene.say("no_answer", ours=scene.ours)
    return Drafted(text, lead=scene.word("lead_answer"), own=True)


def _is_raised(scene: Scene, point: Entry, lines: Sequence[Drafted]) -> bool:
    """Whether a line says the same, or speaks of the same text."""
    told = [line.passages[0] for line in lines[::2]]
    if point.document.id in {p.document_id for p in told}:
        return True
    answers = [line.passages[0] for line in lines[1::2] if line.passages]
    return any(scene.lexicon.overlap(point.passage, p) >= SAME for p in (*told, *answers))


def _raise(scene: Scene, point: Entry, lead: str) -> Drafted:
    if point.is_deed:
        line = replace(did(scene, point), lead=scene.word(lead))
        grounds = [g for g in scene.ground if g.documents and g.document == point.document]
        return on_the_subject(scene, grounds[0], line) if grounds else line
    return scene.line(point.passage, lead=scene.word(lead), rung=point.rung)


def _objections(scene: Scene) -> list[tuple[str, Entry]]:
    """What they oppose or make conditional, in their own words."""
    firm = (Stance.OPPOSES, Stance.CONDITIONAL)
    own = [e for e in scene.entries[scene.request.theirs] if not e.is_deed and e.holds]
    latest = scene.standings.latest
    ranked = sorted(
        (e for e in own if e.stance in firm),
        key=lambda e: (
            e.passage.grade is Grade.UNCONFIRMED,
            e.stance is not firm[0],
            -e.weight(latest),
        ),
    )
    return [("lead_raised", entry) for entry in ranked]


def _exposed(scene: Scene) -> list[tuple[str, Entry]]:
    """Where we voted against, objected or stayed out of what they joined."""
    found = []
    open_to_us = {ground.document.id for ground in texts_apart(scene)}
    for entry in scene.entries[scene.request.ours]:
        if entry.stance is not Stance.OPPOSES and not (entry.is_deed and entry.stance is None):
            continue
        apart = entry.stance is Stance.OPPOSES and entry.rung is Rung.VOTE
        theirs = scene.standings.deed(entry.document, scene.request.theirs)
        joined = theirs is not None and theirs.how in JOINED
        if apart or (entry.is_deed and joined and entry.document.id in open_to_us):
            found.append(("lead_exposed", entry))
    return found


def _wishes(scene: Scene) -> list[tuple[str, Entry]]:
    """What they ask for and we have not signed up to, unless both accounts already say it.

    A vote, what a law of theirs orders at home or what a text only describes is no point that
    they would raise with us.
    """
    shared = {
        entry.passage.id
        for ground in scene.of_kind(Shared.MATCHING_ACCOUNTS)
        for entry in ground.entries
    }
    own = [e.passage for e in scene.entries[scene.request.ours] if not e.is_deed]
    return [
        ("lead_raised", e)
        for e in on_point(scene, scene.entries[scene.request.theirs])
        if not e.is_deed
        and e.rung not in (Rung.VOTE, Rung.LAW)
        and e.passage.strength is not Strength.DESCRIBES
        and e.holds
        and e.stance
        and e.passage.id not in shared
        and not (e.joint and e.document.joined(scene.request.ours))
        and all(scene.lexicon.overlap(e.passage, o) < _AGREED for o in own)
    ]


def _answer(scene: Scene, point: Entry, used: set[str]) -> Drafted | None:
    """Our own word, a text both joined, or a recorded correction, that speaks most to the point."""
    lead = scene.word("lead_answer")
    for entry, passage, truth in scene.material.misreadings([point.document]):
        named = scene.request.ours in _named(scene, f"{entry.wrong} {truth}")
        ours = point.party == scene.request.ours and point.stance is Stance.OPPOSES
        if ours and named and passage.id not in used:
            scene.shown[passage.id] = passage
            lead = scene.word("lead_record")
            tags = scene.tags(passage, point.document, None)
            return Drafted(truth, (passage,), lead, tags)
    options = [
        e
        for e in scene.entries[scene.request.ours]
        if not e.is_deed
        and e.holds
        and e.passage.id not in {*used, point.passage.id}
        and (e.stance is not Stance.OPPOSES or _refuses(e, point))
        and e.stance
        and _meets(scene, e, point)
    ]
    best = max(options, key=lambda e: _fit(scene, e, point), default=None)
    return scene.line(best.passage, lead=lead, beside=deed_beside(best)) if best else None


def _named(scene: Scene, text: str) -> tuple[str, ...]:
    return scene.material.names.find(text).ids(Sort.PARTY, Sort.METONYM)


def _meets(scene: Scene, entry: Entry, point: Entry) -> bool:
    """Whether an answer speaks to the point: it shares some of its words."""
    if point.is_deed or _refuses(entry, point):  # a vote or a signature has no words to meet
        return True
    return scene.lexicon.overlap(entry.passage, point.passage) >= _MEETS


def _refuses(entry: Entry, point: Entry) -> bool:
    """Whether a statement of ours speaks against what they are for, on the same topic."""
    wished = point.stance in (Stance.COMMITS, Stance.SUPPORTS)
    same = entry.passage.topic == point.passage.topic
    return wished and same and entry.stance is Stance.OPPOSES


def _fit(scene: Scene, entry: Entry, point: Entry) -> float:
    """How well an answer meets a point: its words, a text that binds both, firm and recent."""
    both = entry.joint and entry.document.joined(scene.request.theirs)
    alike = scene.lexicon.overlap(entry.passage, point.passage)
    same = entry.passage.topic == point.passage.topic
    stance = 0.25 if entry.stance else 0.0
    relevant = 0.3 * scene.understood.subject.relevance(entry.passage)
    firm = 0.03 * entry.weight(scene.standings.latest)
    return alike + 0.15 * same + 0.2 * both + stance + relevant + firm
