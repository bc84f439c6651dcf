"""Citations as numbered notes: what each is, whose, how sure, and where to read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from assistant.dates import spoken
from assistant.domain import Citation, Grade
from assistant.export.report import Note
from assistant.prompts import Wording

Names = Callable[[str, str], str]  # (party id, language) -> name


def notes_of(
    citations: Iterable[Citation],
    names: Names,
    wording: Wording,
    language: str,
    *,
    short: bool = False,
) -> tuple[Note, ...]:
    """One note for each citation, with its own number, in the language of the report.

    A short one has title, date, grade and the official address, and not our summary.
    """
    if short:
        return tuple(_short(citation, wording, language) for citation in citations)
    return tuple(_note(citation, names, wording, language) for citation in citations)


def _short(citation: Citation, wording: Wording, language: str) -> Note:
    parts = [spoken(citation.date, language), citation.locator or ""]
    parts.append(_standing(citation, wording, language))
    return Note(
        number=citation.number,
        title=(citation.title_zh if language == "zh" else None) or citation.title,
        facts=("；" if language == "zh" else "; ").join(part for part in parts if part),
        url=citation.url,
    )


def _note(citation: Citation, names: Names, wording: Wording, language: str) -> Note:
    zh = language == "zh"
    key = "note_words" if citation.exact else "note_summary"
    told = wording.say(key, language, text=" ".join(citation.text.split()))
    return Note(
        number=citation.number,
        title=(citation.title_zh if zh else None) or citation.title,
        facts=_facts(citation, names, wording, language),
        text=told,
        url=citation.url,
        source=citation.source if citation.source != citation.url else None,
    )


def _facts(citation: Citation, names: Names, wording: Wording, language: str) -> str:
    issuers = ("、" if language == "zh" else ", ").join(
        names(party, language) for party in citation.issuers
    )
    official = citation.grade is Grade.OFFICIAL
    state = re.split(r" by ", citation.status)[0]
    parts = [
        wording.say(f"kind_{citation.kind}", language),
        spoken(citation.date, language),
        wording.say("note_issued", language, issuers=issuers) if issuers else "",
        "" if citation.own else wording.say("note_state_" + re.sub(r"\W+", "_", state), language),
        citation.speaker or "",
        citation.locator or "",
        _standing(citation, wording, language),
        "" if citation.own or official else wording.say("note_not_read", language),
    ]
    return ("；" if language == "zh" else "; ").join(part for part in parts if part)


def _standing(citation: Citation, wording: Wording, language: str) -> str:
    """The grade; of a document of the user's own that it is one, and its handling mark."""
    if citation.own:
        return wording.say("note_own", language, handling=citation.handling)
    return wording.say(f"grade_{citation.grade}", language)
