"""Templates and the words they may use. Every value is escaped by the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from assistant.dates import spoken
from assistant.domain import Citation, Document, Grade, Sentence, Statement
from assistant.errors import NotFound
from assistant.export import groups
from assistant.ui import words
from assistant.ui.backend import Assistant

_HAN = re.compile(r"[\u3400-\u9fff]")


def environment(assistant: Assistant) -> Environment:
    """The templates of the page, speaking with the names that `assistant` knows."""
    env = Environment(
        loader=PackageLoader("assistant.ui", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(
        address=words.address,
        chinese=is_chinese,
        counted=words.counted,
        date=words.short_date,
        groups=groups,
        host=words.host,
        marks=marks,
        languages=lambda codes: ", ".join(map(words.language_name, codes)) or "not recorded",
        parties=lambda ids: ", ".join(map(assistant.party_name, ids)) or "issuer not recorded",
        party=assistant.party_name,
        spoken=spoken,
        slug=lambda text: re.sub(r"\W+", "-", text),
        title_of=lambda document_id: _title(assistant, document_id),
        topic=assistant.topic_name,
        web=words.web_address,
        whose=lambda statement: whose(assistant, statement),
        words=lambda document: searchable(assistant, document),
    )
    env.globals.update(
        grade_means=words.GRADE_MEANS,
        state_means=words.STATE_MEANS,
        stance_sign=words.STANCE_SIGN,
    )
    return env


def is_chinese(text: str) -> bool:
    """Whether a reader's device should take the text for Chinese."""
    return bool(_HAN.search(text))


@dataclass(frozen=True, slots=True)
class Marks:
    """A sentence's citations, each with the weak grade to name; `shared` if all have one."""

    each: tuple[tuple[Citation, str], ...]
    shared: str = ""


def marks(sentence: Sentence, cited: Mapping[int, Citation]) -> Marks:
    """Several citations of one weak grade share the word; mixed ones carry it each."""
    citations = [cited[number] for number in sentence.citations]
    weak = {citation.standing for citation in citations}
    if len(citations) > 1 and len(weak) == 1 and Grade.OFFICIAL not in weak:
        return Marks(tuple((citation, "") for citation in citations), weak.pop())
    return Marks(tuple((c, "" if c.standing == Grade.OFFICIAL else c.standing) for c in citations))


def whose(assistant: Assistant, statement: Statement) -> str:
    """Who stands behind a statement, and in what capacity."""
    speaker = ", ".join(part for part in (statement.speaker, statement.role) if part)
    parties = ", ".join(map(assistant.party_name, statement.parties))
    return " – ".join(part for part in (speaker, parties, statement.capacity) if part)


def searchable(assistant: Assistant, document: Document) -> str:
    """The words by which a reader may look for a document, in lower case."""
    parts: Sequence[str | None] = (
        document.id,
        document.title,
        document.title_zh,
        document.date,
        words.short_date(document.date),
        document.kind,
        document.place,
        str(document.status.state),
        document.event,
        document.origin,
        document.handling if document.origin != "corpus" else None,
        *document.languages,
        *(assistant.party_name(party) for party in document.issuers),
        *(assistant.party_name(entry.party) for entry in document.participation),
        *(assistant.topic_name(topic) for topic in document.topics),
    )
    return " ".join(part for part in parts if part).casefold()


def _title(assistant: Assistant, document_id: str) -> str:
    try:
        return assistant.document(document_id).title
    except NotFound:
        return document_id
