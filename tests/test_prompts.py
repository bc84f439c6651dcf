"""The wording of typed answers: complete, strict, and as the golden file has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from assistant.domain import How, State
from assistant.errors import CorpusError
from assistant.prompts import LANGUAGES, Prompts, Wording

FOLDER = Path(__file__).parents[1] / "prompts"
GOLDEN = Path(__file__).parent / "golden" / "wording.txt"
EVIDENCE = [
    {"id": "kf3qx7", "head": "text: Lima | dated: 16 November 2024", "text": "Humans decide."},
    {"id": "bc2df4", "head": "text: Geneva | dated: 14 May 2024", "text": "They met."},
]
ASKED: dict[str, object] = {
    "question": "Who decides?",
    "language": "en",
    "evidence": EVIDENCE,
    "said": "",
    "earlier": ["What did Lima say?", "And Geneva?"],
    "text": "Both sides met. Humans decide.",
    "before": "They spoke in Geneva.",
    "claim": "Humans decide.",
    "party": "China",
    "counterpart": "the United States",
    "topic": "nuclear command",
    "heading": "Shared ground",
}
VALUES = {
    "party": "China",
    "deed": "signed",
    "title": "the Example Declaration",
    "date": "21 May 2024",
    "when": "on 21 May 2024",
    "what": "endorsers",
    "companies": ["Zhipu AI"],
    "parties": ["France", "India"],
    "scope": "",
    "stage": "the plenary",
    "vote": {"in_favour": 117, "against": 2, "abstained": 2},
    "number": 92,
    "place": "Seoul, KR",
    "state": "revoked",
    "ender": "Executive Order 2",
    "ender_date": "20 January 2025",
    "ended": "revoked",
    "old": "Executive Order 1",
    "span": "since 2024",
    "titles": ["One", "Two"],
    "deeds": ["China signed it"],
    "fact": "China signed it.",
    "truth": "It is so.",
    "subject": "“tariffs”",
    "documents": 86,
    "latest": "29 September 2026",
    "model": "ollama:qwen3",
    "reason": "number 1",
}


def test_every_sentence_reads_as_in_the_golden_file() -> None:
    wording = Wording(FOLDER)
    told = "\n".join(
        f"{key} {language}: {wording.say(key, language, **VALUES)}"
        for key in wording.names()
        for language in LANGUAGES
    )
    assert told + "\n" == GOLDEN.read_text(encoding="utf-8")


def test_a_value_that_is_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        Wording(FOLDER).say("count", "en", title="the Example")


def test_every_way_of_standing_and_every_state_has_its_wording() -> None:
    keys = set(Wording(FOLDER).names())
    for word in (*How, *State):
        name = str(word).replace(", ", "_").replace(" ", "_").replace("-", "_")
        assert f"deed_{name}" in keys or f"state_{name}" in keys, word


def test_a_sentence_without_a_chinese_wording_is_named(tmp_path: Path) -> None:
    (tmp_path / "wording.yaml").write_text("count: {en: one}\n")
    with pytest.raises(CorpusError, match="count: no wording in 'zh'"):
        Wording(tmp_path)


def test_a_wording_given_twice_is_named(tmp_path: Path) -> None:
    for name in ("wording.yaml", "more.yaml"):
        (tmp_path / name).write_text("count: {en: one, zh: 一}\n")
    with pytest.raises(CorpusError, match=r"more\.yaml: count: another file"):
        Wording(tmp_path, ("wording.yaml", "more.yaml"))


CLOSE = "{{% endblock %}}{{% block request %}}{}{{% endblock %}}"


def rendered(name: str, **changes: object) -> str:
    """The prompt of one call, as it is sent."""
    prompts = Prompts(FOLDER)
    values = {key: (ASKED | changes)[key] for key in prompts.takes(name)}
    prompt = prompts.prompt(name, **values)
    return f"=== rules\n{prompt.rules}\n=== request\n{prompt.request}\n"


@pytest.mark.parametrize("name", Prompts(FOLDER).names())
def test_every_prompt_reads_as_in_its_golden_file(name: str) -> None:
    assert rendered(name) == (GOLDEN.parent / "prompts" / f"{name}.txt").read_text(encoding="utf-8")


def test_the_language_and_what_was_said_reach_the_prompt() -> None:
    assert "Chinese" in rendered("answer", language="zh")
    assert "do not repeat it: China did not sign." in rendered("answer", said="China did not sign.")


def test_other_values_than_those_declared_are_an_error() -> None:
    with pytest.raises(TypeError, match="language, text"):
        Prompts(FOLDER).prompt(
            "answer", question="", evidence=EVIDENCE, said="", text="not a value of this prompt"
        )


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("no first line", "takes: "),
        ("{# takes: a #}{% block rules %}{% endblock %}", "blocks rules and request"),
        (
            "{# takes: a #}{% block rules %}{{ b }}" + CLOSE.format("{{ a }}"),
            "differ: b",
        ),
        (
            "{# takes: a, c #}{% block rules %}" + CLOSE.format("{{ a }}"),
            "differ: c",
        ),
        ("{# takes: a #}{% block rules %}{{ a }", "answer.jinja"),
        (
            "{# takes: #}{% block rules %}{% include 'parts/none.jinja' %}" + CLOSE.format(""),
            "none.jinja",
        ),
    ],
)
def test_a_broken_template_is_named_when_it_is_loaded(
    tmp_path: Path, source: str, fault: str
) -> None:
    (tmp_path / "answer.jinja").write_text(source)
    with pytest.raises(CorpusError, match=fault):
        Prompts(tmp_path)


def test_a_folder_without_prompts_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="COMMON_GROUND_PROMPTS_DIR"):
        Prompts(tmp_path)
