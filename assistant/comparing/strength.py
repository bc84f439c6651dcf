"""How strongly something is put: “agreed to consider” is less than “agreed”."""

from __future__ import annotations

import re
from enum import IntEnum

from assistant.comparing.words import stems
from assistant.domain import Strength


class Force(IntEnum):
    """The ladder, weakest first; a plain fact stands as high as a duty or a settled deal."""

    CONSIDERS = 1
    MAY = 2
    SHOULD = 3
    FACT = 4


OF_STRENGTH = {
    Strength.CONSIDERS: Force.CONSIDERS,
    Strength.MAY: Force.MAY,
    Strength.SHOULD: Force.SHOULD,
    Strength.MUST: Force.FACT,
    Strength.DESCRIBES: Force.FACT,
}
_CONSIDERS = re.compile(
    r"\b(?:consider(?:s|ed|ing)?|explor(?:e|es|ed|ing)|discuss(?:es|ed|ing|ion|ions)?|exchang\w+ views|look(?:s|ed|ing)? (?:at|into)|"
    r"examin(?:e|es|ed|ing)|weigh(?:s|ed|ing)?|stud(?:y|ies|ied|ying)|review(?:s|ed|ing)? whether|float(?:s|ed)?|mull(?:s|ed)?|talks? (?:about|on|over)|negotiat\w+)\b"
    r"|考虑|探讨|讨论|研究(?!所|院|者|人员)|商讨|酝酿|就\S{0,12}交换意见",
    re.IGNORECASE,
)
_SHOULD = re.compile(
    r"\b(?:should|ought to|propos(?:e|es|ed|ing|al|als)|suggest(?:s|ed|ing)?|recommend\w*|urg(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:on|for|upon)|advocat\w+|"
    r"encourag\w+|invit(?:e|es|ed|ing)|appeal(?:s|ed)?|plead(?:s|ed)?|press(?:es|ed|ing)? for|push(?:es|ed|ing)? for|wants?|wanted|wish(?:es|ed)?|seeks?|sought|aims?|aimed|intend(?:s|ed)?|intention|plans? to|planned|hopes?|hoped|"
    r"favou?rs?|offer(?:s|ed)?|draft(?:s|ed)?|asks?|asked|demand(?:s|ed)?|needs?|proposed)\b"
    r"|应(?!当?对|急|用|邀)|应该|呼吁|建议|提议|倡议|鼓励|敦促|主张|希望|计划|拟|愿",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\b(?:may(?! (?:19|20)\d\d)|might|could|can|possib\w+|potential\w*|likely|perhaps|risks?|would|expect\w*|appear(?:s|ed)?|seem(?:s|ed)?|believ\w+|thinks?|thought|estimat\w+|"
    r"doubt\w*|uncertain\w*|claims?|fear(?:s|ed)?|predict\w*|foresee\w*|optional\w*|option|allow\w*|permit\w*|lets?)\b"
    r"|可能|或许|也许|或将|有望|预计|可以|可(?=以|在|由|用)|估计|认为",
    re.IGNORECASE,
)
_SETTLED = re.compile(
    r"\b(?:agree(?:s|d)?(?! to (?:consider|explore|discuss|study|look|examine|continue|talk|hold))|commit(?:s|ted)?|committed|pledg(?:e|es|ed)|decid(?:e|es|ed)|undert(?:ake|akes|ook)|will|must|shall|oblig\w+|requir\w+|mandat\w+|bans?|banned|"
    r"prohibit\w*|forbids?|forbade|establish(?:es|ed)?|set(?:s)? up|create[sd]?|launch(?:es|ed)?|found(?:s|ed)|adopt(?:s|ed)?|sign(?:s|ed)?|concluded?|impos(?:e|es|ed)|guarantee[sd]?|has to|have to|had to|prove[sdn]*)\b"
    r"|必须|须|决定|同意|承诺|达成|将(?!近|来|军)|要求|禁止|设立|建立|成立|签署|规定",
    re.IGNORECASE,
)


_DEMANDS = re.compile(
    r"\b(?:insist|argu|sa(?:y|id|ys)\b|stat|stress|maintain|declar|believ|h[oe]ld|plead|told|tell|think|thought|view|mean)\w*\b[^.;]{0,80}\b(?:must|shall|ha[sd] to|have to|needs? to)\b"
    r"|(?:主张|认为|表示|强调|称|说)[^。；]{0,40}(?:必须|须|要)",
    re.IGNORECASE,
)


def force_of(text: str) -> tuple[Force, str]:
    """How strongly a text puts its content, and by which word; FACT and "" without such words."""
    for pattern, force in (
        (_CONSIDERS, Force.CONSIDERS),
        (_SHOULD, Force.SHOULD),
        (_MAY, Force.MAY),
    ):
        if match := pattern.search(text):
            return force, match.group()
    settled = _SETTLED.search(text)
    return Force.FACT, settled.group() if settled else ""


def overstated(
    claim: str, evidence: str, strength: Strength | None = None
) -> tuple[str, str] | None:
    """(the claim's word, the evidence's) where the claim puts it more strongly; else None.

    Only words of the evidence near what it shares with the claim count.
    """
    said, word = force_of(claim)
    if said is Force.FACT and not word:
        return _as_fact(claim, evidence)
    if said is not Force.FACT:
        return None
    told, by = _nearby(claim, evidence)
    if told is Force.SHOULD and _DEMANDS.search(claim):
        return None  # who insists that something must be, calls for it
    if told is Force.FACT:
        return None
    typed = OF_STRENGTH.get(strength) if strength else None
    if typed is Force.FACT and told is not Force.CONSIDERS and told is not Force.SHOULD:
        return None
    if _stands(word, evidence, by):
        return None
    return word, by


_ALLEGES = re.compile(
    r"\baccus(?:e|es|ed|ing)\b|\balleg(?:e|es|ed|ing|edly)\b|\bis said to\b|\bclaims? to\b|\bsuspect(?:s|ed)?\b|指责|指控|据称",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:will (?:be|lead|host|hold|start|set|begin|sign|build|establish|create|work)|(?:is|are|was|were) to\b(?! be taken)|propos(?:e|es|ed|al|als)\b|recommend(?:s|ed)?\b|suggest(?:s|ed)\b|effort to|plans? to|intends? to)|拟|提议|建议|计划",
    re.IGNORECASE,
)
_WHO_SAYS = re.compile(
    r"\b(?:sa(?:ys|id)|told|tell|called|calls|held|holds|argu\w+|warn\w*|announc\w+|according to|charged|charges|accus\w+|report\w*|writes?|wrote|thought|thinks|believ\w+|stat(?:es|ed)|cautions?|as .{3,40} has it)\b|表示|称|说|认为|指出|据|指责",
    re.IGNORECASE,
)


def _as_fact(claim: str, evidence: str) -> tuple[str, str] | None:
    """What a claim tells as done, and the evidence as an accusation or as still to come."""
    if _WHO_SAYS.search(claim) or _TO_COME.search(claim) or _SHOULD.search(claim):
        return None
    shared = set(stems(claim))
    for pattern in (_ALLEGES, _TO_COME):
        for match in pattern.finditer(evidence):
            reached = set(stems(evidence[match.end() :])[:10])
            if len(shared & reached) >= 3 and not pattern.search(claim):
                return claim.strip(), match.group()
    return None


def _nearby(claim: str, evidence: str) -> tuple[Force, str]:
    """The weakest force in the evidence whose words reach what the claim says too."""
    shared = set(stems(claim))
    for pattern, force in (
        (_CONSIDERS, Force.CONSIDERS),
        (_SHOULD, Force.SHOULD),
        (_MAY, Force.MAY),
    ):
        for match in pattern.finditer(evidence):
            reached = stems(evidence[match.end() :])
            if len(shared & set(reached[:6])) >= 2 or len(shared & set(reached[:12])) >= 3:
                return force, match.group()
    return Force.FACT, ""


def _stands(word: str, evidence: str, by: str) -> bool:
    """Whether the evidence itself settles it: has the strong word, and not under its weak one."""
    known = set(stems(word)) or {word.casefold()}
    weak = evidence.find(by)
    settled = [m.group() for m in _SETTLED.finditer(evidence) if m.start() < weak]
    found = (set(stems(words)) or {words.casefold()} for words in settled)
    return any(known & words for words in found)
