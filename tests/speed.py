"""How fast passages are indexed, beside the plain LangChain pipeline, in one run.

    python -m tests.speed FOLDER [--passages 2000] [--model multilingual-e5-small]

The files of FOLDER are read by our own readers and cut as `add` cuts them; both sides then embed
and index the same texts with the same model. Needs langchain-huggingface and langchain-chroma,
which nothing else here does; `make speed` installs them.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from assistant.adapters import packaged
from assistant.adapters.bm25 import Bm25Store, Tokeniser
from assistant.adapters.chroma import ChromaStore
from assistant.adapters.embedding import load_embedder
from assistant.domain import Document
from assistant.errors import FileError
from assistant.indexing import Stores, update_index
from assistant.library.cutting import cuts
from assistant.reading import Reading
from assistant.settings import Settings
from tests.factories import document

EACH = 60  # passages of one file at most, so that many kinds of text take part
WARM = ["A text that loads what is loaded once.", "Another one."]


def passages_of(folder: Path, count: int) -> list[str]:
    """`count` passages of the files in `folder`, as they are cut for the index, shuffled."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    random.Random(5).shuffle(files)
    found: list[str] = []
    with Reading() as reading:
        for path in files:
            try:
                read = reading.read_bytes(path.name, path.read_bytes())
            except FileError as error:
                print(f"{path.name}: {error}", file=sys.stderr)
                continue
            found += [read.text[cut.start : cut.end] for cut in list(cuts(read))[:EACH]]
            if len(found) >= count:
                break
    random.Random(6).shuffle(found)
    return found[:count]


def documents_of(texts: list[str]) -> Iterator[Document]:
    """The texts as documents of fifty passages."""
    for start in range(0, len(texts), 50):
        yield document(f"text-{start}", texts[start : start + 50], origin="added", title="Text")


Run = Callable[[list[str]], None]


def ours(model: str) -> Run:
    """What indexes texts as `index` does."""
    embedder = load_embedder(model, Settings().data_dir)

    def run(texts: list[str]) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            stores = Stores(ChromaStore(), Bm25Store(Tokeniser()))
            made = list(documents_of(texts))
            update_index(made, embedder=embedder, stores=stores, data_dir=Path(scratch))

    return run


def langchain(model: str) -> Run:
    """What embeds and indexes texts with LangChain's defaults."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document as Text
    from langchain_huggingface import HuggingFaceEmbeddings

    data_dir = Settings().data_dir
    folder = packaged.e5_folder(data_dir) if model == packaged.E5 else packaged.minilm_folder()
    embedding = HuggingFaceEmbeddings(model_name=str(folder))

    def run(texts: list[str]) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            made = [Text(page_content=text) for text in texts]
            Chroma.from_documents(made, embedding, persist_directory=scratch)

    return run


def measured(run: Run, texts: list[str]) -> dict[str, float]:
    """Passages a second, by the clock and by the processor's time over all threads."""
    run(WARM)
    clock, processor = time.perf_counter(), time.process_time()
    run(texts)
    seconds, worked = time.perf_counter() - clock, time.process_time() - processor
    return {
        "seconds": round(seconds, 2),
        "per_second": round(len(texts) / seconds, 2),
        "per_processor_second": round(len(texts) / worked, 2),
    }


def main() -> None:
    """Measure both and print one JSON object."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--passages", type=int, default=2000)
    options.add_argument("--model", default=packaged.E5, choices=[packaged.E5, packaged.MINILM])
    chosen = options.parse_args()
    texts = passages_of(chosen.folder, chosen.passages)
    mine = measured(ours(chosen.model), texts)
    try:
        plain = measured(langchain(chosen.model), texts)
    except ImportError as error:
        sys.exit(f"{error}. `make speed` installs what is compared.")
    result = {
        "model": chosen.model,
        "passages": len(texts),
        "characters": sum(map(len, texts)),
        "ours": mine,
        "langchain": plain,
        "times_as_fast": round(mine["per_second"] / plain["per_second"], 2),
        "times_less_work": round(mine["per_processor_second"] / plain["per_processor_second"], 2),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
