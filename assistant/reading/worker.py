"""The process that reads files for another: `python -m assistant.reading.worker`.

It takes requests on stdin, one JSON object a line, and answers each on stdout with a line that
gives the length and so many bytes of JSON. Where the system can fork, each file is read in a
process of its own that has limits on memory and time and no way back but its answer; elsewhere
in this one. Nothing is fetched, and nothing in a file is run.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any, BinaryIO

from assistant.errors import FileError, FileStopped
from assistant.reading.exchange import answer_of, failure_of
from assistant.reading.formats import read_bytes

_CANNOT_WRITE = 1 << 16  # bytes that a reading process may write to any file


def main() -> None:
    """Answer requests until stdin ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this one decides
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints goes to stderr, not among the answers
    for line in requests:
        request = json.loads(line)
        data = requests.read(request["size"])
        answer = _apart(request, data) if hasattr(os, "fork") else _read(request, data)
        answers.write(b"%d\n" % len(answer) + answer)
        answers.flush()


def _read(request: dict[str, Any], data: bytes) -> bytes:
    try:
        return answer_of(read_bytes(request["name"], data))
    except FileError as error:
        return failure_of(error)
    except MemoryError:
        return failure_of(FileStopped("reading it took too much memory"))
    except RecursionError:
        return failure_of(FileStopped("its parts are nested too deeply"))


def _apart(request: dict[str, Any], data: bytes) -> bytes:
    """The answer of a process of its own; a failure that tells how it ended, if it gave none."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(ours)
            _confine(request["memory"], request["seconds"])
            with os.fdopen(theirs, "wb") as pipe:
                pipe.write(_read(request, data))
            status = 0
        finally:
            os._exit(status)  # nothing of the process that it was forked from is run
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        answer = _drained(pipe)
    _, status = os.waitpid(child, 0)
    return answer if status == 0 and answer else failure_of(FileStopped(_ending(status)))


def _drained(pipe: BinaryIO) -> bytes:
    return pipe.read()


def _confine(memory: int, seconds: int) -> None:
    """Limits of this process: addresses in bytes, processor time in seconds, no core files."""
    import resource

    for what, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, _CANNOT_WRITE),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (limit, limit))
        except (ValueError, OSError):
            continue  # a system that does not know or allow this limit
    sys.setrecursionlimit(1000)


def _ending(status: int) -> str:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number in (signal.SIGXCPU, signal.SIGKILL):
            return "reading it took too long"
        return f"it made its reader fail ({signal.Signals(number).name})"
    return "it made its reader fail"


if __name__ == "__main__":
    main()
