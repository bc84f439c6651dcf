"""Conversations: whose they are, that they survive, and how they go."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from assistant import history as module
from assistant.domain import Filters
from assistant.errors import CommonGroundError, NotFound
from assistant.history import History
from tests.test_contract import ANSWER

MINE, YOURS = "key-of-one-browser", "key-of-another"


@pytest.fixture
def history(tmp_path: Path) -> History:
    """An empty history."""
    return History(tmp_path)


def asked(history: History, question: str = "What came out of Lima?", owner: str = MINE) -> str:
    """A conversation with one answered question; gives its id."""
    turn = history.begin(owner, question, Filters(parties=("US",)))
    history.finish(owner, turn.id, ANSWER)
    return turn.conversation


def test_a_conversation_survives_a_restart(tmp_path: Path) -> None:
    """Question, filters and the whole answer are there again in another process's history."""
    conversation = asked(History(tmp_path))
    (turn,) = History(tmp_path).turns(MINE, conversation)
    assert (turn.question, turn.answer) == ("What came out of Lima?", ANSWER)
    assert turn.filters == Filters(parties=("US",))


def test_nobody_sees_another_s_conversation(history: History) -> None:
    """Every way in is closed to another key, and says the same as for an unknown id."""
    conversation = asked(history)
    (turn,) = history.turns(MINE, conversation)
    assert history.conversations(YOURS) == ()
    for attempt in (
        lambda: history.conversation(YOURS, conversation),
        lambda: history.turns(YOURS, conversation),
        lambda: history.turn(YOURS, turn.id),
        lambda: history.begin(YOURS, "And?", Filters(), conversation),
        lambda: history.finish(YOURS, turn.id, ANSWER),
        lambda: history.fail(YOURS, turn.id, "no"),
        lambda: history.rename(YOURS, conversation, "mine now"),
        lambda: history.delete(YOURS, conversation),
        lambda: history.restore(YOURS, conversation),
    ):
        with pytest.raises(NotFound, match="belongs to another browser"):
            attempt()
    assert history.turn(MINE, turn.id).answer == ANSWER


def test_the_key_itself_is_not_stored(tmp_path: Path) -> None:
    """Whoever reads the file can't take over a session."""
    history = History(tmp_path)
    asked(history)
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert MINE.encode() not in stored


def test_turns_keep_their_order_and_the_latest_conversation_comes_first(history: History) -> None:
    """As the page shows them."""
    first, second = asked(history, "First"), asked(history, "Second")
    history.begin(MINE, "Again", Filters(), first)
    history.begin(MINE, "And again", Filters(), first)
    assert [turn.question for turn in history.turns(MINE, first)] == ["First", "Again", "And again"]
    assert [entry.id for entry in history.conversations(MINE)] == [first, second]


def test_a_turn_is_stopped_failed_or_answered(history: History) -> None:
    """A later answer takes a failure's place, and the other way round."""
    turn = history.begin(MINE, "What?", Filters())
    assert history.turn(MINE, turn.id).answer is None
    history.fail(MINE, turn.id, "The index cannot be read.")
    assert history.turn(MINE, turn.id).failure == "The index cannot be read."
    history.finish(MINE, turn.id, ANSWER)
    kept = history.turn(MINE, turn.id)
    assert (kept.answer, kept.failure) == (ANSWER, None)


def test_a_deleted_conversation_can_be_brought_back(history: History) -> None:
    """Until then it is nowhere to be seen."""
    conversation = asked(history)
    (turn,) = history.turns(MINE, conversation)
    history.delete(MINE, conversation)
    assert history.conversations(MINE) == ()
    with pytest.raises(NotFound):
        history.turn(MINE, turn.id)
    history.restore(MINE, conversation)
    assert history.turns(MINE, conversation)[0].answer == ANSWER


def test_after_its_time_a_deleted_conversation_is_gone_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No row of it stays in the file."""
    history = History(tmp_path)
    conversation = asked(history)
    monkeypatch.setattr(module, "KEPT_AFTER_DELETION", timedelta(seconds=-1))
    history.delete(MINE, conversation)
    with pytest.raises(NotFound):
        history.restore(MINE, conversation)
    with sqlite3.connect(tmp_path / "record.sqlite") as database:
        assert database.execute("SELECT COUNT(*) FROM turns").fetchone() == (0,)


def test_rename_shortens_and_ignores_blanks(history: History) -> None:
    """A title is one line of at most 80 letters."""
    conversation = asked(history)
    assert history.rename(MINE, conversation, "  Lima \n notes ").title == "Lima notes"
    assert history.rename(MINE, conversation, "   ").title == "Lima notes"
    assert len(history.rename(MINE, conversation, "x" * 300).title) == 80


def test_odd_text_is_kept_as_it_is(history: History) -> None:
    """Script, quotes, other scripts and control characters are data."""
    question = "<script>'\"; DROP TABLE turns;-- \x07 威尼斯 \U0001f600"
    turn = history.begin(MINE, question, Filters())
    history.finish(MINE, turn.id, replace(ANSWER, question=question))
    assert history.turn(MINE, turn.id).question == question


def test_a_damaged_file_is_said_with_its_path(tmp_path: Path) -> None:
    """Not a traceback of sqlite3."""
    (tmp_path / "record.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(CommonGroundError, match=r"record\.sqlite cannot be used"):
        History(tmp_path)


def test_an_answer_of_another_version_says_so(tmp_path: Path) -> None:
    """The question is still there, and the other turns too."""
    history = History(tmp_path)
    conversation = asked(history)
    with sqlite3.connect(tmp_path / "record.sqlite") as database:
        database.execute("""UPDATE turns SET answer = '{"old": true}'""")
    (turn,) = history.turns(MINE, conversation)
    assert turn.question == "What came out of Lima?"
    assert turn.answer is None and "cannot be read" in (turn.failure or "")
