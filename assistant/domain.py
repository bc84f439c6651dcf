"""The nouns of Common Ground: frozen values that every other module passes around.

Standard library only. Dates are ISO strings of day, month or year precision
("2024-05-21", "2024-05", "2024"), because sources do not always tell the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Kind(StrEnum):
    """What a document is."""

    DECLARATION = "declaration"
    RESOLUTION = "resolution"
    LAW = "law"
    POLICY = "policy"
    STATEMENT = "statement"
    REPORT = "report"
    ARTICLE = "article"
    TRANSCRIPT = "transcript"
    COMMITMENT = "commitment"


class Grade(StrEnum):
    """How sure we are of a fact, and nothing else."""

    OFFICIAL = "official"
    REPORTED = "reported"
    UNCONFIRMED = "unconfirmed"


class Stance(StrEnum):
    """How a party stands to a topic in one statement; absence is None, never a stance."""

    COMMITS = "commits"
    SUPPORTS = "supports"
    CONDITIONAL = "conditional"
    OPPOSES = "opposes"


class Strength(StrEnum):
    """The modal force of a statement's own wording."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    CONSIDERS = "considers"
    DESCRIBES = "describes"


class Capacity(StrEnum):
    """In what capacity somebody speaks."""

    GOVERNMENT = "government"
    COMPANY = "company"
    SCIENTISTS = "scientists"
    ORGANISATION = "organisation"
    JOURNALIST = "journalist"


class How(StrEnum):
    """How a party stands to a document."""

    SIGNED = "signed"
    RATIFIED = "ratified"
    ENDORSED = "endorsed"
    ADOPTED = "adopted"
    JOINED_CONSENSUS = "joined consensus"
    LEAD_SPONSOR = "lead sponsor"
    CO_SPONSORED = "co-sponsored"
    VOTED_FOR = "voted for"
    VOTED_AGAINST = "voted against"
    ABSTAINED = "abstained"
    DID_NOT_VOTE = "did not vote"
    OBJECTED_LATER = "objected later"
    ATTENDED_NOT_SIGNED = "attended, did not sign"
    ATTENDED = "attended"
    NOT_SIGNED = "did not sign"
    NOT_ENDORSED = "did not endorse"
    NOT_A_PARTY = "not a party"
    MEMBER = "member"
    NOT_A_MEMBER = "not a member"
    ISSUER = "issuer"
    HOST = "host"
    OWN_READOUT = "own readout"
    DESCRIBED_BY_OTHER = "described by the other side"
    NOMINATED_EXPERTS = "nominated experts"
    DECLINED_TO_ENDORSE = "declined to endorse"
    COMPANIES_ONLY = "companies only"
    INDIVIDUALS_ONLY = "individuals only"
    MENTIONED = "mentioned"


JOINED = frozenset(
    {
        How.SIGNED,
        How.RATIFIED,
        How.ENDORSED,
        How.ADOPTED,
        How.JOINED_CONSENSUS,
        How.LEAD_SPONSOR,
        How.CO_SPONSORED,
        How.VOTED_FOR,
        How.MEMBER,
    }
)
STAYED_OUT = frozenset(
    {
        How.VOTED_AGAINST,
        How.ABSTAINED,
        How.DID_NOT_VOTE,
        How.ATTENDED_NOT_SIGNED,
        How.NOT_SIGNED,
        How.NOT_ENDORSED,
        How.NOT_A_PARTY,
        How.NOT_A_MEMBER,
        How.DECLINED_TO_ENDORSE,
        How.COMPANIES_ONLY,
        How.INDIVIDUALS_ONLY,
    }
)


class State(StrEnum):
    """Whether a text still holds."""

    IN_FORCE = "in force"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    PROPOSED = "proposed"
    NOT_IN_FORCE = "adopted, not in force"
    ON_RECORD = "on record"


class Section(StrEnum):
    """The part of a document that a passage comes from."""

    STATEMENT = "statement"
    PARTICIPATION = "participation"
    VOTE = "vote"
    COUNT = "count"
    FACT = "fact"
    MISREADING = "misreading"
    BODY = "body"
    TEXT = "text"  # of an added document or an original: the source's own words


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    FALSE_PREMISE = "false_premise"
    NOT_COVERED = "not_covered"


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a text and, where one exists, the id of the text that ended it."""

    state: State
    by: str | None = None

    def __str__(self) -> str:
        return f"{self.state} by {self.by}" if self.by else str(self.state)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a brief, in our words: one fact, who stands behind it, how sure."""

    text: str
    parties: tuple[str, ...]
    capacity: Capacity
    topic: str
    strength: Strength
    grade: Grade
    source: str | None = None
    text_zh: str | None = None
    speaker: str | None = None
    role: str | None = None
    stance: Stance | None = None
    locator: str | None = None


@dataclass(frozen=True, slots=True)
class Participation:
    """How one party stands to the document."""

    party: str
    how: How
    grade: Grade
    date: str | None = None
    locator: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """One recorded vote; `stage` is committee, plenary or council."""

    stage: str
    date: str
    in_favour: int
    against: int
    abstained: int
    grade: Grade
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A number that changes with time, kept with its date."""

    what: str
    number: int
    as_of: str
    grade: Grade
    source: str | None = None
    what_zh: str | None = None


@dataclass(frozen=True, slots=True)
class Misreading:
    """What people wrongly say of a document, and what is true."""

    wrong: str
    truth: str
    grade: Grade
    source: str | None = None
    truth_zh: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The citable unit: a span of a document's text, with whose words it carries.

    `text` equals `document.text[start:end]`; `text_zh` is a Chinese rendering of the
    same content where the brief has one. `parties` are ids of the vocabulary.
    `heading` is what the passage stands under; `places` are offsets at which another page,
    paragraph or minute begins, with its locator, where a passage has several.
    """

    id: str
    document_id: str
    section: Section
    text: str
    start: int
    end: int
    parties: tuple[str, ...] = ()
    topic: str | None = None
    grade: Grade = Grade.UNCONFIRMED
    source: str | None = None
    text_zh: str | None = None
    speaker: str | None = None
    role: str | None = None
    capacity: Capacity | None = None
    stance: Stance | None = None
    strength: Strength | None = None
    locator: str | None = None
    how: How | None = None
    heading: str | None = None
    places: tuple[tuple[int, str], ...] = ()

    def within(self, start: int, end: int) -> Passage:
        """The part between two offsets of the document, with the locator of that part."""
        locator = self.locator
        if self.places:
            before = [place for at, place in self.places if at <= start] or [self.places[0][1]]
            inside = [place for at, place in self.places if start < at < end]
            locator = _joined(before[-1], inside[-1]) if inside else before[-1]
        text = self.text[start - self.start : end - self.start]
        return replace(self, text=text, start=start, end=end, locator=locator, text_zh=None)


def _joined(first: str, last: str) -> str:
    """Two locators as one: "p. 12" and "p. 13" give "pp. 12–13"; of two times the first counts."""
    for one, several in (("p. ", "pp. "), ("para. ", "paras. ")):
        if first.startswith(one) and last.startswith(one) and first != last:
            return f"{several}{first.removeprefix(one)}–{last.removeprefix(one)}"
    return first


@dataclass(frozen=True, slots=True)
class Document:
    """A brief or an added text, with its typed facts and its citable passages."""

    id: str
    title: str
    date: str
    kind: Kind
    issuers: tuple[str, ...]
    status: Status
    event: str
    group: str
    place: str
    url: str
    url_status: str
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    licence_class: str
    body: str
    text: str
    content_hash: str
    origin: str = "corpus"
    handling: str = "public"
    title_zh: str | None = None
    statements: tuple[Statement, ...] = ()
    participation: tuple[Participation, ...] = ()
    votes: tuple[Vote, ...] = ()
    counts: tuple[Count, ...] = ()
    misreadings: tuple[Misreading, ...] = ()
    passages: tuple[Passage, ...] = ()

    def how(self, party: str) -> tuple[Participation, ...]:
        """Every recorded way in which `party` stands to this document."""
        return tuple(entry for entry in self.participation if entry.party == party)

    def joined(self, party: str) -> bool:
        """Whether `party` stands behind the text: signed, endorsed, voted for, sponsored …"""
        return any(entry.how in JOINED for entry in self.how(party))


ADDED = "added"  # the origin of a document of the user's own that is no brief's original
SCOPES = ("all", "corpus", "mine")  # whose documents: everybody's, the briefs alone, the user's own


@dataclass(frozen=True, slots=True)
class Filters:
    """What a question may be answered from; empty means anything."""

    parties: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    topics: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    languages: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    scope: str = "all"

    def __bool__(self) -> bool:
        return self != Filters()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query. `score` is the fused score in 0..1, rank from 1."""

    passage: Passage
    score: float
    rank: int
    dense: float = 0.0
    lexical: float = 0.0


class Relation(StrEnum):
    """How evidence stands to a claim."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    MENTIONS = "mentions"


@dataclass(frozen=True, slots=True)
class Entailment:
    """What a verifier makes of one claim and one piece of evidence.

    `supports` and `refutes` are calibrated probabilities; what is left of 1 is neither.
    `reason` is a language model's sentence on it, which no gate has judged yet.
    """

    supports: float
    refutes: float
    reason: str | None = None

    @property
    def relation(self) -> Relation:
        """The likeliest of the three."""
        neither = 1 - self.supports - self.refutes
        best = max(self.supports, self.refutes, neither)
        if best == neither:
            return Relation.MENTIONS
        return Relation.SUPPORTS if best == self.supports else Relation.REFUTES


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage as an answer cites it; `number` is for display only, from 1."""

    number: int
    passage_id: str
    document_id: str
    event: str
    title: str
    date: str
    kind: Kind
    issuers: tuple[str, ...]
    participation: tuple[tuple[str, str], ...]
    status: str
    grade: Grade
    url: str
    text: str
    start: int
    end: int
    locator: str | None = None
    speaker: str | None = None
    title_zh: str | None = None
    source: str | None = None
    origin: str = "corpus"
    handling: str = "public"

    @property
    def exact(self) -> bool:
        """Whether `text` is the source's own words; briefs are ours."""
        return self.origin != "corpus"

    @property
    def own(self) -> bool:
        """Whether it is a document of the user's own, and no official text behind a brief."""
        return self.origin == ADDED

    @property
    def standing(self) -> str:
        """What a reader has to know of it beside its number: the grade, or that it is theirs."""
        return "your document" if self.own else str(self.grade)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer. `citations` are display numbers; `support` is in 0..1.

    `lead` opens a group: the party, text or remark under which the sentence stands
    (for display, for instance "United States"); None continues the group before it.
    """

    text: str
    citations: tuple[int, ...]
    support: float
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class Nearest:
    """A document offered where no answer was found."""

    document_id: str
    title: str
    date: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was searched."""

    documents: int
    passages: int
    latest: str
    by_party: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a language model read and wrote, as its server counts them."""

    read: int
    written: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The one answer object that page, command line, history and export share.

    `understood` is the question as it was understood where that differs from what was
    typed; `note` is the uncited sentence of an abstention ("I found nothing on …").
    `model` is the language model that wrote the sentences, None where they are the evidence's
    own; `removed` counts sentences that a gate left out.
    """

    question: str
    outcome: Outcome
    language: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    nearest: tuple[Nearest, ...]
    coverage: Coverage
    warnings: tuple[str, ...]
    corpus: str
    seconds: float
    model: str | None = None
    understood: str | None = None
    note: str | None = None
    removed: int = 0
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """An event: what is being done, in words for a person."""

    message: str


@dataclass(frozen=True, slots=True)
class SentenceReady:
    """An event: a sentence that has passed its gates, with the citations it brings along."""

    sentence: Sentence
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class AnswerReady:
    """The last event, exactly once: the whole answer."""

    answer: Answer


Event = Progress | SentenceReady | AnswerReady
