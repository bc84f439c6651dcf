"""Names in a written sentence: none that its passages lack, none in another's place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.comparing import deeds
from assistant.comparing.words import stem
from assistant.dates import MONTHS
from assistant.domain import Capacity, Section
from assistant.naming import Mention, Sort
from assistant.writing.ground import Ground, is_chinese

_NAME = re.compile(r"(?<![\w'’])[A-Z][\w]*(?:[-–./][\w]+)*")
_COMMON = frozenset(
    """president prime minister ministers senator secretary secretary-general general vice chair
    government administration council committee congress parliament assembly commission ministry
    department office bureau agency spokesman spokeswoman spokesperson foreign state states nation
    nations party parties side sides world international global act law order executive article
    agreement declaration statement resolution framework report plan code accord treaty convention
    summit session meeting dialogue readout paper measures version chapter draft proposal initiative
    south north republic deputy official officials ambassador premier leader chairman professor
    ai i english chinese""".split()
)
_PLACE = re.compile(r"\b(?:in|at|near|outside|from|to|seat|seated)\s+(?:the\s+)?$", re.IGNORECASE)
_OBLIQUE = re.compile(
    r"\b(?:in|at|to|from|of|with|on|about|for|near|under|by|between|against|toward|towards|among|and|or|than|into|outside|via|on behalf of)\s+(?:the\s+|President\s+)?$|[,、和与对向在]\s*$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|must|shall|should|may|might|can|could|does|do|did|said|says|say|told|tells|\w+ed|"
    r"signs|endorses|joins|votes|abstains|opposes|supports|backs|calls|wants|argues|warns|proposes|urges|requires|sets|makes|made|gives|gave|takes|took|leads|led|puts?|holds|held|sees|saw|recommends|describes|names|obliges|"
    r"finds|found|tells|limits|lists|allows|encourages|treats|takes|places|has|asks|welcomes|recogni[sz]es|counts|sorts|belongs|stands|met|wrote|writes|spoke|speaks)\b"
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
_PERSON_ZH = re.compile(
    r"([\u4e00-\u9fff]{2,6})(?:总统|首相|主席|总理|部长|外长|国务卿|秘书长|参议员|副总统|大使)"
)
_SORTS: tuple[tuple[frozenset[Capacity], str], ...] = (
    (
        frozenset({Capacity.GOVERNMENT}),
        r"\bgovernments?\b|\bministers?\b|\bintergovernmental\b|\bstates\b(?! that)|\bcountries\b|\bnations\b|政府|各国|国家",
    ),
    (frozenset({Capacity.COMPANY}), r"\bcompan(?:y|ies)\b|\bfirms?\b|\bcorporations?\b|企业|公司"),
    (
        frozenset({Capacity.SCIENTISTS}),
        r"\bscientists?\b|\bresearchers?\b|\bacademics?\b|\bscholars?\b|\bexperts?\b|科学家|学者|专家",
    ),
    (frozenset({Capacity.JOURNALIST}), r"\bjournalists?\b|\breporters?\b|记者"),
)
_KINDS = {
    Capacity.GOVERNMENT: {"state", "bloc"},
    Capacity.COMPANY: {"company"},
    Capacity.SCIENTISTS: set[str](),
    Capacity.JOURNALIST: set[str](),
}


def strange_name(text: str, ground: Ground) -> str | None:
    """A party, person, text or other name that the ground lacks."""
    mentions = ground.known.names.find(text)
    there = ground.known.names.find(ground.text)
    spans: list[tuple[int, int]] = []
    for mention in mentions.all:
        if mention.sort is Sort.TOPIC:
            continue
        if not _mentioned(mention, text, ground, there.ids(mention.sort)):
            return mention.text
        spans.append((mention.start, mention.end))
    for match in _capitals(text):
        inside = any(start <= match.start() < end for start, end in spans)
        if not inside and not _stands(match.group(), ground):
            return match.group()
    for match in _PERSON_ZH.finditer(text):
        if match[1][-2:] not in ground.text:
            return match.group()
    return None


def _mentioned(mention: Mention, text: str, ground: Ground, there: tuple[str, ...]) -> bool:
    if _stands(mention.text, ground):
        return True
    if mention.sort is Sort.METONYM and _PLACE.search(text[: mention.start]):
        return False
    if mention.sort in (Sort.PARTY, Sort.METONYM):
        return all(vouched(party, ground.parties, ground) for party in mention.means)
    own = {document.id for document in ground.documents} | set(there)
    return bool(own & set(mention.means))


def vouched(party: str, parties: frozenset[str], ground: Ground) -> bool:
    """Whether a party is among others; an institution stands for its state and the reverse."""
    if party in parties:
        return True
    entries = ground.known.vocabulary.parties
    own = entries[party].of if party in entries else None
    return own in parties or any(
        i in entries and entries[i].of == party and entries[i].type in {"institution", "person"}
        for i in parties
    )


def _capitals(text: str) -> Iterator[re.Match[str]]:
    """Words with a capital, without the first of a sentence and the words of titles."""
    for match in _NAME.finditer(text):
        word = match.group()
        opens = not text[: match.start()].strip(" “\"'‘(") and not word[1:].isupper()
        owns = text[match.end() : match.end() + 2] in {"'s", "’s"}
        if opens and word.isalpha() and not owns:
            continue
        if word.casefold() in _COMMON or word in MONTHS:
            continue
        yield match


def _stands(name: str, ground: Ground) -> bool:
    parts = re.findall(r"[^\W_]+", re.sub(r"['’]s$", "", name))
    if re.search(r"\d", name):
        return bool(re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-]|\.\d)", ground.text))
    return (
        all(stem(part.casefold()) in ground.words or part.casefold() in _COMMON for part in parts)
        or name.casefold() in ground.text.casefold()
    )


def misplaced_name(text: str, ground: Ground) -> str | None:
    """Somebody who acts or speaks in the sentence and not in its passages."""
    told = ground.words_of(text)
    acting = _subject(told)
    mentions = ground.known.names.find(acting)
    parties = frozenset(mentions.ids(Sort.PARTY, Sort.METONYM)) | {
        party for passage in ground.passages for party in passage.parties
    }
    own = {i for d in ground.documents for i in (d.id,)}
    people = " ".join(f"{p.speaker or ''} {p.role or ''}" for p in ground.passages)
    words = {stem(w.casefold()) for w in re.findall(r"[^\W_]+", f"{acting} {people}")}
    subject = _subject(text)
    found = ground.known.names.find(subject)
    for mention in found.all:
        if mention.sort is Sort.TOPIC or _OBLIQUE.search(subject[: mention.start]):
            continue
        if mention.sort in (Sort.PARTY, Sort.METONYM):
            if all(vouched(party, parties, ground) for party in mention.means):
                continue
        elif mention.sort is Sort.DOCUMENT and own & set(mention.means):
            continue
        if not _all_in(mention.text, words):
            return mention.text
    spans = [(m.start, m.end) for m in found.all]
    for match in _capitals(subject):
        inside = any(start <= match.start() < end for start, end in spans)
        if inside or _OBLIQUE.search(subject[: match.start()]) or not match.group().isalpha():
            continue
        honoured = _HONOUR.search(subject[: match.start()])
        if not _all_in(match.group(), words) and (honoured or not _titled(match.group(), ground)):
            return match.group()
    return _other_voice(text, ground)


def _other_voice(text: str, ground: Ground) -> str | None:
    """“The Chinese readout …” where the passages are another party's."""
    own = frozenset(p for passage in ground.passages for p in passage.parties)
    voices = [p for p in ground.passages if p.section in (Section.STATEMENT, Section.BODY)]
    if not own or len(voices) != len(ground.passages):
        return None
    told = ground.words_of(text)
    for mention in ground.known.names.find(text).of(Sort.PARTY, Sort.METONYM):
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


def _all_in(name: str, words: set[str]) -> bool:
    parts = re.findall(r"[^\W_]+", re.sub(r"['’]s$", "", name))
    return all(stem(p.casefold()) in words or p.casefold() in _COMMON for p in parts)


def _subject(text: str) -> str:
    """The text up to its first verb; a lead-in before a comma is passed over where a verb is in it."""
    verb = _VERB.search(text)
    return text[: verb.start()] if verb else text


def other_sort(text: str, ground: Ground) -> str | None:
    """Governments, companies, scientists or the press, where the passages tell of others."""
    told = f"{ground.words_of(text)} " + " ".join(
        f"{p.role or ''} {d.title}" for p in ground.passages for d in ground.documents
    )
    capacities = {p.capacity for p in ground.passages if p.capacity}
    entries = ground.known.vocabulary.parties
    kinds = {entries[p].type for q in ground.passages for p in q.parties if p in entries}
    for meant, pattern in _SORTS:
        match = re.search(pattern, text, re.IGNORECASE)
        if match is None or re.search(pattern, told, re.IGNORECASE):
            continue
        if not (meant & capacities) and not any(_KINDS[c] & kinds for c in meant):
            return match.group()
        if capacities and not meant & capacities:
            return match.group()
    return None


def other_deed(text: str, ground: Ground) -> str | None:
    """Another way of standing to a text than the cited entry records."""
    entries = [p for p in ground.passages if p.section is Section.PARTICIPATION and p.how]
    if not entries or len(entries) != len(ground.passages):
        return None
    bare = ground.known.names.find(text).without(Sort.DOCUMENT)
    verb = deeds.verb_in(bare)
    if verb is None:
        return None
    borne = {p.how in deeds.BEARS_OUT[verb] for p in entries}
    done = not deeds.denies_deed(bare)
    both = is_chinese(text)  # “出席但未签署”: two deeds in one clause
    if done and True not in borne:
        return verb
    return verb if not done and borne == {True} and not both else None
