"""A judged claim in words: the reason, what the sources say instead, and a wording that holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.answering.material import Material
from assistant.checking.judging import Judged
from assistant.checking.recorded import in_sentences
from assistant.checking.weighing import Weighed, Weighing
from assistant.comparing import Facet, Mismatch
from assistant.comparing.periods import periods
from assistant.domain import Document, Misreading, Passage, Relation
from assistant.findings import Reason, Verdict

REASONS = {
    Facet.PARTICIPATION: Reason.PARTICIPATION,
    Facet.STATUS: Reason.STATUS,
    Facet.NUMBER: Reason.WRONG_COUNT,
    Facet.DATE: Reason.WRONG_DATE,
    Facet.CAPACITY: Reason.CAPACITY,
    Facet.STRENGTH: Reason.OVERSTATED,
    Facet.PARTY: Reason.WRONG_PARTY,
    Facet.NEGATION: Reason.NEGATION,
}
_PROPOSES = ("propos", "suggest", "recommend", "draft", "提议", "建议", "倡议")
_SHOWN = 3  # passages beside the deciding one


@dataclass(frozen=True, slots=True)
class Told:
    """What a finding says of a claim, with its passages and how each stands to it."""

    reason: Reason
    explanation: str
    correction: str | None
    passages: tuple[tuple[Passage, Relation], ...]


class Explaining:
    """Words a judgement of one claim."""

    def __init__(
        self,
        material: Material,
        passages: Mapping[str, Passage],
        weighing: Weighing,
        judged: Judged,
        misreading: tuple[Misreading, Passage] | None,
        latest: str,
    ) -> None:
        self._material = material
        self._passages = passages
        self._weighing = weighing
        self._judged = judged
        self._misreading = misreading
        self._latest = latest

    def told(self) -> Told:
        """Reason, explanation, correction and evidence."""
        judged = self._judged
        match judged.verdict:
            case Verdict.SUPPORTED:
                return self._supported()
            case Verdict.CONFLICTING:
                return self._conflicting()
            case Verdict.REFUTED:
                return self._refuted()
        return self._nothing()

    def _supported(self) -> Told:
        ruling, passage = self._judged.ruling, self._judged.passage
        if ruling is None:
            assert passage is not None
            text = self._say("finding_supported", title=self._title(passage.passage))
            return Told(Reason.NONE, text, None, self._cited(passage, Relation.SUPPORTS))
        shown = tuple((self._passages[i], Relation.SUPPORTS) for i in ruling.passages[:4])
        told = in_sentences(self._material, [p for p, _ in shown]) or ruling.told
        if ruling.later:
            text = self._say("finding_outdated", told=told)
            return Told(Reason.OUTDATED, text, told, shown)
        text = self._say("finding_recorded_for", told=told)
        beside = (
            self._cited(passage, Relation.SUPPORTS)[:1]
            if passage and not passage.mismatches
            else ()
        )
        return Told(Reason.NONE, text, None, (*shown, *beside))

    def _conflicting(self) -> Told:
        for_it, against = self._judged.passage, self._judged.against
        assert for_it is not None and against is not None
        text = self._say(
            "finding_conflicting",
            title=self._title(for_it.passage),
            other=self._title(against.passage),
        )
        shown = (
            (self._passages[for_it.passage.id], Relation.SUPPORTS),
            (self._passages[against.passage.id], Relation.REFUTES),
        )
        return Told(Reason.NONE, text, None, shown)

    def _refuted(self) -> Told:
        ruling, passage = self._judged.ruling, self._judged.passage
        if ruling is not None:
            shown = tuple((self._passages[i], Relation.REFUTES) for i in ruling.passages[:4])
            recorded = in_sentences(self._material, [p for p, _ in shown])
            if recorded:
                text = self._say("finding_recorded_against", told=recorded)
                return Told(ruling.reason, text, recorded, shown)
            title = self._title(shown[0][0])
            text = self._say(f"finding_{ruling.reason}", title=title, told=ruling.told, claimed="")
            return Told(ruling.reason, text, None, shown)
        assert passage is not None
        denied = self._decisive(passage)
        if self._misreading and (denied is None or denied.facet is not Facet.STATUS):
            return self._misread(passage, denied)
        if denied is None:
            text = self._say("finding_refuted", title=self._title(passage.passage))
            return Told(
                Reason.NONE, text, self._truth(passage), self._cited(passage, Relation.REFUTES)
            )
        reason = self._reason(denied, passage)
        told = denied.told
        if reason is Reason.CAPACITY:
            told = self._capacities(told)
        text = self._say(
            f"finding_{reason}",
            title=self._title(passage.passage),
            told=told,
            claimed=denied.claimed,
        )
        return Told(reason, text, self._truth(passage), self._cited(passage, Relation.REFUTES))

    def _misread(self, passage: Weighed, denied: Mismatch | None) -> Told:
        assert self._misreading is not None
        entry, source = self._misreading
        zh = self._material.language == "zh" and entry.truth_zh
        truth = zh or entry.truth
        text = self._say("finding_misreading", title=self._title(source), told=truth)
        reason = self._reason(denied, passage) if denied else Reason.MISREADING
        shown = (
            (self._passages[source.id], Relation.REFUTES),
            *self._cited(passage, Relation.MENTIONS)[:1],
        )
        return Told(reason, text, truth, shown)

    def _nothing(self) -> Told:
        passage = self._judged.passage
        latest = self._material.date(self._latest)
        beyond = [
            p
            for p in periods(self._weighing.said.text)
            if not p.yearless and p.first > self._latest
        ]
        if beyond:
            text = self._say("finding_later", date=beyond[0].text, latest=latest)
            return Told(Reason.NONE, text, None, self._cited(passage, Relation.MENTIONS))
        if passage is None:
            return Told(Reason.NONE, self._say("finding_none", latest=latest), None, ())
        shown = self._cited(passage, Relation.MENTIONS)
        attributed = next((m for m in passage.mismatches if m.facet is Facet.ATTRIBUTION), None)
        if attributed:
            text = self._say("finding_attributed_only", told=attributed.told)
            return Told(Reason.ATTRIBUTED_ONLY, text, None, shown)
        silent = [m.claimed for m in passage.mismatches if not m.denied] + list(passage.strangers)
        if silent and passage.covered >= 0.5:
            missing = ", ".join(dict.fromkeys(silent))
            text = self._say("finding_part", title=self._title(passage.passage), missing=missing)
            return Told(Reason.NONE, text, None, shown)
        text = self._say("finding_nothing", title=self._title(passage.passage), latest=latest)
        return Told(Reason.NONE, text, None, shown)

    def _decisive(self, passage: Weighed) -> Mismatch | None:
        """The denied difference that tells most, typed fields first."""
        order = list(REASONS)
        denied = [m for m in passage.denied() if m.facet in REASONS]
        return min(denied, key=lambda m: order.index(m.facet), default=None)

    def _reason(self, mismatch: Mismatch, passage: Weighed) -> Reason:
        reason = REASONS.get(mismatch.facet, Reason.NONE)
        proposes = any(word in mismatch.told.casefold() for word in _PROPOSES)
        if reason is Reason.OVERSTATED and proposes:
            return Reason.PROPOSAL
        return reason

    def _truth(self, passage: Weighed) -> str:
        """The statement itself, which its citation bears out."""
        return self._weighing.said.of(passage.passage)

    def _cited(
        self, passage: Weighed | None, relation: Relation
    ) -> tuple[tuple[Passage, Relation], ...]:
        """The deciding passage, and the next best as mere mentions."""
        if passage is None:
            return ()
        first = (self._passages[passage.passage.id], relation)
        others = [w for w in self._weighing.told if w is not passage and w.fit >= 0.7 * passage.fit]
        return (
            first,
            *((self._passages[w.passage.id], Relation.MENTIONS) for w in others[: _SHOWN - 1]),
        )

    def _title(self, passage: Passage) -> str:
        document: Document = self._material.documents[passage.document_id]
        return self._material.title(document)

    def _capacities(self, told: str) -> str:
        words = [self._say(f"capacity_{name}") for name in told.split(", ")]
        return (
            (words[0][:1].lower() + words[0][1:]) if len(words) == 1 else ", ".join(words).lower()
        )

    def _say(self, key: str, **values: object) -> str:
        return self._material.say(key, **values)
