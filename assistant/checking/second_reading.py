"""A language model beside the rules in one check: it proposes claims, verdicts and reasons.

Its word counts only with evidence that it names, and with a reason that passes the gates against
that evidence. It can add a claim and never take one away; it can turn "not enough evidence" into
support only where no rule tells otherwise, and it cannot undo what the record shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.checking.explaining import Told
from assistant.checking.judging import Judged
from assistant.checking.kinds import WHY
from assistant.checking.signals import is_clean
from assistant.checking.weighing import Weighed, Weighing
from assistant.citations import Draft, Refusal
from assistant.comparing import Known
from assistant.comparing.words import stems
from assistant.domain import Entailment, Passage, Relation
from assistant.errors import ModelError
from assistant.findings import Claim, Reason, Unchecked, Verdict
from assistant.naming import Names
from assistant.ports import Verifier
from assistant.writing import Extractor, Gates, Proposal, head_of, pieces

READ = 4  # passages that the model sees for one part of a claim
FAILURES = 2  # after so many the model is left alone for the rest of a check
PIECES = 60  # pieces of a draft that it is asked for claims of
SPARE = 1  # content words of a sentence that the model's claims together may leave out
LIKELY = 0.7  # what support by the model alone is worth


@dataclass(frozen=True, slots=True)
class Second:
    """What a check asks a language model for; None for what it does not."""

    name: str
    extractor: Extractor | None = None
    verifier: Verifier | None = None


class SecondReading:
    """One check's dealings with the model: what it proposed, what came of it."""

    def __init__(self, second: Second, known: Known, first: Verifier | None) -> None:
        """`first` is the verifier that stands in the gates."""
        self._second = second
        self._known = known
        self._gates = Gates(known, first)
        self._failures: list[str] = []
        self._counts: Counter[str] = Counter()

    @property
    def verifier(self) -> Verifier | None:
        """The model as a verifier, as long as it has not failed too often."""
        return None if len(self._failures) >= FAILURES else self._second.verifier

    def claims(
        self, draft: str, claims: Sequence[Claim], unchecked: Sequence[Unchecked], names: Names
    ) -> tuple[list[Claim], list[Unchecked]]:
        """The claims by rule, with what the model proposes in their place or beside them."""
        spans = sorted(
            [*((c.start, c.end) for c in claims), *((u.start, u.end) for u in unchecked)]
        )
        found = list(self._proposals(draft, spans, names))
        kept: list[Claim] = []
        left: list[Unchecked] = []
        for claim in claims:
            own = _within(found, claim.start, claim.end)
            parts = tuple(Claim(p.text, p.start, p.end) for p in own)
            whole = parts and not _left_over(draft, claim, own, names)
            kept.append(replace(claim, parts=parts) if whole else claim)
            self._counts["reworded"] += bool(whole)
        for row in unchecked:
            own = [] if row.why == WHY["language"] else _within(found, row.start, row.end)
            if not own:
                left.append(row)
                continue
            parts = tuple(Claim(p.text, p.start, p.end) for p in own)
            start, end = own[0].start, max(p.end for p in own)
            kept.append(Claim(" ".join(p.text for p in own), start, end, parts))
            self._counts["added"] += 1
        return sorted(kept, key=lambda c: c.start), left

    def _proposals(
        self, draft: str, spans: Sequence[tuple[int, int]], names: Names
    ) -> Iterator[Proposal]:
        extractor = self._second.extractor
        if extractor is None:
            return
        for place, (start, end) in enumerate(pieces(draft, spans)):
            if len(self._failures) >= FAILURES or place >= PIECES:
                self._counts["by rule"] += 1
                continue
            try:
                proposed = extractor.extract(draft, start, end, names)
            except ModelError as error:
                self._failures.append(str(error))
                self._counts["by rule"] += 1
                continue
            self._counts["proposed"] += len(proposed.proposals)
            self._counts["dropped"] += proposed.dropped
            yield from proposed.proposals

    def opinion(self, weighing: Weighing, judged: Judged, told: Told) -> tuple[Judged, Told]:
        """The judgement of one part with what the model says of it."""
        verifier = self.verifier
        shown = [passage for passage, _ in told.passages]
        near = (w.passage for w in weighing.told)
        read = [p for p in dict.fromkeys((*shown, *near)) if self._public(p)][:READ]
        if verifier is None or not read:
            self._counts["unread"] += verifier is None and self._second.verifier is not None
            return judged, told
        language = "zh" if weighing.said.chinese else "en"
        pairs = [(weighing.said.text, self._told(weighing, p, language)) for p in read]
        try:
            results = verifier.verify(pairs)
        except ModelError as error:
            self._failures.append(str(error))
            self._counts["unread"] += 1
            return judged, told
        self._counts["read"] += 1
        return self._weighed_in(weighing, judged, told, list(zip(read, results, strict=True)))

    def _weighed_in(
        self,
        weighing: Weighing,
        judged: Judged,
        told: Told,
        results: Sequence[tuple[Passage, Entailment]],
    ) -> tuple[Judged, Told]:
        sides = {
            side: [passage for passage, result in results if result.relation is side]
            for side in (Relation.SUPPORTS, Relation.REFUTES)
        }
        decisive = [*sides[Relation.SUPPORTS], *sides[Relation.REFUTES]]
        reason = next((result.reason for _, result in results if result.reason), None)
        if not decisive or reason is None:
            return judged, told
        draft = Draft(reason, tuple(decisive))
        if isinstance(self._gates.judge(draft, "zh" if weighing.said.chinese else "en"), Refusal):
            self._counts["left out"] += 1
            return judged, told
        verdict = _verdict(weighing, judged, sides[Relation.SUPPORTS], sides[Relation.REFUTES])
        if verdict is None:
            self._counts["overruled"] += 1
            return judged, told
        self._counts["reasons"] += 1
        if verdict is judged.verdict:
            return judged, replace(told, explanation=reason)
        self._counts["changed"] += 1
        shown = tuple((p, side) for side, passages in sides.items() for p in passages)
        return (
            Judged(verdict, min(judged.confidence, LIKELY)),
            Told(Reason.NONE, reason, None, tuple(dict.fromkeys((*shown, *told.passages)))),
        )

    def _public(self, passage: Passage) -> bool:
        """Whether a passage is of a brief; the user's own documents are never sent."""
        document = self._known.documents.get(passage.document_id)
        return document is not None and document.origin == "corpus"

    def _told(self, weighing: Weighing, passage: Passage, language: str) -> str:
        return f"{head_of(passage, self._known, language)}\n{weighing.said.of(passage)}"

    def warnings(self) -> Iterator[str]:
        """What a reader has to know of the model's part in the check."""
        count, name = self._counts, self._second.name
        if self._failures:
            judged = f"{count['unread']} judged" if count["unread"] else ""
            found = f"{count['by rule']} pieces read for claims" if count["by rule"] else ""
            parts = " and ".join(part for part in (judged, found) if part)
            yield f"By rule alone: {parts}. {self._failures[0]}"
        if count["dropped"]:
            yield (
                f"{count['dropped']} claims that {name} proposed were dropped: they do not stand "
                "in the text, or say other than it does."
            )
        asked = self._second.extractor is not None and not self._failures
        if asked and not (count["proposed"] or count["dropped"]):
            yield f"{name} proposed no claim; those found by rule were checked."
        if count["read"]:
            yield (
                f"{name} read {count['read']}: {count['reasons']} reasons are its own, "
                f"{count['changed']} verdicts changed by it, {count['overruled']} times the rules "
                f"stood against it, {count['left out']} reasons left out: not borne out by "
                "what they cite."
            )


def _verdict(
    weighing: Weighing, judged: Judged, for_it: Sequence[Passage], against: Sequence[Passage]
) -> Verdict | None:
    """The verdict of rules and model together; None where the model's word does not count."""
    weighed = {w.passage.id: w for w in weighing.told}
    clean = [w for w in map(weighed.get, (p.id for p in for_it)) if w and is_clean(w)]
    undecided = judged.verdict is Verdict.NOT_ENOUGH_EVIDENCE
    if for_it and against:
        apart = {p.document_id for p in for_it}.isdisjoint(p.document_id for p in against)
        if judged.verdict is Verdict.CONFLICTING:
            return judged.verdict
        return Verdict.CONFLICTING if apart and undecided and clean else None
    if for_it:
        if judged.verdict is Verdict.SUPPORTED:
            return judged.verdict
        return Verdict.SUPPORTED if undecided and clean and not _denied(weighing) else None
    if judged.verdict is Verdict.REFUTED:
        return judged.verdict
    told_otherwise = [weighed.get(p.id) for p in against]
    if undecided:
        return Verdict.REFUTED if all(w and not is_clean(w) for w in told_otherwise) else None
    if judged.verdict is Verdict.SUPPORTED and judged.ruling is None:
        return Verdict.NOT_ENOUGH_EVIDENCE
    return None


def _denied(weighing: Weighing) -> bool:
    """Whether a passage that fits as well as any tells otherwise, by rule."""
    best: Weighed = weighing.told[0]
    return any(w.denied() for w in weighing.told if w.fit >= best.fit - 1e-9)


def _within(found: Sequence[Proposal], start: int, end: int) -> list[Proposal]:
    return [p for p in found if start <= p.start and p.end <= end]


def _left_over(draft: str, claim: Claim, own: Sequence[Proposal], names: Names) -> bool:
    """Whether the places of the model's claims leave a name or more than a word of it out."""
    characters = list(draft)
    for proposal in own:
        characters[proposal.start : proposal.end] = " " * (proposal.end - proposal.start)
    rest = "".join(characters)[claim.start : claim.end]
    return len(stems(rest)) > SPARE or bool(names.find(rest).all)
