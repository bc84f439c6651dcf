"""What is said where nothing was found: what was searched, and no guess."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.material import Material
from assistant.answering.understanding import Intent, Understanding
from assistant.dates import first_day, spoken
from assistant.domain import Document, Hit
from assistant.naming import Sort

_PAST = re.compile(
    r"\b(?:happened|results?|outcomes?|came out|agreed?|decided?|said|announced?|did|was|were|concluded|signed)\b"
    r"|结果|达成|发生|宣布|成果",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^\W*(?:(?:and|so|but|what|which|who|whom|when|where|why|how|did|does|do|is|are|was|were|has|have|"
    r"will|can|could|would|the|an?|in|of|by|at|to|say|says|said|tell|state|mention|mentioned|about|on|"
    r"regarding|there|any|anything)\b\W*)+",
    re.IGNORECASE,
)


def beyond_end(
    material: Material, understood: Understanding, latest: str, hits: Sequence[Hit]
) -> str | None:
    """A note where the question is about a time after the corpus's end, and no plan for it told."""
    since = understood.since
    if not since or first_day(since) <= latest:
        return None
    planned = any(spoken(since) in hit.passage.text for hit in hits)
    if planned and not _PAST.search(understood.text):
        return None
    return material.say("beyond_end", date=material.date(since), latest=material.date(latest))


def nothing_found(
    material: Material, understood: Understanding, documents: Sequence[Document], latest: str
) -> str:
    """That nothing was found on what the question asks for, in the documents it is about or at all."""
    reach = material.date(latest)
    asks_party = understood.intent in (Intent.RELATION, Intent.VOTE) and understood.parties
    if documents and asks_party:
        party = material.party(material.voices(understood.parties)[0])
        return material.say("not_recorded", party=party, title=material.title(documents[0]))
    subject = _subject(material, understood, bare=bool(documents))
    if documents and subject:
        title = material.title(documents[0])
        return material.say("not_covered_in", subject=subject, title=title, latest=reach)
    number = len(material.documents)
    words = subject or ("this" if material.language == "en" else "这个问题")
    return material.say("not_covered", subject=words, documents=number, latest=reach)


def _subject(material: Material, understood: Understanding, *, bare: bool) -> str:
    """What was asked for, in the question's own words."""
    text = understood.mentions.without(Sort.DOCUMENT) if bare else understood.text
    if material.language == "zh":
        return f"“{text.strip(' ？?。')[:40]}”" if text.strip(" ？?。") else ""
    text = re.sub(r"\(\s*\)", " ", text)
    words = " ".join(_ASKING.sub("", text).split()).strip(" ?.!,")
    return f"“{words[:80]}”" if words else ""
