"""The contracts of the ports, over the fakes and over the real parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import numpy as np
import pytest
from pydantic import BaseModel

from assistant.adapters import packaged
from assistant.adapters.bm25 import Bm25Store, Tokeniser
from assistant.adapters.chat import LangChainChat
from assistant.adapters.chroma import ChromaStore
from assistant.adapters.embedding import load_embedder
from assistant.adapters.entailment import EmbeddedVerifier
from assistant.adapters.nli import NliVerifier
from assistant.adapters.reading import CrossEncoder
from assistant.blending import blended
from assistant.domain import Relation
from assistant.errors import IndexDamaged, ModelError
from assistant.ports import (
    ChatModel,
    Embedder,
    PassageStore,
    Prompt,
    Reader,
    Vectors,
    Verifier,
    WordStore,
)
from assistant.settings import Settings
from tests.fakes import (
    CountingStore,
    HashedWords,
    NumpyStore,
    ScriptedChat,
    SharedWords,
    WordOverlapVerifier,
)
from tests.networks import nli_folder
from tests.servers import ChatServer, ollama_server, openai_server

NAME = "common-ground-contract"


@pytest.fixture(params=["fake", "multilingual-e5-small", "all-MiniLM-L6-v2", "a folder", None])
def embedder(request: pytest.FixtureRequest, models: Path) -> Embedder:
    """Each embedder there is; a folder's is run by sentence-transformers."""
    if request.param == "fake":
        return HashedWords()
    folder = str(packaged.minilm_folder())
    return load_embedder(folder if request.param == "a folder" else request.param, models)


@pytest.fixture(params=[SharedWords, CrossEncoder])
def reader(request: pytest.FixtureRequest) -> Reader:
    """Each reader there is."""
    made: Reader = request.param()
    return made


Chat = Callable[[Callable[[], str]], AbstractContextManager[ChatModel]]


@contextmanager
def _fake_chat(script: Callable[[], str]) -> Iterator[ChatModel]:
    yield ScriptedChat(lambda _: script())


def _served(provider: str, serve: Callable[..., AbstractContextManager[ChatServer]]) -> Chat:
    @contextmanager
    def real(script: Callable[[], str]) -> Iterator[ChatModel]:
        with serve(lambda _: script()) as server:
            yield LangChainChat(
                Settings(model_url=server.url, model_seconds=5, model_retries=0),
                f"{provider}:scripted",
            )

    return real


@pytest.fixture(
    params=[_fake_chat, _served("openai", openai_server), _served("ollama", ollama_server)],
    ids=["fake", "openai", "ollama"],
)
def chat(request: pytest.FixtureRequest) -> Chat:
    """Each chat model there is, made to say what a script says."""
    made: Chat = request.param
    return made


@pytest.fixture(params=["fake", "embedded", "blended", "nli"])
def any_verifier(request: pytest.FixtureRequest, tmp_path: Path) -> Verifier:
    """Each verifier there is; that of the settings is a network of random weights."""
    made: dict[str, Callable[[], Verifier]] = {
        "fake": WordOverlapVerifier,
        "embedded": EmbeddedVerifier,
        "blended": lambda: blended(EmbeddedVerifier()),
        "nli": lambda: NliVerifier(str(nli_folder(tmp_path))),
    }
    return made[request.param]()


@pytest.fixture(params=[WordOverlapVerifier, EmbeddedVerifier, lambda: blended(EmbeddedVerifier())])
def verifier(request: pytest.FixtureRequest) -> Verifier:
    """Each verifier that knows what it says."""
    made: Verifier = request.param()
    return made


@pytest.fixture(params=[NumpyStore, ChromaStore])
def dense(request: pytest.FixtureRequest) -> PassageStore:
    """Each store of vectors there is."""
    store: PassageStore = request.param()
    return store


@pytest.fixture(params=[CountingStore, lambda: Bm25Store(Tokeniser())], ids=["fake", "bm25"])
def words(request: pytest.FixtureRequest) -> WordStore:
    """Each store of words there is."""
    store: WordStore = request.param()
    return store


class TestEmbedder:
    """Embedder."""

    def test_vectors_have_the_length_one(self, embedder: Embedder) -> None:
        """One float32 row a text, each of length 1, in the order given."""
        texts = ["a much longer text about nuclear weapons and who controls them", "short", ""]
        vectors = embedder.embed_passages(texts)
        assert vectors.shape == (3, embedder.dimensions)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
        for row, text in zip(vectors, texts, strict=True):
            assert row @ embedder.embed_passages([text])[0] > 0.999

    def test_a_query_is_nearest_to_the_text_that_answers_it(self, embedder: Embedder) -> None:
        """Shared words bring a query near a passage."""
        passages = ["Humans keep control of nuclear weapons.", "The weather in Geneva was mild."]
        query = embedder.embed_query("who keeps control of nuclear weapons")
        assert query.shape == (embedder.dimensions,)
        assert query.dtype == np.float32
        near, far = embedder.embed_passages(passages) @ query
        assert near > far

    def test_no_texts_give_no_rows(self, embedder: Embedder) -> None:
        """An empty list has the shape (0, dimensions)."""
        assert embedder.embed_passages([]).shape == (0, embedder.dimensions)

    def test_very_long_and_odd_text_is_taken(self, embedder: Embedder) -> None:
        """50,000 characters, controls and lone marks give a vector like any other."""
        for text in ["word " * 10_000, "\x00\x01\u200b", "🙂", "<script>"]:
            assert np.isfinite(embedder.embed_query(text)).all()


def _rows() -> tuple[list[str], Vectors]:
    generator = np.random.default_rng(7)
    vectors = generator.standard_normal((60, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return [f"text-{i}#1" for i in range(60)], vectors


class TestPassageStore:
    """PassageStore and PassageIndex."""

    def test_search_gives_cosines_best_first(self, dense: PassageStore, tmp_path: Path) -> None:
        """The nearest entries with their cosine similarity, at most as many as asked for."""
        ids, vectors = _rows()
        dense.write(tmp_path / "dense", NAME, [(ids, vectors)])
        index = dense.open(tmp_path / "dense", NAME)
        found = index.search(vectors[7], 5)
        expected = np.argsort(-(vectors @ vectors[7]))[:5]
        assert [name for name, _ in found] == [ids[place] for place in expected]
        assert found[0][1] == pytest.approx(1, abs=1e-4)
        assert found[1][1] == pytest.approx(float(vectors[expected[1]] @ vectors[7]), abs=1e-4)
        assert index.count() == 60
        assert len(index.search(vectors[7], 1000)) == 60
        index.close()

    def test_allowed_narrows_the_search(self, dense: PassageStore, tmp_path: Path) -> None:
        """Only allowed ids come back; an unknown one is ignored; an empty set allows none."""
        ids, vectors = _rows()
        dense.write(tmp_path / "dense", NAME, [(ids, vectors)])
        index = dense.open(tmp_path / "dense", NAME)
        found = index.search(vectors[7], 5, {ids[3], ids[4], "nobody#1"})
        assert {name for name, _ in found} == {ids[3], ids[4]}
        assert index.search(vectors[7], 5, set()) == []
        assert index.search(vectors[7], 5, {"nobody#1"}) == []
        index.close()

    def test_an_empty_index_finds_nothing(self, dense: PassageStore, tmp_path: Path) -> None:
        """No entries are no error."""
        dense.write(tmp_path / "dense", NAME, [])
        index = dense.open(tmp_path / "dense", NAME)
        assert index.count() == 0
        assert index.search(_rows()[1][0], 5) == []
        index.close()

    def test_what_is_not_there_is_damage(self, dense: PassageStore, tmp_path: Path) -> None:
        """A missing folder, and a folder without this name, are reported with the next step."""
        with pytest.raises(IndexDamaged, match="index --rebuild"):
            dense.open(tmp_path / "nothing", NAME)
        dense.write(tmp_path / "dense", NAME, [_rows()])
        with pytest.raises(IndexDamaged, match="index --rebuild"):
            dense.open(tmp_path / "dense", "common-ground-other")

    def test_dropping_what_is_not_there_is_no_error(
        self, dense: PassageStore, tmp_path: Path
    ) -> None:
        """A run that was killed early leaves nothing to drop."""
        dense.drop(tmp_path / "nothing", NAME)


class TestWordStore:
    """WordStore and WordIndex."""

    def test_more_shared_words_rank_higher(self, words: WordStore, tmp_path: Path) -> None:
        """Entries that share words with the query, best first, with scores above 0."""
        texts = ["nuclear weapons control", "nuclear energy", "open weights"]
        words.write(tmp_path / "words", ["a", "b", "c"], texts)
        index = words.open(tmp_path / "words")
        found = index.search("who controls nuclear weapons? control", 5)
        assert [name for name, _ in found] == ["a", "b"]
        assert found[0][1] > found[1][1] > 0
        assert index.search("nuclear", 1, None)[0][0] in ("a", "b")
        assert [name for name, _ in index.search("nuclear", 5, {"b", "c", "nobody"})] == ["b"]
        assert index.search("nuclear", 5, set()) == []
        assert index.count() == 3
        index.close()

    def test_chinese_shares_words_too(self, words: WordStore, tmp_path: Path) -> None:
        """Chinese without spaces is cut so that a query finds a part of a sentence."""
        words.write(tmp_path / "words", ["a", "b"], ["由人类控制核武器", "开放权重模型"])
        assert [name for name, _ in words.open(tmp_path / "words").search("核武器", 5)] == ["a"]

    def test_what_is_not_there_is_damage(self, words: WordStore, tmp_path: Path) -> None:
        """A missing folder is reported with the command that mends it."""
        with pytest.raises(IndexDamaged, match="index --rebuild"):
            words.open(tmp_path / "nothing")


class TestReader:
    """Reader."""

    def test_a_statement_that_answers_scores_above_one_that_is_merely_near(
        self, reader: Reader
    ) -> None:
        """In the order given, whatever stands beside it."""
        near = "The meeting in Lima took place on 16 November 2024."
        right = "France hosted the summit in Paris in February 2025."
        question = "Which country hosted the Paris summit in February 2025?"
        scores = reader.read(question, [near, right])
        assert scores[1] > scores[0]
        assert reader.read(question, [right])[0] == pytest.approx(scores[1], abs=0.5)

    def test_nothing_to_read_is_no_error(self, reader: Reader) -> None:
        """No statements, no scores."""
        assert reader.read("What was agreed?", []) == []

    def test_long_and_strange_text_gets_a_score_too(self, reader: Reader) -> None:
        """Text beyond the model's limit is cut, and Chinese does not fail."""
        scores = reader.read("Who signed?", ["word " * 3000, "中国签署了协定", ""])
        assert len(scores) == 3
        assert all(np.isfinite(scores))

    def test_it_says_which_languages_it_reads(self, reader: Reader) -> None:
        """English at the least."""
        assert "en" in reader.languages


class Form(BaseModel):
    """What the contract asks a chat model to fill in."""

    verdict: str
    ids: list[str]


class TestChatModel:
    """ChatModel."""

    PROMPT = Prompt("Be brief.", "Who signed?")

    def test_pieces_make_up_the_reply_and_tokens_are_counted_once(self, chat: Chat) -> None:
        """Several pieces in order; one of them carries the usage."""
        with chat(lambda: "China signed it. 中国签署了。") as model:
            pieces = list(model.stream(self.PROMPT))
        assert "".join(piece.text for piece in pieces) == "China signed it. 中国签署了。"
        assert sum(bool(piece.text) for piece in pieces) > 1
        (usage,) = [piece.usage for piece in pieces if piece.usage]
        assert usage.read > 0
        assert usage.written > 0

    def test_an_empty_reply_is_no_error(self, chat: Chat) -> None:
        """Whether nothing is enough is for the caller to say."""
        with chat(lambda: "") as model:
            assert "".join(piece.text for piece in model.stream(self.PROMPT)) == ""

    def test_a_stream_can_be_closed_early(self, chat: Chat) -> None:
        """And the model be asked again."""
        with chat(lambda: "China signed it. " * 50) as model:
            stream = model.stream(self.PROMPT)
            next(stream)
            stream.close()
            assert next(model.stream(self.PROMPT)).text

    def test_a_form_is_filled_in_at_the_second_attempt_too(self, chat: Chat) -> None:
        """One mistake is forgiven, two are a ModelError."""
        replies = iter(["I don't know", '{"verdict": "supported", "ids": ["kf3qx7"]}'])
        with chat(lambda: next(replies)) as model:
            assert model.fill_in(self.PROMPT, Form) == Form(verdict="supported", ids=["kf3qx7"])
        with chat(lambda: "I don't know") as model, pytest.raises(ModelError, match="twice"):
            model.fill_in(self.PROMPT, Form)

    def test_it_has_a_name_and_a_limit(self, chat: Chat) -> None:
        """Both are known without asking it anything."""
        with chat(lambda: "") as model:
            assert ":" in model.name
            assert model.reads > 1024


def test_a_damaged_reader_is_named(tmp_path: Path) -> None:
    """The file is told, as a ModelError."""
    broken = tmp_path / "reader.onnx"
    broken.write_bytes(b"not a model")
    with pytest.raises(ModelError, match=re.escape(str(broken))):
        CrossEncoder(broken).read("Who signed?", ["China signed."])


EVIDENCE = (
    "France hosted the summit in Paris in February 2025, and 58 countries signed its statement."
)


class TestVerifier:
    """Verifier."""

    def test_each_pair_gets_two_probabilities(self, any_verifier: Verifier) -> None:
        """One result a pair; what is left of 1 is neither."""
        claims = ["France hosted the summit in Paris.", "Cats sleep.", "It was not in Paris."]
        results = any_verifier.verify([(claim, EVIDENCE) for claim in claims])
        assert len(results) == 3
        for one in results:
            assert one.supports >= 0 and one.refutes >= 0
            assert one.supports + one.refutes <= 1 + 1e-6

    def test_a_result_does_not_depend_on_what_stands_beside_it(
        self, any_verifier: Verifier
    ) -> None:
        """Alone or among longer pairs, in whatever order."""
        pair = ("France hosted the summit in Paris.", EVIDENCE)
        (alone,) = any_verifier.verify([pair])
        among = any_verifier.verify([("Cats sleep.", "word " * 200), pair, ("Dogs run.", "Yes.")])
        assert among[1].supports == pytest.approx(alone.supports, abs=0.1)
        assert among[1].refutes == pytest.approx(alone.refutes, abs=0.1)

    def test_nothing_to_judge_is_no_error(self, any_verifier: Verifier) -> None:
        """No pairs, no results."""
        assert any_verifier.verify([]) == []

    def test_long_and_strange_text_is_judged_too(self, any_verifier: Verifier) -> None:
        """Text beyond the model's limit, Chinese, controls and nothing at all do not fail."""
        texts = [
            "word " * 3000,
            "A sentence of words. " * 400,
            "中国签署了协定。",
            "\x00\u200b🙂",
            "",
        ]
        results = any_verifier.verify([(text, text) for text in texts])
        assert np.isfinite([(one.supports, one.refutes) for one in results]).all()

    def test_it_says_what_it_is_and_reads(self, any_verifier: Verifier) -> None:
        """A name for findings, and English at the least."""
        assert any_verifier.identity
        assert "en" in any_verifier.languages

    def test_what_says_the_same_supports_more_than_what_is_merely_near(
        self, verifier: Verifier
    ) -> None:
        """Two statements of one meeting are told apart."""
        claim = "The summit in Paris was hosted by France."
        near = "The next summit will be held in India, which also took part in Paris."
        same, other = verifier.verify([(claim, EVIDENCE), (claim, near)])
        assert same.supports > other.supports
        assert same.relation is Relation.SUPPORTS

    def test_a_changed_number_or_a_denial_refutes(self, verifier: Verifier) -> None:
        """More words are shared than differ, and yet the claim is false."""
        claims = ["58 countries signed the statement.", "12 countries signed the statement."]
        right, wrong = verifier.verify([(claim, EVIDENCE) for claim in claims])
        assert right.supports > wrong.supports
        assert wrong.refutes > right.refutes
        asked = ["France hosted the summit in Paris.", "France did not host the summit in Paris."]
        right, wrong = verifier.verify([(claim, EVIDENCE) for claim in asked])
        assert wrong.refutes > right.refutes
        assert wrong.supports < right.supports
