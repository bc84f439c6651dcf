"""The verbs by which a question asks how a party stands to a text, in both languages."""

from __future__ import annotations

import re

_CJK = re.compile(r"[\u3400-\u9fff]")
JOINING = frozenset({"sign", "endorse", "join", "member", "ratify", "sponsor", "refuse", "host"})
_VERBS = {
    "sign": r"put(?:s|ting)? (?:its|their|his|her) (?:name|names|signature|signatures) to|put pen to paper|names? (?:is |are |stands? )?(?:under|on|below)|(?:carr(?:y|ies)|bears?) \S+ names?|sign(?:s|ed|ing)?|signature|signatures|signatory|signatories|签署|签字|签了|签订",
    "endorse": r"endors(?:e|es|ed|ing|er|ers|ement)|back(?:s|ed|ing|er|ers)?|支持|背书|联署",
    "join": r"tie[ds]? (?:itself|themselves) to|commit(?:s|ted)? (?:itself|themselves) to|(?:come|came|get|got|is|are|was|were) (?:on board|aboard)|come in|came in|c[oa]me along|(?:go|goes|went|gone) along|line[ds]? up|(?:lend|lends|lent|put|puts) (?:its|their|his|her) (?:weight|support|voice|name)|side[ds]? with|throw\w* in|rall(?:y|ied)|take the pledge|took the pledge|stand(?:s|ing)? behind|stood behind|(?:had|has|have|with) both|subscribe[ds]?(?: to)?|join(?:s|ed|ing)?|(?:a )?part(?:y|ies) to|accede[ds]?|enter(?:s|ed)?|加入|参加了|参与",
    "member": r"members?(?:hip)?|belongs? to|belong|成员",
    "attend": r"attend(?:s|ed|ing|ees)?|took part|take part|present at|participat\w+|出席|与会",
    "sponsor": r"(?:co-?)?sponsor(?:s|ed|ing)?|tabled|led|提案|共同提案|牵头|主提",
    "ratify": r"ratif(?:y|ies|ied|ication)|批准",
    "vote": r"vot(?:e|es|ed|ing)|abstain(?:s|ed|ing)?|abstentions?|投票|投了|表决|弃权|赞成票|反对票|赞成|反对",
    "adopt": r"adopt(?:s|ed|ing)?|agree(?:s|d)? to|accept(?:s|ed)?|通过了",
    "refuse": r"(?:keep|keeps|kept|keeping|stay|stays|stayed|staying) (?:out|away|clear)|opt(?:s|ed|ing)? out|shun(?:s|ned)?|snub(?:s|bed)?|refus(?:e|es|ed)|declin(?:e|es|ed)|reject(?:s|ed)?|oppos(?:e|es|ed)|拒绝|没有签|未签",
    "host": r"host(?:s|ed|ing)?|organis(?:e|es|ed|er|ers)|organiz(?:e|es|ed|er|ers)|conven(?:e|es|ed|er|ers)|主办|举办|召集",
    "nominate": r"nominat(?:e|es|ed)|提名",
}


def _either(pattern: str) -> str:
    """Latin words bounded, Chinese ones anywhere."""
    words = re.split(r"\|(?![^(]*\))", pattern)
    return "|".join(word if _CJK.search(word) else rf"\b(?:{word})\b" for word in words)


VERB = re.compile(
    "|".join(f"(?P<{name}>{_either(pattern)})" for name, pattern in _VERBS.items()), re.IGNORECASE
)
