"""The brief format (pydantic): what the front matter of corpus/<group>/<id>.md may hold."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from assistant import dates
from assistant.domain import Capacity, Grade, How, Kind, Stance, State, Status, Strength

MAX_WORDS = 60
MAX_QUOTED_WORDS = 6
MAX_QUOTED_CHARACTERS = 20  # Chinese has no spaces to count words by
_QUOTED = re.compile(r"“([^”]*)”|\"([^\"]*)\"|「([^」]*)」|『([^』]*)』|«([^»]*)»")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")

UrlStatus = Literal[
    "address_seen",
    "standard_address_from_memory",
    "recalled_check_before_use",
    "secondary_address_official_not_found",
    "exact_address_unknown",
]


def _date(value: str) -> str:
    if not dates.is_date(value):
        raise ValueError(f"{value!r} is not a date; write YYYY-MM-DD, YYYY-MM or YYYY")
    return value


def long_quotations(text: str) -> list[str]:
    """What stands in quotation marks in `text` and is longer than a term of art."""
    quoted = (
        next(part for part in match.groups() if part is not None)
        for match in _QUOTED.finditer(text)
    )
    return [
        words
        for words in quoted
        if len(words.split()) > MAX_QUOTED_WORDS
        or len(_CHINESE.findall(words)) > MAX_QUOTED_CHARACTERS
    ]


def _own_words(value: str) -> str:
    for quoted in long_quotations(value):
        raise ValueError(f"quotation marks stand only around a term of art, not “{quoted}”")
    return value


def _one_sentence(value: str) -> str:
    if len(value.split()) > MAX_WORDS:
        raise ValueError(f"has {len(value.split())} words; a statement has at most {MAX_WORDS}")
    if value[-1] not in ".!?)。":
        raise ValueError("a statement is a whole sentence and ends with a full stop")
    return _own_words(value)


def _address(value: str) -> str:
    if not re.match(r"https?://[^\s]+\Z", value):
        raise ValueError(f"{value!r} is not a web address")
    return value


def _status(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    state, _, by = value.partition(" by ")
    if state not in set(State):
        raise ValueError(f"{value!r} is not a status; one of: {', '.join(State)}, then “by ID”")
    return Status(State(state), by or None)


Text = Annotated[str, Field(min_length=1)]
OwnWords = Annotated[Text, AfterValidator(_own_words)]
Sentence = Annotated[Text, AfterValidator(_one_sentence)]
Date = Annotated[str, BeforeValidator(str), AfterValidator(_date)]
Address = Annotated[Text, AfterValidator(_address)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Entry(BaseModel):
    """Anything with a grade; a source is needed unless the grade is unconfirmed."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    grade: Grade
    source: Address | None = None

    @model_validator(mode="after")
    def _sourced(self) -> Entry:
        if self.grade is not Grade.UNCONFIRMED and self.source is None:
            raise ValueError(f"grade {self.grade} needs a source; without one it is unconfirmed")
        return self


class StatementEntry(Entry):
    """One of `statements`."""

    text: Sentence
    text_zh: OwnWords | None = None
    parties: list[Text] = Field(min_length=1)
    speaker: Text | None = None
    role: Text | None = None
    capacity: Capacity
    topic: Text
    stance: Stance | None = None
    strength: Strength
    locator: Text | None = None


class ParticipationEntry(Entry):
    """One of `participation`."""

    party: Text
    how: How
    date: Date | None = None
    locator: Text | None = None


class VoteEntry(Entry):
    """One of `votes`."""

    model_config = ConfigDict(populate_by_name=True)
    stage: Literal["committee", "plenary", "council"]
    date: Date
    in_favour: int = Field(alias="for", ge=0)
    against: int = Field(ge=0)
    abstained: int = Field(ge=0)


class CountEntry(Entry):
    """One of `counts`; `what` is a plural noun phrase such as “endorsers”."""

    what: OwnWords
    what_zh: Text | None = None
    number: int = Field(ge=0)
    as_of: Date


class MisreadingEntry(Entry):
    """One of `misreadings`: what is wrongly said, and what is true."""

    wrong: OwnWords
    truth: OwnWords
    truth_zh: OwnWords | None = None


class Brief(BaseModel):
    """The front matter of one brief. `ends` lists the texts that this one ended."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    id: Identifier
    title: Text
    title_zh: Text | None = None
    group: Identifier | Annotated[str, Field(pattern=r"^[a-z_]+$")]
    kind: Kind
    issuers: list[Text] = Field(min_length=1)
    date: Date
    place: Text
    url: Address
    url_status: UrlStatus
    language: list[Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]] = Field(min_length=1)
    licence_class: Text
    topics: list[Text] = Field(min_length=1)
    status: Annotated[Status, BeforeValidator(_status)]
    ends: list[Identifier] = []
    event: Identifier
    participation: list[ParticipationEntry] = Field(min_length=1)
    votes: list[VoteEntry] = []
    counts: list[CountEntry] = []
    statements: list[StatementEntry] = Field(min_length=1)
    misreadings: list[MisreadingEntry] = []
