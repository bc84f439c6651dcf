"""Whether a claim affirms what its evidence denies, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.comparing.words import HAN, stems

_NEGATOR = re.compile(
    r"\b(?:not(?! only\b| least\b| yet another)|never|no(?! less than| fewer than| more than|\. ?\d)|none|neither|nor|without|cannot|nobody|nothing)\b|n't\b"
    r"|\b(?:refus|declin)(?:e|es|ed|ing)\b|\b(?:failed|fails) to\b|\b(?:lack(?:s|ed|ing)?(?: of)?|absent|absence|stay(?:s|ed)? (?:out|away)|k(?:eeps?|ept) (?:out|off|away)|opted out|rul(?:ed|es) out|far from|rather than|instead of|leav(?:es|ing) (?:\w+ ){0,5}?(?:aside|out)|left out|too little|refrain(?:s|ed)?|omit(?:s|ted)?|exclud(?:es|ed|ing)|limits itself|except|drop(?:s|ped)|abandon(?:s|ed)|gave up|withheld)\b"
    r"|(?:并未|并非|没有|未曾|未能|尚未|从未|不是|不会|不得|不再|拒绝|无须|无需|缺乏|未|不|无)(?!仅|断|同|少|久|论)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;:,.!?，。；：！？—]|\b(?:but|while|whereas|although|though|yet|which|who)\b|但|而"
)
_SAME = 0.4  # share of its stems by which a clause speaks of the same
_SCOPE = 5  # content stems that a negator reaches
_AXES: tuple[tuple[str, str], ...] = (
    (
        r"(?<!non-)(?<!not )(?<!non)(?:legally )?binding|(?<!not )mandatory|(?<!not )compulsory|(?<!not )obligatory|(?<!not )oblig(?:ed|es)|compels?|enforceable|有约束力|具有约束力|强制|必须遵守",
        r"non-?binding|voluntar(?:y|ily)|optional|not (?:legally )?binding|not (?:required|mandatory|compulsory|obligatory|obliged)|without (?:legal|binding) force|no (?:legal|binding) force|unenforceable|\brecommended standard|自愿|参考文件|无约束力|不具约束力|没有约束力|不具有(?:法律)?约束力",
    ),
    (
        r"\bban(?:s|ned|ning)?\b|prohibit\w*|forbid\w*|forbade|outlaw\w*|\brestrict\w*|\blimit(?:s|ed|ing|ations?)?\b|\bcurb\w*|\bbarr?(?:s|ed)\b|\bcap(?:s|ped)\b|禁止|限制",
        r"\ballow\w*|\bpermit(?:s|ted|ting)?\b|\blets?\b|legali[sz]\w*|\bleft? [^,;.]{0,40}\bfree\b|\bunrestricted\b|允许|准许",
    ),
    (
        r"\bsupport(?:s|ed|ing)?\b|\bback(?:s|ed|ing)\b|\bwelcom\w+|\bfavou?r(?:s|ed|ing)\b|\bendors\w+|\bpraise\w*|支持|欢迎|赞同",
        r"\boppos\w+|\bobject(?:s|ed|ing|ions?)\b|\breject\w*|\bcriticis\w+|\bcriticiz\w+|\bcondemn\w*|反对|抵制|批评",
    ),
    (
        r"\bincreas\w+|\brais(?:e|es|ed|ing)\b|\brise[ns]?\b|\bgrow\w*|\bgrew\b|\bstrengthen\w*|\btighten\w*|\bexpand\w*|\bmore\b(?! than \d)|增加|加强|扩大|收紧",
        r"\bdecreas\w+|\breduc\w+|\bfall(?:s|en|ing)?\b|\bfell\b|\bshr[aiu]nk\w*|\bweaken\w*|\bloosen\w*|\brelax\w*|\bless\b(?! than \d)|\bfewer\b(?! than \d)|减少|削弱|缩小|放松",
    ),
    (r"\bsucce(?:ed|ss)\w*|成功", r"\bfail(?:s|ed|ing|ure|ures)?\b|失败"),
    (
        r"\bpublish\w*|\bpublic(?:ly)?\b|公开|公布",
        r"\bsecret\w*|\bconfidential\w*|\bbehind closed doors\b|\bprivate(?:ly)?\b|秘密|保密|非公开",
    ),
    (
        r"\binclud\w+|\bcover(?:s|ed|ing)\b|包括|涵盖",
        r"\bexclud\w+|\bexempt\w*|\bleav(?:e|es|ing) out\b|\bleft out\b|不包括|排除",
    ),
    (
        r"\bunanim\w+|\bby consensus\b|\bwithout a vote\b|协商一致|一致通过",
        r"\bby vote\b|\brecorded vote\b|\bvoted against\b|记录表决",
    ),
    (
        r"\bcivilian\b|\bnon-military\b|\bcivil use\b|民用|非军事",
        r"(?<!non-)\bmilitary\b|(?<!非)军事",
    ),
    (
        r"\bahead of\b|\blead(?:s|ing)? over\b|\boutperform\w*|领先",
        r"\bbehind\b(?! closed)|\blag\w*|\btrail(?:s|ed|ing)?\b|落后",
    ),
    (
        r"\bopen(?:-weight| weight|-source| source)?s? (?:models?|weights?)\b",
        r"\bclosed(?:-weight| weight|-source| source)?s? (?:models?|weights?)\b|\bproprietary models?\b",
    ),
    (r"\bbilateral\w*|双边", r"\bmultilateral\w*|多边"),
    (
        r"\bannual\w*|\byearly\b|\bevery year\b|每年|年度",
        r"\bevery (?:two|three|five) years\b|\bone-off\b|\bmonthly\b|\bquarterly\b|每两年|一次性",
    ),
    (r"\bindependent(?:ly)?\b|独立", r"\bgovernment-(?:run|led)\b|\bstate-run\b"),
    (r"\boptimis\w+|乐观", r"\bpessimis\w+|悲观"),
)
_PATTERNS = tuple((re.compile(a, re.IGNORECASE), re.compile(b, re.IGNORECASE)) for a, b in _AXES)


_OPPOSES = re.compile(
    r"\boppos\w+|\bobject(?:s|ed|ing)\b|\breject\w*|\bprohibit\w*|\bforbid\w*|\bbann?(?:ed|s)?\b|反对|抵制|拒绝|禁止",
    re.IGNORECASE,
)


def denial(claim: str, evidence: str) -> tuple[str, str] | None:
    """(what the claim says, what the evidence says) where one denies the other; else None.

    Where both deny something, rules cannot tell whether it is the same thing.
    """
    if negated(claim) and negated(evidence):
        return _opposites(claim, evidence)
    return _negation(claim, evidence) or _opposites(claim, evidence) or _unsaid(claim, evidence)


def opposites(claim: str, evidence: str) -> tuple[str, str] | None:
    """(what the claim says, what the evidence says) where they stand at two ends of an axis."""
    return _opposites(claim, evidence)


def negated(text: str) -> bool:
    """Whether anything in a text is negated."""
    return bool(_NEGATOR.search(text))


def _scopes(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each negator with the stems that it reaches, the nearest first."""
    for match in _NEGATOR.finditer(text):
        rest = _CLAUSE.split(text[match.end() :], maxsplit=1)[0]
        reached = stems(rest)[: _SCOPE if not HAN.search(match.group()) else 2]
        yield (match.group() + rest).strip(), reached


def _negation(claim: str, evidence: str) -> tuple[str, str] | None:
    for text, other, claimed in ((claim, evidence, True), (evidence, claim, False)):
        there = set(stems(other))
        denied = [clause for _, clause in _negated_clauses(other)]
        for (words, reached), (_, clause) in zip(
            _scopes(text), _negated_clauses(text), strict=True
        ):
            near = reached if HAN.search(words) else reached[:1]
            if not set(near) & there or len(set(reached) & there) * 3 < len(reached):
                continue
            if any(clause & other_clause for other_clause in denied) or _opposed(other):
                continue
            if len(clause & there) < _SAME * min(len(clause), len(there)):
                continue
            told = _clause_with(other, next(stem for stem in near if stem in there))
            if told is not None:
                return (words, told) if claimed else (told, words)
    return None


def _unsaid(claim: str, evidence: str) -> tuple[str, str] | None:
    """What a claim affirms, where the one clause that speaks of it is a denial."""
    if _NEGATOR.search(claim) or _opposed(claim):
        return None
    said = set(stems(claim))
    clauses = [(clause, set(stems(clause))) for clause in _CLAUSE.split(evidence) if clause]
    clause, words = max(clauses, key=lambda row: len(row[1] & said), default=("", set()))
    shared = len(words & said)
    if shared >= 3 and shared >= 0.5 * len(said) and (match := _NEGATOR.search(clause)):
        after = set(stems(clause[match.end() :])[:4])
        if after & said:
            return claim.strip(), clause.strip()
    return None


def _negated_clauses(text: str) -> Iterator[tuple[str, set[str]]]:
    """The clause around each negator, with its stems."""
    for match in _NEGATOR.finditer(text):
        before = _CLAUSE.split(text[: match.start()])[-1] or ""
        after = _CLAUSE.split(text[match.end() :], maxsplit=1)[0]
        yield match.group(), set(stems(before + " " + after))


def _opposed(text: str) -> bool:
    """Whether a text denies by its verb: “opposes” says “does not support”."""
    return bool(_OPPOSES.search(text) or _PATTERNS[0][1].search(text))


def _clause_with(text: str, wanted: str) -> str | None:
    for clause in _CLAUSE.split(text):
        if wanted in stems(clause):
            return clause.strip()
    return None


def _opposites(claim: str, evidence: str) -> tuple[str, str] | None:
    for plus, minus in _PATTERNS:
        said, told = _poles(claim, plus, minus), _poles(evidence, plus, minus)
        for pole in said:
            most = max((pole.shared(t) for t in told), default=0)
            facing = [t for t in told if most and pole.shared(t) == most]
            if facing and all(t.side != pole.side for t in facing):
                return pole.words, facing[0].words
    return None


@dataclass(frozen=True, slots=True)
class _Pole:
    """A word on one side of an axis, with the stems behind it and before it in its clause."""

    side: bool
    words: str
    behind: frozenset[str]
    before: frozenset[str]

    def shared(self, other: _Pole) -> int:
        """How much two are said of the same; what stands behind the word tells most."""
        if not other.behind and not other.before:
            return 1  # “…, not required”: of what stands before
        around = (self.behind | self.before) & (other.behind | other.before)
        return 2 * len(self.behind & other.behind) + len(around)


def _poles(text: str, plus: re.Pattern[str], minus: re.Pattern[str]) -> list[_Pole]:
    """The words of an axis in a text; a negator before one turns its side."""
    found = []
    taken: list[tuple[int, int]] = []
    for pattern, side in ((minus, False), (plus, True)):
        for match in pattern.finditer(text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            before = _CLAUSE.split(text[max(0, match.start() - 30) : match.start()])[-1] or ""
            near = " ".join(before.split()[-2:]) if not HAN.search(before) else before[-4:]
            turned = bool(_NEGATOR.search(near)) and not match.group().casefold().startswith("no")
            rest = _CLAUSE.split(text[match.end() :], maxsplit=1)[0]
            earlier = _CLAUSE.split(text[: match.start()])[-1] or ""
            words = f"{near} {match.group()}".strip() if turned else match.group()
            behind, ahead = frozenset(stems(rest)[:4]), frozenset(stems(earlier)[-4:])
            found.append(_Pole(side != turned, words, behind, ahead))
    return found
