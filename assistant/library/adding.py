"""Files into the library: each is added, recognised as one held, or refused with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import FileError, FileUnreadable, UsageError
from assistant.library.store import Duplicate, Facts, Library, digest_of
from assistant.ports import Progress
from assistant.reading import Limits, ReadText, read_all

_NOBODYS = frozenset((".ds_store", "thumbs.db", "desktop.ini"))


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file or address: `id` where it was added or is held already.

    `error` says why it was not added, `duplicate_of` names the file that it equals, `warnings`
    what a person should know of what was read.
    """

    name: str
    id: str | None = None
    title: str | None = None
    error: str | None = None
    duplicate_of: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def new(self) -> bool:
        """Whether it is in the library now and was not before."""
        return self.id is not None and self.duplicate_of is None


def files_of(places: Sequence[str]) -> list[Path]:
    """The files that paths, folders and patterns mean, each once, in order.

    Folders are walked whole; hidden files and links that lead out of a folder are left out.
    Raises UsageError for a place where nothing is.
    """
    found: dict[Path, None] = {}
    for place in places:
        path = Path(place).expanduser()
        if path.is_dir():
            found.update(dict.fromkeys(_inside(path)))
        elif path.exists():
            found[path] = None
        elif matches := _matching(path):
            for match in matches:
                found.update(dict.fromkeys(_inside(match) if match.is_dir() else [match]))
        else:
            raise UsageError(f"There is no file {place!r}. Check the path, or quote the pattern.")
    return list(found)


def _matching(pattern: Path) -> list[Path]:
    """What a pattern means that the shell has not resolved."""
    root = Path(pattern.anchor or ".")
    parts = pattern.relative_to(root) if pattern.anchor else pattern
    try:
        return sorted(root.glob(str(parts)))
    except (ValueError, NotImplementedError):
        return []


def _inside(folder: Path) -> Iterator[Path]:
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or path.name.casefold() in _NOBODYS or not path.is_file():
            continue
        if path.resolve().is_relative_to(root):
            yield path


def add_files(
    library: Library,
    paths: Sequence[Path],
    facts: Facts,
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Iterator[Added]:
    """Read and keep files, and tell of each in order. What was kept stays, whatever comes after."""
    digests: dict[Path, str] = {}
    for path in paths:
        try:
            digests[path] = digest_of(path.read_bytes())
        except OSError:
            continue  # told below, by the reader
    known = {path: library.known(digest) for path, digest in digests.items()}
    fresh = [path for path in paths if known.get(path) is None]
    reading = read_all(fresh, limits)
    for done, path in enumerate(paths):
        if progress:
            progress(done, len(paths), "Reading")
        if duplicate := known.get(path):
            yield _duplicate(path.name, duplicate)
            continue
        _, read = next(reading)
        if isinstance(read, FileError):
            yield Added(path.name, error=str(read))
        elif path not in digests:
            yield Added(path.name, error=str(FileUnreadable(f"{path} cannot be opened.")))
        else:
            yield keep(library, path.name, digests[path], read, facts)
    if progress:
        progress(len(paths), len(paths), "Reading")


def keep(library: Library, name: str, digest: str, read: ReadText, facts: Facts) -> Added:
    """Keep one text, unless it or its file is held already."""
    if duplicate := library.known(digest) or library.known_text(read):
        return _duplicate(name, duplicate)
    held = library.add(name, digest, read, facts)
    warnings = read.warnings
    if facts.handling.names_hidden and not any(span.mark == "speaker" for span in read.spans):
        warnings = (*warnings, "no speakers were recognised, so names in its text are not hidden")
    title = None if facts.handling.names_hidden else facts.title or read.title
    return Added(name, held.id, title, warnings=warnings)


def _duplicate(name: str, duplicate: Duplicate) -> Added:
    what = "the same file as" if duplicate.same_file else "the same text as"
    return Added(name, duplicate.held_id, duplicate_of=f"{what} {duplicate.held_name}")
