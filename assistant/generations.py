"""Generations on disk: whole indexes, a folder each, and the pointer to the current one.

    DATA_DIR/current                  the number of the current generation, moved last
    DATA_DIR/generations/7/name       under which name a Chroma server keeps its collection
    DATA_DIR/generations/7/chroma/    dense index (folder unused with a server)
    DATA_DIR/generations/7/bm25/      lexical index
    DATA_DIR/generations/7/bm25-own/  lexical index of the user's own documents
    DATA_DIR/generations/7/manifest.json   written when all else is there

A folder without a manifest is what a killed run left, and is never read.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from assistant.domain import Document
from assistant.errors import IndexDamaged, IndexMissing

FORMAT = "3"  # counts changes of the form in which generations are stored
CHINESE, OTHER = "zh", "other"  # each script is searched by itself: see retrieval.py
DENSE = "chroma"
WORDS = "bm25"
BRIEFS, OWN = "briefs", "own"
SHELVES = (BRIEFS, OWN)
_POINTER = "current"
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds. `corpus` is "sha256:…" over the documents' versions, `contents`
    a hash over the entries made of them.
    """

    generation: int
    embedder: str
    corpus: str
    documents: int
    passages: int
    entries: int
    made: str
    contents: str = ""
    sizes: Mapping[str, int] = field(default_factory=dict)


def folder(data_dir: Path, generation: int) -> Path:
    """The folder of a generation."""
    return data_dir / "generations" / str(generation)


def current(data_dir: Path) -> int | None:
    """The number in the pointer file, None if nothing was indexed; IndexDamaged if unreadable."""
    path = data_dir / _POINTER
    try:
        return int(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _damaged(path, error) from error


def stamp(data_dir: Path) -> tuple[int, int] | None:
    """What changes whenever the pointer is moved, cheap to ask for; None: there is none."""
    try:
        found = (data_dir / _POINTER).stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns


def point_to(data_dir: Path, generation: int) -> None:
    """Make a finished generation the current one, in one step that cannot be seen half done."""
    _write_whole(data_dir / _POINTER, str(generation))


def numbers(data_dir: Path) -> list[int]:
    """The generations that have a folder, finished or not, in order."""
    parent = data_dir / "generations"
    places = parent.iterdir() if parent.is_dir() else iter(())
    return sorted(int(place.name) for place in places if place.name.isdigit())


def begin(data_dir: Path, generation: int) -> Path:
    """A new folder for `generation`, with a name that no other index in the world has."""
    place = folder(data_dir, generation)
    place.mkdir(parents=True)
    (place / "name").write_text(f"common-ground-{uuid.uuid4().hex}", encoding="ascii")
    return place


def collections(place: Path) -> dict[tuple[str, str], str]:
    """(shelf, script) → name of a collection; empty if the run was killed before they had one.

    The shelves are BRIEFS and OWN: the user's own documents are searched apart from the briefs,
    so that adding thousands of pages does not change what is found in the corpus.
    """
    try:
        name = (place / "name").read_text(encoding="ascii")
    except FileNotFoundError:
        return {}
    if not name:
        return {}
    found = {(BRIEFS, script): f"{name}-{script}" for script in (OTHER, CHINESE)}
    return found | {(OWN, script): f"{name}-{script}-own" for script in (OTHER, CHINESE)}


def words_folder(place: Path, shelf: str) -> Path:
    """Where the lexical index of a shelf lies."""
    return place / (WORDS if shelf == BRIEFS else f"{WORDS}-{shelf}")


def shelf_of(document: Document) -> str:
    """On which shelf a document stands."""
    return BRIEFS if document.origin == "corpus" else OWN


def finish(place: Path, manifest: Manifest) -> None:
    """Write the manifest, with the sizes of all files: from now on the generation is whole."""
    content = asdict(manifest) | {"sizes": _sizes(place)}
    _write_whole(place / _MANIFEST, json.dumps(content, indent=1))


def manifest(data_dir: Path, generation: int) -> Manifest:
    """The manifest of a generation whose files are all there, uncut; IndexDamaged if not."""
    place = folder(data_dir, generation)
    try:
        content = json.loads((place / _MANIFEST).read_text(encoding="utf-8"))
        found = Manifest(**content)
    except (OSError, ValueError, TypeError) as error:
        raise _damaged(place, error) from error
    sizes = _sizes(place)
    for path, size in found.sizes.items():
        if sizes.get(path, -1) < size:
            raise _damaged(place / path, "the file is missing or cut short")
    return found


def current_manifest(data_dir: Path) -> Manifest:
    """The manifest of the current generation; IndexMissing if there is none yet."""
    generation = current(data_dir)
    if generation is None:
        raise IndexMissing(
            f"There is no search index in {data_dir} yet. Run `python -m assistant index`."
        )
    return manifest(data_dir, generation)


def _sizes(place: Path) -> dict[str, int]:
    return {
        path.relative_to(place).as_posix(): path.stat().st_size
        for path in sorted(place.rglob("*"))
        if path.is_file() and path.name != _MANIFEST
    }


def _write_whole(path: Path, content: str) -> None:
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    with draft.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _damaged(path: Path, reason: object) -> IndexDamaged:
    return IndexDamaged(
        f"The search index cannot be read: {path} ({reason}). "
        "`python -m assistant index --rebuild` mends it."
    )
