"""Typed facts first: participation, votes and counts of the record held against a claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.checking.ruling import Ruling
from assistant.checking.tallies import votes
from assistant.comparing import Said, deeds
from assistant.comparing.periods import bears_out, of_date
from assistant.comparing.quantities import Bound, Quantity, agree, quantities
from assistant.comparing.standing import ENDED, in_words, standing
from assistant.comparing.words import stems
from assistant.domain import JOINED, Count, Document, How, Kind
from assistant.findings import Reason
from assistant.naming import Sort

_SMALL = 12  # up to here a number alone tells no text
_DATED = re.compile(
    r"^\W*(?:The |An? )?\s*(?:was|were|is|are)\s+(?:\w+ly )?(?:adopted|published|signed|issued|released|dated|agreed|announced|presented|launched|concluded)\W+(?:on|in)?\W*$"
    r"|^\W*(?:于|在)?\W*(?:通过|发布|签署|公布|发表)\W*$",
    re.IGNORECASE,
)
_INTENDS = re.compile(
    r"\b(?:will|would|plans?|planned|wants?|wanted|hopes?|applied|asks?|asked|invited|intends?|promised|considers?|considering|ready|about) to\b|\b(?:will|would|should|could|might)\b(?! not)|拟|计划|申请|打算|将(?!近)",
    re.IGNORECASE,
)


def rulings(said: Said, texts: Sequence[Document], *, named: bool) -> list[Ruling]:
    """What the typed fields of these documents say of a claim; empty where they are silent.

    Only of texts that the claim has `named` does the absence of a party mean anything.
    """
    found: list[Ruling] = []
    for document in texts:
        found += _participation(said, document, named=named)
        found += votes(said, document)
        found += _counts(said, document)
        found += _status(said, document)
        found += _dated(said, document) if named and len(texts) == 1 else ()
    if len(texts) > 1:
        return [r for r in found if r.bears_out]  # one of the texts that the name can mean
    return found


def _participation(said: Said, document: Document, *, named: bool) -> Iterator[Ruling]:
    bare = said.mentions.without(Sort.DOCUMENT)
    verb = deeds.verb_in(bare)
    if verb is None or _INTENDS.search(bare):
        return
    denied, turn = deeds.denied_from(bare, verb)
    after = said.named_after(turn)
    for party in dict.fromkeys((*said.agents.parties, *after)):
        negative = denied != (party in after)
        entries = document.how(party)
        result, which = deeds.stands(entries, verb, negative=negative)
        if result is None and not entries and not negative and named and _complete(document, verb):
            told = f"{said.known.party(party)} is not among the {len(_joined(document))} listed"
            yield Ruling(False, Reason.PARTICIPATION, told, _roll(document))
        if result is None:
            continue
        passages = tuple(f"{document.id}#p{document.participation.index(e) + 1}" for e in which)
        voting = verb in {"abstain", "against", "favour"}
        reason = Reason.NONE if result else (Reason.VOTE if voting else _reason(which))
        told = f"{said.known.party(party)}: {deeds.sentence_of(document, which)}"
        yield Ruling(result, reason, told, passages)


def _reason(entries: Sequence[object]) -> Reason:
    company = any(getattr(e, "how", None) is How.COMPANIES_ONLY for e in entries)
    return Reason.CAPACITY if company else Reason.PARTICIPATION


def _joined(document: Document) -> list[str]:
    return list(dict.fromkeys(e.party for e in document.participation if e.how in JOINED))


def _roll(document: Document) -> tuple[str, ...]:
    rolls = [p.id for p in document.passages if "#roll-" in p.id and p.how in JOINED]
    return tuple(rolls[:1]) or (f"{document.id}#about",)


def _complete(document: Document, verb: str) -> bool:
    """Whether all who joined are on record: as many as a count or a statement tells."""
    if verb not in {"sign", "endorse", "join", "member", "found", "ratify"}:
        return False
    listed = len(_joined(document))
    told = {c.number for c in document.counts if set(stems(c.what)) & _WHO}
    if not told and document.kind in {Kind.DECLARATION, Kind.STATEMENT}:
        told = {int(n) for n in _numbers_told(document)}
    return listed > 3 and bool(told) and listed >= max(told)


_WHO = frozenset(
    stems(
        "signatories endorsers members countries states parties companies signatory endorser member"
    )
)


def _numbers_told(document: Document) -> Iterator[float]:
    for passage in document.passages:
        if passage.speaker is None and re.search(
            r"\bleaders of|\bsigned by|\bagreed by|\bendorsed by|\bmembers\b", passage.text
        ):
            for quantity in quantities(passage.text):
                if quantity.units & {"country", "member"} and not quantity.label:
                    plus = 1 if "and the European Union" in passage.text else 0
                    yield quantity.value + plus


def _status(said: Said, document: Document) -> Iterator[Ruling]:
    """Whether the text still holds, and what ended it."""
    if document.id not in said.documents:
        return
    passages = (f"{document.id}#status",)
    wrong = [m for m in standing(said.text, said.mentions, document, said.known) if m.denied]
    if wrong:
        yield Ruling(False, Reason.STATUS, wrong[0].told, passages)
    elif document.status.by in said.documents and ENDED.search(said.text):
        yield Ruling(True, Reason.NONE, in_words(document, said.known), passages)


def _dated(said: Said, document: Document) -> Iterator[Ruling]:
    """Whether a text is of the day that a claim gives it."""
    if not _DATED.search(said.bare) or len(said.periods) != 1 or deeds.denies_deed(said.bare):
        return
    told = bears_out(said.periods[0], of_date(document.date))
    if told:
        yield Ruling(True, Reason.NONE, document.date, (f"{document.id}#about",))


def _counts(said: Said, document: Document) -> Iterator[Ruling]:
    words = set(stems(said.text))
    for quantity in said.quantities:
        if quantity.label:
            continue
        counted = _same_thing(words, quantity, document) or _same_number(quantity, document)
        if not counted:
            continue
        dated = [c for c in counted if _at_that_time(said, c)]
        agreeing = [c for c in counted if agree(quantity, _of(c)) is True]
        if agreeing and dated and not set(agreeing) & set(dated):
            yield _wrong(document, dated, Reason.WRONG_COUNT)
        elif agreeing:
            later = [
                c
                for c in counted
                if c.as_of > agreeing[-1].as_of and c.number != agreeing[-1].number
            ]
            newer = (
                f"{later[-1].number:,} on {later[-1].as_of}" if later and not said.periods else None
            )
            reason = Reason.OUTDATED if newer else Reason.NONE
            passages = [agreeing[-1], *later[-1:]] if newer else [agreeing[-1]]
            yield Ruling(
                True,
                reason,
                f"{agreeing[-1].number:,} on {agreeing[-1].as_of}",
                _ids(document, passages),
                newer,
            )
        elif quantity.bound is not Bound.ABOUT and any(
            agree(quantity, _of(c)) is False for c in counted
        ):
            yield _wrong(document, dated or counted, Reason.WRONG_COUNT)


def _wrong(document: Document, counts: Sequence[Count], reason: Reason) -> Ruling:
    told = "; ".join(f"{c.number:,} on {c.as_of}" for c in counts)
    return Ruling(False, reason, told, _ids(document, counts))


def _ids(document: Document, counts: Sequence[Count]) -> tuple[str, ...]:
    return tuple(f"{document.id}#c{document.counts.index(c) + 1}" for c in counts)


def _same_thing(words: set[str], quantity: Quantity, document: Document) -> list[Count]:
    """The counts of what the claim counts, oldest first: most of their words stand in it."""
    scored = []
    for count in document.counts:
        what = set(stems(re.sub(r"\(.*?\)", "", count.what))) - _title(document)
        unit = _of(count).units
        if quantity.units and unit and not quantity.units & unit:
            continue
        share = len(what & words) / (len(what) or 1)
        scored.append((share, count))
    best = max((share for share, _ in scored), default=0.0)
    same = [c for share, c in scored if share >= max(0.5, best - 0.01)]
    return sorted(same, key=lambda count: count.as_of)


def _same_number(quantity: Quantity, document: Document) -> list[Count]:
    """The one count of the same kind with the very number, whatever it is called."""
    same = [
        c for c in document.counts if c.number == quantity.value and _of(c).units & quantity.units
    ]
    return same if len(same) == 1 else []


def counted_in(said: Said, documents: Iterable[Document]) -> list[Document]:
    """Texts that a claim does not name, and that count what it counts, at the very number."""
    words = set(stems(said.text))
    wanted = [q for q in said.quantities if not q.label and q.value > _SMALL]
    return [
        document
        for document in documents
        if any(
            count.number == quantity.value
            for quantity in wanted
            for count in _same_thing(words, quantity, document)
        )
    ]


def _title(document: Document) -> set[str]:
    return set(stems(document.title))


def _of(count: Count) -> Quantity:
    bound = Bound.MORE if re.search(r"\(more than|\(over|\(at least", count.what) else Bound.PLAIN
    if re.search(r"\(about|\(nearly|\(some", count.what):
        bound = Bound.ABOUT
    head = re.sub(r"\(.*?\)", "", count.what)
    read = quantities(f"{count.number} {head}")
    units = read[0].units if read else frozenset()
    if re.match(r"per cent", head):
        units = frozenset({"%"})
    return Quantity(float(count.number), units, bound, str(count.number), 0, 0)


def _at_that_time(said: Said, count: Count) -> bool:
    return bool(said.periods) and any(bears_out(p, of_date(count.as_of)) for p in said.periods)
