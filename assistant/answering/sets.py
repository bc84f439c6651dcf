"""Which texts …: a selection over typed fields, told as a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answering import facts
from assistant.answering.material import Material
from assistant.answering.relations import VOTES, YES
from assistant.answering.understanding import Understanding
from assistant.citations import Draft
from assistant.dates import spoken, within
from assistant.domain import STAYED_OUT, Document, How, Kind, Participation, Passage, Section, State
from assistant.passages import HOW_ZH

MAX_ROWS = 7
_KINDS = {
    Kind.DECLARATION: r"\bdeclarations?\b|宣言",
    Kind.RESOLUTION: r"\bresolutions?\b|决议",
    Kind.LAW: r"\blaws?\b|\btreat(?:y|ies)\b|\bstatutes?\b|法律|条约|协定",
    Kind.REPORT: r"\breports?\b|报告",
    Kind.ARTICLE: r"\barticles?\b|文章",
    Kind.COMMITMENT: r"\bcommitments?\b|\bpledges?\b|\bpromises?\b|\bcodes?\b|\baccords?\b|承诺",
}
_SCIENTISTS = re.compile(
    r"\bscientists?'?\b|\bresearchers?\b|\btrack (?:ii|two|2)\b|科学家|二轨", re.IGNORECASE
)
_BUT = re.compile(
    r"\b(?:but|while|and|that)\b(?P<rest>[^,.?]*\b(?:not|n't|never|without|refus\w+|declin\w+|(?:stay|keep|kept)\w* (?:out|away))\b[^,.?]*)"
    r"|而(?P<zh>[^，。？]*(?:没有|未|不)[^，。？]*)",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"\bwithout\b(?P<rest>[^,.?]*)", re.IGNORECASE)
_ISSUED = re.compile(
    r"\b(?:issu|publish|releas|put out|adopt|enact|propos|present|launch)\w*\b|发布|出台|颁布|提出",
    re.IGNORECASE,
)
_REVOKED = re.compile(
    r"\bscrapped|\brevoked|\brepealed|\bwithdrawn|\bundone|\boverturned|rescinded|superseded|replaced|no longer (?:in force|valid)|撤销|废止|被取代",
    re.IGNORECASE,
)
_IN_FORCE = re.compile(r"\bin force\b|\bstill valid\b|有效", re.IGNORECASE)
_ORDERS = re.compile(r"\bexecutive orders?\b|行政令|行政命令", re.IGNORECASE)
_ANY_AI = re.compile(r"\b(?:on|about|concerning) AI (?:or|and)\b", re.IGNORECASE)


_ITS_OWN = frozenset({"sponsor", "host", "attend", "nominate", "ratify"})  # no way of joining
_AND_NOT = re.compile(
    r"\band which (?:has |did |does )?(?:it |they )?not\b|\band (?:from )?which\b[^?]*\b(?:not|out|away)\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\bsign(?:ed|ator\w+|s)?\b|签署|签名|签字", re.IGNORECASE)
Test = Callable[[Document], bool]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents are wanted: those for which every test holds, told for these parties."""

    tests: tuple[Test, ...]
    parties: tuple[str, ...]

    def picks(self, document: Document) -> bool:
        """Whether the document is one of the wanted."""
        return all(test(document) for test in self.tests)


def selection_of(material: Material, understood: Understanding) -> Selection | None:
    """The tests that a set question states; None where it states none that fields can answer."""
    text = understood.text
    tests = _party_tests(material, understood)
    tests += [_signed_by(material, person) for person in understood.speakers]
    special = _ORDERS.search(text) or _REVOKED.search(text) or _SCIENTISTS.search(text)
    if not (tests or understood.topics or special or len(understood.documents) > 1):
        return None
    kinds = [kind for kind, pattern in _KINDS.items() if re.search(pattern, text, re.IGNORECASE)]
    if kinds and not _ORDERS.search(text):
        tests.append(lambda d: d.kind in kinds)
    if _ORDERS.search(text):
        tests.append(lambda d: "Executive Order" in d.title[:20])
    if _REVOKED.search(text):
        tests.append(lambda d: d.status.state in (State.REVOKED, State.SUPERSEDED))
    elif _IN_FORCE.search(text):
        tests.append(lambda d: d.status.state is State.IN_FORCE)
    if _SCIENTISTS.search(text):
        tests.append(lambda d: "scientist" in d.group or "SCIENTISTS" in d.issuers)
    if understood.topics and not _ANY_AI.search(text):
        topics = _topics(material, understood.topics)
        tests.append(lambda d: bool(set(d.topics) & topics))
    tests.append(lambda d: within(d.date, understood.since, understood.until))
    if len(understood.documents) > 1:
        tests.append(lambda d: d.id in understood.documents)
    return Selection(tuple(tests), tuple(material.voices(understood.parties)))


def _topics(material: Material, named: Sequence[str]) -> set[str]:
    """Of several topics the one that fewest texts are on, which narrows the most."""
    texts = [set(d.topics) for d in material.documents.values()]
    return set(sorted(named, key=lambda topic: sum(topic in t for t in texts))[:1])


def _party_tests(material: Material, understood: Understanding) -> list[Test]:
    inside, outside = _sides(material, understood)
    alone = len(inside) == 1
    tests = [_stands(understood, party, alone=alone, against=bool(outside)) for party in inside]
    return tests + [_out(party) for party in outside]


def _stands(understood: Understanding, party: str, *, alone: bool, against: bool) -> Test:
    """How `party` is to stand to the texts, by the question's verb."""
    verb, text = understood.verb, understood.text
    if verb == "vote":
        return lambda d: any(entry.how in _voted(text) for entry in d.how(party))
    if _AND_NOT.search(text):
        return lambda d: d.joined(party) or _stayed_out(d, party)
    if verb == "refuse" or (understood.negated and not against):
        return lambda d: _stayed_out(d, party)
    if verb in _ITS_OWN:
        return lambda d: any(entry.how in YES[verb] for entry in d.how(party))
    if verb is None and (_ISSUED.search(text) or alone):
        return lambda d: party in d.issuers
    return lambda d: d.joined(party)


def _signed_by(material: Material, person: str) -> Test:
    """A person's signature is told by a statement that names the person, not by a field."""
    return lambda d: bool(_signatures(material, d, person))


def _signatures(material: Material, document: Document, person: str) -> list[Passage]:
    told = material.numbered(document, Section.STATEMENT)
    return [p for p in told if person in p.text and _SIGNED.search(p.text)]


def _out(party: str) -> Test:
    return lambda d: _stayed_out(d, party) and not d.joined(party)


def _voted(text: str) -> frozenset[How]:
    folded = text.casefold()
    if re.search(r"\bagainst\b|\bno vote|\bvot\w+ no\b|反对", folded):
        return frozenset({How.VOTED_AGAINST})
    if "abstain" in folded or "弃权" in folded:
        return frozenset({How.ABSTAINED})
    return frozenset({How.VOTED_FOR}) if " for" in folded or "赞成" in folded else VOTES


def _stayed_out(document: Document, party: str) -> bool:
    return any(entry.how in STAYED_OUT for entry in document.how(party))


def _sides(material: Material, understood: Understanding) -> tuple[list[str], list[str]]:
    """Parties that are to stand behind the texts, and parties that are not ("but not China")."""
    match = _BUT.search(understood.text) or _WITHOUT.search(understood.text)
    rest = next((part for part in match.groups() if part), "") if match else ""
    named = material.names.find(rest)
    outside = [p for p in understood.parties if p in {i for m in named.all for i in m.means}]
    if len(outside) == len(understood.parties):
        outside = []
    return [p for p in material.voices(understood.parties) if p not in outside], outside


def texts(material: Material, understood: Understanding) -> list[Draft]:
    """The wanted texts: how many and which first, then one sentence a text, newest first."""
    selection = selection_of(material, understood)
    if selection is None:
        return []
    found = [d for d in material.documents.values() if selection.picks(d)]
    if not found:
        return []
    found.sort(key=lambda d: (d.date, d.id), reverse=True)
    summary = Draft(
        material.say(
            "set_summary",
            number=len(found),
            span=_span(material, understood),
            titles=[
                material.short_title(d) if material.language == "en" else material.title(d)
                for d in found
            ],
        ),
        tuple(material.about(document) for document in found),
    )
    kept = found[:MAX_ROWS]
    if _REVOKED.search(understood.text):
        return [
            summary,
            *(draft for document in kept for draft in facts.ending_of(material, document)),
        ]
    rows = [_row(material, document, selection.parties) for document in kept]
    rows += [
        Draft(material.text(passage), (passage,))
        for document in kept
        for person in understood.speakers
        for passage in _signatures(material, document, person)[:1]
    ]
    return [summary, *(row for row in rows if row)]


def _span(material: Material, understood: Understanding) -> str:
    since, until = understood.since, understood.until
    if since and since == until:
        return f"dated {spoken(since)}" if material.language == "en" else spoken(since, "zh")
    if material.language == "zh":
        return f"{spoken(since, 'zh')}以来" if since else ""
    told = [f"since {spoken(since)}" if since else "", f"until {spoken(until)}" if until else ""]
    return " ".join(part for part in told if part)


def _stood(material: Material, party: str, entries: Sequence[Participation]) -> str:
    """“China endorsed it”, 中国：弃权."""
    if material.language == "zh":
        return f"{material.party(party)}：" + "、".join(
            dict.fromkeys(HOW_ZH[e.how] for e in entries)
        )
    verbs = " and ".join(dict.fromkeys(material.deed(entry.how) for entry in entries))
    return f"{material.party(party)} {verbs} it"


def _row(material: Material, document: Document, parties: Sequence[str]) -> Draft | None:
    passages = []
    told = []
    for party in parties:
        entries = [e for e in document.how(party) if e.how not in {How.MENTIONED, How.HOST}]
        passages += [material.entry(document, entry) for entry in entries]
        if entries:
            told.append(_stood(material, party, entries))
    if not told:
        return None
    title = (
        material.short_title(document) if material.language == "en" else material.title(document)
    )
    text = material.say("set_row", title=title, date=material.date(document.date), deeds=told)
    return Draft(text, tuple(passages))
