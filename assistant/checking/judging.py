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

from assistant.checking.ruling import Ruling
from assistant.checking.signals import SIGNALS, is_clean
from assistant.checking.weighing import Weighed, Weighing
from assistant.comparing import Facet
from assistant.findings import Verdict

WEIGHTS = Path(__file__).parent / "judge.json"
ORDER = (Verdict.SUPPORTED, Verdict.REFUTED, Verdict.NOT_ENOUGH_EVIDENCE)
SURE = 0.95  # what a ruling of the record is worth
_SPEAKS = 0.45  # share of its words by which a passage of a text not named speaks of a claim
_AS_WELL = 0.97  # of the best fit: what fits as well
_REFUTES = 0.4  # what the verifier has to say against a claim that no rule denies
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
        if no and (weighing.texts or _counted_otherwise(no, best)) and not (yes and _same(yes, no)):
            return Judged(Verdict.REFUTED, SURE, no[0], best)
        if best is None:
            return Judged(Verdict.NOT_ENOUGH_EVIDENCE, 0.9)
        chances = self.probabilities(row)
        clean = next((w for w in weighing.told if _bears_out(w, weighing)), None)
        recorded = _recorded_whole(weighing, yes)
        if recorded and not no:
            return Judged(Verdict.SUPPORTED, max(chances[0], SURE), recorded, clean or best)
        return self._by_chance(weighing, row, chances, clean, ruled)

    def _by_chance(
        self,
        weighing: Weighing,
        row: Sequence[float],
        chances: list[float],
        clean: Weighed | None,
        ruled: Sequence[Ruling],
    ) -> Judged:
        yes, no = ([r for r in ruled if r.bears_out is side] for side in (True, False))
        best = weighing.told[0]
        if accounts := _accounts(weighing):
            if not _of_all_sides(accounts, weighing):
                doubt = max(chances[2], 0.5)
                return Judged(Verdict.NOT_ENOUGH_EVIDENCE, doubt, None, accounts[0])
            clean = accounts[0]
        if not _denied(weighing, row, ruled, clean):
            chances[1] = 0.0
        leaned = chances[0] == max(chances)
        likely = chances[0] >= self.least
        if leaned and not (likely and clean is not None):
            chances[0] = 0.0  # similarity is not support
        verdict = ORDER[int(np.argmax(chances))]
        chance = chances[ORDER.index(verdict)]
        if verdict is Verdict.SUPPORTED:
            against = _against(weighing, clean or best)
            if against is not None:
                return Judged(Verdict.CONFLICTING, chance, None, clean or best, against)
            dated = next((r for r in yes if r.later), None)
            return Judged(verdict, chance, dated, clean or best)
        if verdict is Verdict.REFUTED:
            misread = dict(zip(SIGNALS, row, strict=True))["wrong_less_truth"] > 0.1
            denying = next(
                (w for w in weighing.told if w.denied() and w.fit >= _NEAR * best.fit), best
            )
            if leaned and not (no or denying.denied() or misread):
                return Judged(Verdict.NOT_ENOUGH_EVIDENCE, max(chances[2], 0.34), None, best)
            return Judged(verdict, chance, no[0] if no else None, denying)
        return Judged(verdict, max(chance, 0.34), None, best)


def _bears_out(weighed: Weighed, weighing: Weighing) -> bool:
    """Whether a passage can support a claim: no difference, near the best, of a text it names."""
    own = weighed.named or not weighing.texts or weighed.covered >= _ELSEWHERE
    return is_clean(weighed) and weighed.fit >= _NEAR * weighing.told[0].fit and own


def _same(yes: Sequence[Ruling], no: Sequence[Ruling]) -> bool:
    """Whether both kinds of ruling come from one document."""
    return bool(_documents(yes) & _documents(no))


def _counted_otherwise(no: Sequence[Ruling], best: Weighed | None) -> bool:
    """Whether the record of the text that speaks most to a claim has another number."""
    return (
        best is not None
        and best.covered >= _WHOLE
        and any("#c" in r.passages[0] for r in no)
        and best.passage.document_id in _documents(no)
    )


def _recorded_whole(weighing: Weighing, yes: Sequence[Ruling]) -> Ruling | None:
    """The ruling beyond which a claim says nothing: no name, number or date, hardly a word."""
    whole = [ruling for ruling in yes if ruling.whole]
    if not weighing.texts:  # a count that only one text has
        return next((r for r in whole if r.covered >= _WHOLE and "#c" in r.passages[0]), None)
    best = weighing.best
    beside = best is not None and is_clean(best) and best.covered >= _WHOLE
    return next((r for r in whole if r.covered >= _WHOLE or beside), None)


def _documents(rulings: Sequence[Ruling]) -> set[str]:
    return {passage.split("#")[0] for ruling in rulings for passage in ruling.passages}


def _accounts(weighing: Weighing) -> list[Weighed]:
    """What fits a claim on two sides, if all of it is the accounts of single sides."""
    best = weighing.told[0]
    near = [
        w
        for w in weighing.told
        if w.fit >= _NEAR * best.fit
        and w.covered >= max(0.4, 0.5 * best.covered)
        and not any(m.facet is Facet.PARTY for m in w.mismatches)
    ]
    one_sided = [any(m.facet is Facet.ATTRIBUTION for m in w.mismatches) for w in near]
    return near if near and all(one_sided) and not near[0].denied() else []


def _of_all_sides(accounts: Sequence[Weighed], weighing: Weighing) -> bool:
    """Whether each side that a claim speaks for gives an account of its own."""
    told = {party for account in accounts for party in account.passage.parties}
    return set(weighing.said.agents.parties) <= told


def _denied(
    weighing: Weighing, row: Sequence[float], ruled: Sequence[Ruling], clean: Weighed | None
) -> bool:
    """Whether anything tells otherwise: a ruling, a difference, a misreading, the verifier.

    A difference counts only in a passage that speaks of the claim's matter, and not where a
    passage that fits as well bears the claim out.
    """
    values = dict(zip(SIGNALS, row, strict=True))
    best = weighing.told[0]
    if any(not r.bears_out for r in ruled) or values["wrong_less_truth"] > 0.1:
        return True
    if values["refutes"] >= _REFUTES and values["refutes"] > values["supports"]:
        return True
    near = [
        w for w in weighing.told if w.fit >= _NEAR * best.fit and (w.named or w.covered >= _SPEAKS)
    ]
    if clean is not None and clean.fit >= _AS_WELL * best.fit and clean.covered >= _WHOLE:
        return False
    return any(w.denied() for w in near) or (bool(near) and bool(best.strangers))


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
