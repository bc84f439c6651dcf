"""What parties do with texts: sign, endorse, vote … and what the record says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.domain import JOINED, STAYED_OUT, Document, How, Participation

VOTES = frozenset({How.VOTED_FOR, How.VOTED_AGAINST, How.ABSTAINED, How.DID_NOT_VOTE})
_NEGATIVE = re.compile(
    r"\b(?:not|never|no|neither|refus\w+|declin\w+|reject\w*|withheld|absent|without|stay\w* (?:out|away)|kept? (?:out|away)|opted out|shunned|outside|snubbed|failed to|did ?n[o']t)\b|n't\b|没有|未曾|并未|未|拒绝|不是|并非|不(?=签|加入|支持)",
    re.IGNORECASE,
)
_VERBS: tuple[tuple[str, str], ...] = (
    ("abstain", r"\babstain(?:s|ed|ing)?\b|\babstentions?\b|弃权"),
    ("against", r"\bvot(?:e|es|ed|ing) (?:no\b|against)|\bagainst\b(?=.*\bresolution)|\b(?:cast|casting) (?:a )?(?:no|negative)|投了?反对票|投票反对|\boppos(?:e|es|ed) the (?:resolution|text|appointments?)"),
    ("favour", r"\bvot(?:e|es|ed|ing) (?:for|in favou?r|yes)|投了?赞成票|投票赞成"),
    ("ratify", r"\bratif(?:y|ies|ied|ication|ying)\b|批准"),
    ("co-sponsor", r"\bco-?sponsor(?:s|ed|ing|ship)?\b|共同提案|联署提案"),
    ("lead", r"\b(?:lead|main|original|principal) sponsor\b|\bled (?:the )?(?:drafting|work|resolution|negotiat)|\btabled\b|\bintroduced (?:the|a) (?:draft|resolution|text)|(?<!co-)\bsponsor(?:ed|s)\b|主提|牵头提出"),
    ("sign", r"\bsign(?:s|ed|ing)?\b(?! an? (?:order|executive|law|bill))|\bsignator(?:y|ies)\b|\bput (?:its|their|his|her) (?:name|signature)s? to\b|签署|签字|签了"),
    ("endorse", r"\bendors(?:e|es|ed|ing|er|ers|ement)\b|联署|背书|认可"),
    ("member", r"\bmembers?(?:hip)?\b|\bbelongs? to\b|\bpart of the (?:network|organi[sz]ation|body)|\bsits? on\b|成员"),
    ("found", r"\b(?:co-?)?found(?:ed|s|er|ers|ing)\b|\bhelp(?:ed|s)? (?:to )?found\b|\bfounding (?:member|party|state)s?\b|创始|发起国"),
    ("attend", r"\battend(?:s|ed|ing|ees?)?\b|\btook part\b|\btakes? part\b|\bparticipat(?:e|es|ed|ing|ion)\b|\bwas present\b|\bsent (?:a )?(?:delegation|representative)|出席|参加|参会|与会"),
    ("host", r"\bhost(?:s|ed|ing)?\b|\borgani[sz](?:ed|es|ers?)\b|\bconven(?:ed|es|ers?)\b|主办|举办|东道"),
    ("nominate", r"\bnominat(?:e|es|ed|ing)\b|提名"),
    ("join", r"\bjoin(?:s|ed|ing)?\b|\b(?:a |state )?part(?:y|ies) to\b|\bacced(?:e|es|ed)\b|\bsubscrib(?:e|es|ed)\b|\bsupport(?:s|ed)? the (?:declaration|statement|text|resolution)|\bback(?:s|ed)\b|\badopt(?:s|ed)\b|\bagreed to the\b|\b(?:stay\w*|stood|kept|keeps?) (?:out|away)\b|\bst(?:ood|ands?) behind\b|\b(?:came|come) on board\b|加入|参与|支持|通过"),
)  # fmt: skip
VERBS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _VERBS)
BEARS_OUT = {
    "abstain": frozenset({How.ABSTAINED}),
    "against": frozenset({How.VOTED_AGAINST}),
    "favour": frozenset({How.VOTED_FOR}),
    "ratify": frozenset({How.RATIFIED}),
    "co-sponsor": frozenset({How.CO_SPONSORED, How.LEAD_SPONSOR}),
    "lead": frozenset({How.LEAD_SPONSOR}),
    "sign": frozenset({How.SIGNED, How.RATIFIED}),
    "endorse": frozenset({How.ENDORSED, How.SIGNED, How.CO_SPONSORED, How.LEAD_SPONSOR}),
    "member": frozenset({How.MEMBER, How.SIGNED, How.RATIFIED}),
    "found": frozenset({How.MEMBER, How.SIGNED}),
    "attend": frozenset(
        {How.ATTENDED, How.ATTENDED_NOT_SIGNED, How.SIGNED, How.ENDORSED, How.HOST}
    ),
    "host": frozenset({How.HOST}),
    "nominate": frozenset({How.NOMINATED_EXPERTS}),
    "join": JOINED,
}
_DENIES = {
    "abstain": VOTES,
    "against": VOTES,
    "favour": VOTES,
    "ratify": frozenset({How.SIGNED, How.NOT_SIGNED, How.NOT_A_PARTY, How.ATTENDED_NOT_SIGNED}),
    "lead": frozenset({How.CO_SPONSORED, How.VOTED_AGAINST, How.ABSTAINED}),
    "co-sponsor": STAYED_OUT,
    "attend": frozenset({How.NOT_A_PARTY}),
    "host": frozenset(),
    "nominate": frozenset(),
}


def verb_in(text: str) -> str | None:
    """Which deed a text speaks of, None if of none."""
    return next((name for name, pattern in VERBS if pattern.search(text)), None)


_NOT_BY = re.compile(
    r",? (?:but|and|though) (?:not|neither) (?:by|for|with)\b|, not (?:by|for|with)\b"
)


_CLAUSE = re.compile(
    r"[;；，。]|,(?! (?:not|neither|nor)\b)|\b(?:but|while|whereas|although|though|because)\b|(?:但是|但|而|却|并且)"
)
_NO_VOTE = re.compile(
    r"\bwithout (?:a |any )?(?:recorded )?vote\b|未经表决|不经表决", re.IGNORECASE
)


def clause_of(text: str, deed: str) -> str:
    """The part of a sentence that tells of a deed, without what is said beside it."""
    match = dict(VERBS)[deed].search(text)
    if match is None:
        return text
    starts = [m.start() for m in _CLAUSE.finditer(text, 0, match.start())]
    ended = _CLAUSE.search(text, match.end())
    return text[starts[-1] if starts else 0 : ended.start() if ended else len(text)]


def denied_from(text: str, deed: str) -> tuple[bool, int | None]:
    """Whether a text denies a deed in its own clause, and from where on the opposite holds.

    “signed by China, but not by Washington” affirms it up to “but not by”, and denies it behind.
    """
    apart = _NOT_BY.search(text)
    told = text[: apart.start()] if apart else clause_of(text, deed)
    return denies_deed(told), apart.end() if apart else None


def denies_deed(text: str) -> bool:
    """Whether a text says that the deed was not done."""
    return bool(_NEGATIVE.search(_NO_VOTE.sub(" ", text)))


def stands(
    entries: Sequence[Participation], verb: str, *, negative: bool
) -> tuple[bool | None, tuple[Participation, ...]]:
    """Whether the record bears out a deed (or, if `negative`, that it was not done).

    True with the entries that bear it out, False with those that tell otherwise, None where
    the record is silent.
    """
    done = tuple(e for e in entries if e.how in BEARS_OUT[verb])
    others = _DENIES.get(verb, STAYED_OUT)
    undone = tuple(e for e in entries if e.how in others and e not in done)
    if done and undone:
        later = {e.how for e in undone} <= {How.OBJECTED_LATER}
        undone = () if later or verb in {"sign", "join", "endorse", "attend"} else undone
    if negative:
        done, undone = undone, done
    if done and not undone:
        return True, done
    return (False, undone) if undone and not done else (None, ())


def sentence_of(document: Document, entries: Sequence[Participation]) -> str:
    """The record's words for the deeds: “attended, did not sign”."""
    return " and ".join(dict.fromkeys(str(e.how) for e in entries)) or str(document.status)
