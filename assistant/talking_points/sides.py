"""The sections that keep the two sides apart: positions, divergences, points and answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering import facts
from assistant.domain import JOINED, Grade, Passage, Stance
from assistant.naming import Sort
from assistant.positions import Entry, Ground, Rung, Shared
from assistant.talking_points.model import Drafted
from assistant.talking_points.scene import SAME, Scene

_AGREED = 0.5  # two sides' statements that share so many words are no point of contention
_EACH = 2  # statements of one text in one list


def positions(scene: Scene) -> list[Drafted]:
    """Each side in its own words, firmest and latest first; who says nothing is said so."""
    lines: list[Drafted] = []
    for party in (scene.request.ours, scene.request.theirs):
        group = scene.material.vocabulary.party_name(party, scene.material.language)
        chosen = _choose(scene, scene.entries[party], scene.most(2, 6))
        told = [scene.line(e.passage, rung=e.rung, beside=_deed(e)) for e in chosen]
        if not told:
            told = _again(scene, party) or [_silence(scene, party)]
        told += _ended(scene, party)[: scene.most(0, 2)]
        if told:
            first = told[0]
            lines += [_opening(first, group), *told[1:]]
    return lines


def _opening(line: Drafted, group: str) -> Drafted:
    return Drafted(line.text, line.passages, line.lead, line.tags, line.own, group)


def _deed(entry: Entry) -> tuple[Passage, ...]:
    return (entry.deed,) if entry.deed else ()


def _again(scene: Scene, party: str) -> list[Drafted]:
    """The party's first statement, where all it says is shown as shared ground already."""
    own = [e for e in scene.entries[party] if not e.is_deed]
    return [scene.line(e.passage, rung=e.rung, beside=_deed(e)) for e in own[:1]]


def _silence(scene: Scene, party: str) -> Drafted:
    text = scene.say(
        "silent_side",
        party=scene.material.party(party),
        documents=len(scene.material.documents),
    )
    return Drafted(text, own=True)


def _choose(scene: Scene, entries: Sequence[Entry], limit: int) -> list[Entry]:
    """Statements that take a stance and still hold, no two alike, few of one text."""
    chosen: list[Entry] = []
    texts = Counter({e.document.event for g in scene.common() for e in g.entries})
    other = {scene.request.ours, scene.request.theirs}
    stanced = [e for e in entries if not e.is_deed and e.holds and e.stance]
    stanced = [e for e in stanced if e.of_ai] or stanced
    stanced.sort(key=lambda e: e.joint and all(e.document.joined(party) for party in other))
    plain = [e for e in entries if not e.is_deed and e.holds and not e.stance]
    for entry in [*stanced, *(() if stanced else plain)]:
        if len(chosen) >= limit:
            break
        rungs = Counter(e.rung for e in chosen)
        crowded = rungs[entry.rung] >= max(2, limit // 2)
        alike = [e.passage for e in chosen]
        room = texts[entry.document.event] < (_EACH if scene.full else 1) and not crowded
        if room and scene.fresh(entry.passage, alike):
            chosen.append(entry)
            texts[entry.document.event] += 1
    return chosen


def _ended(scene: Scene, party: str) -> list[Drafted]:
    """The party's own texts on the subject that were revoked or superseded."""
    lines: dict[str, Drafted] = {}
    for entry in scene.entries[party]:
        if entry.holds or entry.is_deed:
            continue
        for draft in facts.ending_of(scene.material, entry.document):
            lead = scene.word("lead_changed")
            lines.setdefault(entry.document.id, Drafted(draft.text, draft.passages, lead))
    return list(lines.values())


def divergences(scene: Scene) -> list[Drafted]:
    """Texts that only one of the two joined, and statements against each other."""
    lines: list[Drafted] = _differences(scene)
    for ground in scene.of_kind(Shared.DIVERGING):
        against = [e for e in ground.entries if e.stance in (Stance.OPPOSES, Stance.CONDITIONAL)]
        against.sort(key=lambda e: e.passage.grade is Grade.UNCONFIRMED)
        for entry in against[: scene.most(2, 4)]:
            if entry.is_deed or scene.fresh(entry.passage):
                lines.append(_said(scene, entry) if not entry.is_deed else _did(scene, entry))
    apart = scene.of_kind(Shared.TEXT_OF_ONE)
    apart = sorted(apart, key=lambda g: (bool(g.statements), g.date), reverse=True)
    lines += [line for ground in apart if (line := _apart(scene, ground))]
    if not lines:
        text = scene.say("nothing_apart", ours=scene.ours, theirs=scene.theirs)
        return [Drafted(text, own=True)]
    return lines[: scene.most(2, 8)]


def _said(scene: Scene, entry: Entry) -> Drafted:
    key = "lead_we" if entry.party == scene.request.ours else "lead_they"
    lead = None if entry.rung is Rung.VOTE else scene.word(key)
    return scene.line(entry.passage, lead=lead, rung=entry.rung)


def _did(scene: Scene, entry: Entry) -> Drafted:
    text = scene.say(
        "relation_yes",
        party=scene.material.party(entry.party),
        deed=scene.deed(entry.passage),
        title=scene.title(entry.document),
        date=scene.material.date(entry.date),
    )
    return Drafted(text, (entry.passage,))


def _apart(scene: Scene, ground: Ground) -> Drafted | None:
    """“France signed …; China attended but did not sign it.”"""
    deeds = scene.deeds(ground)
    ours, theirs = deeds.get(scene.request.ours), deeds.get(scene.request.theirs)
    if ours is None or theirs is None:
        return None
    text = scene.say(
        "apart_deeds",
        ours=scene.ours,
        theirs=scene.theirs,
        our_deed=scene.deed(ours),
        their_deed=scene.bare_deed(theirs),
        title=scene.title(ground.document),
        date=scene.material.date(ground.document.date),
    )
    return Drafted(text, (ours, theirs))


def _differences(scene: Scene) -> list[Drafted]:
    """Of a meeting that both tell of, what only one account says on the subject."""
    lines = []
    for ground in scene.of_kind(Shared.MATCHING_ACCOUNTS)[:2]:
        told = {e.party: [x for x in ground.entries if x.party == e.party] for e in ground.entries}
        for party, entries in told.items():
            others = [x.passage for p, xs in told.items() if p != party for x in xs]
            for entry in entries:
                alike = max((scene.lexicon.overlap(entry.passage, o) for o in others), default=0)
                if alike < 0.35 and scene.fresh(entry.passage):
                    lead = scene.word("lead_differs")
                    lines.append(scene.line(entry.passage, lead=lead))
    return lines[:2]


def counter_arguments(scene: Scene) -> list[Drafted]:
    """The other side's likely points, each with what can be answered, both cited."""
    lines: list[Drafted] = []
    used: set[str] = set()
    for lead, point in [*_objections(scene), *_exposed(scene), *_wishes(scene)]:
        if len(lines) >= 2 * scene.most(1, 3):
            break
        if _is_raised(scene, point, lines):
            continue
        answer = _answer(scene, point, used)
        if answer is None:
            continue
        used.add(answer.passages[0].id)
        lines += [_raise(scene, point, lead), answer]
    if not lines:
        return [Drafted(scene.say("no_counter", theirs=scene.theirs), own=True)]
    return lines


def _is_raised(scene: Scene, point: Entry, lines: Sequence[Drafted]) -> bool:
    """Whether a line says the same, or speaks of the same text."""
    told = [line.passages[0] for line in lines]
    if point.document.id in {p.document_id for p in told[::2]}:
        return True
    return any(scene.lexicon.overlap(point.passage, p) >= SAME for p in told)


def _raise(scene: Scene, point: Entry, lead: str) -> Drafted:
    if point.is_deed:
        return replace(_did(scene, point), lead=scene.word(lead))
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
    for entry in scene.entries[scene.request.ours]:
        if entry.stance is not Stance.OPPOSES and not (entry.is_deed and entry.stance is None):
            continue
        apart = entry.stance is Stance.OPPOSES and entry.rung is Rung.VOTE
        theirs = scene.standings.deed(entry.document, scene.request.theirs)
        if apart or (entry.is_deed and theirs is not None and theirs.how in JOINED):
            found.append(("lead_exposed", entry))
    return found


def _wishes(scene: Scene) -> list[tuple[str, Entry]]:
    """What they want and we have not signed up to, unless both accounts already say it."""
    shared = {
        entry.passage.id
        for ground in scene.of_kind(Shared.MATCHING_ACCOUNTS)
        for entry in ground.entries
    }
    own = [e.passage for e in scene.entries[scene.request.ours] if not e.is_deed]
    return [
        ("lead_raised", e)
        for e in scene.entries[scene.request.theirs]
        if not e.is_deed
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
            tags = scene.tags(passage, point.document, None)
            return Drafted(truth, (passage,), lead, tags)
    options = [
        e
        for e in scene.entries[scene.request.ours]
        if not e.is_deed
        and e.holds
        and e.passage.id not in {*used, point.passage.id}
        and e.stance is not Stance.OPPOSES
    ]
    best = max(options, key=lambda e: _fit(scene, e, point), default=None)
    return scene.line(best.passage, lead=lead, beside=_deed(best)) if best else None


def _named(scene: Scene, text: str) -> tuple[str, ...]:
    return scene.material.names.find(text).ids(Sort.PARTY, Sort.METONYM)


def _fit(scene: Scene, entry: Entry, point: Entry) -> float:
    """How well an answer meets a point: its words, a text that binds both, firm and recent."""
    both = entry.joint and entry.document.joined(scene.request.theirs)
    alike = scene.lexicon.overlap(entry.passage, point.passage)
    same = entry.passage.topic == point.passage.topic
    stance = 0.25 if entry.stance else 0.0
    relevant = 0.3 * scene.understood.subject.relevance(entry.passage)
    firm = 0.03 * entry.weight(scene.standings.latest)
    return alike + 0.15 * same + 0.2 * both + stance + relevant + firm
