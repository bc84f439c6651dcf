"""The sections on what both sides stand behind: shared ground, and agreed language."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.dates import within
from assistant.domain import JOINED, Document, Grade, How, Kind, Passage, Stance, Strength
from assistant.positions import Ground, Shared
from assistant.talking_points.model import Drafted
from assistant.talking_points.scene import Scene

_TWO = 2
_EACH = 2  # statements of one text in the shared ground
_WEIGHED = 15  # statements of each side among which the most alike are sought
_TOLD = Strength.DESCRIBES  # of the text rather than by it: who adopted it and when
_FOR = frozenset({Stance.COMMITS, Stance.SUPPORTS})
_COUNTED = re.compile(r"endors|signator|sponsor|member|parties|part(?:y|ies)", re.IGNORECASE)


def shared_ground(scene: Scene) -> list[Drafted]:
    """What both said: of joint texts, of accounts of one meeting, of the same votes."""
    lines: list[Drafted] = []
    limit = scene.most(2, 8)
    for ground in scene.common():
        if len(lines) >= limit:
            break
        if ground.kind is Shared.JOINT_TEXT:
            lines += _joint(scene, ground)
        elif ground.kind is Shared.SAME_VOTE:
            lines.append(_deeds(scene, ground))
        elif ground.kind is Shared.MATCHING_ACCOUNTS:
            lines += _accounts(scene, ground)
        elif not lines:
            lines += _separately(scene)
    if not lines:
        text = scene.say("nothing_shared", ours=scene.ours, theirs=scene.theirs)
        return [Drafted(text, own=True)]
    return lines[:limit]


def _joint(scene: Scene, ground: Ground) -> list[Drafted]:
    """The text's own statements on the subject, best first; they say more than a signature."""
    lines = []
    for passage in taking_a_stand(scene, ground)[: _EACH if scene.full else 1]:
        if scene.fresh(passage):
            record = ground.document.kind is Kind.RESOLUTION or passage.strength is _TOLD
            lead = scene.word("lead_joined" if record else "lead_both")
            lines.append(scene.line(passage, lead=lead, beside=ground.deeds))
    return lines


def _deeds(scene: Scene, ground: Ground) -> Drafted:
    """That both signed, voted alike or stayed away from one text."""
    deeds = scene.deeds(ground)
    ours, theirs = deeds[scene.request.ours], deeds[scene.request.theirs]
    document = ground.document
    values = {
        "ours": scene.ours,
        "theirs": scene.theirs,
        "title": scene.title(document),
        "date": scene.material.date(document.date),
    }
    if ours.how is theirs.how:
        text = scene.say("both_deed_same", deed=scene.deed(ours), **values)
    else:
        said = {"our_deed": scene.deed(ours), "their_deed": scene.bare_deed(theirs)}
        text = scene.say("both_deeds", **said, **values)
    return Drafted(text, (ours, theirs))


def _accounts(scene: Scene, ground: Ground) -> list[Drafted]:
    """Each side's own account of one meeting, never merged."""
    lines = []
    for party in (scene.request.theirs, scene.request.ours):
        own = [entry for entry in ground.entries if entry.party == party]
        lead = scene.word("lead_account", party=_name(scene, party))
        lines += [scene.line(entry.passage, lead=lead) for entry in own[:1]]
    return lines


def _separately(scene: Scene) -> list[Drafted]:
    """What the two sides said apart from each other that is most alike: one statement of each."""
    ours, theirs = (
        [
            e
            for e in scene.entries[party]
            if e.holds and e.of_ai and not e.is_deed and e.stance in _FOR and _sure(e.passage)
        ][:_WEIGHED]
        for party in (scene.request.ours, scene.request.theirs)
    )
    pairs = [(scene.lexicon.overlap(a.passage, b.passage), a, b) for a in ours for b in theirs]
    if not pairs:
        return []
    _, ours_best, theirs_best = max(pairs, key=lambda row: row[0])
    return [
        scene.line(entry.passage, lead=scene.word(lead), rung=entry.rung)
        for entry, lead in ((ours_best, "lead_we"), (theirs_best, "lead_they"))
    ]


def _sure(passage: Passage) -> bool:
    return passage.grade is not Grade.UNCONFIRMED


def texts_apart(scene: Scene) -> list[Ground]:
    """Texts on the subject that only one of the two joined, where the other could have.

    A text that takes no stand on it, or is only filed under it, tells nothing on the subject; a
    communiqué of two or a text of a bloc was never open to those outside.
    """
    return [
        ground
        for ground in scene.of_kind(Shared.TEXT_OF_ONE)
        if not _closed(ground)
        and (taking_a_stand(scene, ground) or (ground.statements and _foremost(scene, ground)))
    ]


def taking_a_stand(scene: Scene, ground: Ground) -> tuple[Passage, ...]:
    """What a text itself says for or against on the subject, the nearest first."""
    subject = scene.understood.subject
    told = sorted((p for p in ground.statements if p.stance), key=lambda p: -subject.relevance(p))
    return tuple(told)


def _foremost(scene: Scene, ground: Ground) -> bool:
    """Whether the subject is the first that the text is filed under."""
    return set(ground.document.topics[:1]) <= set(scene.understood.subject.topics)


def _closed(ground: Ground) -> bool:
    """Whether the one outside could not have joined: a body's own text, or one of two states."""
    hows = {deed.how for deed in ground.deeds}
    of_a_body = {How.ADOPTED, How.NOT_A_MEMBER} <= hows
    of_two = len(ground.bound) == _TWO and bool(hows & {How.NOT_A_MEMBER, How.NOT_A_PARTY})
    return of_a_body or of_two


def _name(scene: Scene, party: str) -> str:
    return scene.material.vocabulary.party_name(party, scene.material.language)


def agreed_language(scene: Scene) -> list[Drafted]:
    """Texts that bind both, newest first, then accounts of one meeting, then precedents."""
    joint = [g for g in scene.of_kind(Shared.JOINT_TEXT) if taking_a_stand(scene, g)]
    if not scene.full:
        joint = joint[:2]
    joint = sorted(joint, key=lambda ground: ground.date, reverse=True)
    lines = [_binds(scene, ground) for ground in joint]
    accounts = scene.of_kind(Shared.MATCHING_ACCOUNTS)
    lines += [_two_accounts(scene, g) for g in _newest(accounts)[: scene.most(1, 4)]]
    apart = [g for g in texts_apart(scene) if g.statements]
    lines += [
        line for g in _newest(apart)[: scene.most(0 if joint else 1, 4)] if (line := _one(scene, g))
    ]
    if not lines:
        text = scene.say("nothing_shared", ours=scene.ours, theirs=scene.theirs)
        return [Drafted(text, own=True)]
    return lines


def _newest(grounds: list[Ground]) -> list[Ground]:
    return sorted(grounds, key=lambda ground: ground.date, reverse=True)


def _where(scene: Scene, document: Document) -> str:
    """Place and date: “Paris, FR, 6 May 2024”."""
    date = scene.material.date(document.date)
    place = document.place.split(",")[0]
    if scene.material.language == "zh":
        return date
    return f"{place}, {date}" if place and place[0].isupper() else date


def _force(scene: Scene, document: Document) -> str:
    kinds = {Kind.LAW, Kind.RESOLUTION, Kind.POLICY, Kind.DECLARATION}
    kind = document.kind if document.kind in kinds else Kind.STATEMENT
    return scene.word(f"force_{kind}")


def _binds(scene: Scene, ground: Ground) -> Drafted:
    """One joint text: where, when, who is bound, with what force."""
    document, deeds = ground.document, scene.deeds(ground)
    ours, theirs = deeds[scene.request.ours], deeds[scene.request.theirs]
    about = scene.material.about(document)
    passages: tuple[Passage, ...] = (ours, theirs, about)
    values = {
        "title": scene.title(document),
        "where": _where(scene, document),
        "force": _force(scene, document),
        "ours": scene.ours,
        "theirs": scene.theirs,
    }
    if set(ground.bound) == {scene.request.ours, scene.request.theirs}:
        text = scene.say("agreed_two", **values)
    elif counted := _count(scene, document):
        number, what, when, passage = counted
        text = scene.say("agreed_count", number=number, what=what, when=when, **values)
        passages = (ours, theirs, passage, about)
    else:
        said = {"our_deed": scene.deed(ours), "their_deed": scene.bare_deed(theirs)}
        text = scene.say("agreed_among", **said, **values)
    told = taking_a_stand(scene, ground)
    passages = (*passages, *told[:1])
    best = [p.locator for p in told[:1] if p.locator]
    tags = (*scene.tags(ours, document, None), *best[:1])
    return Drafted(text, passages, tags=tags)


def _count(scene: Scene, document: Document) -> tuple[int, str, str, Passage] | None:
    """The latest count of those who stand behind a text."""
    passages = [p for p in document.passages if p.id.startswith(f"{document.id}#c")]
    rows = [
        (count, passage)
        for count, passage in zip(document.counts, passages, strict=True)
        if _COUNTED.search(count.what) and within(count.as_of, document.date, None)
    ]
    if not rows:
        return None
    count, passage = max(rows, key=lambda row: row[0].as_of)
    zh = scene.material.language == "zh"
    what = count.what_zh or count.what if zh else count.what
    return count.number, what, scene.material.when(count.as_of), passage


def _two_accounts(scene: Scene, ground: Ground) -> Drafted:
    first, second = ground.documents[:2]
    text = scene.say(
        "agreed_accounts",
        first=scene.title(first),
        second=scene.title(second),
        date=scene.dates(first, second),
    )
    own = tuple(next(e.passage for e in ground.entries if e.document == d) for d in (first, second))
    return Drafted(text, own)


def _one(scene: Scene, ground: Ground) -> Drafted | None:
    """A precedent that one of the two stands behind and the other does not: its words."""
    deeds = scene.deeds(ground)
    told = [p for p in taking_a_stand(scene, ground) if scene.fresh(p)]
    if len(deeds) < 2 or not told or all(deed.how not in JOINED for deed in deeds.values()):
        return None
    who = "; ".join(
        scene.word("who_did", party=scene.material.party(party), deed=scene.bare_deed(deed))
        for party, deed in deeds.items()
    )
    line = scene.line(told[0], lead=scene.word("lead_precedent"), beside=tuple(deeds.values()))
    return replace(line, tags=(who, _force(scene, ground.document), *line.tags))
