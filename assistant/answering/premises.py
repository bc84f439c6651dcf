"""What a question takes for granted, and whether the sources show otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering import facts, relations
from assistant.answering.material import Material
from assistant.answering.relevance import Lexicon, Term
from assistant.answering.understanding import Intent, Understanding
from assistant.answering.verbs import JOINING
from assistant.citations import Draft
from assistant.domain import (
    JOINED,
    STAYED_OUT,
    Capacity,
    Document,
    How,
    Kind,
    Passage,
    Section,
)
from assistant.naming import Sort

ENOUGH = 0.72  # share of a question's words that a misreading has to cover
_PRESUMING = re.compile(
    r"\b(?:why|how come|what (?:made|led|prompted|persuaded|convinced)|for what reason|when did|"
    r"how did|what conditions|what reservations?|since when|after|how long|under what|what happened when)\b"
    r"|为什么|为何|何时|怎么",
    re.IGNORECASE,
)
_DEFINITE = re.compile(
    r"\b(?:the|that|this|those|their|its)\s+((?:[\w-]+\s+){0,3}[\w-]+)", re.IGNORECASE
)
_IN_FORCE = re.compile(
    r"\b(?:now that|since|as|while|because|given that|under)\b.*\bin (?:force|effect)\b|现行有效的",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\b(?:once|after|when|since|why)\b.*\b(?:revoked|rescinded|repealed|superseded|replaced|scrapped|withdrawn)\b"
    r"|^\W*(?:what|which|who)\b[^,]*\b(?:replaced|superseded|revoked|rescinded|repealed|scrapped)\b",
    re.IGNORECASE,
)
_TREATY = re.compile(
    r"\btreat(?:y|ies)\b|\bpacts?\b|\blegally binding\b|\bbinding\b|条约|公约", re.IGNORECASE
)
_STATES = re.compile(
    r"\bgovernments?\b|\bministers?\b|\bstates\b|\bleaders\b|\bpresidents?\b|\bcountries\b|\bheads of state\b|政府|各国|部长",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"\badopt\w*|\bsign\w*|\bendors\w*|\bagree\w*|\bcommit\w*|\bratif\w*|通过|签署|同意|承诺",
    re.IGNORECASE,
)
_SCIENTISTS = re.compile(r"\bscientists?\b|\bpersonal capacity\b|\bexperts?\b", re.IGNORECASE)
_AGAINST = re.compile(r"\bagainst\b|反对", re.IGNORECASE)
_FOR = re.compile(r"\bvot\w+ (?:for|in favou?r)|赞成", re.IGNORECASE)
_ABSTAIN = re.compile(r"\babstain|弃权", re.IGNORECASE)

_ACTED = re.compile(  # behind a party: “… to sign”, “… joined”
    r"\s+(?:to\s+)?(?:sign|endors|join|back|ratif|adopt|sponsor|commit)", re.IGNORECASE
)
LISTED = 3  # parties that joined a text, from which on they are taken for all


def presumes_joining(
    understood: Understanding, voices: Sequence[str], documents: Sequence[Document]
) -> bool:
    """“What moved Apple to sign …”, of texts whose signatories are known and it is none of them."""
    if understood.verb not in JOINING or understood.yes_no or not understood.asks_reason:
        return False
    mentions = understood.mentions.of(Sort.PARTY, Sort.METONYM)
    if not any(_ACTED.match(understood.text[m.end :]) for m in mentions):
        return False
    joined = [e for d in documents for e in d.participation if e.how in JOINED]
    known = any(d.how(voice) for d in documents for voice in voices)
    return len(joined) >= LISTED and bool(voices) and not known


def false_relation(
    material: Material, understood: Understanding, documents: Sequence[Document]
) -> list[Draft]:
    """“Why did China vote against …” where the typed fields show that it did not."""
    asking = understood.yes_no or understood.intent in (Intent.WHO, Intent.SET, Intent.COUNT)
    if asking or not understood.verb:
        return []
    if understood.verb == "vote":
        voted = [d for d in documents if d.votes]
        documents = voted or documents
    for document in documents:
        for party in understood.parties:
            entries = [e for e in document.how(party) if e.how in JOINED | STAYED_OUT]
            if entries and _contradicts(understood, {entry.how for entry in entries}):
                told = relations.deeds(material, document, party, entries)
                text = material.say("premise_relation", fact=told)
                passages = tuple(material.entry(document, entry) for entry in entries)
                more = relations.tally(material, document) if understood.verb == "vote" else []
                return [Draft(text, passages), *more]
    return []


def false_ending(
    material: Material, understood: Understanding, documents: Sequence[Document]
) -> list[Draft]:
    """“Which section of A repealed B”, where something else ended B, or nothing did."""
    if not facts.asks_what_ended(understood.text) or understood.yes_no:
        return []
    named = [material.documents[i] for i in understood.documents if i in material.documents]
    ended = [d for d in named if d.status.by]
    others = {d.id for d in named} - {d.id for d in ended}
    if len(ended) == 1 and len(others) == 1 and ended[0].status.by not in others:
        return facts.ending_of(material, ended[0])
    return []


def false_status(
    material: Material, understood: Understanding, documents: Sequence[Document]
) -> list[Draft]:
    """“Now that it is in force …” of a text that was revoked; “what replaced it” of one that holds."""
    if understood.yes_no:
        return []
    if _ENDED.search(understood.text):
        return facts.never_ended(material, documents)
    if not _IN_FORCE.search(understood.text):
        return []
    return [draft for document in documents for draft in facts.ending_of(material, document)]


def false_form(
    material: Material, understood: Understanding, documents: Sequence[Document]
) -> list[Draft]:
    """“The treaty of Lima”, “adopted by governments”, where the text is nothing of the kind."""
    if understood.yes_no or not documents:
        return []
    bare = understood.mentions.without(Sort.DOCUMENT)
    if _TREATY.search(bare) and not any(d.kind is Kind.LAW for d in documents):
        return _correction(material, documents, _TREATY)
    scientists = all(_by_scientists(document) for document in documents)
    if scientists and _STATES.search(bare) and _ACT.search(bare):
        return _correction(material, documents, _SCIENTISTS) or [
            Draft(material.text(first), (first,))
            for document in documents[:1]
            for first in material.numbered(document, Section.STATEMENT)[:1]
        ]
    return []


def _by_scientists(document: Document) -> bool:
    return all(entry.capacity is Capacity.SCIENTISTS for entry in document.statements)


def _correction(
    material: Material, documents: Sequence[Document], about: re.Pattern[str]
) -> list[Draft]:
    """The first recorded misreading of these documents that is about this."""
    for entry, passage, truth in material.misreadings(documents):
        if about.search(f"{entry.wrong} {entry.truth}"):
            return [Draft(truth, (passage,))]
    return []


def _contradicts(understood: Understanding, hows: set[How]) -> bool:
    text = understood.text
    if understood.verb == "vote":
        if _AGAINST.search(text):
            return How.VOTED_AGAINST not in hows
        if _ABSTAIN.search(text):
            return How.ABSTAINED not in hows
        return bool(_FOR.search(text)) and not hows & JOINED
    if understood.verb == "refuse" or understood.negated:
        return bool(hows & JOINED) and not hows & STAYED_OUT
    if understood.verb == "ratify" and How.RATIFIED not in hows:
        return bool(hows)
    if understood.verb in {"sign", "endorse", "join", "adopt", "member", "ratify", "sponsor"}:
        return bool(hows & STAYED_OUT) and not hows & JOINED
    return False


def misreadings(
    material: Material, terms: Sequence[Term], documents: Sequence[Document]
) -> list[tuple[float, Passage, str]]:
    """Misreadings that say what the question takes up: (share covered, passage, the truth)."""
    total = sum(term.weight for term in terms)
    if not total:
        return []
    found = []
    for entry, passage, truth in material.misreadings(documents):
        wrong = set(material.tokenise(entry.wrong + " " + (entry.truth_zh or "")))
        share = sum(t.weight for t in terms if _said(t, wrong)) / total
        found.append((share, passage, truth))
    return sorted(found, key=lambda row: -row[0])


def denied_thing(
    material: Material,
    lexicon: Lexicon,
    terms: Sequence[Term],
    text: str,
    documents: Sequence[Document],
) -> list[Draft]:
    """“The hotline set up in …”: a thing taken for granted that a misreading denies and no
    statement of these documents has."""
    stems = _taken_for_granted(material, text)
    told = [p for d in documents for p in material.numbered(d, Section.STATEMENT)]
    for term in terms:
        if term.word not in stems or any(lexicon.covered(term, p) == 1.0 for p in told):
            continue
        for entry, passage, truth in material.misreadings(documents):
            if term.word in material.tokenise(entry.wrong):
                return [Draft(truth, (passage,))]
    return []


def asks_treaty(text: str) -> bool:
    """Whether a question speaks of a treaty or pact."""
    return bool(re.search(r"\btreat(?:y|ies)\b|\bpacts?\b|条约", text, re.IGNORECASE))


def presumes(text: str, terms: Sequence[Term], material: Material) -> bool:
    """Whether a question takes its words for granted: “why did …”, “the hotline set up in …”."""
    if _PRESUMING.search(text):
        return True
    return bool({term.word for term in terms} & _taken_for_granted(material, text))


def _taken_for_granted(material: Material, text: str) -> set[str]:
    """The words that stand behind “the”, “that”, “its” …"""
    return {w for m in _DEFINITE.finditer(text) for w in material.tokenise(m.group(1))}


def _said(term: Term, words: set[str]) -> bool:
    return term.word in words or any(wording <= words for wording in term.other)
