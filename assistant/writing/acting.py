"""Who acts, speaks, signs or votes in a written sentence: the same as in its passages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.comparing import deeds
from assistant.comparing.words import HAN, stem
from assistant.domain import Capacity, Passage, Section
from assistant.naming import Sort
from assistant.writing.ground import Ground, is_chinese
from assistant.writing.names import all_in, capitals, is_acronym, vouched

_OBLIQUE = re.compile(
    r"\b(?:in|at|to|from|of|with|on|about|for|near|under|by|between|against|toward|towards|among|and|or|than|into|outside|via|after|before|following|on behalf of)\s+(?:the\s+|an?\s+|President\s+)?$|[,、和与对向在]\s*$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|must|shall|should|may|might|can|could|does|do|did|said|says|say|told|tells|\w+ed|"
    r"signs|endorses|joins|votes|abstains|opposes|supports|backs|calls|wants|argues|warns|proposes|urges|requires|sets|makes|made|gives|gave|takes|took|leads|led|puts?|holds|held|sees|saw|recommends|describes|names|obliges|"
    r"finds|found|tells|suggests|mentions|notes|presents|spells|covers|applies|apply|lets|backs|came|comes|limits|lists|allows|encourages|treats|takes|places|has|asks|welcomes|recogni[sz]es|rejects|keeps|kept|opens|uses|binds|builds|built|invites|expects|believes|thinks|thought|knows|knew|shows|reports|plans|offers|promises|pledges|commits|establishes|creates|forms|marks|becomes|became|remains|stays|contains|includes|defines|bars|bans|prohibits|permits|orders|directs|instructs|launches|publishes|adopts|approves|appoints|attends|hosts|drew|began|begins|brought|chose|fell|grew|left|lost|ran|rose|sent|stood|won|went|hopes|views|regards|considers|examines|explores|discusses|reviews|intends|aims|seeks|sought|needs|insists|stresses|emphasises|underlines|points|concludes|estimates|predicts|claims|denies|refuses|declines|agrees|affirms|reaffirms|confirms|announces|declares|states|adds|explains|observes|remarks|replies|counts|sorts|belongs|stands|met|wrote|writes|spoke|speaks)\b"
    r"|说|称|表示|指出|强调|认为|呼吁|要求|鼓励|规定|提出|签署|支持|反对|是|将|必须|应|可以|有|没有|未",
    re.IGNORECASE,
)
_HONOUR = re.compile(
    r"\b(?:President|Minister|Secretary|Senator|Premier|Chancellor|Ambassador|Mr|Mrs|Ms|Dr)\.? $"
)
_VOICE = re.compile(
    r"(?:'s|’s)?\s+(?:official\s+)?(?:readout|account|officials?|foreign ministry|fact sheet|side|"
    r"government|president|delegation)\b|方(?:关于|称|说|表示|认为)|(?:外交部|政府)"
)
NEAR = 6  # characters between a Chinese subject and its verb
_CLAUSE = re.compile(
    r"[;:,，；：]\s*|\b(?:that|while|whereas|but|after|since|because|when|whether|which|and)\s+|但|而"
)
_STAGES = (
    re.compile(r"\bplenary\b|全体会议", re.IGNORECASE),
    re.compile(r"\bcommittee\b|委员会", re.IGNORECASE),
    re.compile(r"\bsecurity council\b|安全理事会|安理会", re.IGNORECASE),
)
_TOLD_DEEDS = {  # what a passage may say for the same deed
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in (
        ("abstain", r"\babst|弃权"),
        ("against", r"\bagainst\b|\boppos|\breject|反对"),
        ("favour", r"\bfavou?r|\bvot\w+ for\b|\bapprov|\badopt|\bsupport|赞成|赞同|支持|通过"),
        ("sign", r"\bsign|\bparty to\b|签|承诺"),
        ("endorse", r"\bendors|\bback|\bsupport|\bsign|\bbehind\b|支持|赞同|联署|签"),
        ("ratify", r"\bratif|批准"),
        ("co-sponsor", r"\bsponsor|\bco-?sponsor|提案"),
        ("lead", r"\blead|\bled\b|\bsponsor|\bpropos|\bintroduc|\binitiat|\btabl|主提|牵头|提出"),
    )
}
_GRAVE = ("ratify", "abstain", "against")
_SORTS: tuple[tuple[frozenset[Capacity], str], ...] = (
    (
        frozenset({Capacity.GOVERNMENT}),
        r"\bgovernments?\b|\bministers?\b|\bintergovernmental\b|\bstates\b(?! that)|\bcountries\b|(?<!united )\bnations\b|政府|各国|国家",
    ),
    (
        frozenset({Capacity.COMPANY}),
        r"\bcompan(?:y|ies)\b|\bfirms?\b|\bcorporations?\b|\bexecutives?\b(?! order)|\bCEOs?\b|企业|公司|高管",
    ),
    (
        frozenset({Capacity.SCIENTISTS}),
        r"\bscientists?\b|\bresearchers?\b|\bacademics?\b|\bscholars?\b|\bexperts?\b|科学家|学者|专家",
    ),
    (frozenset({Capacity.JOURNALIST}), r"\bjournalists?\b|\breporters?\b|记者"),
)
_ALSO_TOLD = {
    _SORTS[0][1]: _SORTS[0][1] + r"|\bstates?\b|\bcountry\b|\bnation\b|\bgovernmental\b",
    _SORTS[-1][1]: r"\bjournalis|\breporters?\b|\bpress\b|\bnews\b|\bmedia\b|记者|媒体|报道",
}
_PRIVATE = frozenset({Capacity.COMPANY, Capacity.SCIENTISTS, Capacity.JOURNALIST})
_OFFICE = re.compile(
    r"\bofficials?\b|\bdiplomats?\b|\benvoys?\b|\bspokes\w+|\bministers?\b|\bofficially\b|官员|外交官|官方|发言人",
    re.IGNORECASE,
)
_LEARNED = frozenset({"SCIENTISTS", "EXPERTS"})
_KINDS = {
    Capacity.GOVERNMENT: {"state", "bloc"},
    Capacity.COMPANY: {"company"},
    Capacity.SCIENTISTS: {"SCIENTISTS", "EXPERTS"},
    Capacity.JOURNALIST: set[str](),
}


_ATTRIBUTED = re.compile(
    r"\b(?:according to|as reported by|reported by)\s+([^,.;]{2,60})|据([^，。；]{1,20})(?:报道|称)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:ahead of|after|before|at|in|under|following|during|since|on|for|with|by|as|despite)\b",
    re.IGNORECASE,
)
_ACTOR = re.compile(r",\s+(?:the\s+)?[A-Z]")


def misplaced_name(text: str, ground: Ground) -> str | None:
    """Somebody who acts or speaks in the sentence and not in its passages."""
    told = ground.words_of(text)
    spans = [*_subjects(told), *(m.span(m.lastindex or 0) for m in _ATTRIBUTED.finditer(told))]
    acting = " ".join(told[start:end] for start, end in spans)
    within = [
        m
        for m in ground.find(told).of(Sort.PARTY, Sort.METONYM)
        if any(start <= m.start and m.end <= end for start, end in spans)
    ]
    parties = frozenset(i for mention in within for i in mention.means) | {
        party for passage in ground.passages for party in passage.parties
    }
    own = {i for d in ground.documents for i in (d.id,)}
    people = " ".join(f"{p.speaker or ''} {p.role or ''}" for p in ground.passages)
    words = {stem(w.casefold()) for w in re.findall(r"[^\W_]+", f"{acting} {people}")}
    subject = _subject(text)
    found = [m for m in ground.find(text).all if m.end <= len(subject)]
    for mention in found:
        if mention.sort is Sort.TOPIC or _OBLIQUE.search(subject[: mention.start]):
            continue
        if _OPENING.match(subject) and _ACTOR.search(subject[mention.end :]):
            continue  # “Ahead of the visit to Washington, Bessent …”
        after = re.match(r"\s+\w{3,}", text[mention.end :])
        if after and mention.text + after.group() in told:
            continue  # “El Salvador's UN ambassador”
        if mention.sort is Sort.METONYM and mention.text in told:
            continue
        if is_chinese(text) and len(subject) - mention.end > NEAR:
            continue  # before another noun: “任命联合国专家组成员的表决”
        if mention.sort in (Sort.PARTY, Sort.METONYM):
            if all(vouched(party, parties, ground) for party in mention.means):
                continue
        elif mention.sort is Sort.DOCUMENT and own & set(mention.means):
            continue
        if not all_in(mention.text, words) and not is_acronym(mention.text, ground):
            return mention.text
    taken = [(m.start, m.end) for m in found]
    for match in capitals(subject):
        inside = any(start <= match.start() < end for start, end in taken)
        acts = not subject[match.end() :].strip(" ,'’s")
        if inside or not acts or _OBLIQUE.search(subject[: match.start()]):
            continue
        honoured = _HONOUR.search(subject[: match.start()])
        if is_acronym(match.group(), ground):
            continue
        if all_in(match.group(), words):
            continue
        spoken = people.strip() and match.group() not in told
        if honoured or spoken or not _titled(match.group(), ground):
            return match.group()
    return _other_voice(text, ground)


def _other_voice(text: str, ground: Ground) -> str | None:
    """“The Chinese readout …” where the passages are another party's."""
    own = frozenset(p for passage in ground.passages for p in passage.parties)
    voices = [p for p in ground.passages if p.section in (Section.STATEMENT, Section.BODY)]
    if not own or len(voices) != len(ground.passages):
        return None
    told = ground.words_of(text)
    for mention in ground.find(text).of(Sort.PARTY, Sort.METONYM):
        voice = _VOICE.match(text, mention.end)
        if voice is None or all(vouched(party, own, ground) for party in mention.means):
            continue
        if mention.text + voice.group() not in told:
            return mention.text + voice.group()
    return None


def _titled(word: str, ground: Ground) -> bool:
    """Whether the word belongs to the name of the cited text, and is no person of another line."""
    speakers = " ".join(
        p.speaker for d in ground.documents for p in d.passages if p.speaker is not None
    )
    return word not in speakers and any(
        re.search(rf"\b{re.escape(word)}\b", d.title) for d in ground.documents
    )


def _subject(text: str) -> str:
    """The text up to its first verb."""
    verb = _VERB.search(text)
    return text[: verb.start()] if verb else text


def _subjects(text: str) -> Iterator[tuple[int, int]]:
    """Where the subjects of its clauses stand: each from the clause's start to its verb."""
    starts = [0, *(match.end() for match in _CLAUSE.finditer(text))]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        verb = _VERB.search(text, start, end)
        if verb or start == 0:
            yield start, verb.start() if verb else end


def other_sort(text: str, ground: Ground) -> str | None:
    """Governments, companies, scientists or the press, where the passages tell of others."""
    told = f"{ground.words_of(text)} " + " ".join(
        f"{p.role or ''} {d.title}" for p in ground.passages for d in ground.documents
    )
    capacities = {p.capacity for p in ground.passages if p.capacity}
    entries = ground.known.vocabulary.parties
    parties = {p for q in ground.passages for p in q.parties}
    kinds = {entries[p].type for p in parties if p in entries} | (parties & _LEARNED)
    if replaced := _replaced(text, told):
        return replaced
    for meant, pattern in _SORTS:
        match = re.search(pattern, text, re.IGNORECASE)
        if match is None or re.search(_ALSO_TOLD.get(pattern, pattern), told, re.IGNORECASE):
            continue
        if not (meant & capacities) and not any(_KINDS[c] & kinds for c in meant):
            return match.group()
        if capacities and not meant & capacities:
            return match.group()
    if capacities and capacities <= _PRIVATE:
        office = _OFFICE.search(text)
        if office and not _OFFICE.search(told):
            return office.group()
    return None


def _replaced(text: str, told: str) -> str | None:
    """“Governments will build tools” where the passages have companies, and no government."""
    here = [re.search(pattern, text, re.IGNORECASE) for _, pattern in _SORTS]
    there = [
        bool(re.search(_ALSO_TOLD.get(pattern, pattern), told, re.IGNORECASE))
        for _, pattern in _SORTS
    ]
    dropped = any(told_ and not match for match, told_ in zip(here, there, strict=True))
    strangers = [m for m, told_ in zip(here, there, strict=True) if m and not told_]
    return strangers[0].group() if dropped and strangers else None


def other_deed(text: str, ground: Ground) -> str | None:
    """Another way of standing to a text, or another stage of a vote, than the passages tell."""
    told = ground.words_of(text)
    for pattern in _STAGES:
        match = pattern.search(text)
        if match and not pattern.search(told) and any(other.search(told) for other in _STAGES):
            return match.group()
    bare = ground.find(text).without(Sort.DOCUMENT)
    entries = [p for p in ground.passages if p.section is Section.PARTICIPATION and p.how]
    if entries and len(entries) == len(ground.passages):
        return _not_as_recorded(bare, entries)
    if done := _never_told(bare, ground):
        return done
    if not any(pattern.search(told) for pattern in _TOLD_DEEDS.values()):
        return None
    for name, pattern in deeds.VERBS:
        if name in _TOLD_DEEDS and pattern.search(bare) and not _TOLD_DEEDS[name].search(told):
            return name
    return None


def _never_told(bare: str, ground: Ground) -> str | None:
    """A ratification, an abstention or a vote against of which nothing is told."""
    for name, pattern in deeds.VERBS:
        if name in _GRAVE and pattern.search(bare) and not _TOLD_DEEDS[name].search(ground.text):
            return name
    return None


def _not_as_recorded(bare: str, entries: Sequence[Passage]) -> str | None:
    verb = deeds.verb_in(bare)
    if verb is None:
        return None
    borne = {p.how in deeds.BEARS_OUT[verb] for p in entries}
    done = not deeds.denies_deed(bare)
    if done and True not in borne:
        return verb
    return verb if not done and borne == {True} and not HAN.search(bare) else None
