"""The routes of the Documents tab that change something: add, index, remove, take back."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from assistant.errors import CommonGroundError
from assistant.library import Facts, handling_of
from assistant.ui.backend import Assistant
from assistant.ui.requests import body_of, plain_name, streamed

_Line = dict[str, Any]


def library_routes(assistant: Assistant) -> APIRouter:
    """Routes under /page/library; each changes the one library that all visitors share."""
    router = APIRouter(prefix="/library", include_in_schema=False)

    @router.post("/files")
    async def add(request: Request, name: str, handling: str = "internal") -> _Line:
        """One file, its bytes as the body; searchable only after `index`."""
        facts = Facts(handling=handling_of(handling))
        data = await body_of(request, name)
        added = await run_in_threadpool(assistant.add_file, plain_name(name), data, facts)
        return asdict(added)

    @router.post("/index")
    def index() -> StreamingResponse:
        """Progress, a line at a time, then {"type": "done"} or {"type": "failed"}."""
        return streamed(json.dumps(line) + "\n" for line in _indexing(assistant))

    @router.delete("/{document_id}")
    def remove(document_id: str) -> _Line:
        assistant.remove([document_id])
        assistant.index()
        return {"removed": document_id}

    @router.post("/{document_id}/restore")
    def restore(document_id: str) -> _Line:
        assistant.restore([document_id])
        assistant.index()
        return {"restored": document_id}

    return router


def _indexing(assistant: Assistant) -> Iterator[_Line]:
    """What an index run reports; it goes on to its end when the browser has left."""
    lines: queue.SimpleQueue[_Line] = queue.SimpleQueue()

    def report(done: int, total: int, label: str) -> None:
        lines.put({"type": "progress", "done": done, "total": total, "label": label})

    def run() -> None:
        try:
            assistant.index(progress=report)
            lines.put({"type": "done"})
        except CommonGroundError as error:
            lines.put({"type": "failed", "message": str(error)})
        finally:
            lines.put({"type": "end"})

    threading.Thread(target=run, daemon=True).start()
    while (line := lines.get())["type"] != "end":
        yield line
