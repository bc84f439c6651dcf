"""The way of a draft: claims, evidence for each, typed facts, rules, verifier, verdict."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering.material import Material
from assistant.answering.turn import Parts
from assistant.answering.understanding import language_of
from assistant.checking.alikeness import Alikeness
from assistant.checking.claims import split, whole
from assistant.checking.drafts import MAX_CLAIMS, TOO_MANY, clean, warnings_on
from assistant.checking.explaining import Explaining, Told
from assistant.checking.judging import Judge, Judged
from assistant.checking.on_record import focus, told_by, told_whole
from assistant.checking.own import Beside, own_words
from assistant.checking.records import rulings
from assistant.checking.ruling import Ruling
from assistant.checking.second_reading import Second, SecondReading
from assistant.checking.signals import misread, row
from assistant.checking.weighing import LOOKED_AT, Weighing, weigh
from assistant.citations import Numbering
from assistant.comparing import Known, Said
from assistant.domain import Entailment, Filters, Misreading, Passage, Progress
from assistant.findings import (
    CheckEvent,
    Claim,
    Evidence,
    Finding,
    FindingReady,
    Findings,
    FindingsReady,
    Part,
    Reason,
    Unchecked,
    Verdict,
)
from assistant.ports import Kinship, Verifier
from assistant.prompts import Wording

READ = 3  # passages that the verifier reads for one claim
MISREAD = 0.6  # share of a claim's words that a misreading has to take up to be shown
WORST = (Verdict.REFUTED, Verdict.CONFLICTING, Verdict.NOT_ENOUGH_EVIDENCE, Verdict.SUPPORTED)
ANYTHING = Filters()
CORPUS = Filters(scope="corpus")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Raw material of one part: what was found, for evaluation and calibration."""

    weighing: Weighing
    rulings: tuple[Ruling, ...]
    row: tuple[float, ...]


class Checker:
    """Checks claims and drafts against the current snapshot."""

    def __init__(
        self,
        parts: Callable[[], Parts],
        wording: Wording,
        judge: Judge,
        verifier: Verifier | None = None,
        kinship: Kinship | None = None,
        clock: Callable[[], float] = time.perf_counter,
        second: Second | None = None,
    ) -> None:
        """`verifier` of None judges by rules alone, `kinship` of None knows no like words.

        `second` is a language model beside them.
        """
        self._parts = parts
        self._wording = wording
        self._judge = judge
        self._verifier = verifier
        self._kinship = kinship
        self._second = second
        self._clock = clock
        self._known: Known | None = None

    def check(
        self, draft: str, *, single: bool = False, filters: Filters = ANYTHING
    ) -> Iterator[CheckEvent]:
        """Progress, each finding in the draft's order, then exactly one `FindingsReady`.

        `single` takes the whole text as one claim. Raises DraftError for a text that cannot be
        checked, ModelError if the verifier fails, IndexMissing or IndexDamaged.
        """
        started = self._clock()
        draft = clean(draft)
        parts = self._parts()
        second = self._reading(parts)
        if second and not single:
            yield Progress(f"Reading the text for claims{self._with_model()}")
        claims, unchecked = self._claims(draft, parts, second, single=single)
        yield Progress(f"{len(claims)} claims to check")
        numbering = Numbering(parts.snapshot.documents)
        findings: list[Finding] = []
        for claim in claims:
            before = len(numbering.citations)
            findings.append(self._finding(claim, draft, parts, numbering, filters, second))
            new = tuple(numbering.citations[before:])
            yield FindingReady(findings[-1], new, len(findings), len(claims))
        yield FindingsReady(
            Findings(
                draft=draft,
                findings=tuple(findings),
                unchecked=tuple(unchecked),
                citations=tuple(numbering.citations),
                coverage=parts.covered(filters.scope),
                warnings=(
                    *warnings_on(findings, unchecked),
                    *self._beside(parts, draft, filters).warnings(numbering.documents()),
                    *(second.warnings() if second else ()),
                ),
                corpus=parts.snapshot.corpus,
                verifier=self._identity(),
                seconds=round(self._clock() - started, 3),
            )
        )

    def raw(self, claim: str) -> list[Verdicts]:
        """What is known of each part of a claim before the verdict, for calibration."""
        parts = self._parts()
        found = whole(clean(claim), parts.names)
        return [self._gathered(part.text, parts, CORPUS)[0] for part in found.parts]

    def _reading(self, parts: Parts) -> SecondReading | None:
        """The language model's part in one check, if one is set."""
        if self._second is None:
            return None
        return SecondReading(self._second, self._known_of(parts), self._verifier)

    def _with_model(self) -> str:
        return f" with {self._second.name}" if self._second else ""

    def _identity(self) -> str | None:
        """What judged, beside the rules."""
        model = self._second.name if self._second and self._second.verifier else None
        names = [n for n in (self._verifier.identity if self._verifier else None, model) if n]
        return " and ".join(names) or None

    def _claims(
        self, draft: str, parts: Parts, second: SecondReading | None, *, single: bool
    ) -> tuple[list[Claim], list[Unchecked]]:
        if single:
            return [whole(draft, parts.names)], []
        claims, unchecked = split(draft, parts.names)
        if second:
            claims, unchecked = second.claims(draft, claims, unchecked, parts.names)
        over = [
            Unchecked(draft[c.start : c.end], c.start, c.end, TOO_MANY) for c in claims[MAX_CLAIMS:]
        ]
        return claims[:MAX_CLAIMS], sorted([*unchecked, *over], key=lambda u: u.start)

    def _finding(
        self,
        claim: Claim,
        draft: str,
        parts: Parts,
        numbering: Numbering,
        filters: Filters,
        second: SecondReading | None,
    ) -> Finding:
        judged = [self._part(part, parts, numbering, filters, second) for part in claim.parts]
        worst = min(judged, key=lambda part: (WORST.index(part.verdict), -part.confidence))
        evidence = dict.fromkeys(e for part in judged for e in part.evidence)
        several = len(judged) > 1
        noted = next((p for p in judged if p.reason is not Reason.NONE), worst)
        decisive = worst if worst.verdict is not Verdict.SUPPORTED else noted
        return Finding(
            claim=draft[claim.start : claim.end],
            start=claim.start,
            end=claim.end,
            verdict=worst.verdict,
            confidence=min(p.confidence for p in judged if p.verdict is worst.verdict),
            reason=decisive.reason,
            explanation=decisive.explanation,
            correction=_corrected(judged) if several else decisive.correction,
            parts=tuple(judged) if several else (),
            evidence=tuple(evidence),
        )

    def _part(
        self,
        claim: Claim,
        parts: Parts,
        numbering: Numbering,
        filters: Filters,
        second: SecondReading | None,
    ) -> Part:
        beside = self._beside(parts, claim.text, filters)
        said = Said(claim.text, self._known_of(parts))
        words = own_words(said, parts, beside.material, filters, self._verifier)
        if filters.scope == "mine":
            return _part_of(claim, *beside.alone(words), numbering)
        judged, told = self._by_corpus(claim.text, parts, filters, second)
        sure = judged.ruling is not None
        ruled = beside.joined(judged.verdict, judged.confidence, told, words, sure=sure)
        return _part_of(claim, *ruled, numbering)

    def _beside(self, parts: Parts, text: str, filters: Filters) -> Beside:
        corpus = replace(filters, scope="corpus")
        material = parts.material(corpus, language_of(text), self._wording)
        searched = parts.covered("mine").documents
        return Beside(material, parts.snapshot.documents, searched)

    def _by_corpus(
        self, text: str, parts: Parts, filters: Filters, second: SecondReading | None
    ) -> tuple[Judged, Told]:
        """What the briefs make of a claim, whatever own documents there are."""
        filters = replace(filters, scope="corpus")
        verdicts, material, misreading = self._gathered(text, parts, filters)
        judged = self._judge.judge(verdicts.weighing, verdicts.row, verdicts.rulings)
        told = Explaining(
            material,
            parts.snapshot.passages,
            verdicts.weighing,
            judged,
            misreading,
            parts.covered("corpus").latest,
        ).told()
        if second:
            return second.opinion(verdicts.weighing, judged, told)
        return judged, told

    def _gathered(
        self, text: str, parts: Parts, filters: Filters
    ) -> tuple[Verdicts, Material, tuple[Misreading, Passage] | None]:
        said = Said(text, self._known_of(parts))
        material = parts.material(filters, language_of(text), self._wording)
        hits = parts.searcher.search(text, limit=LOOKED_AT, filters=filters)
        weighing = weigh(said, material, parts.lexicon, hits)
        texts = focus(weighing, material)
        ruled = [
            replace(r, covered=told_by(r, weighing, parts), whole=told_whole(r, said, parts))
            for r in rulings(said, texts, named=bool(weighing.texts))
        ]
        near = {w.passage.document_id: None for w in weighing.told[:4]}
        around = {d.id: d for d in (*texts, *(material.documents[i] for i in near))}
        wrong, truth, entry, source = misread(weighing, parts.lexicon, list(around.values()))
        taken_up = (
            (entry, source) if entry and source and wrong >= MISREAD and wrong > truth else None
        )
        alikeness = Alikeness(parts.lexicon, self._kinship)
        signals = row(weighing, alikeness, ruled, self._verified(weighing), (wrong, truth))
        return Verdicts(weighing, tuple(ruled), tuple(signals)), material, taken_up

    def _verified(self, weighing: Weighing) -> Sequence[Entailment]:
        """The verifier's results for the first passages, in order; none where it cannot read."""
        language = "zh" if weighing.said.chinese else "en"
        if self._verifier is None or language not in self._verifier.languages:
            return ()
        pairs = [(weighing.said.text, weighing.said.of(w.passage)) for w in weighing.told[:READ]]
        return self._verifier.verify(pairs) if pairs else ()

    def _known_of(self, parts: Parts) -> Known:
        if self._known is None or self._known.documents is not parts.snapshot.documents:
            self._known = Known(parts.names, parts.snapshot.documents, parts.vocabulary)
        return self._known


def _corrected(parts: Sequence[Part]) -> str | None:
    """A whole claim mended: what is supported stays, the rest as corrected; None if a part of it
    can be neither kept nor corrected."""
    mended = [p.correction or (p.claim if p.verdict is Verdict.SUPPORTED else None) for p in parts]
    kept = [text for text in mended if text]
    whole = len(kept) == len(parts) and any(p.correction for p in parts)
    return " ".join(dict.fromkeys(kept)) if whole else None


def _part_of(
    claim: Claim, verdict: Verdict, confidence: float, told: Told, numbering: Numbering
) -> Part:
    evidence = [Evidence(numbering.number(p), relation) for p, relation in told.passages]
    return Part(
        claim=claim.text,
        start=claim.start,
        end=claim.end,
        verdict=verdict,
        confidence=round(confidence, 2),
        reason=told.reason,
        explanation=told.explanation,
        correction=told.correction,
        evidence=tuple(dict.fromkeys(evidence)),
    )
