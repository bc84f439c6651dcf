"""The sections that keep the two sides apart: positions and divergences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering import facts
from assistant.citations import Draft
from assistant.domain import Grade, Passage, Stance
from assistant.naming import Sort
from assistant.positions import Entry, Ground, Rung, Shared
from assistant.positions.ladder import holds
from assistant.talking_points.model import Drafted
from assistant.talking_points.scene import Scene
from assistant.talking_points.shared import taking_a_stand, texts_apart

_ON_POINT = 0.7  # of the relevance of the best statement, where a topic is in free words
_EACH = 2  # statements of one text in one list


def positions(scene: Scene) -> list[Drafted]:
    """Each side in its own words, firmest and latest first; who says nothing is said so."""
    lines: list[Drafted] = []
    for party in (scene.request.ours, scene.request.theirs):
        group = scene.material.vocabulary.party_name(party, scene.material.language)
        chosen = _choose(scene, scene.entries[party], scene.most(2, 6))
        told = [scene.line(e.passage, rung=e.rung, beside=deed_beside(e)) for e in chosen]
        if not told:
            told = _again(scene, party) or [_silence(scene, party)]
        told += _ended(scene, party)[: scene.most(0, 2)]
        if told:
            first = told[0]
            lines += [_opening(first, group), *told[1:]]
    return lines


def _opening(line: Drafted, group: str) -> Drafted:
    return Drafted(line.text, line.passages, line.lead, line.tags, line.own, group)


def deed_beside(entry: Entry) -> tuple[Passage, ...]:
    """How the party stands to a statement's text, where that matters."""
    return (entry.deed,) if entry.deed else ()


def _again(scene: Scene, party: str) -> list[Drafted]:
    """The party's first statement, where all it says is shown as shared ground already."""
    own = [e for e in scene.entries[party] if not e.is_deed]
    return [scene.line(e.passage, rung=e.rung, beside=deed_beside(e)) for e in own[:1]]


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
    entries = on_point(scene, entries)
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


def on_point(scene: Scene, entries: Sequence[Entry]) -> list[Entry]:
    """Of a topic in free words, what speaks to it and does not only touch it in passing."""
    subject = scene.understood.subject
    near = {e.passage.id: subject.relevance(e.passage) for e in entries if not e.is_deed}
    least = _ON_POINT * max(near.values(), default=0.0)
    return [e for e in entries if near.get(e.passage.id, 1.0) >= least]


def _ended(scene: Scene, party: str) -> list[Drafted]:
    """The party's own texts on the subject that were revoked or superseded."""
    lines: dict[str, Drafted] = {}
    subject = scene.understood.subject
    near = sorted(scene.entries[party], key=lambda e: -subject.relevance(e.passage))
    for entry in on_point(scene, near):
        ender = scene.material.documents.get(entry.document.status.by or "")
        if entry.holds or entry.is_deed or (ender and not holds(ender)):
            continue  # of a text's versions, the last that ended
        for draft in facts.ending_of(scene.material, entry.document):
            lead = scene.word("lead_changed")
            lines.setdefault(entry.document.id, _owned(scene, party, entry, draft, lead))
    return list(lines.values())


def _owned(scene: Scene, party: str, entry: Entry, draft: Draft, lead: str) -> Drafted:
    """The ending of a text, with what it said on the subject, and whose it was if no title says."""
    name = scene.material.vocabulary.party_name(party, scene.material.language)
    title = scene.material.short_title(entry.document)
    if title in draft.text and not scene.material.names.find(title).ids(Sort.PARTY, Sort.METONYM):
        lead = f"{lead} ({name})" if scene.material.language == "en" else f"{lead}（{name}）"
    gap = "" if scene.material.language == "zh" else " "
    text = f"{draft.text}{gap}{scene.material.text(entry.passage)}"
    return Drafted(text, (*draft.passages, entry.passage), lead)


def divergences(scene: Scene) -> list[Drafted]:
    """Texts that only one of the two joined, and statements against each other."""
    lines: list[Drafted] = _differences(scene)
    apart = sorted(texts_apart(scene), key=lambda g: (bool(g.statements), g.date), reverse=True)
    told = {ground.document.id for ground in apart}
    for ground in scene.of_kind(Shared.DIVERGING):
        against = [e for e in ground.entries if e.stance in (Stance.OPPOSES, Stance.CONDITIONAL)]
        against.sort(key=lambda e: e.passage.grade is Grade.UNCONFIRMED)
        for entry in against[: scene.most(2, 4)]:
            if entry.is_deed and entry.document.id not in told:
                lines.append(did(scene, entry))
            elif not entry.is_deed and scene.fresh(entry.passage):
                lines.append(_said(scene, entry))
    lines += [line for ground in apart if (line := _apart(scene, ground))]
    if not lines:
        text = scene.say("nothing_apart", ours=scene.ours, theirs=scene.theirs)
        return [Drafted(text, own=True)]
    return lines[: scene.most(2, 8)]


def _said(scene: Scene, entry: Entry) -> Drafted:
    key = "lead_we" if entry.party == scene.request.ours else "lead_they"
    lead = None if entry.rung is Rung.VOTE else scene.word(key)
    return scene.line(entry.passage, lead=lead, rung=entry.rung)


def did(scene: Scene, entry: Entry) -> Drafted:
    """“France signed the Seoul Declaration (21 May 2024).”"""
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
    return on_the_subject(scene, ground, Drafted(text, (ours, theirs)))


def on_the_subject(scene: Scene, ground: Ground, line: Drafted) -> Drafted:
    """A line on who joined a text, with what the text says on the subject: why it is told here."""
    told = taking_a_stand(scene, ground)[:1] or ground.statements[:1]
    if not told:
        return line
    gap = "" if scene.material.language == "zh" else " "
    text = f"{line.text}{gap}{scene.material.text(told[0])}"
    return replace(line, text=text, passages=(*line.passages, told[0]))


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
                    name = scene.material.vocabulary.party_name(party, scene.material.language)
                    lead = scene.word("lead_account", party=name)
                    lines.append(scene.line(entry.passage, lead=lead))
    return lines[:2]
