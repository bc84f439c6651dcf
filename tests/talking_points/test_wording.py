"""What notes say in their own words: complete, strict, and as the golden file has it."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.corpus import load_vocabulary
from assistant.export import report_as_html, report_as_markdown
from assistant.prompts import LANGUAGES, Wording
from assistant.talking_points import Key
from assistant.talking_points.handing_over import report_of
from tests.talking_points.conftest import ROOT, Prepare

GOLDEN = Path(__file__).parents[1] / "golden" / "talking_points.txt"
VALUES: dict[str, object] = {
    **dict.fromkeys(("ours", "party"), "France"),
    **dict.fromkeys(("theirs", "other"), "China"),
    **dict.fromkeys(("our_deed", "deed"), "signed"),
    **dict.fromkeys(("their_deed", "other_deed"), "did not sign"),
    **dict.fromkeys(("today", "latest", "date"), "21 May 2024"),
    "topic": "open weights",
    "given": "free weights",
    "topics": "standards, labelling",
    "subject": "open-weight models",
    "aim": "a shared list",
    "title": "the Example Declaration",
    "titles": "the Example Declaration; the Other",
    "first": "the US readout",
    "second": "the Chinese readout",
    "place": "Seoul",
    "where": "Seoul, 21 May 2024",
    "force": "political, not legal",
    "when": "on 21 May 2024",
    "what": "endorsers",
    "zh": "安全",
    "term": "safety; security",
    "caution": "Say which.",
    "problem": "“93” is not there",
    "wrong": "It is a treaty.",
    "truth": "It is not.",
    "corpus": "sha256:0123",
    "model": "ollama:qwen3",
    "worded": 12,
    "lines": 15,
    "stopped": 3,
    "reasons": "number 2, party 1",
    "reason": "ollama:qwen3 did not answer within 120 seconds",
    "handling": "internal",
    **dict.fromkeys(("documents", "number", "cited"), 92),
    **dict.fromkeys(("own", "official", "reported", "unconfirmed"), 3),
}


def test_every_line_reads_as_in_the_golden_file() -> None:
    wording = Wording(ROOT / "prompts", ("talking_points.yaml",))
    told = "\n".join(
        f"{key} {language}: {wording.say(key, language, **VALUES)}"
        for key in wording.names()
        for language in LANGUAGES
    )
    assert told + "\n" == GOLDEN.read_text(encoding="utf-8")


def test_every_wording_is_used() -> None:
    """A key that no code names, as it is or by its beginning, is dead."""
    folder = ROOT / "assistant" / "talking_points"
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    begun = set(re.findall(r'f?"(\w+_)(?:"|\{)', code))
    for key in Wording(ROOT / "prompts", ("talking_points.yaml",)).names():
        known = f'"{key}"' in code or any(key.startswith(start) for start in begun)
        assert known, key


def test_every_topic_has_a_subject_and_an_aim() -> None:
    names = Wording(ROOT / "prompts", ("talking_points.yaml",)).names()
    for topic in load_vocabulary(ROOT / "corpus").topics:
        assert f"subject_{topic}" in names and f"aim_{topic}" in names


def test_a_note_as_a_report_has_every_line_with_its_marks(
    prepare: Prepare, note_wording: Wording
) -> None:
    """Own proposals are boxed; the footer tells date and state of the corpus."""
    note = prepare("open-weights", "CN", "US")
    report = report_of(note, lambda party, _: party, note_wording)
    lines = {(line.text, line.notes) for line in report.lines()}
    for point in note.points():
        assert (point.text, point.citations) in lines, point.text
    assert [n.number for n in report.notes] == [c.number for c in note.citations]
    assert "23 November 2026" in report.footer and "documents to" in report.footer
    fallback = next(s for s in note.sections if s.key is Key.FALLBACK).points[0].text
    markdown, html = report_as_markdown(report), report_as_html(report)
    assert "[Own proposal – no source]" in markdown.split("Fallback language")[1]
    assert fallback in html.split('class="own"')[-1]


def test_an_empty_note_as_a_report_offers_the_nearest(
    prepare: Prepare, note_wording: Wording
) -> None:
    note = prepare("fishing quotas in the South Pacific", "US", "CN")
    text = report_as_markdown(report_of(note, lambda party, _: party, note_wording))
    assert "I found nothing" in text
    assert note.nearest[0].title.split(" ")[0] in text
