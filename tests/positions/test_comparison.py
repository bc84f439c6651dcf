"""Side by side: the texts of one event, the versions of one text."""

from __future__ import annotations

import csv
import io

import pytest

from assistant.domain import Document, How, Kind, Stance, State, Status, Strength
from assistant.errors import UsageError
from assistant.positions import (
    Difference,
    events,
    histories,
    side_by_side,
    texts_of_event,
    texts_of_history,
    versions,
)
from assistant.positions.synopsis import parts_of, synopsis, synopsis_to_csv, told
from tests.factories import SharedWords, brief, statement

TOPIC = "incident-reporting-hotlines"
CHIPS = "compute-export-controls"
SIMILAR = SharedWords()


def _chain() -> dict[str, Document]:
    by = {"v1": "v2", "v2": "v3", "v3": None, "other": None}
    return {
        name: brief(
            name,
            [statement("It names risks", ["CN"], TOPIC)],
            status=Status(State.SUPERSEDED, newer) if newer else Status(State.IN_FORCE),
        )
        for name, newer in by.items()
    }


def _lima() -> dict[str, Document]:
    told_ = {
        "lima-us": ("US", Kind.STATEMENT, "2024-11-16"),
        "lima-cn": ("CN", Kind.STATEMENT, "2024-11-17"),
        "lima-press": ("US", Kind.TRANSCRIPT, "2024-11-15"),
    }
    return {
        name: brief(
            name,
            [statement("Both stress control", [party], TOPIC)],
            [] if kind is Kind.TRANSCRIPT else [(party, How.OWN_READOUT)],
            kind=kind,
            date=date,
            event="lima-2024",
            place="Lima (Peru), PE",
            issuers=(party,),
        )
        for name, (party, kind, date) in told_.items()
    }


def test_every_statement_of_both_texts_stands_once_with_how_it_differs() -> None:
    first = brief(
        "one",
        [
            statement("Only this side speaks of biology", ["US"], "biosecurity"),
            statement("Both agree on a channel for AI incidents", ["US"], TOPIC),
            statement("A dialogue on SI will meet soon", ["US"], TOPIC, strength=Strength.MUST),
            statement("Chips stay under control", ["US"], CHIPS, stance=Stance.COMMITS),
        ],
    )
    second = brief(
        "two",
        [
            statement("A dialogue on AI will meet soon", ["CN"], TOPIC, strength=Strength.MAY),
            statement("Both agree on a channel for AI incidents", ["CN"], TOPIC),
            statement("Militaries sign a memorandum", ["CN"], "military-ai"),
            statement("Nobody may be cut off", ["CN"], CHIPS, stance=Stance.OPPOSES),
        ],
    )
    compared = side_by_side(first, second, SIMILAR)
    assert [pair.difference for pair in compared.pairs] == [
        Difference.BOTH,
        Difference.STRENGTH,
        Difference.STANCE,
        Difference.FIRST_ONLY,
        Difference.SECOND_ONLY,
    ]
    assert compared.pairs[1].second is not None and compared.pairs[1].second.id == "two#1"
    assert told(compared.pairs[1]) == "different strength: must / may"
    assert told(compared.pairs[2]) == "different stance: commits / opposes"
    assert sum(compared.counts.values()) == 5
    ids = [p.id for pair in compared.pairs for p in (pair.first, pair.second) if p]
    assert len(ids) == len(set(ids)) == 8


def test_what_only_describes_is_no_weaker_than_what_says_should() -> None:
    first = brief("one", [statement("Both want a channel", ["US"], TOPIC)])
    second = brief(
        "two", [statement("Both want a channel", ["CN"], TOPIC, strength=Strength.DESCRIBES)]
    )
    (pair,) = side_by_side(first, second, SIMILAR).pairs
    assert pair.difference is Difference.BOTH


def test_another_name_for_the_thing_is_another_wording() -> None:
    """One side's “SI incidents” are not said in both where the other says “AI incidents”."""
    first = brief(
        "one", [statement("Both set up a US–China channel for SI incidents", ["US"], TOPIC)]
    )
    second = brief("two", [statement("Both set up a channel for AI incidents", ["CN"], TOPIC)])
    (pair,) = side_by_side(first, second, SIMILAR).pairs
    assert pair.difference is Difference.WORDING


def test_a_meeting_is_called_by_its_name_where_its_place_is_not_in_it() -> None:
    visit = {"event": "state-visit-2026-09", "place": "Washington", "date": "2026-09-25"}
    documents = {
        name: brief(
            name,
            [statement("It speaks", [party], TOPIC)],
            [(party, How.OWN_READOUT)],
            issuers=(party,),
            **visit,
        )
        for name, party in (("us", "US"), ("cn", "CN"))
    }
    (texts,) = events(documents)
    assert texts.title == "State visit, September 2026"


def test_a_text_without_statements_leaves_all_of_the_other() -> None:
    first, second = brief("one", []), brief("two", [statement("It speaks", ["CN"], TOPIC)])
    (pair,) = side_by_side(first, second, SIMILAR).pairs
    assert (pair.difference, pair.first) == (Difference.SECOND_ONLY, None)


def test_versions_are_followed_in_both_directions() -> None:
    chain = _chain()
    assert [d.id for d in versions(chain["v2"], chain)] == ["v1", "v2", "v3"]
    assert [d.id for d in versions(chain["other"], chain)] == ["other"]
    (history,) = histories(chain)
    assert history.key == "v3"


def test_a_text_that_was_revoked_is_no_version_of_the_one_that_revoked_it() -> None:
    order = brief("order", [], status=Status(State.REVOKED, "later"))
    later = brief("later", [])
    assert versions(order, {"order": order, "later": later}) == (order,)


def test_of_a_meeting_the_two_accounts_are_compared_and_others_can_be_chosen() -> None:
    documents = _lima()
    (texts,) = events(documents)
    assert texts.title == "Lima, November 2024"
    assert [d.id for d in texts.chosen] == ["lima-us", "lima-cn"]
    assert len(texts.documents) == 3
    chosen = texts_of_event(documents, "lima-2024", ["lima-press", "lima-us"])
    assert [d.id for d in chosen.chosen] == ["lima-press", "lima-us"]
    assert texts_of_event(documents, "lima-cn", []).key == "lima-2024"  # by one of its texts


def test_what_cannot_be_compared_is_named_with_the_next_step() -> None:
    documents = {**_chain(), **_lima()}
    with pytest.raises(UsageError, match="unknown event 'lima-2025'; did you mean lima-2024"):
        texts_of_event(documents, "lima-2025", [])
    with pytest.raises(UsageError, match="one text only"):
        texts_of_event(documents, "other", [])
    with pytest.raises(UsageError, match=r"no other version in the corpus; .*v1, v2, v3"):
        texts_of_history(documents, "other", [])
    with pytest.raises(UsageError, match="unknown text 'zzz'; choose among: v1, v2, v3"):
        texts_of_history(documents, "zzz", [])
    with pytest.raises(UsageError, match="'v1' is no text of Lima"):
        texts_of_event(documents, "lima-2024", ["v1"])
    with pytest.raises(UsageError, match="Name two texts"):
        texts_of_event(documents, "lima-2024", ["lima-us"])


def test_each_version_stands_beside_the_next_and_csv_has_a_row_a_pair() -> None:
    chain = _chain()
    made = synopsis(texts_of_history(chain, "v1", []), SIMILAR)
    assert [(c.first.id, c.second.id) for c in made.comparisons] == [("v1", "v2"), ("v2", "v3")]
    assert [heading for heading, _ in parts_of(made.comparisons[0])] == ["What both speak of"]
    rows = list(csv.DictReader(io.StringIO(synopsis_to_csv(made))))
    assert [row["difference"] for row in rows] == ["in both", "in both"]
    assert rows[0]["first"] == "It names risks"
