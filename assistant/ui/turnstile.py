"""Lets a few questions be answered at once; the rest wait in line, and the line has an end."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

BUSY = (
    "Many questions are being answered just now, so this one was not started. "
    "It stands in the field again: wait a moment, then send it."
)


class Turnstile:
    """At most `at_once` streams run, at most `waiting` more wait; others are turned away."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._running = threading.Semaphore(at_once)
        self._places = threading.BoundedSemaphore(at_once + waiting)

    def through(self, lines: Iterator[str]) -> Iterator[str]:
        """The lines when their turn has come, or one line that says the place is full."""
        if not self._places.acquire(blocking=False):
            yield json.dumps({"type": "refused", "message": BUSY}) + "\n"
            return
        try:
            with self._running:
                yield from lines
        finally:
            self._places.release()
