"""How strongly a written sentence puts things, and what it denies, against its passages."""

from __future__ import annotations

import re

from assistant.comparing.polarity import denial
from assistant.comparing.words import HAN, stems
from assistant.domain import Strength
from assistant.writing.ground import Ground

# How strongly something is put, as classes of words. A sentence may use a class only if its
# passages do, or if the brief records that strength for them.
_FORCE: tuple[tuple[str, str], ...] = (
    ("must", r"\bmust\b|\bshall\b|\boblig\w+|\brequir\w+|\bmandat\w+|\bcompulsory\b|\bbinding\b|\bbinds?\b|\blegally\b|\bha(?:s|ve|d) to\b|\bimpos\w+|\bprohibit\w*|\bforbid\w*|\bban(?:s|ned)?\b|\boutlaw\w*|\bmay not\b|\bcannot\b|\bforc(?:e|es|ed)\b|\benforc\w+|\bpenalt\w+|\bpunish\w*|\bdemand\w*|\bcommit(?:s|ted)? (?:it|them)sel\w+|\bpledg\w+|\bneeds? to\b|\bduty\b|\bduties\b|必须|须|应当|强制|义务|规定|禁止|不得|不可|要求|承诺|责令"),
    ("deal", r"\bagreement\b|\bsigned\b|\bagreed\b|\btreaty\b|\bdecided\b|\badopted\b|\bjoint statement\b|签署|协定|条约|商定|达成"),
    ("should", r"\bshould\b|\bought to\b|\bpropos\w+|\bsuggest\w*|\brecommend\w*|\burg(?:e|es|ed|ing)\b|\bcall(?:s|ed|ing)? (?:on|for|upon)\b|\bencourag\w+|\binvit\w+|\badvis\w+|\badvocat\w+|\bwant(?:s|ed)?\b|\bask(?:s|ed)?\b(?! on| about| in| whether)|应该|呼吁|建议|提议|倡议|鼓励|主张"),
    ("may", r"\bmay\b(?! not| \d)|\bmight\b|\bcould\b|(?<!as )\bpossibl\w+|\brisk(?:s|ed|ing)? \w+ing\b|\bperhaps\b|\bpotential\w*|\bvoluntar\w+|\boptional\b|\bif they wish\b|\bconvenient\b|\ballow\w*|\bpermit\w*|\blikely\b|可能|或许|自愿|可以|允许|可(?=根据|在|由|用|以)"),
    ("considers", r"\bconsider\w*|\bexplor\w+|\bdiscuss\w*|\bexamin\w+|\bunder review\b|考虑|探讨|讨论|研究是否"),
)  # fmt: skip
FORCE = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _FORCE)
_LICENSED = {
    Strength.MUST: {"must", "deal"},
    Strength.SHOULD: {"should"},
    Strength.MAY: {"may"},
    Strength.CONSIDERS: {"considers"},
    Strength.DESCRIBES: set[str](),
}


def strange_force(text: str, ground: Ground) -> str | None:
    """Words that put something more or less strongly than the ground does."""
    licensed = {c for p in ground.passages if p.strength for c in _LICENSED[p.strength]}
    told = ground.words_of(text)
    for name, pattern in FORCE:
        match = pattern.search(text)
        there = ground.text if name == "deal" else told
        if match and name not in licensed and not pattern.search(there):
            return match.group()
    return None


_NOT = re.compile(
    r"\bnot(?! only)\b|\bnever\b|\bno\b(?! less| fewer| more|\. ?\d)|\bnone\b|\bneither\b|\bnor\b|\bwithout\b|\bcannot\b|n't\b|\bneed not\b"
    r"|并未|并非|没有|未曾|尚未|从未|不是|不会|不得|不再|不可|未(?!来)|(?<!无论)(?<!即)不(?!仅|断|同|少|久|论|可或缺)|而非",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\brefus\w+|\bdeclin\w+|\breject\w*|\bden(?:y|ies|ied)\b|\boppos\w+|\bagainst\b|\bfail(?:s|ed)? to\b|\bstay\w* out\b|\boutside\b|\bexcept\b|\bbut\b|\bunless\b|\buntil\b|\bother than\b"
    r"|\babsen\w+|\black\w*|\bfree of\b|\bprohibit\w*|\bban(?:s|ned)?\b|\bbar(?:s|red)?\b|\bprevent\w*|\bhinder\w*|\bkeep\w* \w+ (?:from|out)\b|\blimit\w*|\brevok\w+|\bsupersed\w+|\breplac\w+|\bend(?:s|ed)\b|\babstain\w*|\babstention\w*|\brather than\b|\binstead\b|\bvoluntary\b|\bno longer\b|\bhard(?:ly)?\b|\bdenies\b|反对|拒绝|弃权|禁止|废除|取代|撤销|除",
    re.IGNORECASE,
)


def strange_negation(text: str, ground: Ground) -> str | None:
    """A “not” that no passage has, one of theirs that the sentence drops, or its opposite."""
    told = ground.words_of(text)
    here, there = _NOT.search(text), _NOT.search(told)
    if here and not there and not _REFUSES.search(told):
        return here.group()
    if here and (turned := _turned(text, told)):
        return turned
    if there and not here and not _REFUSES.search(text):
        reached = set(_reach(told, there))
        if reached and len(reached & set(stems(text))) >= max(2, len(reached) // 2):
            return f"without “{there.group()}”"
    if not here and not there and (opposite := denial(text, told)):
        return opposite[0]
    return None


def _turned(text: str, told: str) -> str | None:
    """A word that the sentence negates and the passages affirm."""
    denied = {s for match in _NOT.finditer(told) for s in _reach(told, match)}
    affirmed = set(stems(told)) - denied
    for match in _NOT.finditer(text):
        reached = _reach(text, match)
        if reached and reached[0] in affirmed:
            return match.group() + text[match.end() :].split(",")[0][:40]
    return None


def _reach(told: str, negation: re.Match[str]) -> list[str]:
    """The content stems that a negation reaches: up to the end of its clause, four at most."""
    rest = re.split(r"[;:,.!?，。；：]|\bbut\b", told[negation.end() :], maxsplit=1)[0]
    return stems(rest)[: 2 if HAN.search(negation.group()) else 4]
