"""Shifts of meaning that no single word betrays: a “could” dropped, another body, a turned word."""

from __future__ import annotations

import re
from itertools import combinations

from assistant.comparing.words import stem, stems
from assistant.naming import Sort
from assistant.writing.ground import Ground
from assistant.writing.names import is_acronym

_HEDGE = re.compile(
    r"\b(?:may|might|could|would|will|shall|intend(?:s|ed)? to|plan(?:s|ned)? to|propos(?:e|es|ed) to|aims? to|hopes? to|(?:is|are|was|were) (?:expected |due )?to)\b",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:may|might|could|can|would|will|shall|should|must|to|if|possib\w+|perhaps|likely|potential\w*|propos\w+|plan\w*|intend\w*|inten(?:t|tion)\w*|aim\w*|expect\w*|future|risk\w*|suitable|eventually|about)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:ha(?:s|ve|d)|is|are|was|were)\s+(?:\w+ly\s+)?(?P<past>\w+)|\b(?P<bare>\w+ed)\b|\balready\s+(?P<now>\w+)",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:ministr(?:y|ies)|minister|secretary|department|office|committee|commission|council|bank|agency|bureau|institute) (?:of|for|on) (?:the )?(?P<after>\w+)|\b(?P<before>[a-z]\w+) (?:ministry|minister|department|committee|bank|bureau)\b",
    re.IGNORECASE,
)
_ANY_BODY = frozenset(
    "the a an its their our this that state prime senior deputy same new joint us un eu uk".split()
)
_FOLD = re.compile(r"\b(\w+?)-?fold\b|\b(?:factor of|times) (\w+)|(\w+) times\b", re.IGNORECASE)
_VOICES = (
    ("companies", r"(?:technology |tech |leading )?(?:companies|firms|developers)"),
    ("scientists", r"(?:\w+ )?(?:scientists|researchers|academics|scholars)"),
    ("governments", r"(?:\w+ )?(?:governments|ministers|states)"),
    ("journalists", r"(?:\w+ )?(?:journalists|reporters)"),
)  # fmt: skip
_SAY = r"\s+(?:\w+ly )?(?:said|says?|told|stated?|declared?|announced?|warned?|argued?|wrote|noted|held|holds?|claimed?|promised?|called|urged?)\b"
_JOINT = (  # what claims that a text is both sides', and what its passages then have to say
    (
        re.compile(
            r"\b(?:joint|shared|common|agreed) (?:readout|statement|account|communiqu|text|declaration|announcement|summary|press|record)\w*"
            r"|(?:联合|共同)(?:声明|公报|文告|新闻稿)",
            re.IGNORECASE,
        ),
        re.compile(
            r"\bjoint|\bshared\b|\bcommon\b|\bagreed (?:text|statement)|联合|共同", re.IGNORECASE
        ),
    ),
    (
        re.compile(
            r"\bjointly\b|\b(?:both|the two) (?:sides|governments|countries|capitals|leaders|presidents)(?: \w+){0,2} "
            r"(?:said|say|stat|declar|announc|affirm|report|agree|publish|issu|record|confirm|pledg|commit)\w*"
            r"|(?:联合|共同)(?:发表|宣布)|(?:双方|两国)(?:政府|元首|领导人)?(?:表示|宣布|声明|同意|承诺|确认)",
            re.IGNORECASE,
        ),
        re.compile(
            r"\bjoint|\bboth\b|\btwo\b|\btogether\b|\bmutual|\bpresidents\b|\bleaders\b|\bagree"
            r"|联合|共同|双方|两国|中美|达成",
            re.IGNORECASE,
        ),
    ),
)
_ADDRESSED = re.compile(
    r"\b([A-Z]\w+) (stress|told|tell|urg|press|warn|ask|assur|remind|suggest|propos)\w* "
    r"(?:to )?(?:(?:President|Premier|Prime Minister|Minister|Secretary) )?([A-Z]\w+)"
)
_QUALITY = re.compile(
    r"\b(mandatory|compulsory|binding|non-binding|voluntary|optional) (\w+)", re.IGNORECASE
)
_FREE = frozenset({"voluntary", "optional", "non-binding"})
_TURNED = (
    (r"\bpremature\b|\btoo early\b|为时过早", r"\bnecessary\b|\bneeded\b|\boverdue\b|\burgent\b|必要|迫切"),
    (r"\bharder\b|\bmore difficult\b|更难", r"\beasier\b|\bless difficult\b|更容易|更易"),
    (r"\boverreach\w*|\bbeyond\b|\bexceed\w*|超越|超出", r"\bwithin\b|\bin line with\b|符合|在.{0,8}范围内"),
    (r"\bincreas\w+|\brais(?:e|es|ed|ing)\b|\brise|\bgrow\w*|\bexpand\w*|增加|扩大|提高", r"\bdecreas\w+|\breduc\w+|\blower\w*|\bfall\w*|\bshrink\w*|\bcut(?:s|ting)?\b|减少|缩小|降低"),
    (r"\bwiden\w*|\bdeepen\w*|加深", r"\bnarrow\w*|\bbridg\w+|缩小"),
    (r"\bbroad\w*|\bwidely\b|广泛", r"\bnarrow\w*"),
    (r"\bsucceed\w*|\bsuccess\w*|成功", r"\bfail\w*|失败"),
    (r"\bstrengthen\w*|加强", r"\bweaken\w*|削弱"),
    (r"\bspeed\w* up\b|\bfaster\b|\baccelerat\w+|加快|加速", r"\bslow\w*|\bdelay\w*|放慢|推迟"),
    (r"\bsafer\b|更安全", r"\bmore dangerous\b|\bless safe\b|更危险"),
    (r"\bfirst\b", r"\blast\b"),
    (r"\bseparate(?:ly)?\b|\bapart\b|分开", r"\btogether\b|\bjointly\b|一起|共同"),
    (r"\bpublic(?:ly)?\b|公开", r"\bsecret(?:ly)?\b|\bconfidential\w*|秘密"),
    (r"\bextend\w*|\bprolong\w*|延长", r"\bshorten\w*|缩短"),
    (r"\blooser\b|\bloosen\w*|\beas(?:e|es|ed)\b|\brelax\w*|放宽", r"\btight\w*|\bstrict\w*|收紧|严格"),
    (r"\bsufficient\w*|\benough\b|足够", r"\binsufficient\w*|\binadequate\w*|\blacking\b|不足"),
    (r"\bcentrali[sz]\w+", r"\bdecentrali[sz]\w+"),
    (r"\bmore\b", r"\bless\b|\bfewer\b"),
    (r"\bmost\b", r"\bleast\b|\bfew\b"),
    (r"\bbefore\b", r"\bafter\b"),
)  # fmt: skip
TURNED = tuple((re.compile(a, re.IGNORECASE), re.compile(b, re.IGNORECASE)) for a, b in _TURNED)


def dropped_hedge(text: str, ground: Ground) -> str | None:
    """What the passages only expect, plan or hold possible, told as done."""
    if _HEDGED.search(text):
        return None
    told = ground.words_of(text)
    open_ = {s for match in _HEDGE.finditer(told) for s in stems(told[match.end() :])[:2]}
    if not open_:
        return None
    bare = _HEDGE.sub(" ", told)
    past = {s for match in _DONE.finditer(bare) for s in _verb(match)}
    for match in _DONE.finditer(text):
        if any(verb in open_ and verb not in past for verb in _verb(match)):
            return match.group()
    return None


def _verb(match: re.Match[str]) -> list[str]:
    return stems(next(part for part in match.groups() if part))


def other_body(text: str, ground: Ground) -> str | None:
    """Another ministry, committee or bank than the passages speak of."""
    told = ground.words_of(text)
    there = {_of(match) for match in _BODY.finditer(told)}
    if not there:
        return None
    for match in _BODY.finditer(text):
        kind = _of(match)
        if kind not in _ANY_BODY and kind not in there and stem(kind) not in ground.words:
            return match.group()
    return None


def _of(match: re.Match[str]) -> str:
    return str(match["after"] or match["before"]).casefold()


def other_multiple(text: str, ground: Ground) -> str | None:
    """“Tenfold” where the passages say “twentyfold”."""
    told = ground.words_of(text)
    there = {part.casefold() for match in _FOLD.findall(told) for part in match if part}
    for match in re.finditer(r"\b(\w+?)-?fold\b", text, re.IGNORECASE):
        if there and match[1].casefold() not in there:
            return match.group()
    return None


def other_voice(text: str, ground: Ground) -> str | None:
    """Companies, scientists or governments that say what somebody else says."""
    told = ground.words_of(text)
    speaker = " ".join(
        f"{p.speaker or ''} {p.role or ''} {p.capacity or ''}" for p in ground.passages
    )
    named = any(p.speaker for p in ground.passages)
    for kind, pattern in _VOICES:
        match = re.match(rf"(?:the )?{pattern}{_SAY}", text, re.IGNORECASE)
        theirs = kind[:7] in speaker.casefold() or re.search(pattern + _SAY, told, re.IGNORECASE)
        if match and named and not theirs:
            return match.group()
    return None


def joined_voice(text: str, ground: Ground) -> str | None:
    """A joint text, or both sides speaking, where the passages are one side's."""
    told = ground.words_of(text)
    titles = " ".join(f"{d.title} {d.title_zh or ''}" for d in ground.documents)
    for claimed, borne_out in _JOINT:
        match = claimed.search(text)
        if match and not borne_out.search(told) and not claimed.search(titles):
            return match.group()
    return None


def turned_round(text: str, ground: Ground) -> str | None:
    """“Xi stressed to Biden” where the passages have “Biden stressed to Xi”."""
    there = {m.groups() for m in _ADDRESSED.finditer(ground.told.replace("President ", ""))}
    for match in _ADDRESSED.finditer(text.replace("President ", "")):
        speaker, verb, hearer = match.groups()
        if (hearer, verb, speaker) in there and match.groups() not in there:
            return match.group()
    return None


def changed_places(text: str, ground: Ground) -> str | None:
    """Two parties that each do what the passages tell of the other."""
    here, there = _said_of(text, ground), _said_of(ground.words_of(text), ground)
    both = sorted(here.keys() & there.keys())
    for first, second in combinations(both, 2):
        own = len(here[first] & there[first]) + len(here[second] & there[second])
        other = len(here[first] & there[second]) + len(here[second] & there[first])
        if other > own + 1 and here[first] & there[second] and here[second] & there[first]:
            return f"{first} and {second}"
    return None


def _said_of(text: str, ground: Ground) -> dict[str, set[str]]:
    """By party, the stems from its name up to the next party's."""
    mentions = sorted(ground.find(text).of(Sort.PARTY, Sort.METONYM), key=lambda m: m.start)
    found: dict[str, set[str]] = {}
    ends = (*(m.start for m in mentions[1:]), len(text))
    for mention, end in zip(mentions, ends, strict=False):  # no mention, no end
        for party in mention.means:
            found.setdefault(party, set()).update(stems(text[mention.end : end]))
    return found


def other_quality(text: str, ground: Ground) -> str | None:
    """“Voluntary labels” where the passages have mandatory ones."""
    there = {(m[2].casefold(), m[1].casefold() in _FREE) for m in _QUALITY.finditer(ground.told)}
    for match in _QUALITY.finditer(text):
        noun, free = match[2].casefold(), match[1].casefold() in _FREE
        if (noun, not free) in there and (noun, free) not in there:
            return match.group()
    return None


def swapped_party(text: str, ground: Ground) -> str | None:
    """A party that the passages don't name, where one that they do is missing."""
    sorts = (Sort.PARTY, Sort.METONYM)
    told = ground.find(ground.words_of(text))
    own = {party for passage in ground.passages for party in passage.parties}
    there = set(told.ids(*sorts)) | own
    here = ground.find(text)
    missing = set(told.ids(Sort.PARTY)) - set(here.ids(*sorts))
    for mention in here.of(Sort.PARTY):
        stranger = there.isdisjoint(mention.means)
        short = is_acronym(mention.text, ground)
        if stranger and missing and not short and not _akin(mention.means, missing, ground):
            return mention.text
    return None


def _akin(parties: tuple[str, ...], others: set[str], ground: Ground) -> bool:
    """Whether one is an institution of the other: the White House and the United States."""
    entries = ground.known.vocabulary.parties
    of = {entries[p].of for p in (*parties, *others) if p in entries}
    return bool(of & {*parties, *others})


def turned_word(text: str, ground: Ground) -> str | None:
    """“Easier” where the passages say “harder”, and the like."""
    told = ground.words_of(text)
    for first, second in TURNED:
        for here, there in ((first, second), (second, first)):
            match = here.search(text)
            if match and there.search(told) and not here.search(told) and not there.search(text):
                return match.group()
    return None
