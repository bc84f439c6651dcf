"""What is said where nothing was found: what was searched, and no guess."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.material import Material
from assistant.answering.understanding import Intent, Understanding
from assistant.dates import first_day, spoken
from assistant.domain import Document, Hit

_PAST = re.compile(
    r"\b(?:happened|results?|outcomes?|came out|agreed?|decided?|said|announced?|did|was|were|concluded|signed)\b"
    r"|结果|达成|发生|宣布|成果",
    re.IGNORECASE,
)
_FIRST = 8  # hits in which a plan for a later time may be told
_LONGEST = 160  # characters of a question that are repeated


def beyond_end(
    material: Material, understood: Understanding, latest: str, hits: Sequence[Hit]
) -> str | None:
    """A note where the question is about a time after the corpus's end, and no plan for it told."""
    since = understood.since
    if not since or first_day(since) <= latest:
        return None
    planned = any(spoken(since) in hit.passage.text for hit in hits[:_FIRST])
    if planned and not _PAST.search(understood.text):
        return None
    return material.say("beyond_end", date=material.date(since), latest=material.date(latest))


def nothing_found(
    material: Material, understood: Understanding, documents: Sequence[Document], latest: str
) -> str:
    """That nothing was found on what the question asks for, in the documents it is about or at all."""
    reach = material.date(latest)
    asks_party = understood.intent in (Intent.RELATION, Intent.VOTE) and understood.parties
    if documents and asks_party and not understood.asks_reason:
        party = material.party(material.voices(understood.parties)[0])
        return material.say("not_recorded", party=party, title=material.title(documents[0]))
    subject = _quoted(understood.text)
    if documents:
        title = material.title(documents[0])
        return material.say("not_covered_in", subject=subject, title=title, latest=reach)
    number = len(material.documents)
    return material.say("not_covered", subject=subject, documents=number, latest=reach)


def _quoted(question: str) -> str:
    """The question in quotation marks, cut at a word where it is long."""
    kept = question.strip()
    if len(kept) > _LONGEST:
        kept = (kept[:_LONGEST].rsplit(" ", 1)[0] or kept[:_LONGEST]) + " …"
    return f"“{kept}”"
