"""The embedded verifier."""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from assistant.adapters.entailment import CALIBRATION, MAX_TOKENS, MODEL, EmbeddedVerifier, gathered
from assistant.adapters.packaged import minilm_folder
from assistant.errors import ModelError

CLAIM = "Fifty-eight countries signed the statement in Paris."
FACT = "The statement that closed the Paris summit was signed by fifty-eight countries."
FILLER = "The weather was mild on that day, and visitors walked along the river. "


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """The package's word pieces, uncut."""
    made = Tokenizer.from_file(str(minilm_folder() / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


def test_short_evidence_is_read_whole(tokenizer: Tokenizer) -> None:
    """The text untouched."""
    assert gathered(CLAIM, FACT + "  \n" + FILLER, tokenizer) == FACT + "  \n" + FILLER


def test_of_long_evidence_the_nearest_sentences_are_read_in_order(tokenizer: Tokenizer) -> None:
    """They fit beside the claim; the sentence before the nearest one comes with it."""
    host = "It was President Macron who chaired the last session."
    distant = "Fifty-eight countries is also the number of those that came to Geneva."
    evidence = " ".join([FILLER * 20, distant, FILLER * 20, host, FACT, FILLER * 20])
    read = gathered(CLAIM, evidence, tokenizer)
    assert len(tokenizer.encode(CLAIM, read).ids) <= MAX_TOKENS
    assert read.index(distant) < read.index(host) < read.index(FACT)


def test_text_without_an_end_of_sentence_is_read_in_parts(tokenizer: Tokenizer) -> None:
    """A menu or a table pasted as one line hides no fact."""
    read = gathered(CLAIM, "menu " * 700 + FACT + " footer" * 700, tokenizer)
    assert "fifty-eight countries" in read
    assert len(tokenizer.encode(CLAIM, read).ids) <= MAX_TOKENS


def test_a_claim_longer_than_the_model_reads_is_cut(tokenizer: Tokenizer) -> None:
    """Four hundred words leave room for evidence all the same."""
    claim = CLAIM + " and so on" * 133
    assert FACT in gathered(claim, FILLER * 40 + FACT, tokenizer)
    assert len(EmbeddedVerifier().verify([(claim, FACT)])) == 1


@pytest.mark.parametrize("place", [0, 20, 40])
def test_a_fact_is_found_wherever_it_stands_in_long_evidence(place: int) -> None:
    """At the beginning, in the middle and at the end, 40 sentences of something else around it."""
    filler = [FILLER] * 40
    evidence = "".join([*filler[:place], FACT + " ", *filler[place:]])
    whole, without = EmbeddedVerifier().verify([(CLAIM, evidence), (CLAIM, FILLER * 40)])
    assert whole.supports > 0.5
    assert whole.supports > without.supports + 0.3


def test_several_threads_get_the_same_results() -> None:
    """One verifier serves a page's sessions at once."""
    verifier = EmbeddedVerifier()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: verifier.verify([(CLAIM, FACT)])[0], range(8)))
    assert {(one.supports, one.refutes) for one in found} == {(found[0].supports, found[0].refutes)}


def test_a_damaged_model_is_named(tmp_path: Path) -> None:
    """The file is told, as a ModelError."""
    broken = tmp_path / "verifier.onnx"
    broken.write_bytes(b"not a model")
    with pytest.raises(ModelError, match=re.escape(str(broken))):
        EmbeddedVerifier(broken).verify([(CLAIM, FACT)])


def test_a_missing_calibration_is_named(tmp_path: Path) -> None:
    """Outputs are never taken for probabilities without it."""
    missing = tmp_path / "verifier.json"
    with pytest.raises(ModelError, match=re.escape(str(missing))):
        EmbeddedVerifier(MODEL, missing).verify([(CLAIM, FACT)])


def test_the_weights_are_small_and_the_version_is_theirs() -> None:
    """Under 25 MB in the repository; the name shown beside findings changes with the weights."""
    assert MODEL.stat().st_size < 25_000_000
    digest = hashlib.sha256(MODEL.read_bytes()).hexdigest()[:8]
    assert EmbeddedVerifier(MODEL, CALIBRATION).identity.endswith(digest)
