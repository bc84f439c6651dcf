"""What the routes of several tabs share: the visitor, streams of lines, files in, files out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.responses import StreamingResponse

from assistant.errors import UsageError
from assistant.ui.security import LARGEST_FILE


def _visitor(request: Request) -> str:
    return str(request.state.visitor)


Visitor = Annotated[str, Depends(_visitor)]


def streamed(lines: Iterator[str]) -> StreamingResponse:
    """Lines of JSON, each sent as it comes."""
    return StreamingResponse(
        lines, media_type="application/x-ndjson", headers={"cache-control": "no-store"}
    )


async def body_of(request: Request, name: str) -> bytes:
    """The file that is the body; UsageError as soon as it is over LARGEST_FILE."""
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > LARGEST_FILE:
            raise UsageError(f"{name} is larger than {LARGEST_FILE:,} bytes.")
    return bytes(data)


def plain_name(name: str) -> str:
    """A file's name without folders, whichever system it comes from."""
    return PurePath(name.replace("\\", "/")).name or "file"


def attachment(title: str, form: str, *, plain: str, untitled: str, longest: int) -> str:
    """The header that names a download after its title; `plain` for old browsers."""
    words = "".join(letter if letter.isalnum() else " " for letter in title).split()
    name = "-".join(words)[:longest].strip("-") or untitled
    return f"attachment; filename=\"{plain}.{form}\"; filename*=UTF-8''{quote(name)}.{form}"
