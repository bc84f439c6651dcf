"""An NLI cross-encoder named in the settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.adapters.nli import NliVerifier, outcomes
from assistant.errors import ModelError
from assistant.settings import Settings
from assistant.wiring import build_assistant
from tests.networks import nli_folder

PAIR = ("France signed.", "Paris signed the treaty.")


@pytest.mark.parametrize(
    ("labels", "favoured", "supports", "refutes"),
    [
        (("contradiction", "entailment", "neutral"), 1, 1, 0),
        (("contradiction", "entailment", "neutral"), 0, 0, 1),
        (("ENTAILMENT", "NEUTRAL", "CONTRADICTION"), 0, 1, 0),
        (("ENTAILMENT", "NEUTRAL", "CONTRADICTION"), 2, 0, 1),
        (("ENTAILMENT", "NEUTRAL", "CONTRADICTION"), 1, 0, 0),
        (("entailment", "not_entailment"), 0, 1, 0),
        (("entailment", "not_entailment"), 1, 0, 0),
    ],
)
def test_what_an_output_means_is_read_from_the_model(
    tmp_path: Path, labels: tuple[str, ...], favoured: int, supports: float, refutes: float
) -> None:
    """Models differ in the order of their labels; a model of two never refutes."""
    (found,) = NliVerifier(str(nli_folder(tmp_path, labels, favoured))).verify([PAIR])
    assert found.supports == pytest.approx(supports, abs=1e-3)
    assert found.refutes == pytest.approx(refutes, abs=1e-3)


@pytest.mark.parametrize(
    "labels",
    [("LABEL_0", "LABEL_1", "LABEL_2"), ("good", "bad"), ("entailment", "neutral", "other")],
)
def test_labels_that_do_not_tell_are_an_error(labels: tuple[str, ...]) -> None:
    """Nothing is guessed: the message lists the labels and names the setting."""
    with pytest.raises(ModelError, match=rf"{labels[0]}, .*COMMON_GROUND_NLI_MODEL"):
        outcomes(dict(enumerate(labels)), "some-model")


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With the setting to mend; an empty folder is no model."""
    with pytest.raises(ModelError, match=re.escape(str(tmp_path)) + ".*COMMON_GROUND_NLI_MODEL"):
        NliVerifier(str(tmp_path)).verify([PAIR])


def test_the_settings_choose_the_verifier(tmp_path: Path) -> None:
    """The model named, with the languages named; without a name, the embedded one."""
    named = Settings(nli_model="cross-encoder/some-nli", nli_languages="en, zh", data_dir=tmp_path)
    assert build_assistant(named).verifier.identity == "cross-encoder/some-nli"
    assert build_assistant(named).verifier.languages == {"en", "zh"}
    verifier = build_assistant(Settings(data_dir=tmp_path)).verifier
    assert verifier.identity.startswith("common-ground-verifier")
    assert verifier.languages == {"en"}
