"""What is known of a claim and its evidence, as one row of numbers for the judge."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.relevance import Lexicon
from assistant.checking.alikeness import Alikeness, together
from assistant.checking.ruling import Ruling
from assistant.checking.weighing import Weighed, Weighing
from assistant.comparing import Facet, Said, read
from assistant.comparing.periods import told_otherwise
from assistant.comparing.polarity import negated
from assistant.domain import Document, Entailment, Misreading, Passage, Section

_FUTURE = re.compile(
    r"\bwill\b|\bis to be\b|\bare to be\b|\bnext\b|\bplans? to\b|将", re.IGNORECASE
)
_ABSOLUTE = re.compile(
    r"\b(?:all|every|any|ever|never|always|no|none|only|must|entire|whole|each|everyone|solely|completely|fully|at once|exclusively|any longer|for good|permanently|forever)\b|所有|一切|全部|任何|永远|绝不|完全|始终",
    re.IGNORECASE,
)
SIGNALS = (
    "fit", "covered", "soft", "soft_together", "gap", "gap_second", "named", "margin",
    "clean", "clean_soft", "denied_typed", "denied_party", "denied_words", "silent", "strangers", "attributed",
    "wrong_less_truth", "record_yes", "record_no", "supports", "refutes", "supports_best", "refutes_best",
    "negated_apart", "absolute_alone", "future", "chinese", "chinese_soft", "other_text",
)  # fmt: skip
_TYPED = frozenset({Facet.NUMBER, Facet.DATE, Facet.STATUS, Facet.PARTICIPATION})
_IN_WORDS = frozenset({Facet.NEGATION, Facet.STRENGTH, Facet.CAPACITY})
_SILENT = frozenset({Facet.NUMBER, Facet.DATE, Facet.PARTY})
_UNREAD = (0.4, 0.4)  # what stands for a verifier that does not read a claim's language
_NEAR = 0.75  # of the best fit


def row(
    weighing: Weighing,
    alikeness: Alikeness,
    ruled: Sequence[Ruling],
    judged: Sequence[Entailment],
    misread: tuple[float, float],
) -> list[float]:
    """The SIGNALS of a claim; `judged` are the verifier's results for its first passages, in order."""
    told = weighing.told
    if not told:
        return [0.0] * len(SIGNALS)
    said, best = weighing.said, told[0]
    near = [w for w in told if w.fit >= _NEAR * best.fit]
    clean = max((w for w in near if is_clean(w)), key=lambda w: w.fit, default=None)
    alike = alikeness.of(said, [best.passage])
    joined = alikeness.of(said, together([w.passage for w in told]))
    others = [w.fit for w in told[1:] if w.passage.document_id != best.passage.document_id]
    reads = [(e.supports, e.refutes) for e in judged] or [_UNREAD]
    wrong, truth = misread
    values: dict[str, float] = {
        "fit": best.fit,
        "covered": best.covered,
        "soft": alike.share,
        "soft_together": joined.share,
        "gap": alike.gap,
        "gap_second": alike.second,
        "named": best.named,
        "margin": best.fit - max(others, default=0.0),
        "clean": clean is not None,
        "clean_soft": alikeness.of(said, [clean.passage]).share if clean else 0.0,
        "denied_typed": _denied_by(near, _TYPED),
        "denied_party": _denied_by(near, frozenset({Facet.PARTY})),
        "denied_words": _denied_by(near, _IN_WORDS),
        "silent": min(3, sum(m.facet in _SILENT and not m.denied for m in best.mismatches)),
        "strangers": min(len(best.strangers), 3),
        "attributed": all(_attributed(w) for w in near),
        "wrong_less_truth": wrong - truth,
        "record_yes": any(r.bears_out for r in ruled) and all(r.bears_out for r in ruled),
        "record_no": any(not r.bears_out for r in ruled),
        "supports": max(supports for supports, _ in reads),
        "refutes": max(refutes for _, refutes in reads),
        "supports_best": reads[0][0],
        "refutes_best": reads[0][1],
        "negated_apart": negated(said.text) != negated(said.of(best.passage)),
        "absolute_alone": bool(_ABSOLUTE.search(said.text))
        and not _ABSOLUTE.search(said.of(best.passage)),
        "future": bool(_FUTURE.search(said.text)),
        "chinese": said.chinese,
        "chinese_soft": alike.share if said.chinese else 0.0,
        "other_text": bool(weighing.texts) and not best.named,
    }
    return [float(values[name]) for name in SIGNALS]


def _denied_by(near: Sequence[Weighed], facets: frozenset[Facet]) -> float:
    """The best coverage of a passage that tells otherwise, less that of one that does not."""
    denying = [w.covered for w in near if any(m.facet in facets for m in w.denied())]
    others = [w.covered for w in near if not any(m.facet in facets for m in w.denied())]
    return max(denying) - 0.5 * max(others, default=0.0) if denying else 0.0


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
