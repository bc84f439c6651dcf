"""What a question asks for: its intent, whom and what it names, when, and what is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.answering.verbs import VERB
from assistant.dates import MONTHS
from assistant.naming import Mentions, Names, Sort

_CJK = re.compile(r"[\u3400-\u9fff]")
_ASKS_ZH = re.compile(r"[吗呢了的]|什么|哪|谁|多少|是否|怎么|如何|为何|为什么|几个")


class Intent(StrEnum):
    """The form of answer that a question wants."""

    SET = "set"  # which texts …
    VOTE = "vote"  # how did … vote, what was the vote
    RELATION = "relation"  # did X sign Y, how does X stand to Y
    WHO = "who"  # who signed Y
    COUNT = "count"  # how many
    STATUS = "status"  # still in force, what replaced it
    WHEN = "when"
    WHERE = "where"
    OPEN = "open"  # anything else


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question taken apart. `documents` are ids that its names can mean, best first."""

    text: str
    language: str
    intent: Intent
    mentions: Mentions
    parties: tuple[str, ...]
    documents: tuple[str, ...]
    topics: tuple[str, ...]
    speakers: tuple[str, ...]
    since: str | None
    until: str | None
    verb: str | None
    yes_no: bool
    negated: bool
    about_now: bool
    asks_reason: bool
    place: str
    subjects: tuple[str, ...] = ()
    phrase: str = ""

    @property
    def asks_standing(self) -> bool:
        """Whether it asks, in any words, how a party stands to a text: “is X behind Y”."""
        return self.yes_no and bool(self.subjects)


_OF_TEXTS = frozenset({"sign", "endorse", "join", "ratify", "sponsor", "refuse"})
_TEXTS = (
    r"(?:texts?|appeals?|pledges?|promises?|codes?|letters?|calls?|conventions?|documents?|occasions?|memorand(?:a|um)|agreements?|declarations?|resolutions?|statements?|commitments?|laws?|"
    r"orders?|policies|treaties|initiatives?|frameworks?|reports?|instruments|papers|accords?|measures|"
    r"文件|文本|宣言|决议|声明|协定|承诺|法律|政策|报告|倡议|框架|行政令)"
)
_AUXILIARY = (
    r"(?:does|did|do|is|are|was|were|has|have|had|says?|said|will|would|can|could|must|should)"
)
_SET = re.compile(
    rf"\b(?:which|what|list|name|show)\b(?!\s+(?:article|paragraph|section|clause|chapter|part|court|judge)s?\b)(?:\W+(?!{_AUXILIARY}\b)\w+){{0,5}}?\W+{_TEXTS}\b(?!\s+(?:say|says|said)\b)"
    rf"|\b(?:give|show|list|name)\b[^?]*\b(?:all|every)\b[^?]*\b{_TEXTS}\b"
    r"|^\W*what (?:else )?(?:has|have|did)\b[^?]*\b(?:sign|signed|join|joined|endorse|endorsed|co-?sponsor(?:ed)?|put (?:its|their) (?:name|signature) to|back|backed)\b"
    rf"|哪些\S{{0,10}}{_TEXTS}|列出\S*{_TEXTS}|哪几(?:份|个|项)\S{{0,8}}{_TEXTS}",
    re.IGNORECASE,
)
_ALL = re.compile(r"\ball\b|\bevery\b|所有|全部", re.IGNORECASE)
_WHO = re.compile(
    r"^\W*(?:and |so |but )?(?:who\b(?!\s+(?:is|was|said|says|spoke|argued|warned|called|wrote|proposed|revoked|led)\b)"
    r"|who\s+(?:is|are|was|were)\s+(?:the\s+)?(?:lead\s+|main\s+|original\s+)?(?:co-?)?(?:sponsors?|signator\w+|hosts?|members|organis\w+|organiz\w+)\b"
    r"|(?:which|what)\s+(?:\w+\s+){0,2}?(?:countries|states|parties|governments|companies|firms|nations|members|powers|side|country|state)\b)"
    r"|谁签|谁牵头|谁主提|谁提案|哪些国家|哪些国|哪几个国家|哪些(?:公司|企业|成员|缔约)",
    re.IGNORECASE,
)
_WHOM = re.compile(r"^\W*who\b|谁", re.IGNORECASE)  # asks for a person, not how a party stands
_COUNT = re.compile(
    r"\bhow many\b|\bnumber of\b|\bhow much\b|多少|几(?:个|家|国|名|位|票|份)", re.IGNORECASE
)
_VOTE = re.compile(
    r"\bvot(?:e|es|ed|ing)\b|\babstain|\babstention|\bballot\b|投票|表决|弃权|赞成票|反对票|投了",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"\bstill\s+(?:in force|valid|apply|applies|in effect|stand|stands|binding|hold|holds|good law|current|operative|exist)"
    r"|\bin force\b|\bin effect\b|\b(?:took|takes?|taken) (?:its|their|over its) place\b|\bsucceeded it\b|\bsuccessors? (?:of|to)\b|\brevok|\brescind|\brescission|\brepeal|\bsupersed|\breplac|\bwithdrawn\b"
    r"|\b(?:operative|operational|law|effective|binding|final) (?:yet|by now|already|today|now)\b|\b(?:come|came|comes) into operation\b|\bbec[ao]me of\b"
    r"|\bstill (?:the )?(?:law|policy|alive|counts?|binds?)\b|\b(?:held to|bound by)\b.*\b(?:now|today|currently|at present)\b|\bexpire|\b(?:current|latest|newest|most recent) (?:version|edition|one)\b|\b(?:version|edition)\b.*\b(?:latest|newest|current|most recent)\b"
    r"|有效吗|仍然有效|是否有效|还有效|废除|撤销|废止|取代|生效|失效|最新版",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\bwhen\b|\bwhat (?:date|day|year|month)\b|\bwhich (?:year|month|day)\b|\bon what date|何时|什么时候|哪一?[天年月日]|日期",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"^\W*(?:and )?(?:where\b|in (?:which|what) (?:city|place|country))|在哪里|在哪儿|何地|哪个城市",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"^\W*(?:(?:and|so|but|then|also),?\s+)?(?:did|do|does|is|are|was|were|has|have|had|can|could|will|would|should|may|must)\b"
    r"|(?:吗|(?<![什怎那这多])么)[？?\s]*$|是否|有没有",
    re.IGNORECASE,
)
_BEFORE_SUBJECT = re.compile(
    r"\W*(?:(?:and|so|but|then|also),?\s+)?(?:(?:(?:how|why|when)\s+)?(?:did|do|does|is|are|was|were|has|have|had)\s+(?:the\s+)?|那?)",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\bnot\b|n't\b|\bnever\b|\bwithout\b|\brefus|\bdeclin|\b(?:keep|kept|stay)\w* (?:out|away)|没有|未曾|并未|不是|未签|拒绝",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\bwhy\b|\bhow come\b|\bwhat (?:moved|made|led|prompted|persuaded|brought)\b|\bexplain|\breasons?\b|\bjustif|\bon what grounds\b|\bmotiv|为什么|为何|理由|原因|解释",
    re.IGNORECASE,
)
_ON_BEHALF = re.compile(r"\b(?:for|on behalf of)\s+(?:the\s+)?$|(?:替|代表)$", re.IGNORECASE)
_NOW = re.compile(
    r"\bcurrent(?:ly)?\b|\bnow\b|\bstill\b|\btoday\b|\blatest\b|\bat present\b|\bso far\b|\bmost recent|目前|现在|如今|仍|最新|当前",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\b(?:both|the two)\s+(?:sides|countries|governments|states|powers|leaders|capitals|parties|presidents)\b"
    r"|\bboth\b(?=\s+(?:join|sign|endors|adopt|back|support|agree|vote|sponsor|affirm|say))|双方|两国|两个大国",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\b(?:in|at|near|to|from|of)\s+(?:the\s+)?$|在$", re.IGNORECASE)
_MONTH = "|".join(MONTHS[1:])
_DATE = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{_MONTH})\s+(?:(?P<day2>\d{{1,2}}),?\s+)?(?P<year>20\d\d)"
    r"|(?P<iso>20\d\d-\d\d(?:-\d\d)?)|(?P<zh>20\d\d)年(?:(?P<zm>\d{1,2})月(?:(?P<zd>\d{1,2})日)?)?"
    r"|(?<![\w/.-])(?P<only>20\d\d)(?![\w/]|\.\d)",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"(?:\bsince|\bfrom|\bstarting in|自从?|从)\s*(?:the (?:start|beginning|end) of\s*)?(?:early |late |mid-)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\bafter\s*$|\blater than\s*$", re.IGNORECASE)
_UNTIL = re.compile(
    r"(?:\buntil|\bto|\bthrough|\bup to|\btill|\band|到|至|[-–])\s*$", re.IGNORECASE
)
_BEFORE = re.compile(r"\bbefore\s*$|\bprior to\s*$", re.IGNORECASE)
_SINCE_ZH = re.compile(r"\s*(?:以来|之后|以后|起)")
_BEFORE_ZH = re.compile(r"\s*(?:以前|之前)")


def language_of(text: str) -> str:
    """ "zh" for a Chinese sentence, also with Latin names in it, else "en"."""
    chinese = len(_CJK.findall(text))
    letters = sum(character.isalpha() for character in text)
    return "zh" if chinese and (_ASKS_ZH.search(text) or chinese * 3 >= letters) else "en"


def understand(text: str, names: Names) -> Understanding:
    """Take a stand-alone question apart; nothing is looked up beyond `names`."""
    mentions = names.find(text)
    bare = mentions.without(Sort.DOCUMENT)
    since, until = dates_in(bare)
    verb = VERB.search(bare)
    parties = [
        i
        for m in mentions.of(Sort.PARTY, Sort.METONYM)
        if m.sort is Sort.PARTY or not _PLACE.search(text[: m.start])
        for i in m.means
    ]
    parties = list(dict.fromkeys(parties))
    if _BOTH.search(bare) and len(parties) < 2:
        parties = [*parties, *(p for p in ("US", "CN") if p not in parties)]
    documents = mentions.ids(Sort.DOCUMENT)
    return Understanding(
        text=text,
        language=language_of(text),
        intent=_of_person(
            _intent(text, bare, verb.lastgroup if verb else None, bool(parties), documents),
            mentions,
        ),
        mentions=mentions,
        parties=tuple(parties),
        documents=documents,
        topics=mentions.ids(Sort.TOPIC),
        speakers=mentions.ids(Sort.SPEAKER),
        since=since,
        until=until,
        verb=verb.lastgroup if verb else None,
        yes_no=bool(_YES_NO.search(text)),
        negated=bool(_NEGATED.search(bare)),
        about_now=bool(_NOW.search(bare)),
        asks_reason=bool(_REASON.search(bare)),
        subjects=_subjects(text, mentions),
        phrase=verb.group() if verb else "",
        place=next(
            (m.text for m in mentions.of(Sort.METONYM) if _PLACE.search(text[: m.start])), ""
        ),
    )


def _subjects(text: str, mentions: Mentions) -> tuple[str, ...]:
    """The parties of which a yes-or-no question asks something: “Has Apple …”, 苹果有没有…."""
    return tuple(
        i
        for m in mentions.of(Sort.PARTY, Sort.METONYM)
        if _BEFORE_SUBJECT.fullmatch(text[: m.start])
        for i in m.means
    )


def _of_person(intent: Intent, mentions: Mentions) -> Intent:
    """“Who signed for China?” asks for a person, whom no field names."""
    parties = mentions.of(Sort.PARTY, Sort.METONYM)
    acted = any(_ON_BEHALF.search(mentions.text[: m.start]) for m in parties)
    return Intent.OPEN if intent is Intent.WHO and acted else intent


def _intent(
    text: str, bare: str, verb: str | None, has_party: bool, documents: Sequence[str]
) -> Intent:
    has_document = bool(documents)
    ambiguous = len(documents) > 1 and ((has_party and verb) or _ALL.search(text))
    if (_SET.search(bare) and not has_document) or (_SET.search(text) and ambiguous):
        return Intent.SET
    if _COUNT.search(bare):
        return Intent.COUNT
    if _STATUS.search(bare):
        return Intent.STATUS
    if _WHO.search(bare) and verb and (has_document or verb in _OF_TEXTS):
        return Intent.VOTE if verb == "vote" else Intent.WHO
    if _VOTE.search(bare):
        return Intent.VOTE
    if _WHEN.search(bare):
        return Intent.WHEN
    if _WHERE.search(bare):
        return Intent.WHERE
    if verb and has_party and has_document and not _WHOM.search(bare):
        return Intent.RELATION
    return Intent.OPEN


def dates_in(text: str) -> tuple[str | None, str | None]:
    """The period that a text names, as (since, until), each as precise as given."""
    found = [(m, _iso(m)) for m in _DATE.finditer(text)]
    since: str | None = None
    until: str | None = None
    for match, date in found:
        before, after = text[: match.start()], text[match.end() :]
        if _SINCE.search(before) or _SINCE_ZH.match(after) or _AFTER.search(before):
            since = date
        elif (
            _BEFORE.search(before)
            or _BEFORE_ZH.match(after)
            or (since is not None and _UNTIL.search(before))
        ):
            until = date
        elif since is None and until is None:
            since = until = date
        else:
            until = date
    return since, until


def _iso(match: re.Match[str]) -> str:
    if match["iso"]:
        return match["iso"]
    if match["only"]:
        return match["only"]
    if match["zh"]:
        parts = (match["zh"], match["zm"], match["zd"])
        return "-".join(p.zfill(2) for p in parts if p)
    month = [name.casefold() for name in MONTHS].index(match["month"].casefold())
    day = match["day"] or match["day2"]
    return f"{match['year']}-{month:02d}" + (f"-{int(day):02d}" if day else "")


def without_dates(text: str) -> str:
    """The text with its dates blanked out: they select documents and say nothing of content."""
    return _DATE.sub(" ", text)
