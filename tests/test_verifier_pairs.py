"""What the verifier is trained on: parts that stay apart, edits that keep labels true."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from tests.gold.verifier_pairs import (
    NEITHER,
    REFUTES,
    SUPPORTS,
    Edits,
    Pair,
    held_back,
    read_pairs,
    strangers,
    tidy,
)

FACT = Pair(
    "In Paris the host was France with 58 signatures.",
    "France was the host in Paris, and 58 signatures were counted.",
    (SUPPORTS,),
    "some",
)


def test_a_label_that_tells_two_apart_no_further_allows_both(tmp_path: Path) -> None:
    """Files are read in the order of their names."""
    rows = [("b", "not_supported"), ("a", "refuted")]
    for name, label in rows:
        row = {"claim": "A claim .", "evidence": "-LRB- some -RRB- evidence", "label": label}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    first, second = read_pairs(tmp_path)
    assert (first.file, first.allowed) == ("a", (REFUTES,))
    assert (second.file, second.allowed) == ("b", (REFUTES, NEITHER))
    assert (first.claim, first.evidence) == ("A claim.", "(some) evidence")


def test_what_shares_a_claim_or_an_evidence_is_on_one_side() -> None:
    """Nothing held back has been seen in training, not even in part."""
    chance = random.Random(2)
    pairs = [
        Pair(f"claim {chance.randrange(900)}", f"evidence {chance.randrange(2000)}", (0,), "some")
        for _ in range(1200)
    ]
    learnt, kept = held_back(pairs)
    assert len(learnt) + len(kept) == len(pairs)
    assert kept
    for part in ("claim", "evidence"):
        assert not {getattr(p, part) for p in learnt} & {getattr(p, part) for p in kept}


def test_about_a_tenth_is_held_back_also_of_a_file_of_few_claims() -> None:
    """There the evidence decides, because the claims hang together."""
    pairs = [Pair(f"claim {n % 17}", f"evidence {n}", (0,), "clauses") for n in range(1000)]
    learnt, kept = held_back(pairs)
    assert 50 < len(kept) < 150
    assert not {p.evidence for p in learnt} & {p.evidence for p in kept}


@pytest.mark.parametrize("seed", range(40))
def test_an_edit_keeps_its_label_true(seed: int) -> None:
    """On both sides it changes nothing; on one side the claim no longer holds."""
    made = Edits([FACT, Pair("And Norway came.", "", (0,), "some")], random.Random(seed))
    found = made.of([FACT] * 5, 1.0)
    assert len(found) == 5
    for edited in found:
        assert edited != FACT
        both = edited.claim != FACT.claim and edited.evidence != FACT.evidence
        assert (edited.allowed == (SUPPORTS,)) == both


def test_a_denied_claim_that_was_refuted_is_supported() -> None:
    """So that "not" alone tells nothing."""
    wrong = Pair("Norway was the host.", FACT.evidence, (REFUTES,), "some")
    found = Edits([FACT], random.Random(1)).of([wrong] * 20, 1.0)
    assert {(one.claim, one.allowed) for one in found} == {
        ("Norway was not the host.", (SUPPORTS,))
    }


def test_strangers_are_another_claim_s_evidence() -> None:
    """Of the same file, and never that of the five nearest claims."""
    pairs = [Pair(f"claim {n}", f"evidence {n}", (SUPPORTS,), "some") for n in range(40)]
    angles = np.linspace(0, 1, 40)

    def embed(texts: list[str]) -> np.ndarray:
        at = [int(text.split()[1]) for text in texts]
        return np.stack([np.cos(angles[at]), np.sin(angles[at])], axis=1)

    made = strangers(pairs, embed, random.Random(4))
    assert made
    for one in made:
        distance = abs(int(one.claim.split()[1]) - int(one.evidence.split()[1]))
        assert distance >= 3
        assert one.allowed == (NEITHER,)


def test_marks_of_old_corpora_are_taken_away() -> None:
    """Brackets by name, doubled quotes, spaces before stops."""
    assert tidy("It -LRB- the ``pact'' -RRB- held , mostly .") == 'It (the "pact") held, mostly.'
