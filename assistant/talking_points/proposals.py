"""The sections that are our own: objective and fallback language, from how the two sides stand."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.domain import JOINED, Document, Passage, Stance
from assistant.positions import Ground, Shared
from assistant.talking_points.model import Drafted
from assistant.talking_points.scene import Scene
from assistant.talking_points.shared import taking_a_stand, texts_apart
from assistant.talking_points.sides import on_the_subject

_POSTURES = {
    Shared.JOINT_TEXT: "joint",
    Shared.MATCHING_ACCOUNTS: "accounts",
    Shared.COMPATIBLE: "compatible",
    Shared.DIVERGING: "diverging",
    Shared.UNCLEAR: "unclear",
    Shared.SILENT: "silent",
}


@dataclass(frozen=True, slots=True)
class _Posture:
    """How the two stand: the key of the wording, and the ground that shows it."""

    key: str
    ground: Ground | None

    @property
    def passages(self) -> tuple[Passage, ...]:
        """What shows it."""
        if self.ground is None:
            return ()
        stands = [p for p in self.ground.statements if p.stance][:1]
        told = (*self.ground.deeds, *(e.passage for e in self.ground.entries), *stands)
        return told[:4]


def _posture(scene: Scene) -> _Posture:
    """Opposition first; else the firmest thing they share that has words on the subject."""
    for ground in scene.of_kind(Shared.DIVERGING):
        if any(e.stance is Stance.OPPOSES and not e.is_deed for e in ground.entries[:2]):
            return _Posture("diverging", ground)
    worded = [g for g in scene.of_kind(Shared.JOINT_TEXT) if any(p.stance for p in g.statements)]
    if worded:
        return _Posture("joint", worded[0])
    for kind in (Shared.MATCHING_ACCOUNTS, Shared.DIVERGING, Shared.COMPATIBLE):
        if found := scene.of_kind(kind):
            return _Posture(_POSTURES[kind], found[0])
    for kind in (Shared.UNCLEAR, Shared.SILENT):
        if found := scene.of_kind(kind):
            if scene.request.theirs not in found[0].silent:
                return _Posture("unsaid", found[0])
            return _Posture(_POSTURES[kind], found[0])
    return _Posture("silent", None)


def _values(scene: Scene, posture: _Posture) -> dict[str, str]:
    documents = posture.ground.documents if posture.ground else ()
    document = documents[0] if documents else None
    return {
        "ours": scene.ours,
        "theirs": scene.theirs,
        "subject": scene.subject,
        "aim": _aim(scene),
        "title": scene.title(document) if document else "",
        "place": _place(scene, document) if document else "",
        "second": scene.title(documents[1]) if len(documents) > 1 else "",
        "date": scene.material.date(document.date) if document else "",
    }


def _place(scene: Scene, document: Document) -> str:
    """Where a meeting was; places have no Chinese names here, so a Chinese note says “there”."""
    if scene.material.language == "zh":
        return scene.word("the_meeting")
    return document.place.split(",")[0]


def _aim(scene: Scene) -> str:
    """What to reach for: notice of measures where we stand against them, else the topic's aim."""
    decided = next((e for e in scene.entries[scene.request.ours] if e.stance and e.holds), None)
    if decided and decided.stance is Stance.OPPOSES:
        return scene.word("own_curb", subject=scene.subject)
    filed = scene.understood.filed
    if filed and (not scene.understood.free or filed in scene.understood.near_topics[:1]):
        return scene.word(f"aim_{filed}")
    return scene.word("own_aim_free", subject=scene.subject)


def objective(scene: Scene) -> list[Drafted]:
    """One to three things to leave the room with; they differ with the side one is on."""
    posture = _posture(scene)
    values = _values(scene, posture)
    lines = [
        Drafted(scene.say(f"own_objective_{posture.key}", **values), posture.passages, own=True)
    ]
    aim = Drafted(scene.say("own_objective_aim", **values), own=True)
    asked = _ask(scene)
    rest = [asked, aim] if asked else [aim]
    return [*lines, *rest][: scene.most(2, 3)]


def _ask(scene: Scene) -> Drafted | None:
    """Their absence from a text of ours, or ours from one of theirs."""
    apart = [g for g in texts_apart(scene) if taking_a_stand(scene, g)]
    deeds = [(g, scene.deeds(g)) for g in apart]
    pairs = [
        (g, d[scene.request.ours], d[scene.request.theirs])
        for g, d in deeds
        if scene.request.ours in d and scene.request.theirs in d
    ]
    if not pairs:
        return None
    first = [row for row in pairs if row[1].how in JOINED]
    first = first or [row for row in pairs if row[2].how in JOINED]
    if not first:
        return None
    ground, ours, theirs = first[0]
    key = "own_objective_ask" if ours.how in JOINED else "own_objective_answer"
    text = scene.say(
        key,
        ours=scene.ours,
        theirs=scene.theirs,
        title=scene.title(ground.document),
        our_deed=scene.deed(ours),
        their_deed=scene.bare_deed(theirs),
    )
    return on_the_subject(scene, ground, Drafted(text, (ours, theirs), own=True))


_LADDER = ("preferred", "acceptable", "minimum", "lost")
_STEPS = {
    "joint": ("joint", "group", "recall", "group"),
    "accounts": ("accounts", "group", "views", "group"),
    "compatible": ("compatible", "aim", "views", "aim"),
    "diverging": ("diverging", "aim", "differ", "differ"),
    **dict.fromkeys(("silent", "unclear", "unsaid"), ("silent", "talks", "views", "talks")),
}


def fallback(scene: Scene) -> list[Drafted]:
    """Preferred, acceptable, minimum, and what is lost from one to the next."""
    posture = _posture(scene)
    values = _values(scene, posture)
    return [
        Drafted(scene.say(f"own_{step}_{way}", **values), lead=scene.word(f"lead_{step}"), own=True)
        for step, way in zip(_LADDER, _STEPS[posture.key], strict=True)
    ]
