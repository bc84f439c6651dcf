"""Own documents: added, recognised, cited exactly, removed for good, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import NotFound, UsageError
from assistant.generations import folder, numbers
from assistant.indexing import forget_older
from assistant.library import Facts, Library, add_files, digest_of, files_of
from assistant.library.cutting import LONGEST, USUAL, cuts
from assistant.reading import Mark
from assistant.reading.formats import read_bytes
from assistant.reading.sentences import sentences, size_of
from assistant.record import FILE
from tests.library.conftest import TALK, Desk
from tests.reading.files import archive, lines, pdf

QUESTION = "What was said on a channel for incidents of large models?"


def test_an_answer_quotes_the_exact_words_with_place_and_speaker(desk: Desk) -> None:
    """The words stand in quotation marks, attributed; the citation's offsets are exactly theirs."""
    desk.add("talk.md", TALK)
    answer = desk.ask(QUESTION)
    first = answer.sentences[0]
    words = "A channel for incidents of large models would cost little and help much."
    assert first.text == f"Zhou Wei: “{words}”"
    assert first.lead == "Closed talks of May"
    (citation,) = (c for c in answer.citations if c.number == first.citations[0])
    (document,) = desk.own()
    assert (citation.locator, citation.speaker) == ("00:41:07", "Zhou Wei")
    assert citation.text == words == document.text[citation.start : citation.end]
    assert citation.exact and citation.handling == "internal"


def test_the_scopes(desk: Desk) -> None:
    """`corpus` never tells what is the user's own, `mine` nothing else, `all` both."""
    desk.add("talk.md", TALK)
    assert not any(c.exact for c in desk.ask(QUESTION, "corpus").citations)
    assert all(c.exact for c in desk.ask(QUESTION, "mine").citations)
    both = desk.ask("What was said in Geneva on risks of artificial intelligence?", "all")
    assert any(not c.exact for c in both.citations)
    assert any(c.exact for c in desk.ask(QUESTION, "all").citations)


def test_the_corpus_answers_the_same_with_own_documents_beside_it(desk: Desk) -> None:
    question = "What did China and the United States say in Geneva?"
    before = desk.ask(question, "corpus")
    desk.add("talk.md", TALK)
    after = desk.ask(question, "corpus")
    assert (before.sentences, before.citations) == (after.sentences, after.citations)


def test_nothing_that_answers_is_said_to_be_nothing(desk: Desk) -> None:
    desk.add("talk.md", TALK)
    answer = desk.ask("Which subsidies did the fishery conference abolish?")
    assert answer.outcome == "not_covered" and not answer.sentences
    assert answer.note is not None and "your own documents (1)" in answer.note


def test_a_quotation_over_a_page_break_has_both_pages(desk: Desk) -> None:
    first = lines(
        ["The secretariat keeps a register of all the incidents that are", "reported to it and"],
        120,
    )
    second = lines(["publishes a summary of them in every quarter of the year."], 760)
    desk.add("report.pdf", pdf([first, second], "Register of Incidents"))
    answer = desk.ask("What does the secretariat publish in every quarter?")
    assert [c.locator for c in answer.citations] == ["pp. 1–2"]
    assert "reported to it and publishes a summary" in answer.sentences[0].text


def test_the_same_file_and_the_same_text_are_recognised(tmp_path: Path) -> None:
    """Twice the same file, or the same words in another form, are said and not added."""
    library = Library(tmp_path / "data")
    names = {
        "a.txt": b"The same words.",
        "b.txt": b"The same words.",
        "c.md": b"# The *same*\nwords.",
    }
    paths = []
    for name, data in names.items():
        (tmp_path / name).write_bytes(data)
        paths.append(tmp_path / name)
    rows = list(add_files(library, paths, Facts()))
    assert [row.new for row in rows] == [True, False, False]
    assert rows[1].duplicate_of == "the same file as a.txt" and rows[1].id == rows[0].id
    assert rows[2].duplicate_of == "the same text as a.txt"
    again = list(add_files(library, paths[:1], Facts()))
    assert again[0].duplicate_of == "the same file as a.txt"


def test_files_that_cannot_be_read_are_named_and_the_others_added(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.zip"
    good.write_text("Words of a good file.")
    bad.write_bytes(archive({"x": b"y"}))
    rows = list(add_files(Library(tmp_path / "data"), [bad, good, tmp_path / "none.pdf"], Facts()))
    assert [bool(row.error) for row in rows] == [True, False, True]
    assert rows[0].error and rows[0].error.startswith("bad.zip: it is an archive")


def test_folders_patterns_and_links(tmp_path: Path) -> None:
    """Folders are walked whole; hidden files, and links that lead out of them, are not followed."""
    inside = tmp_path / "in" / "deep"
    inside.mkdir(parents=True)
    for name in ("in/a.txt", "in/deep/b.md", "in/.hidden", "out.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "out.txt")
    found = files_of([str(tmp_path / "in")])
    assert [path.name for path in found] == ["a.txt", "b.md"]
    assert [path.name for path in files_of([str(tmp_path / "in" / "*.txt"), str(tmp_path / "in")])] == [
        "a.txt", "link.txt", "b.md"
    ]  # fmt: skip
    with pytest.raises(UsageError, match="There is no file"):
        files_of([str(tmp_path / "none*.pdf")])


def test_removal_and_undo(desk: Desk) -> None:
    """A removed document is in no answer; taken back it is as it was, with nothing embedded anew."""
    name = desk.add("talk.md", TALK)
    before = desk.ask(QUESTION)
    desk.library.remove(name)
    desk.index()
    assert desk.own() == [] and not desk.ask(QUESTION).sentences
    desk.library.restore(name)
    assert desk.index().embedded == 0
    assert desk.ask(QUESTION).sentences == before.sentences


def test_what_is_forgotten_is_nowhere_on_the_disk(desk: Desk) -> None:
    """Neither in the record, nor in any generation of the index; undo finds nothing."""
    words = "Quetzalcoatlus"
    name = desk.add("secret.txt", f"The plan {words} is not to be told to anybody.")
    desk.library.remove(name)
    assert desk.library.forget([name]) == [name]
    desk.index()
    forget_older(desk.data_dir, desk.stores)
    assert numbers(desk.data_dir) == [desk.snapshots.current().generation]
    content = b"".join(p.read_bytes() for p in desk.data_dir.rglob("*") if p.is_file())
    assert words.encode() not in content and words.casefold().encode() not in content
    with pytest.raises(NotFound):
        desk.library.restore(name)


def test_only_what_changed_is_embedded(desk: Desk) -> None:
    desk.add("one.txt", "The first text that is added here.")
    report = desk.index()
    assert (report.embedded, report.unchanged) == (0, 2)
    desk.embedder.embedded.clear()
    desk.add("two.txt", "The second text that is added here.")
    assert len(desk.embedder.embedded) == 1


def test_an_unknown_id_is_named(desk: Desk) -> None:
    with pytest.raises(NotFound, match="'own-none'"):
        desk.library.remove("own-none")


def test_passages_end_at_turns_headings_paragraphs_and_sentences() -> None:
    """None crosses a heading or the words of two speakers, none is cut within a sentence."""
    long = " ".join(
        f"Sentence number {n} of a long paragraph has these eleven words." for n in range(60)
    )
    text = f"# One\n\n{long}\n\n# Two\n\nShort words of the second part.\n\n中文的一句话，说明同样的意思。"
    read = read_bytes("a.md", text.encode())
    found = [read.text[cut.start : cut.end] for cut in cuts(read)]
    assert all(size_of(words) <= USUAL * 1.25 for words in found)
    assert all(words.endswith((".", "。")) for words in found)
    assert "".join("".join(found).split()) == "".join(
        "".join(read.text[s.start : s.end] for s in read.marked(Mark.PARAGRAPH)).split()
    )


def test_text_without_any_sentence_is_cut_all_the_same() -> None:
    read = read_bytes("a.txt", ("word " * 1000).encode())
    sizes = [size_of(read.text[cut.start : cut.end]) for cut in cuts(read)]
    assert sum(sizes) == 1000 and max(sizes) <= LONGEST


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Smith of the U.S. met Dr. Li. They agreed.", 2),
        ("Article 5(1) applies. See No. 3 and Art. 6.", 2),
        ("It costs 3.5 million. Good.", 2),
        ("他说：“好。”然后走了。她也走了！", 3),
        ("1. The parties agree. 2. They meet.", 2),
        ("What? No! Yes…", 3),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(list(sentences(text))) == count


def test_ids_are_readable_and_unique(desk: Desk) -> None:
    first = desk.add("a.txt", "Title of it\n\nText one that is here.")
    second = desk.add("b.txt", "Title of it\n\nText two that is here.")
    assert first.startswith("own-title-of-it-") and first != second
    assert (desk.data_dir / FILE).exists() and folder(desk.data_dir, 1)
    assert desk.library.known(digest_of(b"Title of it\n\nText one that is here.")) is not None


@pytest.mark.slow
def test_a_thousand_files_with_ten_bad_ones(desk: Desk, tmp_path: Path) -> None:
    """990 are indexed and each can be asked about; the ten others are named with their reasons."""
    folder_ = tmp_path / "files"
    folder_.mkdir()
    bad = {
        "broken.pdf": b"%PDF-1.7 nothing more",
        "empty.txt": b"",
        "locked.pdf": pdf([lines(["Nobody can read this."])], encrypt=True),
        "archive.zip": archive({"a.txt": b"a"}),
        "bomb.docx": archive({"word/document.xml": b"0" * 300_000_000}),
        "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(64),
        "programme.exe": b"MZ" + bytes(200),
        "broken.vtt": b"no captions at all",
        "broken.json": b'{"text": ',
        "noword.docx": archive({"else.xml": b"<a/>"}),
    }
    for name, data in bad.items():
        (folder_ / name).write_bytes(data)
    for number in range(990):
        (folder_ / f"{number:03}.txt").write_text(f"The delegate of post {number} reports calm.")
    rows = list(add_files(desk.library, files_of([str(folder_)]), Facts()))
    failed = {row.name: row.error for row in rows if row.error}
    assert set(failed) == set(bad) and len(rows) == 1000
    assert all(error.startswith(f"{name}: ") for name, error in failed.items())
    report = desk.index()
    assert report.embedded == 990 and len(desk.own()) == 990
    assert {d.text for d in desk.own()} == {
        f"The delegate of post {number} reports calm." for number in range(990)
    }


def test_a_question_about_a_speaker_is_answered_in_that_voice(desk: Desk) -> None:
    """Others who use the same words are not quoted for somebody they are not."""
    desk.add(
        "talk.md",
        "**Zhou Wei:** [00:01:00] The channel for incidents should be open at all hours.\n\n"
        "**Ann Leigh:** [00:02:00] The channel for incidents costs more than it brings.\n\n"
        "**Zhou Wei:** [00:03:00] That may be so.",
    )
    both = desk.ask("What was said about the channel for incidents?").citations
    assert {c.speaker for c in both} == {"Zhou Wei", "Ann Leigh"}
    hers = desk.ask("What did Leigh say about the channel for incidents?").citations
    assert {c.speaker for c in hers} == {"Ann Leigh"}
