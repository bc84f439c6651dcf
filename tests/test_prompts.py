"""The wording of typed answers: complete, strict, and as the golden file has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from assistant.domain import How, State
from assistant.errors import CorpusError
from assistant.prompts import LANGUAGES, Wording

FOLDER = Path(__file__).parents[1] / "prompts"
GOLDEN = Path(__file__).parent / "golden" / "wording.txt"
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
