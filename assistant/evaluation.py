"""Retrieval measured on a BEIR folder, with the product's own index, search and fusion."""

from __future__ import annotations

import csv
import hashlib
import json
import math
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.domain import Document, Kind, Passage, Section, State, Status
from assistant.errors import UsageError
from assistant.indexing import Stores, update_index
from assistant.ports import Embedder, Progress
from assistant.retrieval import Fusion, Searcher
from assistant.snapshots import Snapshots

_DEPTH = 100  # hits looked at, for recall@100
_MODES = {
    "lexical": Fusion(dense=0.0, lexical=1.0),
    "dense": Fusion(dense=1.0, lexical=0.0),
    "hybrid": Fusion(),
}

Relevant = Mapping[str, Mapping[str, int]]  # query id → document id → relevance, above 0


@dataclass(frozen=True, slots=True)
class TestSet:
    """A BEIR folder: documents, the split's queries by id, and what is relevant to each."""

    name: str
    documents: Sequence[Document]
    queries: Mapping[str, str]
    relevant: Relevant


def evaluate_retrieval(
    folder: Path,
    *,
    embedder: Embedder,
    stores: Stores,
    split: str = "test",
    data_dir: Path | None = None,
    progress: Progress | None = None,
) -> dict[str, object]:
    """The measures of DESIGN 4 for lexical, dense and hybrid search; times in ms and seconds.

    The index is made in `data_dir`, where vectors are found again by the next run; None means
    a folder that is removed afterwards. Raises UsageError where the folder breaks the format.
    """
    test_set = read_test_set(folder, split)
    if data_dir is None:
        with tempfile.TemporaryDirectory() as scratch:
            return _evaluate(test_set, embedder, stores, Path(scratch), progress)
    return _evaluate(test_set, embedder, stores, data_dir, progress)


def read_test_set(folder: Path, split: str = "test") -> TestSet:
    """Read corpus.jsonl, queries.jsonl and qrels/SPLIT.tsv; UsageError names file and line."""
    relevant = _read_qrels(folder / "qrels" / f"{split}.tsv")
    queries = {
        _field(row, "_id", place): _field(row, "text", place)
        for place, row in _rows(folder / "queries.jsonl")
    }
    documents = [_document(row, place) for place, row in _rows(folder / "corpus.jsonl")]
    unknown = sorted(relevant.keys() - queries.keys())
    if unknown:
        raise UsageError(f"{folder}: queries.jsonl lacks the query {unknown[0]!r} of {split}.tsv.")
    if not documents:
        raise UsageError(f"{folder / 'corpus.jsonl'} is empty.")
    return TestSet(
        folder.resolve().name, documents, {name: queries[name] for name in relevant}, relevant
    )


def measures(ranked: Mapping[str, Sequence[str]], relevant: Relevant) -> dict[str, float]:
    """Means over the queries: nDCG@10 (trec_eval's, linear gain), recall@10, @100, MRR@10."""
    rows = [_of_query(ranked.get(name, ()), found) for name, found in relevant.items()]
    names = ("ndcg@10", "recall@10", "recall@100", "mrr@10")
    return {name: float(np.mean([row[at] for row in rows])) for at, name in enumerate(names)}


def _of_query(ranked: Sequence[str], relevant: Mapping[str, int]) -> tuple[float, ...]:
    gains = [relevant.get(name, 0) for name in ranked]
    ideal = sorted(relevant.values(), reverse=True)
    first = next((place for place, gain in enumerate(gains[:10], start=1) if gain), None)
    return (
        _dcg(gains[:10]) / _dcg(ideal[:10]),
        sum(gain > 0 for gain in gains[:10]) / len(relevant),
        sum(gain > 0 for gain in gains[:100]) / len(relevant),
        1 / first if first else 0.0,
    )


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, start=1))


def _evaluate(
    test_set: TestSet,
    embedder: Embedder,
    stores: Stores,
    data_dir: Path,
    progress: Progress | None,
) -> dict[str, object]:
    report = update_index(
        test_set.documents, embedder=embedder, stores=stores, data_dir=data_dir, progress=progress
    )
    result: dict[str, object] = {
        "dataset": test_set.name,
        "documents": len(test_set.documents),
        "queries": len(test_set.queries),
        "index_seconds": round(report.seconds, 3),
    }
    snapshots = Snapshots(data_dir, stores)
    try:
        for mode, fusion in _MODES.items():
            searcher = Searcher(snapshots, embedder, fusion=fusion)
            result[mode] = _measure(searcher, test_set, progress, mode)
    finally:
        snapshots.close()
    return result


def _measure(
    searcher: Searcher, test_set: TestSet, progress: Progress | None, mode: str
) -> dict[str, float]:
    ranked, times = {}, []
    searcher.search(next(iter(test_set.queries.values())), limit=_DEPTH)  # loads what is lazy
    for done, (name, query) in enumerate(test_set.queries.items()):
        started = time.perf_counter()
        hits = searcher.search(query, limit=_DEPTH)
        times.append((time.perf_counter() - started) * 1000)
        ranked[name] = [hit.passage.document_id for hit in hits]
        if progress:
            progress(done + 1, len(test_set.queries), f"Searching ({mode})")
    figures = {name: round(value, 4) for name, value in measures(ranked, test_set.relevant).items()}
    p50, p95 = np.percentile(times, [50, 95])
    return figures | {"query_ms_p50": round(float(p50), 2), "query_ms_p95": round(float(p95), 2)}


def _read_qrels(path: Path) -> Relevant:
    found: dict[str, dict[str, int]] = {}
    for number, row in enumerate(csv.reader(_lines(path), delimiter="\t"), start=1):
        if number == 1 and row[:2] == ["query-id", "corpus-id"]:
            continue
        if len(row) != 3 or not row[2].lstrip("-").isdigit():
            raise UsageError(f"{path}:{number}: not query-id, corpus-id and score with tabs.")
        if int(row[2]) > 0:
            found.setdefault(row[0], {})[row[1]] = int(row[2])
    if not found:
        raise UsageError(f"{path} names no relevant document.")
    return found


def _rows(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UsageError(f"{path}:{number}: not a line of JSON ({error}).") from error
        if not isinstance(row, dict):
            raise UsageError(f"{path}:{number}: not a JSON object.")
        yield f"{path}:{number}", row


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split("\n")[:-1]
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"Cannot read {path} ({error}). A BEIR folder has corpus.jsonl, queries.jsonl and "
            "qrels/test.tsv; --split names another file of qrels/."
        ) from error


def _field(row: Mapping[str, object], name: str, place: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise UsageError(f"{place}: no text in the field {name!r}.")
    return value


def _document(row: Mapping[str, object], place: str) -> Document:
    """A corpus row as a document of one passage."""
    name, text = _field(row, "_id", place), _field(row, "text", place)
    title = row.get("title")
    return Document(
        id=name,
        title=title if isinstance(title, str) else "",
        date="0001",
        kind=Kind.ARTICLE,
        issuers=(),
        status=Status(State.ON_RECORD),
        event=name,
        group="",
        place="",
        url="",
        url_status="",
        languages=(),
        topics=(),
        licence_class="",
        body="",
        text=text,
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        passages=(Passage(f"{name}#1", name, Section.BODY, text, 0, len(text)),),
    )
