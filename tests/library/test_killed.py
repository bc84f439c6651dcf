"""A run that is killed at any moment loses nothing and doubles nothing."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from assistant.indexing import Stores, update_index
from assistant.library import Library, documents
from assistant.record import Record
from assistant.snapshots import open_snapshot
from tests.fakes import CountingStore, HashedWords, NumpyStore

ROOT = Path(__file__).parents[2]
FILES, PARAGRAPHS = 50, 100
KILLS = 10
RUN = """
import sys
from pathlib import Path
from assistant.indexing import Stores, update_index
from assistant.library import Facts, Library, add_files, documents
from tests.fakes import CountingStore, HashedWords, NumpyStore
folder, data_dir = map(Path, sys.argv[1:])
library = Library(data_dir)
for row in add_files(library, sorted(folder.iterdir()), Facts()):
    assert not row.error, row.error
stores = Stores(NumpyStore(), CountingStore())
update_index(documents(library), embedder=HashedWords(), stores=stores, data_dir=data_dir)
"""


@pytest.mark.slow
def test_kills_while_adding_and_indexing_five_thousand_passages(tmp_path: Path) -> None:
    """Killed ten times at random moments, the next run has every passage once."""
    folder, data_dir = tmp_path / "files", tmp_path / "data"
    folder.mkdir()
    for number in range(FILES):
        paragraphs = (
            f"# Part {place}\\n\\nParagraph {place} of file {number} tells of matter {number * place}."
            for place in range(PARAGRAPHS)
        )
        (folder / f"{number:02}.md").write_text("\n\n".join(paragraphs).replace("\\n", "\n"))
    seed = random.randrange(1 << 30)
    print(f"seed {seed}")
    chance = random.Random(seed)
    killed = 0
    for _ in range(KILLS):
        child = _started(folder, data_dir)
        try:
            child.wait(chance.uniform(0.5, 8.0))
        except subprocess.TimeoutExpired:
            child.kill()
            killed += 1
        child.wait()
        time.sleep(0.1)
    assert killed, "every run was over before it was killed"
    assert _started(folder, data_dir).wait() == 0
    made = documents(Library(data_dir))
    assert len(made) == FILES
    stores = Stores(NumpyStore(), CountingStore())
    snapshot = open_snapshot(data_dir, stores)
    wanted = Counter(passage.id for document in made for passage in document.passages)
    assert len(wanted) == FILES * PARAGRAPHS and set(wanted.values()) == {1}
    assert set(snapshot.own.passages) == set(wanted)
    assert sum(index.count() for index in snapshot.own.dense) == len(wanted)
    assert snapshot.own.words.count() == len(wanted)
    with Record(data_dir) as record:
        assert len(record.versions(snapshot.generation)) == FILES
    report = update_index(made, embedder=HashedWords(), stores=stores, data_dir=data_dir)
    assert (report.added, report.changed, report.removed, report.embedded) == (0, 0, 0, 0)


def _started(folder: Path, data_dir: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(folder), str(data_dir)], cwd=ROOT, stderr=subprocess.DEVNULL
    )
