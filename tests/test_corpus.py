"""Briefs: what is accepted, and how a fault is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.corpus import check_corpus, load_corpus, load_vocabulary
from assistant.domain import Grade
from assistant.errors import CorpusError, FilterError

CORPUS = Path(__file__).parents[1] / "corpus"
BRIEF = "us_china_bilateral/us-cn-lima-2024-us.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of one brief that the test may break."""
    for vocabulary in CORPUS.glob("*.yaml"):
        shutil.copy(vocabulary, tmp_path)
    (tmp_path / "names.yaml").write_text("[]\n")
    (tmp_path / BRIEF).parent.mkdir()
    shutil.copy(CORPUS / BRIEF, tmp_path / BRIEF)
    return tmp_path


def broken(folder: Path, old: str, new: str) -> list[str]:
    """The faults after the first `old` in the brief has become `new`."""
    path = folder / BRIEF
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return check_corpus(folder)


def line_of(folder: Path, needle: str) -> int:
    """The line of the brief on which `needle` first stands."""
    lines = (folder / BRIEF).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if needle in line)


def test_the_shipped_corpus_has_no_faults() -> None:
    assert check_corpus(CORPUS) == []


def test_every_graded_entry_of_the_shipped_corpus_has_a_source() -> None:
    for document in load_corpus(CORPUS).documents:
        entries = (*document.statements, *document.participation, *document.votes)
        for entry in (*entries, *document.counts, *document.misreadings):
            assert entry.grade is Grade.UNCONFIRMED or entry.source, document.id


def test_each_passage_stands_at_its_offsets_in_the_text_of_its_document() -> None:
    for document in load_corpus(CORPUS).documents:
        for passage in document.passages:
            assert document.text[passage.start : passage.end] == passage.text


def test_passage_ids_are_unique() -> None:
    ids = [p.id for d in load_corpus(CORPUS).documents for p in d.passages]
    assert len(ids) == len(set(ids))


def test_an_unknown_field_is_named_with_its_line(folder: Path) -> None:
    (fault,) = broken(folder, "kind: statement", "knd: statement\nkind: statement")
    assert f"{BRIEF}:{line_of(folder, 'knd:')}: knd:" in fault


def test_a_wrong_kind_is_named_with_the_valid_ones(folder: Path) -> None:
    (fault,) = broken(folder, "kind: statement", "kind: statment")
    assert f":{line_of(folder, 'kind: statment')}: kind:" in fault
    assert "'declaration'" in fault


def test_a_date_that_does_not_exist_is_refused(folder: Path) -> None:
    faults = broken(folder, "date: 2024-11-16", "date: 2024-11-31")
    assert any("date: '2024-11-31' is not a date" in fault for fault in faults)


def test_a_graded_entry_without_a_source_is_refused(folder: Path) -> None:
    path = folder / BRIEF
    text = path.read_text(encoding="utf-8")
    head, _, tail = text.partition("statements:")
    source = next(line for line in tail.splitlines() if line.strip().startswith("source:"))
    path.write_text(head + "statements:" + tail.replace(source + "\n", "", 1), encoding="utf-8")
    (fault,) = check_corpus(folder)
    assert "needs a source" in fault
    assert "statements.0" in fault


def test_a_quoted_sentence_is_refused_and_a_term_of_art_is_not(folder: Path) -> None:
    path = folder / BRIEF
    text = path.read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if line.startswith("  - text:"))
    path.write_text(text.replace(first, "  - text: He said “human control”.", 1))
    assert check_corpus(folder) == []
    faults = broken(folder, "“human control”", "“one two three four five six seven”")
    assert any("term of art" in fault for fault in faults)


def test_an_unknown_party_or_topic_is_named(folder: Path) -> None:
    faults = broken(folder, "issuers: [US]", "issuers: [USX]")
    assert any("issuers.0: 'USX' is not in parties.yaml" in fault for fault in faults)


def test_a_text_revoked_by_a_document_that_does_not_exist_is_a_fault(folder: Path) -> None:
    (fault,) = broken(folder, "status: on record", "status: revoked by no-such-brief")
    assert "names 'no-such-brief', which has no brief" in fault


def test_yaml_that_cannot_be_parsed_names_the_line(folder: Path) -> None:
    (fault,) = broken(folder, "kind: statement", "kind: [statement")
    assert "not valid YAML" in fault
    assert f"{BRIEF}:" in fault


def test_a_field_that_stands_twice_is_refused(folder: Path) -> None:
    (fault,) = broken(folder, "kind: statement", "kind: statement\nkind: law")
    assert "stands twice" in fault


def test_norway_is_not_read_as_false(folder: Path) -> None:
    broken(folder, "issuers: [US]", "issuers: [NO]")
    (document,) = load_corpus(folder).documents
    assert document.issuers == ("NO",)


def test_a_file_without_front_matter_or_in_another_encoding_is_named(folder: Path) -> None:
    (folder / BRIEF).write_text("Only prose.\n")
    assert "front matter" in check_corpus(folder)[0]
    (folder / BRIEF).write_bytes(b"---\nid: \xff\n---\n")
    assert "not UTF-8" in check_corpus(folder)[0]


def test_a_missing_vocabulary_is_named(folder: Path) -> None:
    (folder / "topics.yaml").unlink()
    with pytest.raises(CorpusError, match=r"topics\.yaml: this vocabulary is missing"):
        load_vocabulary(folder)


def test_a_party_is_found_by_id_name_or_alias_in_both_languages() -> None:
    vocabulary = load_vocabulary(CORPUS)
    assert {vocabulary.party(word) for word in ("CN", "china", "PRC", "中国", "Beijing")} == {"CN"}


def test_an_unknown_party_is_answered_with_the_known_ones() -> None:
    with pytest.raises(FilterError, match=r"unknown party 'Atlantis'; the corpus knows: .*CN"):
        load_vocabulary(CORPUS).party("Atlantis")
