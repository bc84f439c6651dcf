"""From signals to a verdict: fitted probabilities, with what the record says above them.

The weights in judge.json are fitted by tests/gold/calibrate_claims.py on the development half of
the claim set alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.checking.records import Ruling
from assistant.checking.signals import SIGNALS, is_clean
from assistant.checking.weighing import Weighed, Weighing
from assistant.comparing import Facet
from assistant.findings import Verdict

WEIGHTS = Path(__file__).parent / "judge.json"
ORDER = (Verdict.SUPPORTED, Verdict.REFUTED, Verdict.NOT_ENOUGH_EVIDENCE)
SURE = 0.95  # what a ruling of the record is worth
_WHOLE = 0.6  # share of a claim's content words that what bears it out has to have
_ELSEWHERE = 0.8  # the same for a passage of another text than the claim names
_NEAR = 0.75  # of the best fit: what another passage needs to count


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with its probability and the passages that decide, the first the most telling."""

    verdict: Verdict
    confidence: float
    ruling: Ruling | None = None
    passage: Weighed | None = None
    against: Weighed | None = None


class Judge:
    """The fitted weights and the probability from which on a claim is called supported."""

    def __init__(self, path: Path = WEIGHTS) -> None:
        found = json.loads(path.read_text(encoding="utf-8"))
        if tuple(found["signals"]) != SIGNALS:
            raise ValueError(f"{path} was fitted on other signals; run tests/gold/calibrate_claims")
        self._means = np.asarray(found["means"], np.float64)
        self._scales = np.asarray(found["scales"], np.float64)
        self._weights = np.asarray(found["weights"], np.float64)
        self._bias = np.asarray(found["bias"], np.float64)
        self.least: float = found["least"]

    def probabilities(self, row: Sequence[float]) -> list[float]:
        """Of supported, refuted and not enough evidence; they sum to 1."""
        values = (np.asarray(row, np.float64) - self._means) / self._scales
        scores = self._weights @ values + self._bias
        raised = np.exp(scores - scores.max())
        return [float(p) for p in raised / raised.sum()]

    def judge(self, weighing: Weighing, row: Sequence[float], ruled: Sequence[Ruling]) -> Judged:
        """The verdict on one claim."""
        best = weighing.best
        yes = [r for r in ruled if r.bears_out]
        no = [r for r in ruled if not r.bears_out]
        if no and weighing.texts and not (yes and _same(yes, no)):
            return Judged(Verdict.REFUTED, SURE, no[0], best)
        if best is None:
            return Judged(Verdict.NOT_ENOUGH_EVIDENCE, 0.9)
        chances = self.probabilities(row)
        clean = next((w for w in weighing.told if _bears_out(w, weighing)), None)
        if yes and not no and _recorded_whole(weighing, yes):
            return Judged(Verdict.SUPPORTED, max(chances[0], SURE), yes[0], clean or best)
        return self._by_chance(weighing, chances, clean, ruled)

    def _by_chance(
        self,
        weighing: Weighing,
        chances: list[float],
        clean: Weighed | None,
        ruled: Sequence[Ruling],
    ) -> Judged:
        yes, no = ([r for r in ruled if r.bears_out is side] for side in (True, False))
        best = weighing.told[0]
        if chances[0] == max(chances) and (chances[0] < self.least or clean is None):
            chances[0] = 0.0  # similarity is not support
        if _attributed(weighing):
            return Judged(Verdict.NOT_ENOUGH_EVIDENCE, max(chances[2], 0.5), None, best)
        verdict = ORDER[int(np.argmax(chances))]
        chance = chances[ORDER.index(verdict)]
        if verdict is Verdict.SUPPORTED:
            against = _against(weighing, clean or best)
            if against is not None:
                return Judged(Verdict.CONFLICTING, chance, None, clean or best, against)
            dated = next((r for r in yes if r.later), None)
            return Judged(verdict, chance, dated, clean or best)
        if verdict is Verdict.REFUTED:
            denying = next(
                (w for w in weighing.told if w.denied() and w.fit >= _NEAR * best.fit), best
            )
            return Judged(verdict, chance, no[0] if no else None, denying)
        return Judged(verdict, max(chance, 0.34), None, best)


def _bears_out(weighed: Weighed, weighing: Weighing) -> bool:
    """Whether a passage can support a claim: no difference, near the best, of a text it names."""
    own = weighed.named or not weighing.texts or weighed.covered >= _ELSEWHERE
    return is_clean(weighed) and weighed.fit >= _NEAR * weighing.told[0].fit and own


def _same(yes: Sequence[Ruling], no: Sequence[Ruling]) -> bool:
    """Whether both kinds of ruling come from one document."""
    return bool(_documents(yes) & _documents(no))


def _recorded_whole(weighing: Weighing, yes: Sequence[Ruling]) -> bool:
    """Whether a claim says nothing beyond what the record tells.

    No party, number or date of it is left over, and hardly a content word.
    """
    best = weighing.best
    if not weighing.texts or (best and best.passage.document_id not in _documents(yes)):
        return False
    if best and any(m.facet is Facet.PARTY for m in best.mismatches):
        return False
    told = max(ruling.covered for ruling in yes)
    return told >= _WHOLE or (best is not None and is_clean(best) and best.covered >= _WHOLE)


def _documents(rulings: Sequence[Ruling]) -> set[str]:
    return {passage.split("#")[0] for ruling in rulings for passage in ruling.passages}


def _attributed(weighing: Weighing) -> bool:
    """Whether all that fits is the account of one of the sides that the claim speaks for."""
    best = weighing.told[0]
    near = [
        w for w in weighing.told if w.fit >= _NEAR * best.fit and w.covered >= 0.5 * best.covered
    ]
    one_sided = [any(m.facet is Facet.ATTRIBUTION and m.told for m in w.mismatches) for w in near]
    return bool(near) and all(one_sided) and not best.denied() and best.covered >= 0.4


def _against(weighing: Weighing, supporting: Weighed) -> Weighed | None:
    """A passage of another party that fits as well and denies what the supporting one says."""
    for other in weighing.told:
        if (
            other.fit >= 0.8 * supporting.fit
            and other.passage.document_id != supporting.passage.document_id
            and (other.denied(Facet.NEGATION) or other.denied(Facet.NUMBER))
            and other.covered >= 0.6
        ):
            return other
    return None
