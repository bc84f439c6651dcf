"""Whether a text still holds, and what kind of text it is, against what a claim says."""

from __future__ import annotations

import re

from assistant.comparing.facets import Facet, Known, Mismatch
from assistant.dates import spoken
from assistant.domain import Capacity, Document, Kind, State
from assistant.naming import Mentions, Sort

_GONE = frozenset({State.REVOKED, State.SUPERSEDED, State.EXPIRED})
HOLDS = re.compile(
    r"\b(?:is|are|remains?|stays?|still|currently|now|today)\b[^.;]{0,30}\b(?:in force|in effect|valid|binding law|applicable|operative|good law|current policy|on the books)\b"
    r"|\bstill (?:appl(?:y|ies)|hold|holds|stand|stands|bind|binds|require|requires|govern|governs|oblige|obliges)\b|\bstill (?:have|has) to\b|\bstill (?:must|need)\b|\b(?:is|are) (?:being )?(?:still )?enforced\b|\b(?:is|are) still\b|\bhas (?:not|never) been (?:revoked|replaced|repealed|superseded|updated|withdrawn)\b|\bremains? (?:the )?(?:current|law|policy|governing)\b"
    r"|\b(?:current(?:ly)?|now|today|at present)\b[^.;]{0,25}\b(?:requires?|governs?|obliges?|binds?|version|rules?|policy)\b|\b(?:entered|came|went) into force\b"
    r"|仍然?有效|现行|仍在(?:实施|生效)|目前有效|(?<!未)(?<!未经)已?生效|依然有效|继续有效|仍适用",
    re.IGNORECASE,
)
ENDED = re.compile(
    r"\b(?:revok|rescind|repeal|supersed|replac|withdr[ae]w|scrap|annul|overturn|abolish|undone|cancel)\w*|\bd(?:id|oes|o|one) away with\b|\bexpired\b|\bno longer (?:in force|valid|applies|binding)\b|废除|撤销|废止|取代|失效",
    re.IGNORECASE,
)
_TREATY = re.compile(
    r"\btreat(?:y|ies)\b(?! on nuclear|-based)|\bpacts?\b|(?<!non-)(?<!not )(?<!not legally )(?<!no )\b(?:legally )?binding\b|\bin law\b|条约|具有(?:法律)?约束力|公约",
    re.IGNORECASE,
)
_PROPOSED = re.compile(
    r"\bpropos\w+|\bdrafts?\b|\bplanned\b|\bbill\b|提议|草案|倡议", re.IGNORECASE
)
_SOFT = frozenset(
    {Kind.DECLARATION, Kind.STATEMENT, Kind.REPORT, Kind.ARTICLE, Kind.COMMITMENT, Kind.RESOLUTION}
)
_NOT = re.compile(r"\b(?:not|never|no longer|non)\b|n't\b|不|未|非|没有", re.IGNORECASE)


def standing(claim: str, mentions: Mentions, document: Document, known: Known) -> list[Mismatch]:
    """How a claim on the status or kind of a text differs from the record."""
    found = []
    bare = mentions.without(Sort.DOCUMENT)
    ended = ENDED.search(bare) if not _lasting(bare) else None
    gone = document.status.state in _GONE
    if ended and gone:
        found += _other_ender(mentions, document, known)
    elif (holds := _lasting(bare)) is not None:
        if gone or document.status.state in {State.PROPOSED, State.NOT_IN_FORCE}:
            found.append(Mismatch(Facet.STATUS, holds.group(), in_words(document, known)))
    elif (
        ended
        and document.status.state is State.IN_FORCE
        and _subject(bare, ended, mentions, document)
    ):
        found.append(Mismatch(Facet.STATUS, ended.group(), in_words(document, known)))
    binding = _TREATY.search(bare)
    if (
        binding
        and document.id in mentions.ids(Sort.DOCUMENT)
        and document.kind in _SOFT
        and not _denied(bare, binding)
    ):
        told = "scientists’ text" if _scientists(document) else f"{document.kind}, not binding"
        found.append(Mismatch(Facet.STATUS, binding.group(), told))
    return found


def _lasting(bare: str) -> re.Match[str] | None:
    """The words by which a claim says that a text still holds."""
    match = HOLDS.search(bare)
    if (
        match
        and "been" not in match.group()
        and _NOT.search(bare[max(0, match.start() - 20) : match.end()])
    ):
        return None
    return match


def ended_in_words(claim: str, evidence: str) -> Mismatch | None:
    """A claim that something still holds, of which the evidence says that it was ended."""
    holds, ended = _lasting(claim), ENDED.search(evidence)
    if (
        holds is None
        or ended is None
        or _NOT.search(evidence[max(0, ended.start() - 15) : ended.start()])
    ):
        return None
    names = set(re.findall(r"[A-Z]+-[\d-]+|\b\d{4,}\b|\d+/\d+", claim))
    around = evidence[ended.start() :] if "replac" in ended.group() else evidence
    if names and any(name in around for name in names):
        return Mismatch(Facet.STATUS, holds.group(), ended.group())
    return None


def in_words(document: Document, known: Known) -> str:
    """The status with the title and date of the text that ended it."""
    ender = known.documents.get(document.status.by or "")
    state = str(document.status.state)
    return f"{state} by {ender.title} ({spoken(ender.date)})" if ender else state


def _other_ender(mentions: Mentions, document: Document, known: Known) -> list[Mismatch]:
    """A claim that names another text as the one that ended this one."""
    others = {i for m in mentions.of(Sort.DOCUMENT) if document.id not in m.means for i in m.means}
    by = document.status.by
    if not others or by is None or by in others:
        return []
    if any(known.documents[i].status.by == document.id for i in others if i in known.documents):
        return []
    named = next(m.text for m in mentions.of(Sort.DOCUMENT) if document.id not in m.means)
    return [Mismatch(Facet.STATUS, named, in_words(document, known))]


def _subject(bare: str, ended: re.Match[str], mentions: Mentions, document: Document) -> bool:
    """Whether it is this text that is said to have ended (“was revoked”), not another by it."""
    passive = re.search(
        r"\b(?:was|were|been|is|are|being|got)\s+(?:\w+ly\s+)?$|被|已$",
        bare[: ended.start()],
        re.IGNORECASE,
    )
    return bool(passive) and any(
        document.id in m.means and m.end <= ended.start() for m in mentions.of(Sort.DOCUMENT)
    )


def _denied(bare: str, match: re.Match[str]) -> bool:
    return bool(_NOT.search(bare[max(0, match.start() - 25) : match.start()])) or bool(
        _PROPOSED.search(bare)
    )


def _scientists(document: Document) -> bool:
    told = document.statements
    return bool(told) and all(entry.capacity is Capacity.SCIENTISTS for entry in told)
