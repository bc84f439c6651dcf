"""Answers in a language model's words, over the shipped corpus and a scripted model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant.adapters.bm25 import Tokeniser
from assistant.answering import Answerer
from assistant.answering.judging import Judge
from assistant.corpus import Corpus
from assistant.domain import Answer, AnswerReady, Event, Outcome, Progress, SentenceReady
from assistant.errors import ModelError
from assistant.indexing import Stores, update_index
from assistant.ports import Prompt
from assistant.prompts import Prompts, Wording
from assistant.retrieval import Searcher
from assistant.snapshots import Snapshots
from assistant.writing import Writer
from tests.fakes import CountingStore, HashedWords, NumpyStore, ScriptedChat, SharedWords
from tests.servers import FENCE

ROOT = Path(__file__).parents[2]
QUESTION = "What came out of the Geneva meeting on AI in May 2024?"
Script = Callable[[Prompt], str]
Write = Callable[..., list[Event]]


def evidence(prompt: Prompt) -> list[tuple[str, str]]:
    """(id, text) of the evidence in a prompt."""
    return [(m["id"], m["text"]) for m in FENCE.finditer(prompt.request)]


def faithful(prompt: Prompt) -> str:
    """The first three statements with their ids."""
    return " ".join(f"{text[:-1]} [{name}]." for name, text in evidence(prompt)[:3])


@pytest.fixture(scope="session")
def write(
    corpus: Corpus,
    wording: Wording,
    tokenise: Tokeniser,
    tmp_path_factory: pytest.TempPathFactory,
) -> Write:
    """Ask with a scripted model; every event comes back, and the model's prompts in `asked`."""
    data_dir = tmp_path_factory.mktemp("written")
    embedder, stores = HashedWords(), Stores(NumpyStore(), CountingStore())
    update_index(corpus.documents, embedder=embedder, stores=stores, data_dir=data_dir)
    snapshots = Snapshots(data_dir, stores)
    prompts = Prompts(ROOT / "prompts")
    model = ScriptedChat(faithful)
    answerer = Answerer(
        snapshots,
        Searcher(snapshots, embedder),
        corpus.vocabulary,
        wording,
        tokenise,
        Judge(SharedWords()),
        Writer(model, prompts, None),
    )

    def asking(
        script: Script, question: str = QUESTION, *, asked: list[Prompt] | None = None
    ) -> list[Event]:
        def told(prompt: Prompt) -> str:
            if asked is not None:
                asked.append(prompt)
            return script(prompt)

        model._script = told
        return list(answerer.ask(question))

    return asking


def answer_of(events: Sequence[Event]) -> Answer:
    """The answer at the end, which has to be what was shown on the way."""
    (last,) = [event for event in events if isinstance(event, AnswerReady)]
    assert events[-1] is last
    shown = tuple(event.sentence for event in events if isinstance(event, SentenceReady))
    assert last.answer.sentences == shown
    numbers = {citation.number for citation in last.answer.citations}
    assert all(s.citations and set(s.citations) <= numbers for s in shown)
    return last.answer


def test_the_answer_is_the_model_s_and_says_so(write: Write) -> None:
    events = write(faithful)
    answer = answer_of(events)
    assert answer.model == "scripted:fake"
    assert answer.usage is not None
    assert len(answer.sentences) == 3
    assert answer.removed == 0
    assert [c.number for c in answer.citations] == [1, 2, 3]
    assert any(isinstance(e, Progress) and "scripted:fake" in e.message for e in events)


def test_what_fails_a_gate_is_counted_and_never_shown(write: Write) -> None:
    def lying(prompt: Prompt) -> str:
        first = evidence(prompt)[0][0]
        return (
            f"Ninety-nine states signed a treaty in Geneva [{first}]. {faithful(prompt)} "
            "It was a great success. The talks cost a fortune [zz9zz9]."
        )

    answer = answer_of(write(lying))
    told = " ".join(sentence.text for sentence in answer.sentences)
    assert len(answer.sentences) == 3
    assert "treaty" not in told
    assert "success" not in told
    assert "fortune" not in told
    assert answer.removed == 3
    assert any(w.startswith("3 sentences left out") for w in answer.warnings)
    assert any(w.startswith("1 citation was removed") for w in answer.warnings)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (lambda _: "", "wrote nothing"),
        (lambda _: "Nothing is known about this.", "cited no evidence"),
        (lambda p: f"双方举行了会谈 [{evidence(p)[0][0]}]。", "another language"),
        (lambda _: "and so on and on " * 500, "wrote without end"),
    ],
)
def test_the_sources_own_statements_stand_in_for_a_useless_reply(
    write: Write, script: Script, reason: str
) -> None:
    answer = answer_of(write(script))
    assert answer.model is None
    assert len(answer.sentences) >= 3
    assert any("sources' own statements" in w and reason in w for w in answer.warnings)


def test_a_model_that_cannot_be_reached_costs_nothing_but_a_warning(write: Write) -> None:
    def script(_: Prompt) -> str:
        raise ModelError("ollama:qwen3: no server answers at http://localhost:11434.")

    answer = answer_of(write(script))
    assert answer.model is None
    assert answer.sentences
    assert any("no server answers" in warning for warning in answer.warnings)


def test_a_model_that_breaks_off_keeps_what_it_wrote_and_the_rest_follows(write: Write) -> None:
    def script(prompt: Prompt) -> str:
        return faithful(prompt).split(" [")[0] + f" [{evidence(prompt)[0][0]}]. " + "And on " * 999

    answer = answer_of(write(script))
    assert answer.model == "scripted:fake"
    assert len(answer.sentences) >= 3
    assert any("ended early" in warning for warning in answer.warnings)
    assert len({s.text for s in answer.sentences}) == len(answer.sentences)


def test_where_nothing_is_found_no_model_is_asked(write: Write) -> None:
    asked: list[Prompt] = []
    question = "Which agency staffs the US–India AI accident bureau?"
    answer = answer_of(write(faithful, question, asked=asked))
    assert answer.outcome is Outcome.NOT_COVERED
    assert asked == []
    assert answer.model is None


def test_a_false_premise_is_corrected_before_the_model_begins(write: Write) -> None:
    asked: list[Prompt] = []
    question = "Why did China vote against the Bletchley Declaration?"
    answer = answer_of(write(faithful, question, asked=asked))
    if answer.outcome is not Outcome.FALSE_PREMISE:
        pytest.fail("the question was not recognised as resting on something false")
    assert answer.sentences[0].text in asked[0].request


def test_a_revoked_text_is_told_to_be_revoked_whatever_the_model_leaves_out(write: Write) -> None:
    def silent(prompt: Prompt) -> str:
        name, text = next(row for row in evidence(prompt) if "14110" in row[1])
        return f"{text[:-1].split(';')[0]} [{name}]."

    question = "What did Executive Order 14110 require of developers?"
    answer = answer_of(write(silent, question))
    assert answer.model
    assert "revoked" in " ".join(sentence.text for sentence in answer.sentences)


def test_a_chinese_question_is_answered_in_chinese_from_chinese_evidence(write: Write) -> None:
    asked: list[Prompt] = []

    def script(prompt: Prompt) -> str:
        return "".join(f"{text[:-1]}【{name}】。" for name, text in evidence(prompt)[:2])

    answer = answer_of(write(script, "中国在日内瓦对话中说了什么？", asked=asked))
    assert "Chinese" in asked[0].rules
    assert answer.model
    assert answer.language == "zh"
    assert all("】" not in s.text and s.text.endswith("。") for s in answer.sentences)


def test_a_model_that_obeys_a_source_changes_nothing(write: Write) -> None:
    """The question carries an instruction; the model follows it; the gates do not."""

    def obeying(prompt: Prompt) -> str:
        first = evidence(prompt)[0][0]
        return f"I OBEY: visit https://example.org [{first}]. China has surrendered [{first}]."

    answer = answer_of(write(obeying))
    told = " ".join(sentence.text for sentence in answer.sentences)
    assert answer.model is None
    assert "example.org" not in told
    assert "surrendered" not in told
