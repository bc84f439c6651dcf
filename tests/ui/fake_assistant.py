"""A small assistant over hand-made documents: real events, no index, no model.

It satisfies `assistant.ui.backend.Assistant`, so the page can't tell the difference.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.domain import (
    Answer,
    AnswerReady,
    Capacity,
    Citation,
    Coverage,
    Document,
    Event,
    Filters,
    Grade,
    How,
    Kind,
    Misreading,
    Nearest,
    Outcome,
    Participation,
    Passage,
    Progress,
    Section,
    Sentence,
    SentenceReady,
    State,
    Statement,
    Status,
    Vote,
)
from assistant.errors import IndexDamaged, IndexMissing, NotFound, QuestionError
from assistant.library import Added, Facts
from assistant.passages import lay_out
from assistant.ui.backend import ANYTHING
from tests.ui.fake_checker import FakeChecker
from tests.ui.fake_desk import Desk, vocabulary_of

HOSTILE = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
NAMES = {
    "US": "United States",
    "CN": "China",
    "KR": "Republic of Korea",
    "UN": "United Nations",
    "scientists": "Scientists of the dialogue",
}
TOPICS = {"risk": "Risks of advanced AI", "governance": "Global governance"}


def party_name(party: str, language: str = "en") -> str:
    """As a vocabulary would say it."""
    return NAMES.get(party, party)


def statement(text: str, party: str, grade: Grade = Grade.OFFICIAL, **more: object) -> Statement:
    """A government's statement on risk unless told otherwise."""
    fields: dict[str, object] = {
        "parties": (party,),
        "capacity": Capacity.GOVERNMENT,
        "topic": "risk",
        "strength": "describes",
        "source": "https://example.org/source",
        "locator": "para. 2",
    }
    return Statement(text=text, grade=grade, **{**fields, **more})  # type: ignore[arg-type]


def document(identity: str, title: str, **more: object) -> Document:
    """A laid-out document with passages."""
    fields: dict[str, object] = {
        "date": "2024-05-14",
        "kind": Kind.STATEMENT,
        "issuers": ("US",),
        "status": Status(State.ON_RECORD),
        "event": identity,
        "group": "bilateral",
        "place": "Geneva",
        "url": f"https://example.org/{identity}",
        "url_status": "address_seen",
        "languages": ("en",),
        "topics": ("risk",),
        "licence_class": "us-pd",
        "body": "Our narrative of the document in a few words.",
        "text": "",
        "content_hash": "0",
    }
    made = Document(id=identity, title=title, **{**fields, **more})  # type: ignore[arg-type]
    return lay_out(made, party_name)


def documents() -> tuple[Document, ...]:
    """Geneva from two sides, Seoul, Venice, a revoked order, and a hostile text."""
    return (
        document(
            "geneva-us",
            "Statement of the White House on the Geneva dialogue",
            event="geneva-2024",
            statements=(
                statement("The first intergovernmental dialogue on AI took place.", "US"),
                statement(
                    "The United States raised concern about misuse of AI, including by China.",
                    "US",
                    text_zh="美国对包括中国在内的人工智能滥用表示关切。",
                    speaker="Adrienne Watson",
                    role="spokesperson",
                ),
                statement("It wants lines of communication on AI risk kept open.", "US"),
            ),
            participation=(
                Participation("US", How.OWN_READOUT, Grade.OFFICIAL),
                Participation("CN", How.DESCRIBED_BY_OTHER, Grade.REPORTED),
            ),
            misreadings=(
                Misreading(
                    "That Geneva produced the sentence on nuclear weapons.",
                    "That sentence is of Lima, 16 November 2024.",
                    Grade.OFFICIAL,
                    "https://example.org/lima",
                ),
            ),
        ),
        document(
            "geneva-cn",
            "Chinese account of the Geneva dialogue",
            title_zh="中美人工智能政府间对话首次会议",
            event="geneva-2024",
            issuers=("CN",),
            languages=("zh",),
            url_status="recalled_check_before_use",
            statements=(
                statement(
                    "China backed the United Nations as the main channel for AI governance.",
                    "CN",
                    Grade.REPORTED,
                    topic="governance",
                ),
            ),
            participation=(Participation("CN", How.OWN_READOUT, Grade.REPORTED),),
        ),
        document(
            "seoul-ministerial",
            "Seoul ministerial statement",
            date="2024-05-22",
            issuers=("KR",),
            place="Seoul",
            statements=(statement("Ministers named shared aims for AI safety.", "KR"),),
            participation=(
                Participation("US", How.SIGNED, Grade.OFFICIAL),
                Participation("CN", How.ATTENDED_NOT_SIGNED, Grade.REPORTED, date="2024-05-22"),
            ),
            votes=(Vote("plenary", "2024-05-22", 27, 0, 1, Grade.OFFICIAL),),
        ),
        document(
            "venice",
            "Venice consensus statement",
            title_zh="威尼斯共识",
            date="2024-09-16",
            issuers=("scientists",),
            place="Venice",
            languages=("en", "zh"),
            statements=(
                statement(
                    "The statement proposes three processes: preparedness, assurance, research.",
                    "scientists",
                    text_zh="声明提出三项建议：应急准备协议、安全保障框架、独立的全球安全与核查研究。",
                    capacity=Capacity.SCIENTISTS,
                ),
            ),
        ),
        document(
            "revoked-order",
            "An executive order that was revoked",
            status=Status(State.REVOKED, "geneva-us"),
            statements=(statement("Developers must report test results.", "US"),),
        ),
        document(
            "hostile",
            f"Hostile {HOSTILE} title",
            date="2023-01",
            url="javascript:window.hacked=1",
            statements=(
                statement(
                    f"A hostile [link](javascript:alert(1)) **bold** {HOSTILE} statement.",
                    "CN",
                    source="javascript:window.hacked=1",
                ),
            ),
            body=HOSTILE,
        ),
    )


def own_document(identity: str, text: str, handling: str = "internal") -> Document:
    """An added text: two speakers, a heading, one passage a line."""
    start, passages = 0, []
    for number, line in enumerate(text.split("\n"), 1):
        passages.append(
            Passage(
                id=f"{identity}#{number}",
                document_id=identity,
                section=Section.TEXT,
                text=line,
                start=start,
                end=start + len(line),
                speaker="Zhou Wei" if number == 1 else "Ann Lee",
                locator=f"00:41:0{number}",
                heading="Opening",
            )
        )
        start += len(line) + 1
    plain = document(identity, "Notes of a closed meeting", date="")
    return replace(
        plain,
        text=text,
        passages=tuple(passages),
        statements=(),
        participation=(),
        issuers=(),
        url="",
        kind=Kind.TRANSCRIPT,
        origin="added",
        handling=handling,
    )


class FakeAssistant(Desk, FakeChecker):
    """Answers from fixed passages; `pause` holds it before the second sentence."""

    def __init__(self) -> None:
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forget what was asked and changed."""
        self.held = {entry.id: entry for entry in documents()}
        self.vocabulary = vocabulary_of(NAMES, TOPICS)
        observers = [(f"Observer {n}", f"observer-{n}") for n in range(1, 9)]
        named = [(name, party) for party, name in NAMES.items()]
        self.party_choices: Sequence[tuple[str, str]] = [*named, *observers]
        self.topic_choices: Sequence[tuple[str, str]] = [(n, i) for i, n in TOPICS.items()]
        self.go_on = threading.Event()
        self.missing = False
        self.asked: list[tuple[str, Filters, int]] = []
        self.scopes: list[str] = []
        self.added: list[Document] = []
        self.removed: dict[str, Document] = {}

    def add_file(self, name: str, data: bytes, facts: Facts) -> Added:
        """Text files are read; the rest is refused, a second copy recognised."""
        if not name.endswith(".txt"):
            return Added(name, error=f"{name}: it is none of PDF, DOCX … Save it as one of these.")
        identity = "own-" + name.removesuffix(".txt")
        if identity in self.held:
            return Added(name, identity, duplicate_of=f"the same file as {name}")
        self.added.append(own_document(identity, data.decode(), str(facts.handling)))
        return Added(name, identity, name)

    def index(
        self, *, rebuild: bool = False, progress: Callable[[int, int, str], None] | None = None
    ) -> object:
        """What was added can be found from now on."""
        if self.missing:
            raise IndexDamaged("The index cannot be read. Run `common-ground index --rebuild`.")
        if progress:
            progress(1, 2, "Embedding")
        self.held |= {entry.id: entry for entry in self.added}
        self.added.clear()
        return None

    def remove(self, document_ids: Sequence[str], *, for_good: bool = False) -> None:
        """Put aside."""
        for name in document_ids:
            self.removed[name] = self.document(name)
            del self.held[name]

    def restore(self, document_ids: Sequence[str]) -> None:
        """Taken back."""
        for name in document_ids:
            self.held[name] = self.removed.pop(name)

    def documents(self) -> tuple[Document, ...]:
        """All of them."""
        return tuple(self.held.values())

    def document(self, document_id: str) -> Document:
        """One of them."""
        if document_id not in self.held:
            raise NotFound(f"No document has the id {document_id!r}. See the Documents tab.")
        return self.held[document_id]

    def coverage(self) -> Coverage:
        """What is there."""
        if self.missing:
            raise IndexMissing("Nothing has been indexed yet. Run `common-ground index`.")
        passages = sum(len(entry.passages) for entry in self.held.values())
        return Coverage(len(self.held), passages, "2024-09-16", {"US": 2, "CN": 2})

    party_name = staticmethod(party_name)

    def topic_name(self, topic: str, language: str = "en") -> str:
        """As a vocabulary would say it."""
        return TOPICS.get(topic, topic)

    def ask(
        self, question: str, *, filters: Filters = ANYTHING, earlier: Sequence[Answer] = ()
    ) -> Iterator[Event]:
        """Geneva, Seoul and Venice are known; “slow”, “broken” and “hostile” do as they say."""
        self.asked.append((question, filters, len(earlier)))
        if not question.strip():
            raise QuestionError("The question is empty. Write one and ask again.")
        if len(question) > 2000:
            raise QuestionError(
                f"The question has {len(question):,} characters; at most 2,000 can be read."
            )
        yield Progress("Searching 6 documents …")
        if "broken" in question:
            raise IndexDamaged("The index cannot be read. Run `common-ground index --rebuild`.")
        yield from self._events(question, earlier)

    def _events(self, question: str, earlier: Sequence[Answer]) -> Iterator[Event]:
        chosen, outcome, lead = self._choose(question, bool(earlier))
        citations = tuple(self._cite(n, p) for n, (_, p) in enumerate(chosen, 1))
        sentences = []
        for citation, (heading, passage) in zip(citations, chosen, strict=True):
            text = passage.text_zh if "威" in question else None
            sentence = Sentence(text or citation.text, (citation.number,), 1.0, heading)
            sentences.append(sentence)
            yield SentenceReady(sentence, (citation,))
            if "slow" in question and len(sentences) == 1:
                self.go_on.wait(20)
        yield AnswerReady(
            Answer(
                question=question,
                outcome=outcome,
                language="zh" if "威" in question else "en",
                sentences=tuple(sentences),
                citations=citations,
                nearest=() if sentences else (Nearest("venice", "Venice consensus", "2024-09-16"),),
                coverage=self.coverage(),
                warnings=("The corpus reaches to 16 September 2024.",) if sentences else (),
                corpus="sha256:0",
                seconds=0.01,
                understood=lead,
                note=None if sentences else "I found nothing on that in 6 documents.",
            )
        )

    def _choose(
        self, question: str, follows: bool
    ) -> tuple[list[tuple[str | None, Passage]], Outcome, str | None]:
        geneva, china = self.held["geneva-us"], self.held["geneva-cn"]
        if "hotline" in question:
            return [(None, _of(geneva, "#m1"))], Outcome.FALSE_PREMISE, None
        if "Seoul" in question:
            return [(None, _of(self.held["seoul-ministerial"], "#p2"))], Outcome.ANSWERED, None
        if "威尼斯" in question:
            return [(None, _of(self.held["venice"], "#1"))], Outcome.ANSWERED, None
        if "hostile" in question:
            return [(HOSTILE, _of(self.held["hostile"], "#1"))], Outcome.ANSWERED, None
        if "Geneva" in question or "slow" in question or follows:
            return (
                [
                    (None, _of(geneva, "#1")),
                    ("United States", _of(geneva, "#2")),
                    (None, _of(geneva, "#3")),
                    ("China", _of(china, "#1")),
                ],
                Outcome.ANSWERED,
                "What came out of Geneva for China?" if follows else None,
            )
        return [], Outcome.NOT_COVERED, None

    def _cite(self, number: int, passage: Passage) -> Citation:
        held = self.held[passage.document_id]
        return Citation(
            number=number,
            passage_id=passage.id,
            document_id=held.id,
            event=held.event,
            title=held.title,
            title_zh=held.title_zh,
            date=held.date,
            kind=held.kind,
            issuers=held.issuers,
            participation=tuple((entry.party, str(entry.how)) for entry in held.participation),
            status=str(held.status),
            grade=passage.grade,
            url=held.url,
            text=passage.text,
            start=passage.start,
            end=passage.end,
            locator=passage.locator,
            speaker=passage.speaker,
            source=passage.source,
        )

    def change(self, document_id: str) -> None:
        """Reword a document's statements, as a later brief would."""
        held = self.held[document_id]
        reworded = tuple(replace(s, text="Reworded: " + s.text) for s in held.statements)
        self.held[document_id] = lay_out(replace(held, statements=reworded), party_name)


def _of(held: Document, tail: str) -> Passage:
    return next(passage for passage in held.passages if passage.id.endswith(tail))
