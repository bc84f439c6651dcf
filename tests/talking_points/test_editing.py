"""Edited lines: checked again against what they cite, marked where they fail."""

from __future__ import annotations

import pytest

from assistant.domain import Outcome
from assistant.errors import NotFound
from assistant.export import report_as_markdown
from assistant.prompts import Wording
from assistant.talking_points import Edit, Editor, Key, Preparer
from assistant.talking_points.handing_over import report_of
from tests.talking_points.conftest import Prepare

CITED = ["paris-statement-2025#4"]
TRUE = "The Paris Statement stresses how urgent it is to narrow inequalities."


@pytest.fixture(scope="session")
def editor(preparer: Preparer) -> Editor:
    """By rules alone."""
    return Editor(preparer._parts, None)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The Paris Statement requires states to narrow inequalities.", "requires"),
        ("The New Delhi Declaration stresses narrowing inequalities.", "New Delhi Declaration"),
        ("The Paris Statement does not stress narrowing inequalities.", "not"),
        ("The Paris Statement stresses 14 inequalities in capacity.", "14"),
        ("The Paris Statement calls inequalities “our gravest task”.", "our gravest task"),
        ("The United States stresses narrowing inequalities.", "United States"),
    ],
)
def test_an_edit_that_goes_beyond_its_citation_is_named(
    editor: Editor, text: str, named: str
) -> None:
    """Strength, text, negation, number, quotation, party."""
    problem = editor.problem(text, CITED, "en")
    assert problem is not None and named in problem


def test_other_words_for_the_same_pass(editor: Editor) -> None:
    assert editor.problem(TRUE, CITED, "en") is None


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("China attended and did not sign the Seoul Ministerial Statement.", True),
        ("China signed the Seoul Ministerial Statement.", False),
        ("China and Brazil attended but did not sign it.", False),
        ("China attended but did not sign it, one of 30 that stayed away.", False),
    ],
)
def test_a_line_from_typed_fields_is_held_against_what_it_said(
    editor: Editor, text: str, good: bool
) -> None:
    before = (
        "France signed the Seoul Ministerial Statement (22 May 2024); China attended but did not "
        "sign it."
    )
    cited = ["seoul-ministerial-statement-2024#p1", "seoul-ministerial-statement-2024#p29"]
    assert (editor.problem(text, cited, "en", before=before) is None) == good


def test_a_passage_that_is_gone_is_an_error_and_no_verdict(editor: Editor) -> None:
    with pytest.raises(NotFound, match="no longer in the corpus"):
        editor.problem(TRUE, ["gone#1"], "en")


def test_edits_stand_in_the_note_and_its_document_with_their_marks(
    editor: Editor, prepare: Prepare, note_wording: Wording
) -> None:
    note = prepare("governance-institutions", "FR", "CN")
    first = next(s for s in note.sections if s.key is Key.SHARED_GROUND).points[0]
    own = next(s for s in note.sections if s.key is Key.FALLBACK).points[0]
    edits = [
        Edit(Key.SHARED_GROUND, 0, first.text.replace("agree", "must agree by 2031")),
        Edit(Key.FALLBACK, 0, "The two sides will meet in 2027."),
        Edit(Key.OBJECTIVE, 0, ""),
        Edit(Key.POSITIONS, 0, "  "),
    ]
    done = editor.apply(note, edits)
    assert done.outcome is Outcome.ANSWERED
    shared = next(s for s in done.sections if s.key is Key.SHARED_GROUND)
    assert shared.points[0].edited and shared.points[0].problem
    assert not shared.points[1].edited
    fallback = next(s for s in done.sections if s.key is Key.FALLBACK)
    assert fallback.points[0].edited and fallback.points[0].problem is None
    assert own.text not in {point.text for point in fallback.points}
    for key in (Key.OBJECTIVE, Key.POSITIONS):
        sizes = [len(next(s for s in n.sections if s.key is key).points) for n in (note, done)]
        assert sizes[1] == sizes[0] - 1
    text = report_as_markdown(report_of(done, lambda party, _: party, note_wording))
    assert "no longer borne out by its citation" in text and "edited" in text
