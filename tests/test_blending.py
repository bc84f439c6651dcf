"""Signals of words, and their joining with a verifier."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.blending import (
    WORD_SIGNALS,
    Blend,
    CosineSignal,
    VerifierSignals,
    Weights,
    blended,
    by_cosine,
    by_overlap,
    word_signals,
)
from assistant.errors import ModelError
from tests.fakes import HashedWords, WordOverlapVerifier

EVIDENCE = "The summit was held in Paris. In all 58 countries signed, and 2,400 people came."


def _signals(claim: str, evidence: str = EVIDENCE) -> dict[str, float]:
    (row,) = word_signals([(claim, evidence)])
    return dict(zip(WORD_SIGNALS, row.tolist(), strict=True))


def test_shared_words_are_counted_without_endings_and_stop_words() -> None:
    """Of the words that say something, those in the evidence, and those in its nearest sentence."""
    found = _signals("The countries signing in Paris")
    assert found["overlap"] == 1
    assert found["nearest_overlap"] == pytest.approx(2 / 3)
    assert _signals("Cats sleep")["overlap"] == 0


def test_numbers_and_names_that_the_evidence_lacks_are_told() -> None:
    """As shares of the claim's; a number is the same with or without its comma."""
    assert _signals("58 of 2400 signed")["numbers_missing"] == 0
    assert _signals("57 of 2400 signed")["numbers_missing"] == 0.5
    assert _signals("The people of Paris and Berlin")["names_missing"] == 0.5


def test_a_denial_on_one_side_alone_is_told() -> None:
    """In English and Chinese, in the sentence that is nearest to the claim."""
    assert _signals("58 countries did not sign")["denial_differs"] == 1
    assert _signals("58 countries signed")["denial_differs"] == 0
    assert _signals("It wasn't signed", "It was never signed.")["denial_differs"] == 0
    assert _signals("中国签署了声明", "中国没有签署声明。")["denial_differs"] == 1


def test_chinese_shares_pairs_of_characters() -> None:
    """Without a segmenter."""
    assert _signals("签署声明", "中国签署声明。")["overlap"] == 1


def test_a_regression_gives_probabilities_of_the_three_outcomes() -> None:
    """Worked by hand: one signal, standardised."""
    weights = Weights.of(
        {
            "means": [1.0],
            "scales": [2.0],
            "weights": [[1.0], [0.0], [-1.0]],
            "bias": [0.0, 0.0, 0.0],
        }
    )  # type: ignore[dict-item]
    (row,) = weights.probabilities(np.array([[3.0]]))
    raised = np.exp([1.0, 0.0, -1.0])
    assert row == pytest.approx(raised / raised.sum())


def test_a_verifier_s_probabilities_become_log_odds_against_neither() -> None:
    """Finite even where a probability is 0."""
    (row,) = VerifierSignals(WordOverlapVerifier())([("58 signed", EVIDENCE)])
    assert row[0] == pytest.approx(np.log(0.95 / 0.05))
    assert np.isfinite(row).all()


def test_the_baselines_rise_with_their_signal() -> None:
    """More shared words, or a nearer meaning, never lower the probability of support."""
    claims = ["Cats sleep", "Cats signed", "58 countries signed"]
    pairs = [(claim, EVIDENCE) for claim in claims]
    for method in (by_overlap(), by_cosine(HashedWords())):
        found = [one.supports for one in method.verify(pairs)]
        assert found == sorted(found)
        assert found[0] < found[2]


def test_the_blend_reads_what_its_verifier_reads() -> None:
    """Its name tells the verifier's."""
    blend = blended(WordOverlapVerifier())
    assert blend.languages == WordOverlapVerifier.languages
    assert "word-overlap-1" in blend.identity
    assert blend.verify([]) == []


def test_a_text_is_embedded_once_for_all_its_pairs() -> None:
    """A claim beside eight pieces of evidence costs nine vectors."""
    embedder = HashedWords()
    CosineSignal(embedder)([("a claim", f"evidence {number}") for number in range(8)])
    assert len(embedder.embedded) == 9


def test_damaged_weights_are_named(tmp_path: Path) -> None:
    """A missing file, and one that lacks these weights."""
    with pytest.raises(ModelError, match=r"nothing\.json"):
        by_overlap(tmp_path / "nothing.json")
    (tmp_path / "some.json").write_text(json.dumps({}))
    with pytest.raises(ModelError, match="'overlap'"):
        by_overlap(tmp_path / "some.json")
    assert isinstance(by_overlap(), Blend)
