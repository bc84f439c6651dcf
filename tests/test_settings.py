"""Settings: what makes no sense is named with its variable; what the model may be asked for."""

from __future__ import annotations

import pytest

from assistant.errors import UsageError
from assistant.settings import MODEL_CALLS, Settings
from assistant.wiring.model_calls import ModelCalls
from tests.fakes import WordOverlapVerifier


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COMMON_GROUND_MODEL_SECONDS", "soon"),
        ("COMMON_GROUND_PORT", "99999"),
        ("COMMON_GROUND_MODEL_FOR", "answers, poems"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named_with_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=f"{name} is '{value}'"):
        Settings()


def calls(**values: object) -> dict[str, bool]:
    """Which parts that ask a model are made."""
    made = ModelCalls(Settings.model_validate({"_env_file": None, **values}), WordOverlapVerifier())
    second = made.second()
    return {
        "answers": made.writer() is not None,
        "follow-ups": made.rewriter() is not None,
        "claims": second is not None and second.extractor is not None,
        "verdicts": second is not None and second.verifier is not None,
        "stances": made.assessor() is not None,
        "talking-points": made.phraser() is not None,
    }


def test_without_a_model_nothing_is_asked() -> None:
    assert calls() == dict.fromkeys(MODEL_CALLS, False)


def test_with_a_model_every_call_is_made() -> None:
    assert calls(model="ollama:qwen3") == dict.fromkeys(MODEL_CALLS, True)


@pytest.mark.parametrize("call", MODEL_CALLS)
def test_only_what_is_wanted_is_asked_of_a_model(call: str) -> None:
    made = calls(model="ollama:qwen3", model_for=call)
    assert [name for name, wanted in made.items() if wanted] == [call]
