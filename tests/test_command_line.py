"""The command line: what it prints, where, and how it exits."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from assistant import __main__ as command_line
from assistant.settings import Settings
from assistant.wiring import Assistant
from tests.reading import files

Ran = tuple[int, str, str]


class Command:
    """Runs the command line in this process, over the four briefs."""

    def __init__(self, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capture = patch, capture

    def __call__(self, *words: str) -> Ran:
        """Exit code, stdout and stderr of `python -m assistant WORDS`."""
        self._patch.setattr(sys, "argv", ["assistant", *words])
        with pytest.raises(SystemExit) as ended:
            command_line.main()
        told = self._capture.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), told.out, told.err


@pytest.fixture
def run(
    assistant: Assistant,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    """The command, its settings in the environment and its index built."""
    monkeypatch.setenv("COMMON_GROUND_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("COMMON_GROUND_CORPUS_DIR", str(settings.corpus_dir))
    return Command(monkeypatch, capsys)


def test_an_answer_names_its_sources_and_exits_with_0(run: Command) -> None:
    code, out, _ = run("ask", "Did China sign the Seoul Ministerial Statement?")
    assert code == 0
    assert "attended but did not sign" in out
    assert "[1" in out
    assert "https://" in out


def test_json_is_one_object_with_the_contract_s_fields(run: Command) -> None:
    code, out, _ = run("ask", "Did China sign the Seoul Ministerial Statement?", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["outcome"] == "answered"
    assert set(answer) >= {"question", "language", "sentences", "citations", "nearest", "coverage"}
    assert set(answer) >= {"warnings", "corpus", "model", "seconds"}
    citation = answer["citations"][0]
    assert citation["passage_id"].startswith(citation["document_id"] + "#")
    assert citation["participation"][0].keys() == {"party", "how"}


def test_an_abstention_exits_with_1(run: Command) -> None:
    code, out, _ = run("ask", "Which agency staffs the US–India AI accident bureau?")
    assert code == 1
    assert "I found nothing that answers" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("ask", "  "), "The question is empty"),
        (("ask", "x" * 50_000), "50,000 characters"),
        (("ask",), "Give one question"),
        (("ask", "who?", "--party", "Atlantis"), "unknown party 'Atlantis'"),
        (("ask", "who?", "--kind", "poem"), "unknown kind 'poem'; choose among: declaration"),
        (("ask", "who?", "--topic", "cooking"), "unknown topic 'cooking'"),
        (("ask", "who?", "--since", "May"), "--since: 'May' is no date"),
        (("ask", "who?", "--since", "2025", "--until", "2024"), "lies after"),
    ],
)
def test_wrong_use_is_named_and_exits_with_2(
    run: Command, words: tuple[str, ...], message: str
) -> None:
    code, out, err = run(*words)
    assert code == 2
    assert message in " ".join(err.split())
    assert "Traceback" not in out + err


def test_a_batch_keeps_order_and_ids_and_goes_on_after_a_bad_line(
    run: Command, tmp_path: Path
) -> None:
    batch = tmp_path / "questions.jsonl"
    good = json.dumps({"id": "a", "question": "Did China sign the Seoul Ministerial Statement?"})
    blank = json.dumps({"id": "b", "question": " "})
    batch.write_text(f"{good}\n{blank}\nnot json\n{good}\n")
    code, out, _ = run("ask", "--batch", str(batch))
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 3
    assert [row["id"] for row in rows] == ["a", "b", None, "a"]
    assert "empty" in rows[1]["error"]
    assert "not JSON" in rows[2]["error"]
    assert rows[3]["outcome"] == "answered"


def test_documents_lists_what_answers_rest_on(run: Command) -> None:
    _, out, _ = run("documents", "--json")
    rows = json.loads(out)["documents"]
    assert len(rows) == 4
    assert set(rows[0]) >= {"id", "title", "date", "kind", "issuers", "status", "passages"}


def test_answers_are_measured_as_one_json_object_with_and_without_the_flag(
    run: Command, tmp_path: Path
) -> None:
    questions = tmp_path / "questions.yaml"
    questions.write_text(
        '- {id: q1, question: "Did China sign the Seoul Ministerial Statement?",'
        " documents: [seoul-ministerial-statement-2024], facts: [[attended but did not sign]]}\n",
        encoding="utf-8",
    )
    plain = run("evaluate", "answers", str(questions))
    flagged = run("evaluate", "answers", str(questions), "--json")
    assert (plain[0], flagged[0]) == (0, 0)
    assert json.loads(plain[1]) == json.loads(flagged[1])
    assert json.loads(flagged[1])["fact_recall"] == 1.0


def test_a_second_index_embeds_nothing(run: Command) -> None:
    code, out, _ = run("index", "--json")
    report = json.loads(out)
    assert code == 0
    assert (report["embedded"], report["unchanged"]) == (0, 4)


def test_a_missing_index_names_the_command_that_builds_it(
    run: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COMMON_GROUND_DATA_DIR", str(tmp_path))
    code, _, err = run("ask", "Who signed the Seoul Declaration?")
    assert code == 3
    assert "python -m assistant index" in " ".join(err.split())


def test_a_broken_brief_is_named_by_file_line_and_field(
    run: Command, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    for path in settings.corpus_dir.glob("**/*.*"):
        copy = tmp_path / path.relative_to(settings.corpus_dir)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8").replace("kind: statement", "kind: poem"))
    monkeypatch.setenv("COMMON_GROUND_CORPUS_DIR", str(tmp_path))
    code, out, _ = run("corpus", "check")
    assert code == 1
    assert ".md:" in out
    assert "kind:" in out


def test_a_check_prints_findings_and_exits_with_1_if_one_is_not_supported(run: Command) -> None:
    code, out, _ = run("check", "China signed the Seoul Ministerial Statement.")
    assert code == 1
    assert "✕ refuted, participation" in out
    assert "attended but did not sign" in out


def test_a_check_of_what_is_so_exits_with_0(run: Command) -> None:
    code, out, _ = run("check", "China attended but did not sign the Seoul Ministerial Statement.")
    assert code == 0
    assert "✓ supported" in out


def test_a_check_as_json_is_one_object(run: Command) -> None:
    _, out, _ = run("check", "China signed the Seoul Ministerial Statement.", "--json")
    found = json.loads(out)
    assert found["findings"][0]["verdict"] == "refuted"
    assert set(found) >= {"findings", "unchecked", "citations", "coverage", "warnings"}


def test_a_batch_of_claims_keeps_ids_and_names_a_bad_line(run: Command, tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(
        '{"id": 7, "claim": "China signed the Seoul Ministerial Statement."}\n{"id": 8}\n'
    )
    code, out, _ = run("check", "--batch", str(path))
    first, second = map(json.loads, out.splitlines())
    assert (code, first["id"], first["findings"][0]["verdict"]) == (3, 7, "refuted")
    assert "claim" in second["error"]


@pytest.mark.parametrize("name", ["report.docx", "report.md", "report.html"])
def test_a_draft_in_a_file_becomes_a_report(run: Command, tmp_path: Path, name: str) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("# Remarks\n\nDear friends. China signed the Seoul Ministerial Statement.\n")
    code, _, _ = run("check", "--file", str(draft), "-o", str(tmp_path / name))
    assert code == 1
    assert (tmp_path / name).stat().st_size > 500


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [(b"", 3, "empty"), (b"\xd0\xcf\x11\xe0" + b"0" * 600, 3, "password"), (None, 3, "no such")],
)
def test_a_file_that_cannot_be_read_is_named(
    run: Command, tmp_path: Path, content: bytes | None, code: int, told: str
) -> None:
    draft = tmp_path / "draft.docx"
    if content is not None:
        draft.write_bytes(content)
    found, _, error = run("check", "--file", str(draft))
    assert found == code
    assert "draft.docx" in error.replace("\n", "")
    assert told in error.casefold().replace("\n", " ")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (files.pdf([[], [], []]), "pictures without text"),
        (files.pdf([files.lines(["China signed."])], encrypt=True), "password"),
    ],
)
def test_a_draft_without_text_or_under_a_password_is_named_with_the_next_step(
    run: Command, tmp_path: Path, content: bytes, told: str
) -> None:
    draft = tmp_path / "speech.pdf"
    draft.write_bytes(content)
    code, _, error = run("check", "--file", str(draft))
    assert code == 3
    said = " ".join(error.split())
    assert "speech.pdf" in said.replace(" ", "")
    assert told in said


def test_of_a_file_of_300_pages_the_one_claim_is_checked(run: Command, tmp_path: Path) -> None:
    pages = [files.lines(["Thank you all for coming here today."]) for _ in range(300)]
    claim = "China attended but did not sign the Seoul Ministerial Statement."
    pages[149] = files.lines([claim])
    draft = tmp_path / "long.pdf"
    draft.write_bytes(files.pdf(pages))
    code, out, _ = run("check", "--file", str(draft), "--json")
    findings = json.loads(out)["findings"]
    assert (code, [f["claim"] for f in findings]) == (
        0,
        [claim],
    )


def test_a_draft_without_a_claim_says_so_and_lists_what_it_left_out(run: Command) -> None:
    code, out, _ = run("check", "Good evening. Thank you all for coming.")
    assert code == 1
    assert "Nothing in this text is a claim" in out
    assert "a courtesy" in out


@pytest.mark.parametrize(
    "words",
    [("check",), ("check", "a claim", "--file", "b.md"), ("check", "a claim", "-o", "r.pdf")],
)
def test_a_check_asked_for_wrongly_exits_with_2(run: Command, words: tuple[str, ...]) -> None:
    assert run(*words)[0] == 2
