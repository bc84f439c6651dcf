"""Reading in other processes: started once, they read any number of files, each confined."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Self

from assistant.errors import (
    FileEmpty,
    FileError,
    FileLocked,
    FileStopped,
    FileTooLarge,
    FileUnknown,
    FileUnreadable,
)
from assistant.reading.exchange import understood
from assistant.reading.model import ReadText

_NEXT: dict[type[FileError], str] = {
    FileUnknown: "Save it as one of these kinds and add it again.",
    FileUnreadable: "Open it in the program that it is from, save it anew and try again.",
    FileEmpty: "Add a file that has text.",
    FileLocked: "Save it without a password, or as DOCX or PDF, and try again.",
    FileTooLarge: "Split it and add the parts.",
    FileStopped: "Save it in a simpler form, such as plain text, and try again.",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost."""

    size: int = 100_000_000  # bytes of the file
    memory: int = 2_000_000_000  # bytes of addresses of the process that reads it
    seconds: int = 60  # until it is stopped
    answer: int = 200_000_000  # bytes of what is read


class Reading:
    """A reading process, started by the first file; use as a context manager, one thread at a time.

    A file that takes too long is stopped, together with the process, and another is started.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        """Nothing is started yet."""
        self._limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        process.wait()

    def read(self, path: Path) -> ReadText:
        """What a file says. Raises a FileError that names the file and the next step."""
        try:
            size = path.stat().st_size
            if not path.is_file():
                raise FileUnknown("it is no file")
            if size > self._limits.size:
                raise FileTooLarge(f"it has {size:,} bytes, and {self._limits.size:,} are read")
            return self._read(path.name, path.read_bytes())
        except FileError as error:
            raise told(path.name, error) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise FileUnreadable(f"{path} cannot be opened: {reason}.") from error

    def read_bytes(self, name: str, data: bytes) -> ReadText:
        """What the bytes of a file called `name` say; errors as of `read`."""
        try:
            if len(data) > self._limits.size:
                raise FileTooLarge(f"it has {len(data):,} bytes, {self._limits.size:,} are read")
            return self._read(name, data)
        except FileError as error:
            raise told(name, error) from error

    def _read(self, name: str, data: bytes) -> ReadText:
        with self._lock:
            return understood(self._asked(name, data))

    def _asked(self, name: str, data: bytes) -> bytes:
        process = self._process or self._start()
        assert process.stdin is not None and process.stdout is not None
        request = {
            "name": name,
            "size": len(data),
            "memory": self._limits.memory,
            "seconds": self._limits.seconds,
        }
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n" + data)
            process.stdin.flush()
            return self._answer(process.stdout.fileno())
        except (BrokenPipeError, _Overdue, EOFError, ValueError) as error:
            self.close()
            late = isinstance(error, _Overdue)
            reason = "reading it took too long" if late else "it ended the process that read it"
            raise FileStopped(reason) from error

    def _answer(self, place: int) -> bytes:
        """The bytes of one answer; _Overdue, EOFError, ValueError if there is none that counts."""
        deadline = time.monotonic() + self._limits.seconds + 2
        received = b""
        with selectors.DefaultSelector() as selector:
            selector.register(place, selectors.EVENT_READ)
            parts: list[bytes] = []
            missing: int | None = None
            while missing is None or missing > 0:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise _Overdue
                part = os.read(place, 1 << 20)
                if not part:
                    raise EOFError
                if missing is None:
                    received += part
                    head, mark, part = received.partition(b"\n")
                    if not mark:
                        continue
                    missing = int(head)
                    if missing > self._limits.answer:
                        raise ValueError("too much text")
                parts.append(part)
                missing -= len(part)
        return b"".join(parts)

    def _start(self) -> subprocess.Popen[bytes]:
        package = Path(__file__).resolve().parents[2]
        environment = os.environ | {"PYTHONPATH": str(package), "PYTHONSAFEPATH": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "assistant.reading.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        return self._process


class _Overdue(Exception):
    """The time for an answer is over."""


def told(name: str, error: FileError) -> FileError:
    """The error with the file's name and the next step."""
    reason = str(error)
    return type(error)(f"{name}: {reason}. {_NEXT.get(type(error), '')}".strip())


def read(path: Path, limits: Limits | None = None) -> ReadText:
    """What a file says, read in a process of its own.

    Raises FileUnknown, FileUnreadable, FileEmpty, FileLocked, FileTooLarge or FileStopped, each
    naming the file and the next step.
    """
    with Reading(limits) as reading:
        return reading.read(path)


def read_all(
    paths: Sequence[Path], limits: Limits | None = None, workers: int = 2
) -> Iterator[tuple[Path, ReadText | FileError]]:
    """Each file with what it says or why it cannot be read, in order; `workers` at a time."""
    readings = [Reading(limits) for _ in range(max(1, min(workers, len(paths))))]
    idle = list(readings)

    def one(path: Path) -> ReadText | FileError:
        reading = idle.pop()
        try:
            return reading.read(path)
        except FileError as error:
            return error
        finally:
            idle.append(reading)

    try:
        with ThreadPoolExecutor(len(readings)) as pool:
            yield from zip(paths, pool.map(one, paths), strict=True)
    finally:
        for reading in readings:
            reading.close()
