"""What is known of a claim and its evidence, as one row of numbers for the judge."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.material import Material
from assistant.answering.relevance import Lexicon
from assistant.checking.ruling import Ruling
from assistant.checking.weighing import Weighed, Weighing
from assistant.comparing import Facet, Said, read
from assistant.comparing.periods import told_otherwise
from assistant.comparing.polarity import negated
from assistant.comparing.strength import Force, force_of
from assistant.domain import Capacity, Document, Entailment, Misreading, Passage, Section

_FUTURE = re.compile(
    r"\bwill\b|\bis to be\b|\bare to be\b|\bnext\b|\bplans? to\b|将", re.IGNORECASE
)
_ABSOLUTE = re.compile(
    r"\b(?:all|every|any|ever|never|always|no|none|only|must|entire|whole|each|everyone|solely|completely|fully|at once|exclusively|any longer|for good|permanently|forever)\b|所有|一切|全部|任何|永远|绝不|完全|始终",
    re.IGNORECASE,
)
SIGNALS = (
    "fit", "covered", "score", "near", "named", "fit_second", "uncovered", "rarest_missing", "unknown",
    "clean", "clean_covered", "denied_number", "denied_date", "denied_party", "denied_negation", "denied_strength",
    "denied_capacity", "denied_status", "denied_deed", "attributed", "silent_number", "silent_date", "silent_party",
    "strangers", "strangers_everywhere", "wrong", "truth", "wrong_over_told", "record_yes", "record_no", "future", "absolute", "negated",
    "firm", "words", "supports", "refutes", "supports_best", "refutes_best", "supports_clean", "hypothetical_evidence", "chinese",
    "absolute_alone", "scientists", "covered_denied", "other_text", "denied_any", "record_yes_named", "record_no_named", "clean_named", "wrong_less_truth",
)  # fmt: skip
_DENIED = {
    "denied_number": Facet.NUMBER, "denied_date": Facet.DATE, "denied_party": Facet.PARTY,
    "denied_negation": Facet.NEGATION, "denied_strength": Facet.STRENGTH, "denied_capacity": Facet.CAPACITY,
    "denied_status": Facet.STATUS, "denied_deed": Facet.PARTICIPATION,
}  # fmt: skip
_SILENT = {"silent_number": Facet.NUMBER, "silent_date": Facet.DATE, "silent_party": Facet.PARTY}


def row(
    weighing: Weighing,
    lexicon: Lexicon,
    material: Material,
    ruled: Sequence[Ruling],
    judged: Sequence[Entailment],
    misread: tuple[float, float],
) -> list[float]:
    """The SIGNALS of a claim; `judged` are the verifier's results for its first passages, in order."""
    told = weighing.told
    best = told[0] if told else None
    if best is None:
        return [0.0] * len(SIGNALS)
    total = sum(term.weight for term in weighing.terms) or 1.0
    missing = [t for t in weighing.terms if lexicon.covered(t, best.passage) < 0.9]
    near = [w for w in told if w.fit >= 0.75 * best.fit]
    clean = max((w for w in told if is_clean(w)), key=lambda w: w.fit, default=None)
    everywhere = [s for s in best.strangers if all(s in w.strangers for w in told)]
    at = {w.passage.id: e for w, e in zip(told, judged, strict=False)}
    clean_at = at.get(clean.passage.id) if clean else None
    wrong, truth = misread
    values: dict[str, float] = {
        "fit": best.fit,
        "covered": best.covered,
        "score": best.score,
        "near": best.near,
        "named": best.named,
        "fit_second": told[1].fit if len(told) > 1 else 0.0,
        "uncovered": total * (1 - best.covered),
        "rarest_missing": max((t.weight for t in missing), default=0.0),
        "unknown": sum(lexicon.unknown(t) for t in weighing.terms),
        "clean": (clean.fit / best.fit) if clean and best.fit else 0.0,
        "clean_covered": clean.covered if clean else 0.0,
        "attributed": bool(near) and all(_attributed(w) for w in near),
        "wrong_less_truth": wrong - truth,
        "strangers": min(len(best.strangers), 3),
        "strangers_everywhere": min(len(everywhere), 3),
        "wrong": wrong,
        "truth": truth,
        "wrong_over_told": max(0.0, wrong - best.covered),
        "record_yes": any(r.bears_out for r in ruled) and not any(not r.bears_out for r in ruled),
        "record_no": any(not r.bears_out for r in ruled),
        "future": bool(_FUTURE.search(weighing.said.text)),
        "absolute": bool(_ABSOLUTE.search(weighing.said.text)),
        "absolute_alone": bool(_ABSOLUTE.search(weighing.said.text))
        and not _ABSOLUTE.search(weighing.said.of(best.passage)),
        "negated": negated(weighing.said.text),
        "firm": force_of(weighing.said.text)[0] is Force.FACT,
        "hypothetical_evidence": force_of(weighing.said.of(best.passage))[0] is not Force.FACT,
        "words": len(weighing.terms) ** 0.5,
        "supports": max((e.supports for e in judged), default=0.0),
        "refutes": max((e.refutes for e in judged), default=0.0),
        "supports_best": judged[0].supports if judged else 0.0,
        "refutes_best": judged[0].refutes if judged else 0.0,
        "supports_clean": clean_at.supports if clean_at else 0.0,
        "chinese": weighing.said.chinese,
        "scientists": best.passage.capacity in {Capacity.SCIENTISTS, Capacity.JOURNALIST},
        "other_text": max((w.covered for w in told if not w.named), default=0.0)
        - max((w.covered for w in told if w.named), default=0.0)
        if weighing.texts
        else 0.0,
        "denied_any": bool(best.denied()),
        "record_yes_named": any(r.bears_out for r in ruled) and bool(weighing.texts),
        "record_no_named": any(not r.bears_out for r in ruled) and bool(weighing.texts),
        "clean_named": clean is not None and clean.named,
        "covered_denied": max((w.covered for w in near if w.denied()), default=0.0),
    }
    for name, facet in _DENIED.items():
        values[name] = bool(best.denied(facet)) + 0.5 * all(bool(w.denied(facet)) for w in near)
    for name, facet in _SILENT.items():
        values[name] = sum(m.facet is facet and not m.denied for m in best.mismatches)
    return [float(values[name]) for name in SIGNALS]


def _attributed(weighed: Weighed) -> bool:
    return any(m.facet is Facet.ATTRIBUTION for m in weighed.mismatches)


def is_clean(weighed: Weighed) -> bool:
    """Whether a passage bears out every fact of the claim that rules can tell."""
    return not weighed.mismatches and not weighed.strangers


def misread(
    weighing: Weighing, lexicon: Lexicon, documents: Sequence[Document]
) -> tuple[float, float, Misreading | None, Passage | None]:
    """How far the nearest recorded misreading takes up the claim, in its wrong and its true half.

    All words of the claim count, names too.
    """
    best: tuple[float, float, Misreading | None, Passage | None] = (0.0, 0.0, None, None)
    terms = lexicon.every_word(weighing.said.text)
    for document in documents:
        passages = [p for p in document.passages if p.section is Section.MISREADING]
        for entry, passage in zip(document.misreadings, passages, strict=True):
            if _tells_the_truth(weighing.said, entry):
                continue
            told = entry.truth_zh or "" if weighing.said.chinese else entry.truth
            wrong, truth = lexicon.told_by(terms, entry.wrong), lexicon.told_by(terms, told)
            wrong = truth if weighing.said.chinese else wrong
            if wrong > best[0]:
                best = (wrong, truth, entry, passage)
    return best


def _tells_the_truth(said: Said, entry: Misreading) -> bool:
    """Whether a claim has the date or number of the truth, which the misreading has not."""
    wrong, truth = read(entry.wrong, said.known), read(entry.truth, said.known)
    dated = any(
        told_otherwise(period, truth.periods) is False
        and told_otherwise(period, wrong.periods) is not False
        for period in said.periods
    )
    numbers = [{q.value for q in each.quantities} for each in (said, truth, wrong)]
    return dated or bool(numbers[0] & numbers[1] - numbers[2])
