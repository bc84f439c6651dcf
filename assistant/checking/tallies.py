"""Votes of the record held against a claim: who won by how much, at which stage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.ruling import Ruling
from assistant.comparing import Said
from assistant.comparing.quantities import quantities
from assistant.domain import Document, How, Kind, Vote
from assistant.findings import Reason

_TALLY = re.compile(
    r"(?<![\d/])(?P<for>\d{1,3})(?: (?:votes?|states|countries|members?))?(?: in favou?r| for)?(?: to | against |[-–:]|,? with |, )(?P<against>\d{1,3})\b(?! (?:January|February|March|April|May|June|July|August|September|October|November|December|per))"
    r"(?:(?:[-–:]|,? (?:with |and )+|, )(?P<abstained>\d{1,3}|\w+) ?(?:abst\w*|countries abst\w*)?)?"
    r"|(?P<zf>\d{1,3})票(?:赞成|对)[、，,]?(?P<za>\d{1,3})票?(?:反对)?(?:[、，,和]?(?P<zs>\d{1,3})票弃权)?",
    re.IGNORECASE,
)
_VOTING = re.compile(
    r"\bvot|\bballot|\babst|\bin favou?r|\badopted\b|\bpassed\b|\bapproved\b|票|表决", re.IGNORECASE
)
_STAGES = {
    "committee": re.compile(r"\bcommittee\b|委员会", re.IGNORECASE),
    "plenary": re.compile(
        r"\bplenary\b|\bgeneral assembly\b(?! committee)|\bthe assembly\b|全体会议|大会",
        re.IGNORECASE,
    ),
    "council": re.compile(r"\bsecurity council\b|安理会|安全理事会", re.IGNORECASE),
}
_NO_VOTE = re.compile(
    r"\bwithout (?:a |any )?(?:recorded )?vote\b|\bby consensus\b|\bunanimous\w*|协商一致|未经表决|一致通过",
    re.IGNORECASE,
)
_PUT_TO_VOTE = re.compile(
    r"\bput to (?:a |the )?vote\b|\b(?:narrow|large|wide|clear|slim) majority\b|\bvoted through\b|付诸表决",
    re.IGNORECASE,
)
_CONSENSUS = frozenset({How.JOINED_CONSENSUS, How.ADOPTED, How.CO_SPONSORED, How.LEAD_SPONSOR})


def votes(said: Said, document: Document) -> Iterator[Ruling]:
    if not _VOTING.search(said.text):
        return
    if not document.votes:
        consensus = [e for e in document.participation if e.how in _CONSENSUS]
        adopted = [e for e in consensus if e.how in {How.JOINED_CONSENSUS, How.ADOPTED}]
        about = tuple(f"{document.id}#p{document.participation.index(e) + 1}" for e in adopted[:1])
        if adopted and _PUT_TO_VOTE.search(said.text):
            yield Ruling(False, Reason.VOTE, "adopted without a recorded vote", about)
        return
    votes = _stage(said, document)
    if _NO_VOTE.search(said.text) and document.kind is Kind.RESOLUTION:
        yield Ruling(False, Reason.VOTE, _tally(votes[0]), (_passage(document, votes[0]),))
        return
    match = next((m for m in _TALLY.finditer(said.text) if not _in_date(said, m)), None)
    if match is None:
        return
    asked = [
        _number(match[a] or match[b])
        for a, b in (("for", "zf"), ("against", "za"), ("abstained", "zs"))
    ]
    for vote in votes:
        told = (vote.in_favour, vote.against, vote.abstained)
        if all(a is None or a == t for a, t in zip(asked, told, strict=True)):
            yield Ruling(True, Reason.NONE, _tally(vote), (_passage(document, vote),))
            return
    yield Ruling(
        False,
        Reason.VOTE,
        "; ".join(map(_tally, votes)),
        tuple(_passage(document, v) for v in votes),
    )


def _in_date(said: Said, match: re.Match[str]) -> bool:
    spans = [*said.named_spans, *((p.start, p.end) for p in said.periods)]
    return any(start < match.end() and match.start() < end for start, end in spans)


def _stage(said: Said, document: Document) -> list[Vote]:
    """The votes of the stage that a claim names; all where it names none."""
    named = [stage for stage, pattern in _STAGES.items() if pattern.search(said.text)]
    if "committee" in named:
        named = ["committee"]
    return [v for v in document.votes if v.stage in named] or list(document.votes)


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isdigit():
        return int(text)
    read = quantities(f"{text} things")
    return int(read[0].value) if read else None


def _tally(vote: Vote) -> str:
    return f"{vote.in_favour} in favour, {vote.against} against, {vote.abstained} abstaining ({vote.stage}, {vote.date})"


def _passage(document: Document, vote: Vote) -> str:
    return f"{document.id}#v{document.votes.index(vote) + 1}"
