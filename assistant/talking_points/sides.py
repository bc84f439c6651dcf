"""The sections that keep the two sides apart: positions, divergences, points and answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.answering import facts
from assistant.domain import Passage, Stance
from assistant.positions import Entry, Ground, Shared
from assistant.talking_points.model import Drafted
from assistant.talking_points.scene import SAME, Scene

_EACH = 2  # statements of one text in one list


def positions(scene: Scene) -> list[Drafted]:
    """Each side in its own words, firmest and latest first; who says nothing is said so."""
    lines: list[Drafted] = []
    for party in (scene.request.ours, scene.request.theirs):
        group = scene.material.vocabulary.party_name(party, scene.material.language)
        chosen = _choose(scene, scene.entries[party], scene.most(2, 6))
        told = [scene.line(e.passage, rung=e.rung, beside=_deed(e)) for e in chosen]
        if not told and not _spoke(scene, party):
            told = [_silence(scene, party)]
        told += _ended(scene, party)[: scene.most(0, 2)]
        if told:
            first = told[0]
            lines += [_opening(first, group), *told[1:]]
    return lines


def _opening(line: Drafted, group: str) -> Drafted:
    return Drafted(line.text, line.passages, line.lead, line.tags, line.own, group)


def _deed(entry: Entry) -> tuple[Passage, ...]:
    return (entry.deed,) if entry.deed else ()


def _spoke(scene: Scene, party: str) -> bool:
    """Whether the party has any word of its own here: one that is shown elsewhere counts."""
    return any(not entry.is_deed for entry in scene.entries[party])


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
    texts: Counter[str] = Counter()
    stanced = [e for e in entries if not e.is_deed and e.holds and e.stance]
    plain = [e for e in entries if not e.is_deed and e.holds and not e.stance]
    for entry in [*stanced, *(plain if len(stanced) < 2 else ())]:
        if len(chosen) >= limit:
            break
        rungs = Counter(e.rung for e in chosen)
        crowded = rungs[entry.rung] >= max(2, limit // 2)
        alike = [e.passage for e in chosen]
        room = texts[entry.document.event] < _EACH and not crowded
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
    lines: list[Drafted] = []
    for ground in scene.of_kind(Shared.DIVERGING):
        against = [e for e in ground.entries if e.stance in (Stance.OPPOSES, Stance.CONDITIONAL)]
        for entry in against[: scene.most(2, 4)]:
            if entry.is_deed or scene.fresh(entry.passage):
                lines.append(_said(scene, entry) if not entry.is_deed else _did(scene, entry))
    apart = scene.of_kind(Shared.TEXT_OF_ONE)
    apart = sorted(apart, key=lambda g: (bool(g.statements), g.date), reverse=True)
    lines += [line for ground in apart if (line := _apart(scene, ground))]
    if not lines:
        text = scene.say("nothing_apart", ours=scene.ours, theirs=scene.theirs)
        return [Drafted(text, own=True)]
    return lines[: scene.most(3, 8)]


def _said(scene: Scene, entry: Entry) -> Drafted:
    key = "lead_we" if entry.party == scene.request.ours else "lead_they"
    return scene.line(entry.passage, lead=scene.word(key), rung=entry.rung)


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
        their_deed=scene.deed(theirs),
        title=scene.title(ground.document),
        date=scene.material.date(ground.document.date),
    )
    return Drafted(text, (ours, theirs))


def counter_arguments(scene: Scene) -> list[Drafted]:
    """The other side's likely points, each with what can be answered, both cited."""
    lines: list[Drafted] = []
    used: set[str] = set()
    for point in _points(scene)[: scene.most(1, 3)]:
        answer = _answer(scene, point, used)
        if answer is None:
            continue
        used.add(answer.passage.id)
        lines.append(scene.line(point.passage, lead=scene.word("lead_raised"), rung=point.rung))
        lead = scene.word("lead_answer")
        lines.append(scene.line(answer.passage, lead=lead, beside=_deed(answer)))
    if not lines:
        return [Drafted(scene.say("no_counter", theirs=scene.theirs), own=True)]
    return lines


def _points(scene: Scene) -> list[Entry]:
    """Objections first, then conditions, then what it wants and we have not signed up to."""
    order: dict[Stance | None, int] = {Stance.OPPOSES: 0, Stance.CONDITIONAL: 1}
    ours = scene.request.ours
    own = [
        e
        for e in scene.entries[scene.request.theirs]
        if not e.is_deed
        and e.holds
        and e.stance
        and not (e.joint and scene.standings.documents[e.document.id].joined(ours))
    ]
    latest = scene.standings.latest
    ranked = sorted(own, key=lambda e: (order.get(e.stance, 2), -e.weight(latest)))
    chosen: list[Entry] = []
    for entry in ranked:
        if all(scene.lexicon.overlap(entry.passage, c.passage) < SAME for c in chosen):
            chosen.append(entry)
    return chosen


def _answer(scene: Scene, point: Entry, used: set[str]) -> Entry | None:
    """Our own word, or a text both joined, that speaks most to the point."""
    theirs = scene.request.theirs
    options = [
        e
        for e in scene.entries[scene.request.ours]
        if not e.is_deed and e.holds and e.passage.id not in {*used, point.passage.id}
    ]
    latest = scene.standings.latest

    def fit(entry: Entry) -> float:
        both = entry.joint and entry.document.joined(theirs)
        alike = scene.lexicon.overlap(entry.passage, point.passage)
        same = entry.passage.topic == point.passage.topic
        stance = 0.25 if entry.stance else 0.0
        firm = 0.03 * entry.weight(latest)
        return alike + 0.15 * same + 0.2 * both + stance + firm

    return max(options, key=fit, default=None)
