"""Briefs: what is accepted, and how a fault is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.corpus import check_corpus, corpus_figures, load_corpus, load_vocabulary
from assistant.domain import Grade
from assistant.errors import CorpusError, FilterError

CORPUS = Path(__file__).parents[1] / "corpus"
BRIEF = "us_china_bilateral/us-cn-lima-2024-us.md"
PARTNER = "us_china_bilateral/us-cn-lima-2024-cn.md"
REVOKED, REVOKING = "us_policy/us-eo-14141-2025.md", "us_policy/us-eo-14318-2025.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of the two Lima readouts, of which the test may break the American one."""
    for vocabulary in CORPUS.glob("*.yaml"):
        shutil.copy(vocabulary, tmp_path)
    (tmp_path / "names.yaml").write_text("[]\n")
    for brief in (BRIEF, PARTNER):
        add(tmp_path, brief)
    return tmp_path


def add(folder: Path, brief: str) -> None:
    """Put a brief of the shipped corpus into the corpus of the test."""
    (folder / brief).parent.mkdir(exist_ok=True)
    shutil.copy(CORPUS / brief, folder / brief)


def broken(folder: Path, old: str, new: str, brief: str = BRIEF) -> list[str]:
    """The faults after the first `old` in the brief has become `new`."""
    path = folder / brief
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


def test_a_revoked_text_and_the_one_that_revoked_it_must_name_each_other(folder: Path) -> None:
    for brief in (REVOKED, REVOKING):
        add(folder, brief)
    assert check_corpus(folder) == []
    (fault,) = broken(folder, "ends: [us-eo-14141-2025]\n", "", REVOKING)
    assert f"{REVOKING}:" in fault
    assert "ends: should list 'us-eo-14141-2025'" in fault
    add(folder, REVOKING)
    old = "status: revoked by us-eo-14318-2025"
    (fault,) = broken(folder, old, "status: in force", REVOKED)
    assert "ends.0: the status of 'us-eo-14141-2025' does not name this text" in fault


def test_a_text_cannot_be_ended_by_an_older_one_nor_by_itself_nor_by_nothing(
    folder: Path,
) -> None:
    for brief in (REVOKED, REVOKING):
        add(folder, brief)
    (fault,) = broken(folder, "date: '2025-07-23'\nplace", "date: '2024-07-23'\nplace", REVOKING)
    assert "ended by 'us-eo-14318-2025', which is older" in fault
    add(folder, REVOKING)
    itself = "status: superseded by us-cn-lima-2024-us"
    assert "cannot end itself" in broken(folder, "status: on record", itself)[0]
    assert "needs “by ID”" in broken(folder, itself, "status: superseded")[0]


def test_an_event_that_no_other_brief_shares_is_a_fault(folder: Path) -> None:
    for brief in (REVOKED, REVOKING):
        add(folder, brief)
    (fault,) = broken(folder, "event: us-eo-14318-2025", "event: permitting-2025", REVOKING)
    assert "event: no other brief has 'permitting-2025'" in fault


def test_a_readout_without_that_of_the_other_side_is_a_fault(folder: Path) -> None:
    (folder / PARTNER).unlink()
    faults = check_corpus(folder)
    assert any("the other readout, 'us-cn-lima-2024-cn', is not of this event" in f for f in faults)


def test_too_few_statements_or_too_short_a_body_is_a_fault(folder: Path) -> None:
    path = folder / BRIEF
    text = path.read_text(encoding="utf-8")
    head, _, rest = text.partition("statements:\n")
    statements, _, tail = rest.partition("misreadings:")
    first = statements.split("  - text:")[1]
    body = tail.rpartition("---\n")[2]
    path.write_text(
        f"{head}statements:\n  - text:{first}misreadings:{tail.replace(body, 'Too short.')}",
        encoding="utf-8",
    )
    faults = check_corpus(folder)
    assert any("statements: has 1, expected 4 to 12" in fault for fault in faults)
    assert any("body: has 2 words, expected 80–250" in fault for fault in faults)


def test_a_statement_of_over_sixty_words_is_a_fault(folder: Path) -> None:
    (fault,) = broken(folder, "Jake Sullivan said in Lima", "Jake Sullivan said " + "so " * 60)
    assert "a statement has at most 60" in fault


def test_a_bilateral_statement_without_chinese_is_a_fault(folder: Path) -> None:
    path = folder / BRIEF
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines) if line.startswith("    text_zh:"))
    path.write_text("".join(lines[:number] + lines[number + 1 :]), encoding="utf-8")
    (fault,) = check_corpus(folder)
    assert "statements.0.text_zh: missing" in fault


def test_a_text_that_both_sides_joined_needs_chinese_wherever_it_is_filed(folder: Path) -> None:
    for brief in (REVOKED, REVOKING):
        add(folder, brief)
    path = folder / REVOKING
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "text_zh:" not in line), encoding="utf-8")
    assert check_corpus(folder) == []
    entries = "".join(
        f"  - party: {party}\n    how: signed\n    grade: unconfirmed\n" for party in ("US", "CN")
    )
    faults = broken(folder, "participation:\n", f"participation:\n{entries}", REVOKING)
    assert [fault.rpartition(": ")[2] for fault in faults] == [
        "missing; both sides read this text"
    ] * 5


def test_an_id_or_a_statement_that_stands_twice_is_named(folder: Path) -> None:
    copy = folder / BRIEF.replace("-us.md", "-us-copy.md")
    shutil.copy(folder / BRIEF, copy)
    faults = check_corpus(folder)
    assert any(f":2: id: also the id of {copy}" in fault for fault in faults)
    assert any("statements.0.text: the same statement as in" in fault for fault in faults)
    assert any("statements.0.text_zh: the same statement as in" in fault for fault in faults)


def test_a_body_that_repeats_a_statement_or_quotes_a_sentence_is_a_fault(folder: Path) -> None:
    path = folder / BRIEF
    text = path.read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if line.startswith("  - text:"))
    sentence = first.removeprefix("  - text: ")
    path.write_text(text + f"\n{sentence} He said “one two three four five six seven”.\n")
    faults = check_corpus(folder)
    assert any("body: repeats a statement" in fault for fault in faults)
    assert any("body: quotation marks stand only around a term" in fault for fault in faults)


def test_a_long_quotation_in_chinese_is_refused_and_a_term_is_not(folder: Path) -> None:
    assert broken(folder, "    text_zh: 美方关于", "    text_zh: “人类控制”美方关于") == []
    long = "两国领导人确认应维持由人类控制核武器使用的决定这一点"
    (fault,) = broken(folder, "“人类控制”", f"“{long}”")
    assert "statements.0.text_zh: quotation marks stand only around a term of art" in fault


def test_a_speaker_without_a_role_is_a_fault(folder: Path) -> None:
    (fault,) = broken(folder, "    role: US National Security Advisor\n", "")
    assert "speaker: Jake Sullivan needs a role" in fault


def test_a_vocabulary_with_the_same_key_twice_is_refused(folder: Path) -> None:
    topics = folder / "topics.yaml"
    topics.write_text(
        topics.read_text(encoding="utf-8") + "- {id: Red-Lines, name: again, name_zh: 再次}\n",
        encoding="utf-8",
    )
    with pytest.raises(CorpusError, match=r"topics\.yaml:\d+: id: 'Red-Lines' stands twice"):
        load_vocabulary(folder)


def test_a_company_of_an_unknown_state_is_a_fault(folder: Path) -> None:
    with (folder / "parties.yaml").open("a", encoding="utf-8") as parties:
        parties.write("- {id: XCO, name: X Company, type: company, of: XX}\n")
    (fault,) = check_corpus(folder)
    assert "XCO: of: 'XX' is not in parties.yaml" in fault


def test_a_grade_that_rests_on_a_machine_written_page_is_refused(folder: Path) -> None:
    path = folder / BRIEF
    head, _, tail = path.read_text(encoding="utf-8").partition("statements:")
    source = next(line for line in tail.splitlines() if line.strip().startswith("source:"))
    tail = tail.replace(source, "    source: https://www.pulse.bot/lima", 1)
    path.write_text(f"{head}statements:{tail}", encoding="utf-8")
    (fault,) = check_corpus(folder)
    assert "statements.0.grade: official, but pulse.bot earns no grade" in fault
    assert broken(folder, tail, tail.replace("grade: official", "grade: unconfirmed", 1)) == []


def test_a_name_that_means_nothing_in_the_corpus_is_a_fault(folder: Path) -> None:
    (folder / "names.yaml").write_text("- {name: Atlantis accord, means: [atlantis-2030]}\n")
    (fault,) = check_corpus(folder)
    assert "'atlantis-2030' is neither a document nor an event" in fault


def test_the_figures_count_what_is_there(folder: Path) -> None:
    figures = corpus_figures(folder)
    documents = load_corpus(folder).documents
    statements = [statement for document in documents for statement in document.statements]
    assert (figures.documents, figures.statements) == (2, len(statements))
    assert sum(figures.by_grade.values()) == len(statements)
    assert (figures.events, figures.with_chinese) == (1, len(statements))
    assert figures.by_kind == {"statement": 2}
    assert figures.by_group == {"us_china_bilateral": 2}
    assert figures.by_topic["nuclear-command"] == 2
    assert {"US", "CN"} <= {party for document in documents for party in document.issuers}
    assert figures.parties == 2


def test_the_figures_name_the_share_that_has_a_source(folder: Path) -> None:
    before = corpus_figures(folder)
    path = folder / BRIEF
    head, _, tail = path.read_text(encoding="utf-8").partition("statements:")
    path.write_text(head + "statements:" + tail.replace("grade: official", "grade: unconfirmed", 2))
    after = corpus_figures(folder)
    assert after.by_grade.get("unconfirmed", 0) == before.by_grade.get("unconfirmed", 0) + 2
    assert after.sourced == pytest.approx(before.sourced - 2 / before.statements)


def test_figures_of_a_faulty_corpus_are_refused(folder: Path) -> None:
    broken(folder, "kind: statement", "kind: statment")
    with pytest.raises(CorpusError, match="kind"):
        corpus_figures(folder)
    with pytest.raises(CorpusError, match="no such folder"):
        corpus_figures(folder / "nowhere")


def test_the_shipped_corpus_keeps_its_promises_of_size_and_certainty() -> None:
    figures = corpus_figures(CORPUS)
    assert figures.sourced >= 0.75
    assert figures.by_grade["official"] >= 250
    assert figures.by_kind["transcript"] >= 30
    assert min(figures.by_topic.values()) >= 8
    assert set(figures.by_topic) == set(load_vocabulary(CORPUS).topics)


def test_yaml_that_cannot_be_parsed_names_the_line(folder: Path) -> None:
    (fault,) = broken(folder, "kind: statement", "kind: [statement")
    assert "not valid YAML" in fault
    assert f"{BRIEF}:" in fault


def test_a_field_that_stands_twice_is_refused(folder: Path) -> None:
    (fault,) = broken(folder, "kind: statement", "kind: statement\nkind: law")
    assert "stands twice" in fault


def test_norway_is_not_read_as_false(folder: Path) -> None:
    broken(folder, "issuers: [US]", "issuers: [NO]")
    assert ("NO",) in {document.issuers for document in load_corpus(folder).documents}


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


def test_the_readme_of_the_corpus_gives_true_figures() -> None:
    figures = corpus_figures(CORPUS)
    size = f"{figures.documents} documents, {figures.statements:,} statements"
    told = (CORPUS / "README.md").read_text(encoding="utf-8")
    assert f"{size}, {figures.parties} parties; {figures.sourced:.1%}".replace("%", " %") in told
    assert f"{figures.by_grade['official']} of them official" in told
    groups = {line.split("`")[1] for line in told.splitlines() if line.startswith("| `")}
    assert set(figures.by_group) - groups <= {"us_policy"}  # told in one row with china_policy
