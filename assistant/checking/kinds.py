"""Which sentences of a draft can be checked, and why others cannot."""

from __future__ import annotations

import re

from assistant.naming import Mentions, Sort

MAX_WORDS = 150  # a longer sentence is no single claim; its first clauses are not guessed at
_QUESTION = re.compile(r"[?？][\"'”’)]*$|吗[。]?$")
_COURTESY = re.compile(
    r"^\W*(?:dear\b|ladies and gentlemen|excellenc(?:y|ies)|thank(?:s| you)|good (?:morning|afternoon|evening)|welcome\b|distinguished|colleagues|friends|"
    r"it is (?:a|an|my|our) (?:great )?(?:pleasure|honou?r|privilege)|(?:i|we) (?:am|are) (?:delighted|honou?red|pleased|grateful|glad|happy)|(?:i|we) (?:wish|thank|congratulate|welcome|greet)\b|allow me|let me\b|yours|sincerely|best (?:wishes|regards))"
    r"|(?:尊敬的|女士们|先生们|各位|大家好|谢谢|感谢|很高兴|很荣幸|祝|欢迎)",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\b(?:i|we) (?:\w+ )?(?:believe|think|feel|hope|trust|wish|fear|propose|suggest|recommend|urge|call (?:on|for)|ask|invite|stand ready|look forward|want|would like|will (?:continue|work)|are (?:convinced|confident|committed|determined|ready)|am (?:convinced|confident|sure))\b"
    r"|\b(?:in (?:my|our) (?:view|opinion)|to my mind|it is (?:time|important|essential|vital|crucial|right|high time)|(?:we|you|all of us|everyone|the world|humanity|nations) (?:must|should|need to|ought to|have to|cannot afford|can(?:not)? )|let us|let's|our (?:shared )?(?:hope|task|duty|goal|future)|clearly,|sadly|fortunately|unfortunately|happily)\b"
    r"|我(?:们)?(?:\S{0,3})(?:认为|相信|希望|期待|愿|应|要|必须|呼吁|建议|主张|感到|坚信)|应当?携手|让我们|共同努力",
    re.IGNORECASE,
)
_PRAISE = re.compile(
    r"\b(?:beautiful|wonderful|remarkable|historic|great|greatest|brilliant|disastrous|shameful|courageous|promising|good|bad|best|worst|better|worse|wise|foolish|fair|unfair|the most important|profound|exciting|inspiring)\b|伟大|美好|重要的是|精彩|历史性",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|must|shall|should|may|might|can|could|do|does|did|be|been)\b|\b\w+(?:ed|es|s)\b|\b(?:met|held|took|made|gave|led|said|told|put|set|won|lost|built|began|came|went|became|saw|spoke|wrote|found|kept|left)\b",
    re.IGNORECASE,
)
_FACTUAL = re.compile(r"\d|[A-Z][a-z]+[^.]* [A-Z]|\b[A-Z]{2,}\b")
_COMMAND = re.compile(
    r"^\W*(?:please|ignore|see|note that|click|remember|consider|imagine|do not|don't)\b|^请",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_FOREIGN = re.compile(
    r"[\u0400-\u04ff\u0600-\u06ff\u0900-\u097f\u0e00-\u0e7f\u3040-\u30ff\uac00-\ud7af]"
)
_OTHER_LATIN = re.compile(
    r"\b(?:le|la|les|des|une|est|dans|pour|avec|sur|qui|que|der|die|das|und|nicht|ist|mit|von|el|los|las|una|por|con|para|del|não|uma|gli|della|che|sono)\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|in|is|was|that|for|with|on|by|has|have|are|were|it|as|at|not)\b",
    re.IGNORECASE,
)

WHY = {
    "question": "a question",
    "courtesy": "a courtesy",
    "opinion": "an opinion, a wish or a call of the speaker's own",
    "heading": "a heading or a fragment, not a statement",
    "nothing": "nothing in it that sources could tell: no party, text, person, date or number",
    "long": "too long to be one claim ({words} words); break it into sentences",
    "language": "in a language that is not checked; English and Chinese are",
    "command": "a request, not a statement",
}


def why_unchecked(text: str, mentions: Mentions) -> str | None:
    """Why a sentence is not checked; None for one that can be."""
    if _other_language(text):
        return WHY["language"]
    words = len(text.split()) + len(_HAN.findall(text)) // 2
    if words > MAX_WORDS:
        return WHY["long"].format(words=words)
    if _QUESTION.search(text):
        return WHY["question"]
    if _COURTESY.search(text) and len(text) < 160:
        return WHY["courtesy"]
    if _COMMAND.search(text):
        return WHY["command"]
    if _OPINION.search(text):
        return WHY["opinion"]
    chinese = bool(_HAN.search(text))
    closed = bool(re.search(r"[.!。！][\"'”’)]*$", text)) and words >= 4
    if len(text) < (5 if chinese else 12) or not (chinese or closed or _VERB.search(text)):
        return WHY["heading"]
    telling = mentions.of(Sort.DOCUMENT, Sort.PARTY, Sort.METONYM, Sort.SPEAKER)
    if not telling and not _FACTUAL.search(text):
        if _PRAISE.search(text):
            return WHY["opinion"]
        return None if mentions.of(Sort.TOPIC) else WHY["nothing"]
    return None


def _other_language(text: str) -> bool:
    """Whether a sentence is neither English nor Chinese."""
    letters = sum(c.isalpha() for c in text) or 1
    if len(_FOREIGN.findall(text)) * 3 > letters:
        return True
    if _HAN.search(text):
        return False
    return len(_OTHER_LATIN.findall(text)) >= 2 + len(_ENGLISH.findall(text))
