"""`prepare` and `positions` on the command line, over the four briefs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import docx
import pytest

from tests.test_command_line import Command, run  # noqa: F401 - a fixture

TOPIC = "incident-reporting-hotlines"


def test_a_note_goes_to_stdout_as_markdown(run: Command) -> None:  # noqa: F811
    code, out, _ = run("prepare", TOPIC, "--for", "US", "--with", "China")
    assert code == 0
    assert out.startswith("# Incidents and channels: United States with China")
    assert "## Fallback language" in out and "**[Own proposal" in out
    assert "lines of communication" in out and "<https://" in out


def test_json_of_a_note_is_one_object_with_the_contract_s_keys(run: Command) -> None:  # noqa: F811
    code, out, _ = run("prepare", TOPIC, "--for", "CN", "--with", "US", "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["for"], told["with"], told["outcome"]) == ("CN", "US", "answered")
    assert [s["key"] for s in told["sections"]][:3] == ["header", "objective", "shared_ground"]


def test_the_file_s_name_tells_its_form(run: Command, tmp_path: Path) -> None:  # noqa: F811
    word, page = tmp_path / "note.docx", tmp_path / "note.html"
    assert run("prepare", TOPIC, "-o", str(word))[0] == 0
    assert run("prepare", TOPIC, "-o", str(page), "--length", "page")[0] == 0
    assert "Incidents and channels" in docx.Document(str(word)).paragraphs[0].text
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_chinese_note_is_headed_in_chinese(run: Command) -> None:  # noqa: F811
    _, out, _ = run("prepare", TOPIC, "--language", "zh")
    assert "## 备选措辞" in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("prepare",), "Give one topic, or --batch"),
        (("prepare", TOPIC, "--for", "Chnia"), "did you mean China (CN)"),
        (("prepare", TOPIC, "--with", "US"), "United States stands on both sides"),
        (("prepare", "x"), "too short"),
        (("prepare", TOPIC, "--length", "long"), "choose among: page, full"),
        (("prepare", TOPIC, "--format", "pdf"), "choose among: md, docx, html, json"),
        (("prepare", TOPIC, "--format", "docx"), "-o note.docx"),
        (("prepare", TOPIC, "--json", "--format", "md"), "exclude each other"),
        (("prepare", TOPIC, "-o", "/nowhere/note.md"), "cannot be written"),
        (("positions", "--party", "Atlantis"), "unknown party 'Atlantis'"),
        (("positions", "--ladder", "whim"), "unknown ladder 'whim'; choose among: law or treaty"),
        (("positions", "--format", "pdf"), "choose among: table, md, csv, json"),
        (("positions", "--since", "May"), "--since: 'May' is no date"),
        (("positions", "--topic", "xyzzy"), "unknown topic 'xyzzy'"),
        (("positions", "--event", "geneva-2025"), "did you mean geneva-2024"),
        (("positions", "--versions", "idais-venice-2024"), "has no other version"),
        (("positions", "--text", "x"), "--text needs --event or --versions"),
        (("positions", "--event", "geneva-2024", "--versions", "x"), "exclude each other"),
        (("positions", "--event", "geneva-2024", "--party", "US"), "are compared whole"),
    ],
)
def test_wrong_use_is_named_and_exits_with_2(
    run: Command,  # noqa: F811
    words: tuple[str, ...],
    message: str,
) -> None:
    code, out, err = run(*words)
    assert code == 2
    assert message in " ".join(err.split())
    assert "Traceback" not in out + err


def test_a_topic_with_nothing_on_it_exits_with_1(run: Command) -> None:  # noqa: F811
    code, out, _ = run("prepare", "fishing quotas in the South Pacific", "--json")
    assert code == 1
    assert json.loads(out)["outcome"] == "not_covered"


def test_a_batch_of_notes_keeps_order_ids_and_sides(
    run: Command,  # noqa: F811
    tmp_path: Path,
) -> None:
    batch = tmp_path / "topics.jsonl"
    rows = [
        {"id": "a", "topic": TOPIC},
        {"id": "b", "topic": TOPIC, "for": "CN", "with": "CN"},
        {"id": "c", "topic": TOPIC, "for": "CN", "with": "US"},
    ]
    batch.write_text("\n".join(json.dumps(row) for row in rows))
    code, out, _ = run("prepare", "--batch", str(batch), "--for", "GB")
    told = [json.loads(line) for line in out.splitlines()]
    assert code == 3
    assert [row["id"] for row in told] == ["a", "b", "c"]
    assert told[0]["for"] == "GB"
    assert "both sides" in told[1]["error"]
    assert told[2]["for"] == "CN"


def test_positions_as_json_csv_and_table(run: Command) -> None:  # noqa: F811
    code, out, _ = run("positions", "--topic", TOPIC, "--party", "US", "--party", "CN", "--json")
    (topic,) = json.loads(out)["topics"]
    assert code == 0
    assert topic["topic"] == TOPIC
    assert [cell["party"] for cell in topic["cells"]] == ["US", "CN"]
    assert topic["cells"][0]["stance"] == "supports"
    _, out, _ = run("positions", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["party"] for row in rows} >= {"US", "CN", "COMPANIES", "SCIENTISTS"}
    _, out, _ = run("positions", "--topic", TOPIC, "--party", "US")
    assert "◕" in out and "no statement found" in " ".join(out.split())
    _, out, _ = run("positions", "--topic", TOPIC, "--party", "US", "--format", "md")
    assert out.startswith("# Positions by topic and party")


def test_two_accounts_of_one_meeting_side_by_side(run: Command) -> None:  # noqa: F811
    code, out, _ = run("positions", "--event", "geneva-2024", "--json")
    told = json.loads(out)
    (compared,) = told["comparisons"]
    assert code == 0
    assert {compared["first"], compared["second"]} == {text["id"] for text in told["texts"]}
    assert sum(compared["counts"].values()) == len(compared["pairs"])
    cited = {c["number"]: c["document_id"] for c in told["citations"]}
    for side in ("first", "second"):
        numbers = [pair[side]["statement"] for pair in compared["pairs"] if pair[side]]
        assert len(numbers) == 10  # each statement of the brief once
        assert {cited[number] for number in numbers} == {compared[side]}
    _, out, _ = run("positions", "--event", "geneva-2024", "--format", "csv")
    assert {row["texts"] for row in csv.DictReader(io.StringIO(out))} == {"geneva-2024"}
    _, out, _ = run("positions", "--event", "geneva-2024", "--format", "md")
    assert out.startswith("# Side by side: Geneva, May 2024") and "different wording" in out
    _, out, _ = run("positions", "--event", "geneva-2024")
    assert "only in the first" in " ".join(out.split())
