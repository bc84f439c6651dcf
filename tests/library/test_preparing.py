"""Talking points that quote the user's own documents: a group of its own, never a position."""

from __future__ import annotations

import json

import pytest

from assistant.corpus import load_vocabulary
from assistant.domain import Filters, Outcome
from assistant.export import report_as
from assistant.positions import OwnRow, Standings, Subject, Table
from assistant.positions.telling import table_as_report, table_to_csv, table_to_json
from assistant.prompts import Wording
from assistant.talking_points import (
    Edit,
    Editor,
    Key,
    Length,
    Preparer,
    Request,
    TalkingPoints,
    own_passages,
    to_json,
)
from assistant.talking_points.handing_over import report_of
from tests.library.conftest import ROOT, SECRET, TALK, Desk

FILES = ("wording.yaml", "reports.yaml", "talking_points.yaml")
WORDING = Wording(ROOT / "prompts", FILES)
TOPIC = "channel for incidents of large models"
WORDS = "“A channel for incidents of large models would cost little and help much.”"


def _note(desk: Desk, topic: str = TOPIC, scope: str = "all", **shape: Length) -> TalkingPoints:
    preparer = Preparer(desk.answerer.parts, WORDING, lambda: "2026-11-23")
    return preparer.prepare(Request(topic, "US", "CN", scope=scope, **shape))


def _outputs(note: TalkingPoints) -> dict[str, str]:
    report = report_of(note, lambda party, _language: party, WORDING)
    return {
        "json": json.dumps(to_json(note), ensure_ascii=False),
        "markdown": report_as("md", report).decode(),
        "html": report_as("html", report).decode(),
        "object": repr(note.sections) + repr(note.citations) + repr(note.warnings),
    }


@pytest.mark.parametrize("scope", ["all", "mine"])
def test_own_words_are_a_group_of_their_own_with_place_and_speaker(desk: Desk, scope: str) -> None:
    """They stand in no other section, verbatim, under the title of their document."""
    desk.add("talk.md", TALK)
    note = _note(desk, scope=scope)
    assert note.outcome is Outcome.ANSWERED
    (own,) = (section for section in note.sections if section.key is Key.OWN_DOCUMENTS)
    first = own.points[0]
    assert (first.text, first.lead, first.group) == (WORDS, "Zhou Wei", "Closed talks of May")
    assert first.tag == "00:41:07; your document, internal"
    assert own.heading == "From your documents"
    cited = {n for point in own.points for n in point.citations}
    others = [p for s in note.sections if s is not own for p in s.points]
    assert not any(cited & set(point.citations) for point in others)
    (document,) = desk.own()
    for number in cited:
        citation = note.citations[number - 1]
        assert citation.text == document.text[citation.start : citation.end]


def test_the_corpus_alone_has_no_such_group(desk: Desk) -> None:
    desk.add("talk.md", TALK)
    note = _note(desk, "dialogue", "corpus")
    assert all(section.key is not Key.OWN_DOCUMENTS for section in note.sections)
    assert not any(citation.exact for citation in note.citations)


@pytest.mark.parametrize(("added", "told"), [(True, "(1) say nothing"), (False, "no documents of")])
def test_mine_with_nothing_found_says_so(desk: Desk, added: bool, told: str) -> None:
    if added:
        desk.add("talk.md", TALK)
    note = _note(desk, "subsidies for trawlers", "mine")
    assert note.outcome is Outcome.NOT_COVERED
    assert note.note is not None and told in note.note
    assert told in _outputs(note)["markdown"]


def test_what_only_own_documents_tell_is_said_to_be_so(desk: Desk) -> None:
    """The corpus has nothing on the topic: the note says it before it quotes."""
    desk.add("talk.md", TALK)
    head = _note(desk).sections[0]
    assert any("nothing" in point.text.casefold() for point in head.points)
    assert any("nobody's official position" in point.text for point in head.points)


def test_one_page_quotes_no_more_than_three(desk: Desk) -> None:
    words = [
        f"Laboratory {n} reports {n * 7} incidents of large models to channel {n}."
        for n in range(9)
    ]
    desk.add("list.md", "# List\n\n" + "\n\n".join(words))
    note = _note(desk, "incidents of large models", "mine", length=Length.PAGE)
    (own,) = (section for section in note.sections if section.key is Key.OWN_DOCUMENTS)
    assert 0 < len(own.points) <= 3


def test_a_note_names_a_speaker_where_nothing_forbids_it(desk: Desk) -> None:
    """The next test would prove nothing if no form of a note ever told a speaker."""
    desk.add("talk.md", TALK)
    for output, text in _outputs(_note(desk)).items():
        assert "Zhou Wei" in text and "00:41:07" in text, output


@pytest.mark.parametrize("scope", ["all", "mine"])
def test_chatham_house_hides_speakers_in_every_form_of_a_note(desk: Desk, scope: str) -> None:
    desk.add("talk.md", TALK, "chatham-house")
    note = _note(desk, scope=scope)
    assert any(citation.exact for citation in note.citations)
    for output, text in _outputs(note).items():
        assert not [name for name in SECRET if name in text], output
        assert "a participant" in text, output


def test_an_embargo_holds_in_a_note(desk: Desk) -> None:
    desk.add("talk.md", TALK, "embargo until 2031-05-01")
    assert _note(desk, scope="mine").outcome is Outcome.NOT_COVERED
    desk.index(today="2031-05-01")
    assert _note(desk, scope="mine").outcome is Outcome.ANSWERED


@pytest.mark.parametrize(("mark", "warned"), [("internal", True), ("public", False)])
def test_a_note_that_quotes_internal_documents_says_so(desk: Desk, mark: str, warned: bool) -> None:
    desk.add("talk.md", TALK, mark)
    note = _note(desk)
    assert any("not public: Closed talks of May" in w for w in note.warnings) is warned
    assert ("not public: Closed talks" in _outputs(note)["markdown"]) is warned


def test_own_words_are_not_counted_among_the_graded(desk: Desk) -> None:
    """A file that says of itself that it is official stays the user's own in a note."""
    desk.add("talk.md", TALK)
    markdown = _outputs(_note(desk, scope="mine"))["markdown"]
    assert "Its words: “A channel" in markdown and "Our summary" not in markdown
    assert "a document of your own (internal)" in markdown
    assert "unconfirmed" not in markdown


def test_a_quotation_that_is_edited_away_from_its_source_is_marked(desk: Desk) -> None:
    desk.add("talk.md", TALK)
    editor = Editor(desk.answerer.parts, None)
    note = _note(desk)
    changed = WORDS.replace("help much", "help nobody")
    edited = editor.apply(note, [Edit(Key.OWN_DOCUMENTS, 0, changed)])
    (own,) = (section for section in edited.sections if section.key is Key.OWN_DOCUMENTS)
    assert own.points[0].problem


def _table(desk: Desk, topic: str = "incident-reporting-hotlines") -> Table:
    """What own documents say on a topic, as `positions --scope mine` has it."""
    parts = desk.answerer.parts()
    found = own_passages(parts, Subject(topic, (), {}), Filters(scope="mine"), most=5)
    documents = parts.snapshot.own.documents
    words = tuple((p, documents[p.document_id]) for p in found)
    return Table((), (), own=(OwnRow(topic, words),))


def _table_outputs(desk: Desk, made: Table) -> dict[str, str]:
    standings = Standings({}, load_vocabulary(ROOT / "corpus"))
    report = table_as_report(
        made, standings, WORDING, header="", footer="", names=lambda party, _language: party
    )
    return {
        "json": json.dumps(table_to_json(made, standings), ensure_ascii=False),
        "csv": table_to_csv(made, standings),
        "markdown": report_as("md", report).decode(),
    }


def test_own_words_stand_beside_positions_without_a_stance(desk: Desk) -> None:
    """Word for word with place and speaker; no party, stance or grade is made up for them."""
    desk.add("talk.md", TALK)
    outputs = _table_outputs(desk, _table(desk, TOPIC))
    for output, text in outputs.items():
        assert WORDS.strip("“”") in text and "Zhou Wei" in text and "00:41:07" in text, output
    assert "no recorded stances" in outputs["markdown"]
    told = json.loads(outputs["json"])
    assert told["topics"] == [] and told["own"][0]["words"] == [1]
    header, row = (line.split(",") for line in outputs["csv"].splitlines()[:2])
    assert [row[header.index(name)] for name in ("party", "stance", "grade")] == ["", "", ""]


def test_chatham_house_holds_beside_positions(desk: Desk) -> None:
    desk.add("talk.md", TALK, "chatham-house")
    for output, text in _table_outputs(desk, _table(desk, TOPIC)).items():
        assert WORDS.strip("“”") in text and "a participant" in text, output
        assert not [name for name in SECRET if name in text], output
