"""The sections on what is open: facts to check, questions to ask, terms to agree on."""

from __future__ import annotations

import re

from assistant.corpus import Term
from assistant.domain import Document, Grade, Kind, Passage
from assistant.naming import Sort
from assistant.positions import Shared
from assistant.talking_points.model import Drafted
from assistant.talking_points.scene import Scene

_ASIDE = 3  # titles named in one line of things to check
_TELLING = 0.35  # rarity from which a word of the subject tells; “model” and “weapon” do not
_SAID = 2  # telling words that a misreading has to say, where the subject has so many
_NEAR = 0.75  # relevance from which a statement is on the subject in its own words
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def open_questions(scene: Scene, cited: list[Passage]) -> list[Drafted]:
    """What to ask and to check; what not to say. `cited` are the passages of the other sections."""
    documents = _documents(scene, cited)
    lines = [*_silence(scene), *_votes(scene)[: scene.most(1, 3)]]
    lines += _wrong(scene, documents)[: scene.most(1, 4)]
    return [*lines, *_unread(scene, cited)]


def _documents(scene: Scene, cited: list[Passage]) -> list[Document]:
    names = dict.fromkeys(passage.document_id for passage in cited)
    return [scene.material.documents[name] for name in names]


def _silence(scene: Scene) -> list[Drafted]:
    return [
        Drafted(
            scene.say(
                "silent_side",
                party=scene.material.party(party),
                documents=len(scene.material.documents),
            ),
            own=True,
        )
        for ground in scene.of_kind(Shared.SILENT)
        for party in ground.silent
        if any(not e.is_deed for e in scene.entries[party]) is False
    ][:1]


def _votes(scene: Scene) -> list[Drafted]:
    """Resolutions on the subject with a vote, where how one of the two voted is not known."""
    lines = []
    for document in scene.standings.documents.values():
        if document.kind is not Kind.RESOLUTION or not document.votes:
            continue
        if not _mainly(scene, document):
            continue
        sides = (scene.request.ours, scene.request.theirs)
        unknown = [p for p in sides if _votes_itself(scene, p) and not document.how(p)]
        if unknown:
            joint = "与" if scene.material.language == "zh" else " and "
            text = scene.say(
                "unknown_vote",
                party=joint.join(scene.material.party(party) for party in unknown),
                title=scene.title(document),
                date=scene.material.date(document.date),
            )
            lines.append(Drafted(text, (scene.material.about(document),), own=True))
    return lines


def _mainly(scene: Scene, document: Document) -> bool:
    """Whether a text is on the subject with more than a passing word."""
    subject = scene.understood.subject
    if subject.found is None:
        return bool(scene.standings.on_subject(document, subject))
    return any(subject.relevance(p) >= _NEAR for p in document.passages)


def _votes_itself(scene: Scene, party: str) -> bool:
    return scene.material.vocabulary.parties[party].type == "state"


def _wrong(scene: Scene, documents: list[Document]) -> list[Drafted]:
    """What is most often got wrong about the texts cited, as its correction."""
    lead = scene.word("lead_wrong")
    lines, seen = [], set()
    for document in documents:
        for entry, passage, truth in scene.material.misreadings([document]):
            if (
                document.event in seen
                or passage.id in scene.shown
                or not _near(scene, entry.wrong, truth)
            ):
                continue
            seen.add(document.event)
            text = scene.say("wrong_line", wrong=entry.wrong, truth=truth)
            lines.append(Drafted(text, (passage,), lead, scene.tags(passage, document, None)))
    return lines


def _near(scene: Scene, wrong: str, truth: str) -> bool:
    """Whether a misreading has to do with the meeting: it says one of the subject's telling words,
    and is not about other parties alone.
    """
    sides = {scene.request.ours, scene.request.theirs}
    about = set(scene.material.names.find(f"{wrong} {truth}").ids(Sort.PARTY, Sort.METONYM))
    if about and about.isdisjoint(sides):
        return False
    named = scene.request.topic.replace("-", " ")
    terms = scene.lexicon.terms(scene.material, f"{named} {scene.subject}")
    words = set(scene.material.tokenise(wrong))
    telling = [t for t in terms if t.weight >= _TELLING]
    asked = {t.word for t in terms}
    said = [t for t in telling if t.word in words or any(_all(w, words, asked) for w in t.other)]
    return len(said) >= min(len(telling), _SAID) > 0


def _all(wording: frozenset[str], words: set[str], asked: set[str]) -> bool:
    """Whether another wording is said, and is more than one of the subject's own words."""
    return wording <= words and not wording < asked


def _unread(scene: Scene, cited: list[Passage]) -> list[Drafted]:
    """Which of the texts cited were not read in the official form."""
    weak = [p for p in cited if p.grade is not Grade.OFFICIAL]
    first = list({p.document_id: p for p in weak}.values())[: scene.most(2, _ASIDE)]
    if not first:
        return []
    titles = [scene.title(scene.material.documents[p.document_id]) for p in first]
    joint = "；" if scene.material.language == "zh" else "; "
    text = scene.say("check_reported", titles=joint.join(dict.fromkeys(titles)))
    return [Drafted(text, tuple(first), scene.word("lead_check"), own=True)]


def terms(scene: Scene, cited: list[Passage]) -> list[Drafted]:
    """Words that go wrong between the two languages, where one side speaks Chinese."""
    chinese = {"CN", "HK", "MO", "TW"}
    if not chinese & {scene.request.ours, scene.request.theirs} and scene.material.language == "en":
        return []
    text = " ".join(f"{p.text} {p.text_zh or ''}" for p in cited).casefold()
    topic = f"{scene.request.topic} {scene.subject}".casefold()
    rows = []
    for place, term in enumerate(scene.material.vocabulary.glossary):
        english = re.split(r"[;/]", re.sub(r"\(.*?\)", "", term.en))
        forms = [w.strip().casefold() for w in (*english, *re.split(r"[/／]", term.zh))]
        here = any(_stands(form, text) for form in forms if form)
        named = any(_stands(form, topic) for form in forms if form)
        if here and (term.caution or named):
            rows.append((not named, not term.caution, place, term))
    chosen = [row[3] for row in sorted(rows, key=lambda row: row[:3])]
    return [
        Drafted(
            scene.say("term_line", zh=term.zh, term=term.en, caution=_caution(scene, term)),
            own=True,
        )
        for term in chosen[: scene.most(2, 4)]
    ]


def _caution(scene: Scene, term: Term) -> str:
    """What goes wrong with a term, in the note's language; nothing where it is not recorded."""
    zh = scene.material.language == "zh"
    return (term.caution_zh if zh else term.caution) or ""


def _stands(form: str, text: str) -> bool:
    if _CHINESE.search(form):
        return form in text
    return re.search(rf"\b{re.escape(form)}s?\b", text) is not None
