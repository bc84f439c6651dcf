"""Who acts or speaks in a text: parties before its verb or after “by”, and sorts of people."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.comparing.facets import Known
from assistant.domain import Capacity
from assistant.naming import Mentions, Sort

BOTH = re.compile(
    r"\b(?:both|the two)\s+(?:\w+ )?(?:delegations|sides|countries|governments|states|powers|leaders|capitals|parties|presidents|superpowers|nations)\b"
    r"|\bboth\b|\b(?:they|each) (?:both|side)\b|\bjointly\b|\btogether\b|双方|两国|两个大国|均|都|共同",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|must|shall|should|may(?! (?:19|20)\d\d)|might|can|could|does|do|did|said|says|say|told|tells|agree[sd]?|sign(?:ed|s)?|"
    r"endorse[sd]?|join(?:ed|s)?|vote[sd]?|abstain(?:ed|s)?|oppose[sd]?|support(?:ed|s)?|back(?:ed|s)?|commit(?:ted|s)?|pledge[sd]?|call(?:ed|s)|want(?:ed|s)|argue[sd]?|warn(?:ed|s)?|"
    r"propose[sd]?|urge[sd]?|refuse[sd]?|declin(?:ed|es)|reject(?:ed|s)|announce[sd]?|publish(?:ed|es)|issue[sd]|host(?:ed|s)|adopt(?:ed|s)|require[sd]?|ban(?:ned|s)|prohibit(?:ed|s)|set(?:s)?|"
    r"make[s]?|made|give[s]?|gave|take[s]?|took|led|leads|put[s]?|found(?:ed|s)|launch(?:ed|es)|hold[s]?|held|see[s]?|saw|recommend(?:ed|s)?|co-?sponsor(?:ed|s)?|ratif(?:ied|ies)|promise[sd]?|accept(?:ed|s)?|created?|creates|establish(?:ed|es)|describe[sd]?|name[sd]?|"
    r"affirm(?:ed|s)?|reaffirm(?:ed|s)?|stress(?:ed|es)?|note[sd]?|state[sd]|expressed?|expresses|raise[sd]?|acknowledge[sd]?|recogni[sz]e[sd]?|decide[sd]?|prepare[sd]?|attend(?:ed|s)?|asks|asked|insist(?:ed|s)?|plan(?:s|ned)|welcome[sd]?|condemn(?:ed|s)?|press(?:ed|es)|voluntarily|wrote|writes?|met|meets?|spoke|speaks?|judge[sd]|thought|thinks?|declare[sd]?|published|discuss(?:ed|es)|test(?:ed|s)|invite[sd]?|answer(?:ed|s)|conclude[sd]?|lays?|laid|carr(?:y|ies|ied)|belong(?:s|ed)?|appl(?:y|ies|ied)|cover(?:s|ed)?|govern(?:s|ed)?|contain(?:s|ed)?|lists?|forbids?|forbade|record(?:s|ed)|report(?:s|ed)|explain(?:s|ed)?|spent|negotiated?|never|not)\b"
    r"|签署|表示|同意|承诺|支持|反对|认为|提出|呼吁|加入|参加|投|弃权|批准|发布|主办|通过|决定|拒绝|要求|未|没有|说|称|强调|指出|是|将|必须|应|可以",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:by|according to|for|from)\s+(?:the\s+)?$|(?:由|被|据|根据)\s*$", re.IGNORECASE
)
_AFTER = re.compile(r"\b(?:between|of|with|among)\s+(?:the\s+)?$|(?:与|和|同)\s*$", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:in|at|near|to|from|outside)\s+(?:the\s+)?(?:New\s+)?$|在$", re.IGNORECASE
)
_HAN_HERE = re.compile(r"[\u3400-\u9fff]")
_OPENING_ZH = re.compile(
    r"[\d年月日，、初底在于至和与同 \u3400-\u9fff]{0,14}?(?:，|日|月|年|^|中|上|后|时)"
)
_OCCASION = re.compile(  # “the Beijing conference” is no act of China
    r"\s+(?:\w+ )?(?:conference|summit|statement|declaration|consensus|talks|meeting|session|paper|dialogue|plenum|round|agreement|deal)\b"
    r"|(?:国际)?(?:共识|会议|峰会|宣言|声明|大会|对话|会晤)",
    re.IGNORECASE,
)
_SORTS: tuple[tuple[Capacity, str], ...] = (
    (Capacity.GOVERNMENT, r"\bgovernments?\b|\bstates\b(?! that)|\bcountries\b|\bnations\b|\bministers?\b|\bofficials?\b|\bheads of state\b|\bworld leaders\b|\bnational leaders\b|\bmember states\b|\b(?:state|government)s? part(?:y|ies)\b|\bintergovernmental\w*|政府|各国|部长|官员|国家领导人"),
    (Capacity.SCIENTISTS, r"\bscientists?\b|\bresearchers?\b|\bacademics?\b|\bprofessors?\b|\bexperts?\b|\bscholars?\b|科学家|学者|专家|研究人员"),
    (Capacity.COMPANY, r"\bcompan(?:y|ies)\b|\bfirms?\b|\bdevelopers\b|\blabs\b|\blaboratories\b|\bindustry\b|\bcorporations?\b|\bstart-?ups?\b|\btech giants?\b|企业|公司"),
    (Capacity.JOURNALIST, r"\bjournalists?\b|\breporters?\b|\bnewspapers?\b|\bthe press\b|\bmedia\b|记者|媒体|报道"),
)  # fmt: skip
_SAYS = re.compile(
    r"(?:has |have |had )?(?:sa(?:id|ys)|stated?|states|wrote|writes|declared?|declares|announced?|announces|told|tells|argue[sd]?|warn(?:ed|s)?|stress(?:ed|es)?|asked|asks|urge[sd]?|demand(?:ed|s)?|call(?:ed|s) (?:on|for)|propose[sd]?|promise[sd]?|insist(?:ed|s)?)\b|表示|称|说|指出|强调|警告|呼吁|提出",
    re.IGNORECASE,
)
SORTS = tuple((capacity, re.compile(pattern, re.IGNORECASE)) for capacity, pattern in _SORTS)
_SPEAKS = re.compile(
    r"\b(?:sa(?:ys|id|y)|argu(?:es|ed|e)|warn(?:s|ed)?|claim(?:s|ed)?|according to|accounts?\b|readout|believ(?:es|ed|e)|think(?:s)?|thought|call(?:s|ed)\b(?! on| for)|describ(?:es|ed)|held that|finds?|found that|expect(?:s|ed)?|fear(?:s|ed)?|notes?|noted|writes?|wrote|view(?:s|ed)?|maintain(?:s|ed)?|estimat\w+|in (?:his|her|their) (?:view|words)|told|report(?:s|ed)?(?! (?:of|on))|insist(?:s|ed)?|suggest(?:s|ed)?|stat(?:es|ed))\b"
    r"|认为|表示|据|称|说|指出|强调|警告|主张|报道",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Agents:
    """Who acts: parties by id, sorts of people, and all parties that are named at all.

    `speaking` are those of the acting who are said to say something: their own words are meant.
    """

    parties: tuple[str, ...]
    sorts: frozenset[Capacity]
    named: tuple[str, ...]
    both: bool
    speaking: tuple[str, ...] = ()


def agents(text: str, known: Known, found: Mentions | None = None) -> Agents:
    """Who acts or speaks in a sentence."""
    mentions = found or known.names.find(text)
    verb = _VERB.search(text)
    head = verb.start() if verb else len(text)
    if (that := text.find(" that ")) > 0:
        head = min(head, that)
    speaker = next(iter(mentions.of(Sort.SPEAKER)), None)
    if speaker and speaker.text[:1].isupper():
        head = min(head, max(speaker.start, 1))
    acting: list[str] = []
    named: list[str] = []
    for mention in mentions.of(Sort.PARTY, Sort.METONYM):
        before = text[: mention.start]
        if mention.sort is Sort.METONYM and (
            _PLACE.search(before) or _OCCASION.match(text, mention.end)
        ):
            continue
        named += mention.means
        possessive = text[mention.end : mention.end + 2] in {"'s", "’s"} or mention.text.endswith(
            ("'s", "’s")
        )
        first = mention.start < head and not (possessive and _later_noun(text, mention.end, head))
        if first and _HAN_HERE.match(mention.text):
            first = bool(_OPENING_ZH.fullmatch(before)) or bool(acting)
        if first or (_BY.search(before) and not before.rstrip().endswith(("for", "from"))):
            acting += mention.means
    start = text[:head]
    doers = [text[m.end() :].lstrip()[:40] for m in re.finditer(r"\bby (?:the )?|由", text)]
    sorts = frozenset(
        capacity
        for capacity, pattern in SORTS
        if pattern.search(start) or any(pattern.match(doer) for doer in doers)
    )
    if (
        BOTH.search(start)
        and len(set(acting)) < 2
        and re.search(
            r"side|countr|government|delegation|presidents|双方|两国|capital|power", start
        )
    ):
        acting += [p for p in ("US", "CN") if not _other_pair(named)]
    said = _SAYS.match(text, head) is not None
    speaking = _unique(acting) if said else ()
    return Agents(_unique(acting), sorts, _unique(named), bool(BOTH.search(text)), speaking)


def reports(text: str) -> bool:
    """Whether a text tells what somebody says or thinks, rather than what is."""
    return bool(_SPEAKS.search(text))


def _other_pair(named: list[str]) -> bool:
    return len(set(named)) >= 2


def _later_noun(text: str, end: int, head: int) -> bool:
    """Whether a possessive belongs to a thing (“China’s plan requires …”), not to its people."""
    noun = text[end:head].strip(" '’s").casefold()
    people = (
        "government",
        "president",
        "minister",
        "delegation",
        "foreign ministry",
        "side",
        "leader",
        "official",
        "ambassador",
        "representative",
    )
    return bool(noun) and not any(word in noun for word in people)


def _unique(ids: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
