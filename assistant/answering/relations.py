"""Who stands where: who signed, did X sign, how did X vote, read from typed fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.material import Material, by_date
from assistant.answering.understanding import Understanding
from assistant.citations import Draft
from assistant.domain import JOINED, STAYED_OUT, Document, How, Participation, Section

VOTES = frozenset({How.VOTED_FOR, How.VOTED_AGAINST, How.ABSTAINED, How.DID_NOT_VOTE})
CONSENSUS = frozenset({How.JOINED_CONSENSUS, How.ADOPTED})
YES = {
    "sign": frozenset({How.SIGNED, How.RATIFIED}),
    "ratify": frozenset({How.RATIFIED}),
    "endorse": frozenset(
        {How.ENDORSED, How.SIGNED, How.CO_SPONSORED, How.LEAD_SPONSOR, How.VOTED_FOR}
    ),
    "member": frozenset({How.MEMBER, How.SIGNED, How.RATIFIED}),
    "sponsor": frozenset({How.LEAD_SPONSOR, How.CO_SPONSORED}),
    "attend": frozenset({How.ATTENDED, How.ATTENDED_NOT_SIGNED, How.SIGNED, How.HOST}),
    "host": frozenset({How.HOST}),
    "nominate": frozenset({How.NOMINATED_EXPERTS}),
    "adopt": JOINED,
    "join": JOINED,
    "refuse": STAYED_OUT | {How.OBJECTED_LATER},
}
_NO_TO_ATTENDING = frozenset({How.NOT_A_PARTY})
_BY_PROXY = frozenset({How.COMPANIES_ONLY, How.INDIVIDUALS_ONLY})
_COMPANIES = re.compile(
    r"\bcompan(?:y|ies)\b|\bfirms?\b|\bdevelopers?\b|\blabs?\b|企业|公司", re.IGNORECASE
)
_COUNTRIES = re.compile(
    r"\bcountr(?:y|ies)\b|\bstates?\b|\bgovernments?\b|\bnations?\b|国家|各国", re.IGNORECASE
)
_AGAINST = re.compile(r"\bagainst\b|\bno vote|\bvot(?:e|es|ed|ing) no\b|反对", re.IGNORECASE)
MAX_CITED = 6  # parties cited one by one; a longer list is cited as a whole


def relation(
    material: Material, understood: Understanding, documents: Sequence[Document]
) -> list[Draft]:
    """How each named party stands to each named document, one sentence a pair."""
    voices = material.voices(understood.parties)
    pairs = [(d, p) for d in by_date(documents) for p in voices]
    drafts = [_pair(material, understood, d, p, alone=len(pairs) == 1) for d, p in pairs]
    return [draft for draft in drafts if draft]


def standing(
    material: Material, understood: Understanding, documents: Sequence[Document]
) -> list[Draft]:
    """The same, for the parties asked about and where a position is recorded."""
    asked = understood.subjects or understood.parties
    voices = material.voices(asked)
    taken = JOINED | STAYED_OUT
    known = [d for d in documents if any(e.how in taken for p in voices for e in d.how(p))]
    return relation(material, replace(understood, parties=tuple(voices)), known)


def _pair(
    material: Material, understood: Understanding, document: Document, party: str, *, alone: bool
) -> Draft | None:
    entries = _relevant(document.how(party), understood.verb)
    if not entries or all(entry.how is How.COMPANIES_ONLY for entry in entries):
        return _companies(material, document, party, entries)
    passages = tuple(material.entry(document, entry) for entry in entries)
    text = deeds(material, document, party, entries)
    if alone and understood.yes_no and understood.verb and not understood.negated:
        answer = _yes_or_no(understood, {entry.how for entry in entries})
        if answer:
            head = material.wording.say(answer, material.language)
            text = head + (text[:1].lower() + text[1:] if text.startswith("The ") else text)
    return Draft(text, passages)


def deeds(
    material: Material, document: Document, party: str, entries: Sequence[Participation]
) -> str:
    """“China attended but did not sign the Seoul Ministerial Statement (22 May 2024).”"""
    joint = " and " if material.language == "en" else "、"
    told = joint.join(dict.fromkeys(material.deed(entry.how) for entry in entries))
    own = {How.OWN_READOUT: "own"}.get(entries[0].how)
    title = (
        f"({material.short_title(document)})"
        if own and material.language == "en"
        else material.title(document)
    )
    return material.say(
        "relation_yes",
        party=material.party(party),
        deed=told,
        title=title,
        date=material.date(entries[0].date or document.date),
    )


def _relevant(entries: Sequence[Participation], verb: str | None) -> list[Participation]:
    """The entries that the verb asks about; without such, all that take a position."""
    if verb == "vote":
        votes = [entry for entry in entries if entry.how in VOTES]
        return votes or [entry for entry in entries if entry.how in JOINED | STAYED_OUT]
    if verb == "host":
        return [entry for entry in entries if entry.how is How.HOST]
    telling = [e for e in entries if e.how not in {How.MENTIONED, How.HOST, How.ISSUER}]
    return telling or list(entries)


def _yes_or_no(understood: Understanding, hows: set[How]) -> str | None:
    if understood.verb == "vote":
        return _vote_answer(understood.text.casefold(), hows)
    wanted = YES.get(understood.verb or "", JOINED)
    if hows & wanted:
        return "yes"
    against = _NO_TO_ATTENDING if understood.verb == "attend" else STAYED_OUT
    if understood.verb == "refuse":
        against = JOINED
    return "no" if hows & against and not hows & (JOINED - wanted) else None


def _vote_answer(text: str, hows: set[How]) -> str | None:
    asked = None
    if _AGAINST.search(text):
        asked = How.VOTED_AGAINST
    elif "abstain" in text or "弃权" in text:
        asked = How.ABSTAINED
    elif "for" in text or "favour" in text or "favor" in text or "赞成" in text:
        asked = How.VOTED_FOR
    if asked is None or not hows & (VOTES | CONSENSUS):
        return None
    return "yes" if asked in hows else "no"


def _companies(
    material: Material, document: Document, party: str, entries: Sequence[Participation]
) -> Draft | None:
    """A text of companies: which of this state's companies are among the signatories."""
    own = {i for i, p in material.vocabulary.parties.items() if p.of == party}
    signed = [e for e in document.participation if e.party in own and e.how in JOINED]
    passages = tuple(material.entry(document, entry) for entry in (*entries, *signed))
    if not passages:
        return None
    if not signed:
        return Draft(deeds(material, document, party, entries), passages)
    text = material.say(
        "companies_only",
        title=material.title(document),
        party=material.party(party),
        companies=[material.vocabulary.party_name(e.party, material.language) for e in signed],
    )
    return Draft(text, passages)


def asks_when_joined(understood: Understanding, voices: Sequence[str]) -> bool:
    """“When did New Zealand join …”: the date is that of the party's own step."""
    return bool(voices) and understood.verb in {"sign", "join", "endorse", "ratify", "member"}


def who(
    material: Material, understood: Understanding, documents: Sequence[Document]
) -> list[Draft]:
    """Who signed, endorsed, sponsored, voted: one sentence for each way of standing."""
    drafts: list[Draft | None] = []
    for document in by_date(documents):
        for how in _asked_hows(understood, document):
            drafts.append(_listing(material, understood, document, how))
    return [draft for draft in drafts if draft]


def _asked_for(material: Material, understood: Understanding, party: str) -> bool:
    """Whether the question asks for this sort of party: countries, companies, those of a state."""
    entry = material.vocabulary.parties[party]
    if _COMPANIES.search(understood.text):
        return entry.type == "company" and (
            not understood.parties or entry.of in understood.parties or party in understood.parties
        )
    return not (_COUNTRIES.search(understood.text) and entry.type == "company")


def _asked_hows(understood: Understanding, document: Document) -> list[How]:
    there = list(dict.fromkeys(entry.how for entry in document.participation))
    if understood.verb == "vote":
        wanted = {how for how in VOTES if how in there}
        asked = _vote_side(understood.text.casefold())
        return [how for how in there if how in ({asked} & wanted or wanted)]
    if understood.verb == "refuse" or understood.negated:
        return [how for how in there if how in STAYED_OUT | {How.OBJECTED_LATER}]
    wanted = set(YES.get(understood.verb or "", JOINED)) & set(there)
    if understood.verb in {"host", "nominate"}:
        return [how for how in there if how in wanted]
    joined = [how for how in there if how in (wanted or JOINED)]
    out = [how for how in there if how in STAYED_OUT - _BY_PROXY and how not in joined]
    return joined + (out if understood.verb in {"sign", "endorse", "join"} else [])


def _vote_side(text: str) -> How | None:
    for words, how in (
        (("against", "反对", "no vote", "voted no", "vote no"), How.VOTED_AGAINST),
        (("abstain", "弃权"), How.ABSTAINED),
        (("favour", "favor", "voted for", "赞成"), How.VOTED_FOR),
    ):
        if any(word in text for word in words):
            return how
    return None


def _listing(
    material: Material, understood: Understanding, document: Document, how: How
) -> Draft | None:
    everyone = [entry for entry in document.participation if entry.how is how]
    entries = [entry for entry in everyone if _asked_for(material, understood, entry.party)]
    if not entries:
        return None
    roll = material.roll(document, how)
    whole = roll is not None and (len(entries) > MAX_CITED or entries == everyone)
    passages = (roll,) if roll and whole else tuple(material.entry(document, e) for e in entries)
    text = material.say(
        "who_joined",
        deed=material.deed(how),
        title=material.title(document),
        parties=[material.vocabulary.party_name(e.party, material.language) for e in entries],
    )
    return Draft(text, passages)


def votes(
    material: Material, understood: Understanding, documents: Sequence[Document]
) -> list[Draft]:
    """How the named parties voted, then the tally; or that there was no recorded vote."""
    drafts: list[Draft] = []
    for document in by_date(documents):
        counted = tally(material, document, understood.text)
        if understood.parties:
            asked = understood.subjects or understood.parties
            told = relation(material, replace(understood, parties=asked), [document])
            if not told:
                continue  # a tally alone would seem to answer how the party voted
            drafts += (
                [_joined(material, told[0], counted[-1])]
                if counted[:1] and not told[1:]
                else [*told, *counted[-1:]]
            )
        else:
            sided = _vote_side(understood.text.casefold())
            drafts += [*who(material, understood, [document]), *counted[-1:]] if sided else counted
        if not document.votes:
            drafts += without_vote(material, document)
    return drafts


def _joined(material: Material, deed: Draft, counted: Draft) -> Draft:
    """How one party voted and what came of it, in one sentence."""
    zh = material.language == "zh"
    after = counted.text.split("：" if zh else ": ", 1)[1]
    text = deed.text.rstrip("." if not zh else "。") + ("；" if zh else "; ") + after
    return Draft(text, (*deed.passages, *counted.passages))


def tally(material: Material, document: Document, text: str = "") -> list[Draft]:
    """The recorded votes, each with stage and date; only the stage that `text` asks for."""
    passages = material.numbered(document, Section.VOTE)
    asked = [stage for stage in ("committee", "plenary", "council") if stage in text.casefold()]
    drafts = []
    for vote, passage in zip(document.votes, passages, strict=True):
        if asked and vote.stage not in asked:
            continue
        drafts.append(
            Draft(
                material.say(
                    "vote",
                    title=material.title(document),
                    stage=material.wording.say(f"stage_{vote.stage}", material.language),
                    when=material.when(vote.date),
                    vote=vote,
                ),
                (passage,),
            )
        )
    return drafts


def without_vote(material: Material, document: Document) -> list[Draft]:
    """That the text was adopted without a recorded vote, where the participation says so."""
    for entry in document.participation:
        if entry.how in CONSENSUS:
            text = material.say(
                "no_vote",
                title=material.title(document),
                date=material.date(entry.date or document.date),
            )
            return [Draft(text, (material.entry(document, entry),))]
    return []
