"""What the user's own documents say on the topic: their exact words, as nobody's position."""

from __future__ import annotations

from assistant.answering.parts import Parts
from assistant.answering.quoting import quoting_from
from assistant.dates import spoken
from assistant.domain import ADDED, Document, Filters, Passage
from assistant.positions import Subject
from assistant.talking_points.model import Drafted
from assistant.talking_points.scene import Scene
from assistant.talking_points.subjects import Understood, filed_topic

OF_ONE = 3  # passages of one document
_WORDINGS = 5  # names of a topic that are searched


def wordings_of(parts: Parts, subject: Subject) -> list[str]:
    """The words of a topic and, where it is filed, its names and synonyms."""
    names = [subject.words]
    if subject.found is None:
        for topic in (parts.vocabulary.topics[i] for i in subject.topics):
            names = [topic.name, topic.name_zh, *topic.synonyms]
    return list(dict.fromkeys(name for name in names if name))[:_WORDINGS]


def own_passages(
    parts: Parts, subject: Subject, filters: Filters, *, most: int, of_one: int = OF_ONE
) -> list[Passage]:
    """What own documents say on a subject, those of one document together, the fullest first."""
    found = quoting_from(parts).on(wordings_of(parts, subject), filters, most=most, of_one=of_one)
    order = list(dict.fromkeys(passage.document_id for passage in found))
    return sorted(found, key=lambda p: (order.index(p.document_id), p.start))


def own_lines(parts: Parts, scene: Scene) -> list[Drafted]:
    """Quotations as lines of a note, in groups by document; a speaker's name leads its words."""
    subject, filters = scene.understood.subject, Filters(scope=scene.request.scope)
    lines: list[Drafted] = []
    for passage in own_passages(parts, subject, filters, most=scene.most(3, 8)):
        document = parts.snapshot.documents[passage.document_id]
        new = not lines or lines[-1].passages[0].document_id != passage.document_id
        whose = "tag_own_document" if document.origin == ADDED else "tag_official_text"
        told = scene.word(whose, handling=document.handling)
        lines.append(
            Drafted(
                f"“{' '.join(passage.text.split())}”",
                (passage,),
                passage.speaker,
                tuple(part for part in (passage.locator, told) if part),
                group=_headed(document, scene.material.language) if new else None,
            )
        )
    return lines


def _headed(document: Document, language: str) -> str:
    date = spoken(document.date, language)
    if not date:
        return document.title
    return f"{document.title}（{date}）" if language == "zh" else f"{document.title} ({date})"


def in_words(parts: Parts, topic: str) -> Understood:
    """A topic that no brief is asked about."""
    filed = filed_topic(parts, topic)
    subject = Subject(topic, (filed,)) if filed else Subject(topic, (), {})
    return Understood(subject, filed, free=filed is None)


def nothing_on(parts: Parts, scene: Scene) -> str:
    """That nothing was found on the topic, and where it was sought."""
    if scene.request.scope == "mine":
        number = parts.covered("mine").documents
        return scene.say("nothing_own" if number else "no_own", documents=number)
    coverage = parts.covered("corpus")
    joint = "、" if scene.material.language == "zh" else ", "
    return scene.say(
        "nothing_on",
        ours=scene.ours,
        theirs=scene.theirs,
        topic=scene.request.topic,
        documents=coverage.documents,
        latest=scene.material.date(coverage.latest),
        topics=joint.join(scene.near_topics) or "–",
    )
