"""How strongly a written sentence puts things, and what it denies, against its passages."""

from __future__ import annotations

import re

from assistant.comparing.polarity import opposites
from assistant.comparing.words import HAN, stems
from assistant.domain import Kind, State, Strength
from assistant.writing.ground import Ground

# How strongly something is put, as classes of words. A sentence may use a class only if its
# passages do, or if the brief records that strength for them.
_FORCE: tuple[tuple[str, str], ...] = (
    ("must", r"\bmust\b|\bshall\b|\boblig\w+|\brequir\w+|\bmandat\w+|\bcompulsory\b|\bbinding\b|\bbinds?\b|\blegally\b|\bha(?:s|ve|d) to\b|\bimpos\w+|\bprohibit\w*|\bforbid\w*|\bban(?:s|ned)?\b|\boutlaw\w*|\bmay not\b|\bcannot\b|\bforc(?:e|es|ed)\b|\benforc\w+|\bpenalt\w+|\bpunish\w*|\bdemand\w*|\bcommit(?:s|ted)? (?:it|them)sel\w+|\bpledg\w+|\bneeds? to\b|\bduty\b|\bduties\b|必须|须|应当|强制|义务|规定|禁止|不得|不可|要求|承诺|责令"),
    ("deal", r"\bagreement\b|\bsigned\b|\bagreed\b|\btreaty\b|\bdecided\b|\badopted\b|\bjoint statement\b|签署|协定|条约|商定|达成"),
    ("should", r"\bshould\b|\bought to\b|\bpropos\w+|\bsuggest\w*|\brecommend\w*|\burg(?:e|es|ed|ing)\b|\bcall(?:s|ed|ing)? (?:on|for|upon)\b|\bencourag\w+|\binvit\w+|\badvis\w+|\badvocat\w+|\bdeserv\w+|\bwant(?:s|ed)?\b|(?<!when )(?<!was )\bask(?:s|ed)?\b(?! on| about| in| whether| why| how)|应该|呼吁|建议|提议|倡议|鼓励|主张"),
    ("may", r"\bmay\b(?! not| \d)|\bmight\b|\bcould\b|(?<!as )\bpossible\b|\bpossibl[yi]\w*|\brisk(?:s|ed|ing)? \w+ing\b|\bperhaps\b|\bprobabl[ye]\b|\blets?\b(?! no\b)|\bchoose\b|\bpotential\w*|\bvoluntar\w+|\boptional\b|\bif they wish\b|\bconvenient\b|\ballow\w*|\bpermit\w*|\blikely\b|可能|或许|自愿|可以|允许|可(?=根据|在|由|用|以)"),
    ("will", r"\bwill\b(?! on)|\bis going to\b|\bare going to\b|将会|必会"),
    ("considers", r"\bconsider\w*\b(?! it\b)|\bexplor\w+|\bdiscuss\w*|\bunder review\b|考虑|探讨|讨论|研究是否"),
)  # fmt: skip
_MORE: tuple[tuple[str, str], ...] = (
    ("sure", r"\b(?:is|are|was|were) certain\b|\bcertainly\b|\bprov(?:e|es|ed|en|ing)\b|\bdefinite\w*|\bguarante\w+|\bwithout doubt\b|\binevitabl\w+|必然|必将|必定|势必|注定|一定会|肯定|证明"),
    ("done", r"\bfinish(?:es|ed)\b|\bcompleted\b|完成"),
    ("penal", r"\bcrim(?:e|es|inal\w*)\b|\bpunish\w*|\bpenal\w+|\bfine[sd]?\b|\bprison\w*|\bjail\w*|\billegal\w*|刑|处罚|罚款"),
)  # fmt: skip
FORCE = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in (*_FORCE, *_MORE))
_DEALT = re.compile(
    r"\bsign|\bagree|\btreat(?:y|ies)|\bdecid|\badopt|\bjoint|\bmemorandum|\bunderstandings?\b|\bconsensus\b|共识|谅解|签|协定|条约|商定|达成|备忘录",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\bagree\w* (?:on|that|to)\b|\bneed\w*\b|\baffirm\w*|需要|同意", re.IGNORECASE
)
_HOPED = re.compile(
    r"\bhop\w+|\baim\w*|\bintend\w*|\bplan\w*|\bseek\w*|\bconsider\w*|\bpropos\w+|\bcould\b|\bmay\b|\bmight\b|\bshould\b"
    r"|\bsuggest\w*|\bwants?\b|\burg\w+|\bcall(?:s|ed)? (?:on|for)\b|\bneed\w*\b|希望|力争|拟|计划|考虑|建议|呼吁|应",
    re.IGNORECASE,
)
_WOULD = re.compile(
    r"\bwill\b|\bshall\b|\bwould\b|\bmust\b|\bto be held\b|\bdue\b|\bschedul\w+|\bexpect\w*|将|定于",
    re.IGNORECASE,
)
_CAN = re.compile(r"\bcan\b|\bable to\b|\benabl\w+|\bwould\b|可|能", re.IGNORECASE)
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
        if match is None or name in licensed or pattern.search(told):
            continue
        if name == "will" and not (_HOPED.search(told) and not _WOULD.search(told)):
            continue
        if name == "should" and _WANTED.search(told):
            continue
        if name == "deal" and (_DEALT.search(ground.text) or _passed(match, ground)):
            continue
        if name != "may" or not _CAN.search(told):
            return match.group()
    return None


def _passed(match: re.Match[str], ground: Ground) -> bool:
    """Whether “adopted” is said of a resolution, which it always is."""
    resolution = any(d.kind is Kind.RESOLUTION for d in ground.documents)
    return resolution and match.group().casefold() == "adopted"


NOT = re.compile(
    r"\bno longer\b|\bnot(?! only)\b|\bnever\b|\bno\b(?! less| fewer| more|\. ?\d)|\bnone\b|\bneither\b|\bnor\b|\bwithout\b|\bcannot\b|n't\b|\bneed not\b|\brather than\b|\binstead of\b"
    r"|并未|并非|没有|未曾|尚未|从未|不是|不会|不得|不再|不可|未(?!来)|(?<!无论)(?<!即)不(?!仅|断|同|少|久|论|可或缺)|而非",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\brefus\w+|\bdeclin\w+|\breject\w*|\bden(?:y|ies|ied)\b|\boppos\w+|\bagainst\b|\bfail(?:s|ed)? to\b|\bstay\w* out\b|\b(?:kept|left|stays?) (?:off|out)\b|\bexclud\w+|\bavoid\w*|\bunlike\b|\bonly\b|\bfar from\b|\bsceptic\w*|\bimpossib\w*|\bunable\b|\bdoubt\w*|\bless\b|\bhalt\w*|\bfree from\b|仅|只|避免|防止|\boutside\b|\bexcept\b|\bbut\b|\bunless\b|\buntil\b|\bother than\b"
    r"|\babsen\w+|\black\w*|\bfree of\b|\bprohibit\w*|\bban(?:s|ned)?\b|\bbar(?:s|red)?\b|\bprevent\w*|\bhinder\w*|\bkeep\w* \w+ (?:from|out)\b|\blimit\w*|\brevok\w+|\bsupersed\w+|\breplac\w+|\bend(?:s|ed)\b|\babstain\w*|\babstention\w*|\brather than\b|\binstead\b|\bvoluntary\b|\bno longer\b|\bhard(?:ly)?\b|\bdenies\b|反对|拒绝|弃权|禁止|废除|取代|撤销|除",
    re.IGNORECASE,
)


_CLAUSES = re.compile(r"[;:,.，。；：]\s*|\b(?:but|though|while|whereas)\b|但|而")
_THINGS = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z]\w{2,}|人工智能|核武器|[\u3400-\u9fff]{2,4}(?=领域)")
_TWICE = re.compile(
    r"\bwithout\b.{3,80}\b(?:cannot|can't|no|not|nobody|never)\b|\b(?:cannot|not|no)\b.{3,80}\b(?:without|unless)\b|[不没无].{2,30}[不没无]",
    re.IGNORECASE,
)  # “without energy one cannot lead” for “leading requires energy”
_REQUIRES = re.compile(r"\brequir\w+|\bneed\w*|\bdepend\w*|\bonly if\b|需要|取决于", re.IGNORECASE)
_OPPOSES = re.compile(
    r"\boppos(?:e|es|ed)\b|\breject(?:s|ed)?\b|\brefus(?:e|es|ed)\b|\bden(?:y|ies|ied)\b|反对|拒绝|抵制",
    re.IGNORECASE,
)
_APART = re.compile(r"\boutside\b|\bnon-|\bexcept\b|\bother than\b|以外|非", re.IGNORECASE)


def strange_negation(text: str, ground: Ground) -> str | None:
    """A “not” that no passage has, one of theirs that the sentence drops, or its opposite."""
    told = ground.words_of(text)
    here, there = NOT.search(text), NOT.search(told)
    if _TWICE.search(text) and _REQUIRES.search(told):
        return None
    if here and not there and not _REFUSES.search(told):
        return here.group()
    if here and (turned := _turned(text, told)):
        return turned
    if not here and not _REFUSES.search(text) and (only := _only_denied(text, told)):
        return only
    if there and not here and not _REFUSES.search(text):
        reached = set(_reach(told, there))
        here_too = reached & set(stems(text))
        nothing = (
            there.group().casefold() in {"no", "without"} and _reach(told, there)[0] in here_too
        )
        enough = min(len(reached), max(2, len(reached) // 2))
        if reached and (nothing or len(here_too) >= enough):
            return f"without “{there.group()}”"
    if (opposing := _OPPOSES.search(text)) and not there and not _REFUSES.search(told):
        return opposing.group()
    opposite = None if _APART.search(text) else opposites(text, told)
    if opposite and opposite[1].casefold().startswith("secretar"):
        return None
    return opposite[0] if opposite and opposite[0].casefold() not in told.casefold() else None


def _only_denied(text: str, told: str) -> str | None:
    """A thing that the sentence affirms and of which the passages speak in a denial alone."""
    clauses = _CLAUSES.split(told)
    denied = {s for clause in clauses if NOT.search(clause) for s in stems(NOT.sub(" ", clause))}
    affirmed = {s for clause in clauses if not NOT.search(clause) for s in stems(clause)}
    for word in _THINGS.findall(text):
        own = stems(word)
        if own and all(s in denied and s not in affirmed for s in own):
            return str(word)
    return None


def _turned(text: str, told: str) -> str | None:
    """A word that the sentence negates and the passages affirm."""
    negations = (*NOT.finditer(told), *_REFUSES.finditer(told))
    if any(not stems(told[m.end() : m.end() + 20]) for m in negations):
        return None  # “… had been discussed, but this had not.”
    denied = {s for match in negations for s in _all_denied(told, match)}
    affirmed = set(stems(told)) - denied
    near = {s for match in NOT.finditer(told) for s in _reach(told, match)[:1]}
    for match in NOT.finditer(text):
        if match.group().casefold() in {"none", "nor", "neither"} and NOT.search(told):
            continue
        reached = _reach(text, match)
        if not near.isdisjoint(reached):
            continue  # “does not ask for a pause” of “asks for no pause”
        if reached and reached[0] in affirmed:
            return match.group() + text[match.end() :].split(",")[0][:40]
    return None


def _all_denied(told: str, negation: re.Match[str]) -> list[str]:
    """What a negation may reach at the most: “no” all members of a list, “not” its clause."""
    if negation.group().casefold() in {"no", "without", "neither"}:
        return stems(re.split(r"[;:.]", told[negation.end() :], maxsplit=1)[0])[:10]
    rest = told[negation.end() :]
    if re.search(r",[^,.;]+,? (?:or|and) [^.;]+ to be\b", rest):
        return stems(re.split(r"[;:.]", rest, maxsplit=1)[0])  # “not require a, b or c to be …”
    clause = re.split(r"[;:,.，。；：]|\b(?:and )?that\b", told[negation.end() :], maxsplit=1)[0]
    return stems(clause)[:6]


def _reach(told: str, negation: re.Match[str]) -> list[str]:
    """The content stems that a negation reaches: up to the end of its clause, four at most."""
    rest = re.split(r"[;:,.!?，。；：]|\bbut\b", told[negation.end() :], maxsplit=1)[0]
    return stems(rest)[: 2 if HAN.search(negation.group()) else 4]


_GONE = frozenset({State.REVOKED, State.SUPERSEDED, State.EXPIRED})
_PRESENT = re.compile(
    r"\bstill\b|\bcurrently\b|\bnow\b|\btoday\b|\bremains?\b|\bin force\b|\bto this day\b|仍|目前|现行|如今",
    re.IGNORECASE,
)
_STATES = (
    (State.REVOKED, re.compile(r"\brevok|\brescind|\brepeal|撤销|废止|废除", re.IGNORECASE)),
    (State.SUPERSEDED, re.compile(r"\bsupersed|\breplac|取代", re.IGNORECASE)),
    (State.EXPIRED, re.compile(r"\bexpir|\blapsed|失效", re.IGNORECASE)),
)


def strange_state(text: str, ground: Ground) -> str | None:
    """Another end of a text than the cited status tells, or a present for one that has ended."""
    told = ground.words_of(text)
    gone = any(d.status.state in _GONE for d in ground.documents)
    if gone and (present := _PRESENT.search(text)) and not _PRESENT.search(told):
        return present.group()
    if not all(p.id.endswith("#status") for p in ground.passages):
        return None
    states = {d.status.state for d in ground.documents}
    for state, pattern in _STATES:
        match = pattern.search(text)
        if match and state not in states:
            return match.group()
    return None
